// Result<T>: a value or an Error. The core reports every failure through it; nothing here throws.
//
// Ownership: a Result owns its value or its Error. No locks. `Failure` is the error half alone,
// so that `return fail(...)` converts to any Result<T>.
#pragma once

#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"

namespace cffi {

// The error half of a Result. Also what a function without a value to return yields inside Result<void>.
using Failure = std::unique_ptr<Error>;

// Builds an Error: `arguments` replace {0}, {1}, ... in the text of `code` (see error.h).
Failure fail(ErrorCode code, SourceRange range, std::vector<std::string> arguments = {});
Failure fail(ErrorCode code, std::vector<std::string> arguments = {});

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor): `return value;`
  Result(Failure failure) : failure_(std::move(failure)) { assert(failure_); }  // NOLINT: `return fail(...);`

  bool ok() const { return failure_ == nullptr; }
  explicit operator bool() const { return ok(); }

  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

  // For those to whom a failure means the same as `other`.
  T value_or(T other) && { return ok() ? std::move(*value_) : std::move(other); }

  const Error& error() const { return *failure_; }
  // Gives the failure away, to be returned from a function with another T.
  Failure take_failure() { return std::move(failure_); }

 private:
  std::optional<T> value_;
  Failure failure_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Failure failure) : failure_(std::move(failure)) { assert(failure_); }  // NOLINT

  bool ok() const { return failure_ == nullptr; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *failure_; }
  Failure take_failure() { return std::move(failure_); }

 private:
  Failure failure_;
};

}  // namespace cffi

// `CFFI_TRY(found, find(name));` declares `found`, a Result that holds a value: had it held a failure, the function
// would have returned that. CFFI_TRY_VOID(step()); is the same for a Result<void>. Macros, since nothing else can
// return from its caller.
#define CFFI_TRY(name, ...)       \
  auto name = __VA_ARGS__;        \
  if (!(name)) {                  \
    return (name).take_failure(); \
  }                               \
  static_assert(true)

#define CFFI_TRY_VOID(...)                \
  if (auto done_ = __VA_ARGS__; !done_) { \
    return done_.take_failure();          \
  }                                       \
  static_assert(true)
