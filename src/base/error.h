// Every error that the core can report: code, text, and the Python exception it becomes.
//
// All of them stand in error.def: add one there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cffi {

// Half-open byte range in a source text. Line and column are computed only when printing (source_text.h).
struct SourceRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// Which Python exception the binding raises. The core itself gives these names no meaning.
//
// A set: kinds joined with `|` are one exception that is all of them, for what in-line and compiled FFI objects were
// always told by different classes, so that an `except` clause written for either works. The binding says which of
// them names it.
enum class ExceptionKind : uint16_t {
  kCDefError = 1 << 0,  // cffi.CDefError: the text does not parse (an ffi.error, too)
  kTypeError = 1 << 1,
  kValueError = 1 << 2,
  kOverflowError = 1 << 3,
  kIndexError = 1 << 4,
  kNotImplementedError = 1 << 5,
  kAttributeError = 1 << 6,
  kKeyError = 1 << 7,
  kRuntimeError = 1 << 8,
  kZeroDivisionError = 1 << 9,
  kMemoryError = 1 << 10,
  kOSError = 1 << 11,
  kSystemError = 1 << 12,
  kImportError = 1 << 13,
  kFFIError = 1 << 14,  // ffi.error: the declarations contradict each other, or do not have what is asked for
};

constexpr ExceptionKind operator|(ExceptionKind one, ExceptionKind other) {
  return static_cast<ExceptionKind>(static_cast<uint16_t>(one) | static_cast<uint16_t>(other));
}
constexpr bool includes(ExceptionKind set, ExceptionKind kind) {
  return (static_cast<uint16_t>(set) & static_cast<uint16_t>(kind)) != 0;
}

enum class ErrorCode : uint16_t {
#define CFFI_ERROR(Code, ...) k##Code,
#include "base/error.def"
  kCount,  // last
};

struct ErrorInfo {
  ExceptionKind exception;
  bool is_syntax;  // "cannot parse", as opposed to contradictions between declarations that do parse
  std::string_view text;
};

struct Error {
  ErrorCode code;
  SourceRange range;                   // empty when there is no source text
  std::vector<std::string> arguments;  // for {0}, {1}, ...
  std::string location;                // filled by whoever knows the source: "<cdef source string>:3:7", else empty
  std::string excerpt;                 // the offending line and the caret line below it, else empty
};

// The row of `code`. Always exists.
const ErrorInfo& error_info(ErrorCode code);

// The message alone, arguments filled in; then with location and excerpt around it.
std::string error_text(const Error& error);
std::string describe_error(const Error& error);

}  // namespace cffi
