#pragma once

// What a fallible operation returns: a value, or an Error from a closed set of codes.
//
// Errors carry two texts. `detail` is for developers and logs, in English. `message` with `params` names an entry of
// the message catalogue (catalog/messages/*.toml), from which a user is told what, where and the remedy, in Japanese or
// English. Exceptions are caught in the adapter that called a library and turned into an Error there.
//
// The method names are those of std::expected (C++23), which g++ 12 offers only in C++23 mode.

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sekisho {

enum class Code : std::uint8_t {
  invalid,      // the input is not what it should be: bad usage, an unreadable file, a refused row
  not_found,    // the thing named does not exist
  conflict,     // it exists already, or somebody changed it meanwhile
  denied,       // not allowed, or it could not be decided
  exhausted,    // a limit was reached: size, time, depth, queue
  unavailable,  // a service is away: the database, a worker
  storage,      // the disk is full, a write or fsync failed
  corrupt,      // what was stored is not what was written
  internal,     // a broken invariant of ours
};

const char* name_of(Code code);

struct Error {
  Code code = Code::internal;
  std::string detail;
  std::string message;                                      // id in the message catalogue; "" = generic for the code
  std::vector<std::pair<std::string, std::string>> params;  // values for the {placeholders} of the message

  Error with(std::string key, std::string value) && {
    params.emplace_back(std::move(key), std::move(value));
    return std::move(*this);
  }
};

// Makes an Error. `message` is the id of a user message; its placeholders are added with .with("name", value).
Error fail(Code code, std::string detail, std::string message = {});

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }
  T value_or(T other) const& { return has_value() ? value() : std::move(other); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  Error& error() & { return *error_; }
  const Error& error() const& { return *error_; }
  Error&& error() && { return *std::move(error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

// A broken invariant of ours: says where on stderr and ends the process. Never for what outsiders can cause.
[[noreturn]] void broken_invariant(const char* what, const char* file, int line);

}  // namespace sekisho

#define SEK_CONCAT_(a, b) a##b
#define SEK_CONCAT(a, b) SEK_CONCAT_(a, b)

// SEK_CHECK(expr): returns the error of a Status. The name carries the line: checks nest, by way of lambdas.
#define SEK_CHECK(expr)                                                                                  \
  do {                                                                                                   \
    if (auto SEK_CONCAT(sek_status_, __LINE__) = (expr); !SEK_CONCAT(sek_status_, __LINE__).has_value()) \
      return std::move(SEK_CONCAT(sek_status_, __LINE__)).error();                                       \
  } while (false)

// SEK_TRY(auto x, expr): declares x from a Result's value, or returns its error.
#define SEK_TRY(declaration, expr)                                                                                 \
  auto SEK_CONCAT(sek_result_, __LINE__) = (expr);                                                                 \
  if (!SEK_CONCAT(sek_result_, __LINE__).has_value()) return std::move(SEK_CONCAT(sek_result_, __LINE__)).error(); \
  declaration = std::move(SEK_CONCAT(sek_result_, __LINE__)).value()  // NOLINT(bugprone-macro-parentheses)

#define SEK_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::sekisho::broken_invariant(#condition, __FILE__, __LINE__))
