#include "work/bundle.h"

#include "codec/canonical.h"

namespace sekisho::work {

std::string bundle(const CatalogFiles& files) {
  codec::CanonicalWriter out;
  out.u64(files.size());
  for (const auto& [path, bytes] : files) out.bytes(path).bytes(bytes);  // a map: in the order of the paths
  return out.take();
}

Result<CatalogFiles> unbundle(std::string_view bytes) {
  codec::CanonicalReader in(bytes);
  CatalogFiles files;
  SEK_TRY(const std::uint64_t count, in.u64());
  for (std::uint64_t i = 0; i < count; ++i) {
    SEK_TRY(const std::string_view path, in.bytes(4096));
    SEK_TRY(const std::string_view content, in.bytes(bytes.size()));
    files.emplace(std::string(path), std::string(content));
  }
  SEK_CHECK(in.end());
  return files;
}

}  // namespace sekisho::work
