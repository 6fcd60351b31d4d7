/// Result and Error: how everything that can go wrong with the world is reported.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/assert.hpp"

namespace gs {

/// Few codes, each meaning an action of the caller.
enum class ErrorCode {
  invalid_input,   ///< the user gave something wrong: tell what and where; exit code 2
  not_found,       ///< a file, task, suite, column that is not there; exit code 2
  unavailable,     ///< a tool, kernel feature, device or server is missing: tell what to install; exit code 3
  timeout,         ///< gave up waiting
  limit_exceeded,  ///< a budget or size limit was reached
  corrupt,         ///< our own stored data cannot be trusted (or was written by another version)
  external,        ///< the operating system, a library or a tool failed
};

/// Stable lower-case name of a code, e.g. "invalid_input".
std::string_view to_string(ErrorCode code);

/// A failure with the chain of contexts it passed through.
class Error {
 public:
  Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }

  /// Adds an outer context ("task rtl-repair/fifo"), printed before what is already there.
  Error&& with(std::string context) &&;
  Error with(std::string context) const&;

  /// One line: "outer: inner: message".
  std::string to_line() const;

 private:
  ErrorCode code_;
  std::string message_;
  std::vector<std::string> contexts_;  // innermost first
};

/// Either a T or an Error. Converts from both.
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  // NOLINTBEGIN(google-explicit-constructor): a function returns either alternative as it is
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(tl::unexpect, std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  bool ok() const { return state_.has_value(); }
  explicit operator bool() const { return ok(); }

  T& value() & {
    GS_ASSERT(ok());
    return *state_;
  }
  const T& value() const& {
    GS_ASSERT(ok());
    return *state_;
  }
  T&& value() && {
    GS_ASSERT(ok());
    return std::move(*state_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    GS_ASSERT(!ok());
    return state_.error();
  }
  Error&& error() && {
    GS_ASSERT(!ok());
    return std::move(state_.error());
  }

  /// The same result, with a context added when it is an error.
  Result with(std::string context) && {
    if (ok()) return std::move(*this);
    return std::move(state_.error()).with(std::move(context));
  }

 private:
  tl::expected<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  Result() = default;
  Result(Error error) : state_(tl::unexpect, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    GS_ASSERT(!ok());
    return state_.error();
  }
  Error&& error() && {
    GS_ASSERT(!ok());
    return std::move(state_.error());
  }
  Result with(std::string context) && {
    if (ok()) return {};
    return std::move(state_.error()).with(std::move(context));
  }

 private:
  tl::expected<void, Error> state_;
};

/// Shorthands, so that a failing path reads as one line.
inline Error invalid_input(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}
inline Error not_found(std::string message) {
  return {ErrorCode::not_found, std::move(message)};
}
inline Error unavailable(std::string message) {
  return {ErrorCode::unavailable, std::move(message)};
}
inline Error corrupt(std::string message) {
  return {ErrorCode::corrupt, std::move(message)};
}
inline Error external(std::string message) {
  return {ErrorCode::external, std::move(message)};
}

/// "what: strerror(errno_value)" as an external error.
Error errno_error(std::string what, int errno_value);

}  // namespace gs

#define GS_CONCAT_INNER(a, b) a##b
#define GS_CONCAT(a, b) GS_CONCAT_INNER(a, b)

/// `GS_TRY(auto text, read_file(path));` declares `text`, or returns the error from the enclosing function.
#define GS_TRY(declaration, expression)                                                      \
  auto GS_CONCAT(gs_try_, __LINE__) = (expression);                                          \
  if (!GS_CONCAT(gs_try_, __LINE__)) return std::move(GS_CONCAT(gs_try_, __LINE__)).error(); \
  declaration = std::move(GS_CONCAT(gs_try_, __LINE__)).value()

/// `GS_CHECK(write());` returns the error of a Result<void> (or of any Result whose value is not needed).
#define GS_CHECK(expression)                                         \
  do {                                                               \
    auto gs_check_result = (expression);                             \
    if (!gs_check_result) return std::move(gs_check_result).error(); \
  } while (false)
