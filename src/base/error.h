// Every error that the core can report: code, text, and the Python exception it becomes.
//
// One table (error.cc) holds all texts; {0}, {1}, ... stand for the arguments. Add a code in the
// section of the layer that reports it, and its row in error.cc in the same order.
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
  // ctype: types and layout. A field is named with its record: "struct foo.a"
  kTypeTooLarge,         // {0}: type being built
  kArrayTooLarge,        // {0}: item type
  kArrayOfIncomplete,    // {0}: item type
  kBitfieldTooWide,      // {0}: field, {1}: width, {2}: type
  kBitfieldBadType,      // {0}: field, {1}: type
  kBitfieldZeroNamed,    // {0}: field
  kFieldIncomplete,      // {0}: field, {1}: type
  kFieldOfFunctionType,  // {0}: field, {1}: type
  kFlexibleNotLast,      // {0}: field, {1}: type
  kCircularRecord,       // {0}: record, {1}: field, {2}: type
  kDuplicateField,       // {0}: field name alone, {1}: record
  kBadAlignment,         // {0}: value
  kUnknownField,         // {0}: record, {1}: name
  kNoLayoutForTarget,    // {0}: type, {1}: target
  kWrongLayout,          // {0}: record, {1}: what, {2}: as declared, {3}: as given
  // (cparse, value, call append their sections below)
  // cparse
  kUnexpectedToken,   // {0}: token, {1}: what could stand there
  kUnexpectedEnd,     // {0}: what is missing
  kIllegalCharacter,  // {0}: character
  kUnterminatedComment,
  kUnterminatedLiteral,  // {0}: quote
  kTextTooLarge,         // {0}: limit
  kNameTooLong,          // {0}: limit
  kNestingTooDeep,       // {0}: limit
  kTypeTooComplex,       // {0}: limit
  kUnknownIdentifier,    // {0}: name, {1}: hint
  kMissingType,
  kBadSpecifiers,  // {0}: the words, {1}: hint
  kTwoTypes,       // {0}, {1}: words
  kDeclaresNothing,
  kBadDots,  // {0}: hint
  kDotsLengthHere,
  kNotConstant,      // {0}: hint
  kInvalidConstant,  // {0}: text
  kDivisionByZero,
  kNegativeLength,
  kBadBitWidth,  // {0}: width
  kArrayOfFunctions,
  kFunctionResult,        // {0}: 'a function' or 'an array'
  kVoidVariable,          // {0}: name
  kTooManyParameters,     // {0}: limit
  kRedeclared,            // {0}: kind, {1}: name, {2}: both types
  kRedeclaredConstant,    // {0}: name
  kRedeclaredTypedef,     // {0}: name
  kDuplicateRecord,       // {0}: struct, union or enum
  kEnumGuessed,           // {0}: enum
  kEnumTooWide,           // {0}: enum
  kDirective,             // {0}: directive, {1}: hint
  kBadDefine,             // {0}: name, {1}: rest of the line
  kBadPragmaPack,         // {0}: what is wrong
  kStaticAssertFailed,    // {0}: its message
  kBadAttribute,          // {0}: attribute
  kDefinitionInType,      // {0}: struct, union or enum
  kExternPythonVariable,  // {0}: name
  kUnknownLinkage,        // {0}: string
  kNoSizeof,              // {0}: type
  kNoSuchMember,          // {0}: type, {1}: name
  kIncludeConflict,       // {0}: kind, {1}: name
  kIncludeCycle,
  // value
  // tables
  kMalformedTables,   // {0}: module, {1}: what is wrong
  kLayoutDiffers,     // {0}: all of the text
  kConstantDiffers,   // {0}: name, {1}: the compiler's value
  kUnknownNumber,     // {0}: all of the text
  kOpaqueInIncluded,  // {0}: record
  // tables: writing
  kNotInModules,  // {0}: name, {1}: type
  // emit
  kNotInC,                // {0}: name, {1}: type
  kVariadicExternPython,  // {0}: name
  kOpaqueField,           // {0}: record, {1}: field
  kOpaqueResult,          // {0}: function, {1}: type
  kFieldOfIncluding,      // {0}: record, {1}: field, {2}: type
  kNotInVerify,           // {0}: function
  kNeedsCompiler,         // {0}: name, {1}: what it uses
  kLayoutNotInPy,         // {0}: record
  kLengthNotInPy,         // {0}: what is too long for the format
  // call
  kCallUnsupported,       // {0}: type, {1}: "argument" or "return value", {2}: reason
  kCallTooLarge,          // {0}: what is too large, {1}: the limit
  kClosurePoolExhausted,  // {0}: closures in use, {1}: why there cannot be more
  kNoLibffiClosure,
  kLibraryNotFound,  // {0}: name as given, {1}: what the system and the search say
  kLibraryNameHasNul,
  kLibraryCloseFailed,  // {0}: name, {1}: the system's text
  kNotElf,              // {0}: path, {1}: reason
  // last
  kCount,
};

struct ErrorInfo {
  ErrorCode code;
  ExceptionKind exception;
  std::string_view text;
};

struct Error {
  ErrorCode code;
  SourceRange range;                   // empty when there is no source text
  std::vector<std::string> arguments;  // for {0}, {1}, ...
  std::string location;                // filled by whoever knows the source: "<cdef source string>:3:7", else empty
  std::string excerpt;                 // the offending line and the caret line below it, else empty
};

// The row of `code`. Always exists (a unit test checks that the table is complete and in order).
const ErrorInfo& error_info(ErrorCode code);

// The message alone, arguments filled in; then with location and excerpt around it.
std::string error_text(const Error& error);
std::string describe_error(const Error& error);

}  // namespace cffi
