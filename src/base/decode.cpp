#include <algorithm>

#include "base/charset.h"
#include "base/text.h"

namespace sekisho::text {

namespace {

constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";
constexpr std::string_view kLittleBom = "\xFF\xFE";
constexpr std::string_view kBigBom = "\xFE\xFF";

Error undecodable(std::size_t offset) {
  return fail(Code::invalid, "no Japanese encoding fits at byte " + std::to_string(offset), "text.undecodable")
      .with("offset", std::to_string(offset));
}

Error unencodable(char32_t c, Encoding encoding) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string code;
  for (int shift = c > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) code += kDigits[(c >> shift) & 0xF];
  std::string shown;
  append(shown, c);
  shown += "（U+" + code + "）";
  return fail(Code::invalid, std::string(name_of(encoding)) + " lacks U+" + code, "text.unencodable")
      .with("character", shown);
}

Attempt attempt(std::string_view bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: {
      const std::size_t good = first_invalid_utf8(bytes);
      return {std::string(bytes.substr(0, good)), good};
    }
    case Encoding::cp932:
      return attempt_cp932(bytes);
    case Encoding::euc_jp:
      return attempt_euc_jp(bytes);
    case Encoding::utf16le:
      return attempt_utf16(bytes, false);
    case Encoding::utf16be:
      return attempt_utf16(bytes, true);
    case Encoding::iso2022jp:
      return attempt_iso2022jp(bytes);
  }
  return {};
}

std::string_view bom_of(Encoding encoding) {
  if (encoding == Encoding::utf8) return kUtf8Bom;
  if (encoding == Encoding::utf16le) return kLittleBom;
  return encoding == Encoding::utf16be ? kBigBom : std::string_view{};
}

bool is_seven_bit_japanese(std::string_view bytes) {
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) >= 0x80 || c == '\0') return false;
  }
  for (const std::string_view escape : {"\x1B$", "\x1B(J", "\x1B(I"}) {
    if (bytes.find(escape) != std::string_view::npos) return true;
  }
  return false;
}

// A text that is plainly UTF-8 up to a damaged byte must not be taken for CP932, in which nearly all bytes mean
// something.
bool is_damaged_utf8(std::string_view bytes, std::size_t good) {
  const Likeness like = likeness(bytes.substr(0, good));
  return like.kana + like.other >= 4 && like.score >= 1;
}

struct Candidate {
  Encoding encoding = Encoding::utf8;
  Attempt attempt;
  Likeness like;
};

bool is_plausible_utf16(const Likeness& like) {
  const std::size_t all = like.ascii + like.kana + like.half_kana + like.other;
  return like.score >= 0 && (like.ascii + like.kana) * 10 >= all * 3;
}

// Half-width katakana in CP932 are also pairs of EUC-JP, which then spell kanji without one kana between them.
bool prefers_half_kana(const Candidate& cp932, const Candidate& euc) {
  return cp932.like.kana + cp932.like.other == 0 && euc.like.kana == 0;
}

Result<Decoded> guess(std::string_view bytes) {
  const std::size_t nul = bytes.find('\0');
  std::size_t farthest = 0;
  std::vector<Candidate> candidates;
  for (const Encoding encoding : {Encoding::cp932, Encoding::euc_jp, Encoding::utf16le, Encoding::utf16be}) {
    const bool wide = encoding == Encoding::utf16le || encoding == Encoding::utf16be;
    Candidate candidate{encoding, attempt(bytes, encoding), {}};
    if (candidate.attempt.read < bytes.size() || (!wide && nul != std::string_view::npos)) {
      if (!wide) farthest = std::max(farthest, std::min(candidate.attempt.read, nul));
      continue;
    }
    candidate.like = likeness(candidate.attempt.utf8);
    if (wide && (!is_plausible_utf16(candidate.like) || candidate.attempt.utf8.find('\0') != std::string::npos))
      continue;
    candidates.push_back(std::move(candidate));
  }
  Candidate* best = nullptr;
  for (Candidate& candidate : candidates) {
    if (best != nullptr && candidate.encoding == Encoding::euc_jp && prefers_half_kana(*best, candidate)) continue;
    if (best == nullptr || candidate.like.score > best->like.score) best = &candidate;
  }
  if (best == nullptr) return undecodable(farthest);
  return Decoded{std::move(best->attempt.utf8), best->encoding, false};
}

}  // namespace

const char* name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "utf-8";
    case Encoding::cp932:
      return "cp932";
    case Encoding::euc_jp:
      return "euc-jp";
    case Encoding::utf16le:
      return "utf-16le";
    case Encoding::utf16be:
      return "utf-16be";
    case Encoding::iso2022jp:
      return "iso-2022-jp";
  }
  return "utf-8";
}

Result<std::string> decode(std::string_view bytes, Encoding encoding) {
  const std::string_view bom = bom_of(encoding);
  const std::size_t skipped = !bom.empty() && bytes.starts_with(bom) ? bom.size() : 0;
  bytes.remove_prefix(skipped);
  Attempt result = attempt(bytes, encoding);
  if (result.read < bytes.size()) return undecodable(skipped + result.read);
  return std::move(result.utf8);
}

Result<Decoded> decode(std::string_view bytes) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be}) {
    if (!bytes.starts_with(bom_of(encoding))) continue;
    SEK_TRY(std::string text, decode(bytes, encoding));
    return Decoded{std::move(text), encoding, true};
  }
  if (is_seven_bit_japanese(bytes)) {
    SEK_TRY(std::string text, decode(bytes, Encoding::iso2022jp));
    return Decoded{std::move(text), Encoding::iso2022jp, false};
  }
  const std::size_t good = first_invalid_utf8(bytes);
  const bool has_nul = bytes.find('\0') != std::string_view::npos;
  if (good == bytes.size() && !has_nul) return Decoded{std::string(bytes), Encoding::utf8, false};
  if (good < bytes.size() && !has_nul && is_damaged_utf8(bytes, good)) return undecodable(good);
  return guess(bytes);
}

Result<std::string> encode(std::string_view utf8, Encoding encoding) {
  if (const std::size_t good = first_invalid_utf8(utf8); good < utf8.size()) return undecodable(good);
  if (encoding == Encoding::utf8) return std::string(utf8);
  const std::u32string text = to_u32(utf8);
  std::string out;
  if (encoding == Encoding::iso2022jp) {
    char32_t lacking = 0;
    if (!encode_iso2022jp(text, out, lacking)) return unencodable(lacking, encoding);
    return out;
  }
  const auto unit = [&](char32_t value) {
    const char high = static_cast<char>(value >> 8);
    const char low = static_cast<char>(value & 0xFF);
    out.push_back(encoding == Encoding::utf16be ? high : low);
    out.push_back(encoding == Encoding::utf16be ? low : high);
  };
  for (const char32_t c : text) {
    if (encoding == Encoding::cp932 || encoding == Encoding::euc_jp) {
      if (!(encoding == Encoding::cp932 ? put_cp932(out, c) : put_euc_jp(out, c))) return unencodable(c, encoding);
    } else if (c < 0x10000) {
      unit(c);
    } else {
      unit(0xD800 + ((c - 0x10000) >> 10));
      unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace sekisho::text
