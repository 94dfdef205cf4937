#include "base/error.h"

#include <iterator>

#include "base/text_writer.h"

namespace cffi {
namespace {

using enum ErrorCode;
using enum ExceptionKind;

// In the order of ErrorCode. Programs match on some of these texts (those of the released package): keep them
// recognisable.
constexpr ErrorInfo kErrors[] = {
    // ctype
    {kTypeTooLarge, kOverflowError, "size of '{0}' would overflow a Py_ssize_t"},
    {kArrayTooLarge, kOverflowError, "array size would overflow a Py_ssize_t"},
    {kArrayOfIncomplete, kValueError, "array item of unknown size: '{0}'"},
    {kBitfieldTooWide, kTypeError, "bit field '{0}' is declared '{2}:{1}', which exceeds the width of the type"},
    {kBitfieldBadType, kTypeError, "field '{0}' declared as '{1}' cannot be a bit field"},
    {kBitfieldZeroNamed, kTypeError, "field '{0}' is declared with :0"},
    {kFieldIncomplete, kTypeError, "field '{0}' has ctype '{1}' of unknown size"},
    {kFieldOfFunctionType, kTypeError, "field '{0}' has ctype '{1}': it is a function type, not a pointer to function"},
    {kFlexibleNotLast, kTypeError, "field '{0}' has ctype '{1}' of unknown size: it is not the last field"},
    {kDuplicateField, kKeyError, "duplicate field name '{0}'"},
    {kBadAlignment, kValueError, "alignment must be a power of two, not {0}"},
    {kUnknownField, kKeyError, "{1}"},
    {kNoLayoutForTarget, kTypeError, "'{0}' does not exist on {1}"},
    // cparse
    {kUnexpectedToken, kCDefError, "unexpected '{0}'"},
    // value
    // call
    {kCallUnsupported, kNotImplementedError, "ctype '{0}' not supported as {1}: {2}"},
    {kCallTooLarge, kNotImplementedError, "{0} exceeds the limit of {1} bytes"},
    {kClosurePoolExhausted, kMemoryError, "cannot make one more callback: {0} are in use, and {1}"},
    {kLibraryNotFound, kOSError, "cannot load library '{0}': {1}"},
    {kLibraryNameHasNul, kValueError, "embedded null byte"},
    {kLibraryCloseFailed, kOSError, "closing library '{0}' failed: {1}"},
    {kNotElf, kOSError, "{0}: {1}"},
};

static_assert(std::size(kErrors) == static_cast<size_t>(kCount), "a row per code");

}  // namespace

const ErrorInfo& error_info(ErrorCode code) { return kErrors[static_cast<size_t>(code)]; }

std::string error_text(const Error& error) {
  std::string_view text = error_info(error.code).text;
  TextWriter out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool is_hole = text[i] == '{' && i + 2 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}';
    if (!is_hole) {
      out << text[i];
      continue;
    }
    auto index = static_cast<size_t>(text[i + 1] - '0');
    if (index < error.arguments.size()) {
      out << error.arguments[index];
    }
    i += 2;
  }
  return out.take();
}

std::string describe_error(const Error& error) {
  TextWriter out;
  if (!error.location.empty()) {
    out << error.location << ": ";
  }
  out << error_text(error);
  if (!error.excerpt.empty()) {
    out << '\n' << error.excerpt;
  }
  return out.take();
}

}  // namespace cffi
