// The words of C: what kinds of token there are, and the fixed vocabulary (keywords and standard type names).
//
// A Token is a byte range and a kind; it owns nothing. The vocabulary is one constant table: no state, no locks.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ctype/primitive.h"

namespace cffi {

enum class Tok : uint8_t {
  kEnd,
  kBad,   // the lexer's error tells why
  kHash,  // `#` at the start of a line: a directive
  kIdentifier,
  kNumber,
  kString,
  kCharacter,
  // punctuators
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kSemicolon,
  kComma,
  kColon,
  kQuestion,
  kAssign,
  kEllipsis,
  kDot,
  kArrow,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPercent,
  kAmpersand,
  kPipe,
  kCaret,
  kTilde,
  kNot,
  kShiftLeft,
  kShiftRight,
  kLess,
  kGreater,
  kLessEqual,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kAndAnd,
  kOrOr,
  kPlusPlus,
  kMinusMinus,
  kOtherPunctuator,
  // storage and function specifiers
  kTypedef,
  kExtern,
  kStatic,
  kAuto,
  kRegister,
  kThreadLocal,
  kConstexpr,
  kInline,
  kNoreturn,
  // qualifiers
  kConst,
  kVolatile,
  kRestrict,
  kAtomic,
  // type specifiers
  kVoid,
  kChar,
  kShort,
  kInt,
  kLong,
  kLongLong,
  kFloat,
  kDouble,
  kSigned,
  kUnsigned,
  kBool,
  kComplex,
  kImaginary,
  kInt128,
  kFloat16,
  kFloat128,
  kFloat32,
  kFloat64,
  kFloat64x,
  kDecimal32,
  kDecimal64,
  kDecimal128,
  kBitInt,
  kStruct,
  kUnion,
  kEnum,
  kTypeof,
  kTypeofUnqual,
  // operators and others spelled as words
  kSizeof,
  kAlignof,
  kAlignas,
  kOffsetof,
  kTypesCompatible,
  kConstantP,
  kGeneric,
  kChooseExpr,
  kStaticAssert,
  kAttribute,
  kDeclspec,
  kConvention,
  kAsm,
  kPragmaOperator,
  kMsPragma,
  kNothing,  // __extension__, _Nonnull, __ptr64: no meaning here, dropped by the lexer
};

// What a standard name such as size_t stands for, when it is not a primitive.
enum class StandardType : uint8_t { kNone, kPrimitive, kFile, kVaList, kWindows };

// One entry of the vocabulary.
struct Word {
  std::string_view text;
  Tok kind;  // kIdentifier for redeclarable names
  StandardType standard = StandardType::kNone;
  Primitive primitive = Primitive::kVoid;  // standard == kPrimitive
  uint8_t detail = 0;                      // kConvention: CallConvention; kWindows: index in the Windows table
};

// Words that older headers declare themselves: `typedef float _Float32;`. After a type they are names.
constexpr bool is_redeclarable_keyword(Tok kind) { return kind >= Tok::kFloat16 && kind <= Tok::kFloat64x; }

// The entry for `text`, or null. Constant time.
const Word* find_word(std::string_view text);
std::span<const Word> vocabulary();

struct Token {
  Tok kind = Tok::kEnd;
  bool first_on_line = false;
  const Word* word = nullptr;  // of an identifier or keyword that is in the vocabulary
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
};

}  // namespace cffi
