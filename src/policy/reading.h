#pragma once

// What reading a published policy gives: the form of a careful person's reading. Clause ids are dotted paths of plain
// integers (第3条第2項第1号 is 3.2.1, 第16条の3 is 16-3); a duty in the preamble has clause "preamble".
// Offsets are bytes of the text that was read.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "codec/value.h"

namespace sekisho::policy {

enum class Kind : std::uint8_t { security_policy, privacy_policy, mynumber_policy, other };
const char* name_of(Kind kind);  // "security-policy" …

enum class Strength : std::uint8_t { prohibition, must, plain, effort };
const char* name_of(Strength strength);

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Sentence {
  std::string text;  // joined across broken lines, as published
  Span span;         // from its first to its last byte in the source, line breaks in between included
};

struct Clause {
  std::string id;
  std::string marker;  // as printed: "①", "(3)", "第3条", "2", "" for an unnumbered first paragraph
  std::optional<std::string> heading;
  std::string text;                 // its own words without its children's
  std::vector<Sentence> sentences;  // of `text`, in order; numbered from 1
  Span span;
};

struct Duty {
  std::string clause;
  int sentence = 0;  // from 1
  std::string text;  // the sentence
  Span span;
  std::vector<std::string> concepts;  // ids of CONCEPTS, in the order of the catalogue
  std::string condition;  // the words that make it conditional (業務委託を行う場合には, 必要に応じて), or ""
  std::string cadence;  // 毎年度, 年1回, 定期的 …, or ""
  Strength strength = Strength::plain;
  std::string actor;      // who acts, as written (職員等は → 職員等), or ""
  bool doubtful = false;  // a person should look at it first
  std::string doubt;      // why: id of a message
};

struct Supplementary {
  std::string label;  // 附則, with a printed date where it has one
  std::string text;
};

struct Document {
  std::string title;
  std::string body;
  Kind kind = Kind::other;
  std::optional<Date> enacted;
  std::vector<Date> amended;
  std::vector<Date> effective;
  std::string preamble;
  std::vector<Sentence> preamble_sentences;
  std::vector<Clause> clauses;
  std::vector<Duty> duties;
  std::vector<std::string> zones;  // "mynumber", "lgwan", "internet"
  int threats = 0;
  std::vector<Supplementary> supplementary;
  Span span;
};

struct Reading {
  std::vector<Document> documents;
};

// The JSON of `policy read --json`: {"documents":[…]}.
codec::Value to_value(const Reading& reading);

}  // namespace sekisho::policy
