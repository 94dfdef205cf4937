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
    {kArrayTooLarge, kOverflowError | kFFIError, "array size would overflow a Py_ssize_t"},
    {kArrayOfIncomplete, kValueError | kFFIError, "array item of unknown size: '{0}'"},
    {kBitfieldTooWide, kTypeError, "bit field '{0}' is declared '{2}:{1}', which exceeds the width of the type"},
    {kBitfieldBadType, kTypeError, "field '{0}' declared as '{1}' cannot be a bit field"},
    {kBitfieldZeroNamed, kTypeError, "field '{0}' is declared with :0"},
    {kFieldIncomplete, kTypeError, "field '{0}' has ctype '{1}' of unknown size"},
    {kFieldOfFunctionType, kCDefError | kTypeError,
     "field '{0}' has ctype '{1}': it is a function type, not a pointer to function"},
    {kFlexibleNotLast, kTypeError, "field '{0}' has ctype '{1}' of unknown size: it is not the last field"},
    {kCircularRecord, kNotImplementedError,
     "recursive structure declaration for '{0}': field '{1}' has ctype '{2}', which makes it contain itself"},
    {kDuplicateField, kKeyError, "duplicate field name '{0}'"},
    {kBadAlignment, kValueError, "alignment must be a power of two, not {0}"},
    {kUnknownField, kKeyError, "{1}"},
    {kNoLayoutForTarget, kTypeError, "'{0}' does not exist on {1}"},
    {kWrongLayout, kFFIError,
     "{0}: wrong {1} (cdef says {2}, but C compiler says {3}). fix it or use \"...;\" as the last field in the cdef "
     "for "
     "{0} to make it flexible"},
    // cparse
    {kUnexpectedToken, kCDefError, "before: {0} (expected {1})"},
    {kUnexpectedEnd, kCDefError, "At end of input (expected {0})"},
    {kIllegalCharacter, kCDefError, "Illegal character '{0}'"},
    {kUnterminatedComment, kCDefError, "comment without an end: '*/' is missing"},
    {kUnterminatedLiteral, kCDefError, "Unmatched {0}"},
    {kTextTooLarge, kCDefError, "the text is larger than {0} bytes"},
    {kNameTooLong, kCDefError, "the name is longer than {0} bytes"},
    {kNestingTooDeep, kCDefError, "nested more than {0} levels deep"},
    {kTypeTooComplex, kCDefError, "the type has more than {0} parts"},
    {kUnknownIdentifier, kCDefError, "unknown identifier '{0}'{1}"},
    {kMissingType, kCDefError, "Missing type in declaration"},
    {kBadSpecifiers, kCDefError, "Unsupported type: '{0}'{1}"},
    {kTwoTypes, kCDefError, "Invalid multiple types specified: '{0}' after '{1}'"},
    {kDeclaresNothing, kCDefError, "Invalid declaration: it declares no name"},
    {kBadDots, kFFIError, "bad usage of \"...\": {0}"},
    {kDotsLengthHere, kFFIError, "unsupported '[...]' here, cannot derive the actual array length in this context"},
    {kNotConstant, kFFIError, "unsupported expression: expected a simple numeric constant{0}"},
    {kInvalidConstant, kCDefError | kOverflowError, "invalid constant '{0}'"},
    {kDivisionByZero, kCDefError | kZeroDivisionError, "division by zero in a constant expression"},
    {kNegativeLength, kValueError | kFFIError, "negative array length"},
    {kBadBitWidth, kCDefError, "bad width of a bit field: {0}"},
    {kArrayOfFunctions, kCDefError | kTypeError,
     "an array cannot have functions as items: did you mean pointers to functions, '(*name[])(...)'?"},
    {kFunctionResult, kCDefError | kTypeError, "a function cannot return {0}"},
    {kVoidVariable, kCDefError, "'{0}' cannot have type 'void'"},
    {kTooManyParameters, kCDefError, "a function cannot have more than {0} parameters"},
    {kRedeclared, kFFIError,
     "multiple declarations of {0} {1} (for interactive usage, try cdef(xx, override=True)){2}"},
    {kRedeclaredConstant, kFFIError,
     "multiple declarations of constant: {0} (for interactive usage, try cdef(xx, override=True))"},
    {kRedeclaredTypedef, kCDefError, "Non-typedef '{0}' previously declared as typedef in this scope"},
    {kDuplicateRecord, kCDefError | kNotImplementedError,
     "duplicate declaration of {0} (cdef(..., override=True) replaces the earlier one)"},
    {kEnumGuessed, kCDefError | kNotImplementedError,
     "{0} was taken for an 'unsigned int' when it was first used: define it before that, or with values that an "
     "'unsigned int' holds"},
    {kEnumTooWide, kCDefError, "{0} values don't all fit into either 'long' or 'unsigned long'"},
    {kDirective, kCDefError, "Directives not supported yet: '#{0}': {1}"},
    {kBadDefine, kCDefError,
     "only supports one of the following syntax:\n  #define {0} ...     (literally dot-dot-dot)\n  #define {0} NUMBER  "
     "(with NUMBER an integer constant expression)\ngot:\n  #define {0} {1}"},
    {kBadPragmaPack, kCDefError, "#pragma pack: {0}"},
    {kStaticAssertFailed, kCDefError, "static assertion failed{0}"},
    {kBadAttribute, kCDefError, "bad argument of attribute '{0}'"},
    {kDefinitionInType, kCDefError,
     "{0} cannot be defined inside a type string here: what a compiled module declares was settled when it was built"},
    {kExternPythonVariable, kCDefError, "cannot declare constants or variables with 'extern \"Python\"': {0}"},
    {kUnknownLinkage, kCDefError, "extern {0}: expected extern \"C\", extern \"Python\" or extern \"Python+C\""},
    {kNoSizeof, kCDefError, "the size of '{0}' is not known here"},
    {kNoSuchMember, kCDefError, "'{0}' has no member '{1}'"},
    {kIncludeConflict, kFFIError, "include(): {0} {1} is declared differently in both"},
    {kIncludeCycle, kFFIError, "include(): would include itself"},
    // value
    // tables
    {kMalformedTables, kImportError, "module '{0}': malformed tables: {1}"},
    {kLayoutDiffers, kFFIError, "{0}"},
    {kConstantDiffers, kFFIError, "the C compiler says '{0}' is equal to {1}, but the cdef disagrees"},
    {kUnknownNumber, kFFIError, "{0}"},
    {kOpaqueInIncluded, kNotImplementedError,
     "'{0}' is opaque in the ffi.include(), but no longer in the ffi doing the include: generate the included module "
     "when the whole of it is declared (or don't use ffi.include() but duplicate the declarations of everything using "
     "{0})"},
    // tables: writing
    {kNotInModules, kFFIError, "'{0}': generated modules have no form for the type '{1}'"},
    // emit
    {kNotInC, kFFIError,
     "'{0}': cannot generate '{1}' in a C file: unknown type name (give it a tag or a typedef, as in the C source)"},
    {kVariadicExternPython, kNotImplementedError, "'{0}': a vararg function is extern \"Python\""},
    {kOpaqueField, kTypeError, "{0}: field '{1}' is of an opaque type (not declared in cdef())"},
    {kOpaqueResult, kTypeError, "function {0}: '{1}' is used as result type, but is opaque"},
    {kFieldOfIncluding, kNotImplementedError,
     "'{0}' was defined by an ffi that includes this one, and '{0}.{1}' is of a type that only that one declares: "
     "'{2}'"},
    {kNotInVerify, kFFIError, "not implemented in verify(): 'extern_python {0}'"},
    {kNeedsCompiler, kFFIError,
     "cannot use {1} in the ABI mode ('{0}'): only a C compiler knows, so set_source() must be given C source"},
    {kLayoutNotInPy, kFFIError,
     "'{0}': modules in ABI mode have no form for its layout (pack=n, #pragma pack, aligned): packed=True is the only "
     "change to the layout that they know"},
    {kLengthNotInPy, kFFIError, "'{0}': too long for a module in ABI mode"},
    // call
    {kCallUnsupported, kTypeError | kNotImplementedError, "ctype '{0}' not supported as {1}: {2}"},
    {kCallTooLarge, kNotImplementedError, "{0} exceeds the limit of {1}"},
    {kClosurePoolExhausted, kMemoryError, "cannot make one more callback: {0} are in use, and {1}"},
    {kNoLibffiClosure, kMemoryError,
     "cannot make one more callback: those of this calling convention come from libffi, which gets no memory for code "
     "from the system"},
    {kLibraryNotFound, kOSError, "cannot load library '{0}': {1}"},
    {kLibraryNameHasNul, kTypeError | kValueError, "embedded null byte"},
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
    bool is_hole =
        text[i] == '{' && i + 2 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}';
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
