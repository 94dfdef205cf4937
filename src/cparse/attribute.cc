#include "cparse/attribute.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "base/checked_math.h"
#include "cparse/const_expr.h"
#include "cparse/declarator.h"
#include "cparse/foreign_specifier.h"
#include "cparse/literal.h"
#include "cparse/specifier.h"
#include "cparse/specifier_sum.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

constexpr uint64_t kMaxAlignment = uint64_t{1} << 28;

// `__packed__` is `packed`.
std::string_view plain_word(std::string_view word) {
  bool dressed = word.size() > 4 && word.substr(0, 2) == "__" && word.substr(word.size() - 2) == "__";
  return dressed ? word.substr(2, word.size() - 4) : word;
}

bool alignment_argument(ParseContext& ctx, Attributes& out, SourceRange range) {
  IntegerValue value;
  if (!constant_expression(ctx, value)) {
    return false;
  }
  if (value.bits == 0) {
    return true;  // C11 6.7.5p6: no effect
  }
  if (value.negative() || !is_power_of_two(value.bits) || value.bits > kMaxAlignment) {
    std::string shown =
        value.negative() ? std::to_string(static_cast<int64_t>(value.bits)) : std::to_string(value.bits);
    return ctx.fail(ErrorCode::kBadAlignment, range, {shown});
  }
  out.aligned = std::max(out.aligned, static_cast<uint32_t>(value.bits));
  return true;
}

bool vector_argument(ParseContext& ctx, Attributes& out, bool is_size, SourceRange range) {
  IntegerValue value;
  if (!constant_expression(ctx, value)) {
    return false;
  }
  if (value.negative() || value.bits == 0 || (is_size && !is_power_of_two(value.bits)) || value.bits > kMaxAlignment) {
    return ctx.fail(ErrorCode::kBadAttribute, range, {is_size ? "vector_size" : "ext_vector_type"});
  }
  (is_size ? out.vector_size : out.vector_items) = value.bits;
  return true;
}

// The words without arguments that mean something.
void plain_attribute(std::string_view word, const Target& target, Attributes& out) {
  struct Row {
    std::string_view word;
    CallConvention convention;
  };
  static constexpr std::array<Row, 7> kConventions = {{
      {"cdecl", CallConvention::kDefault},
      {"stdcall", CallConvention::kStdcall},
      {"fastcall", CallConvention::kFastcall},
      {"thiscall", CallConvention::kThiscall},
      {"vectorcall", CallConvention::kVectorcall},
      {"ms_abi", CallConvention::kMsAbi},
      {"sysv_abi", CallConvention::kSysvAbi},
  }};
  if (word == "packed") {
    out.packed = true;
  } else if (word == "ms_struct") {
    out.ms_struct = true;
  } else if (word == "gcc_struct") {
    out.gcc_struct = true;
  } else if (word == "aligned") {
    out.aligned = std::max<uint32_t>(out.aligned, target.max_alignment);
  }
  for (const Row& row : kConventions) {
    if (row.word == word) {
      out.convention = row.convention;
    }
  }
}

// word [ "(" arguments ")" ]; the word is at hand. Any word may be an attribute's name, keywords too: `const`.
bool one_attribute(ParseContext& ctx, Attributes& out) {
  std::string_view word = plain_word(ctx.text());
  SourceRange range = ctx.range();
  ctx.advance();
  if (ctx.kind() != Tok::kLeftParen) {
    plain_attribute(word, ctx.target(), out);
    return true;
  }
  bool aligned = word == "aligned" || word == "align";
  bool is_vector = word == "vector_size" || word == "ext_vector_type";
  if (!aligned && !is_vector && word != "mode") {
    return ctx.skip_balanced();
  }
  ctx.advance();
  bool good = true;
  if (word == "mode") {
    out.mode = plain_word(ctx.text());
    ctx.advance();
  } else if (aligned) {
    good = alignment_argument(ctx, out, range);
  } else {
    good = vector_argument(ctx, out, word == "vector_size", range);
  }
  return good && ctx.expect(Tok::kRightParen, "')'");
}

bool is_word(const Token& token) { return token.kind == Tok::kIdentifier || token.word != nullptr; }

// "__attribute__" "((" list "))"
bool gnu_attribute(ParseContext& ctx, Attributes& out) {
  ctx.advance();
  if (!ctx.expect(Tok::kLeftParen, "'(('") || !ctx.expect(Tok::kLeftParen, "'(('")) {
    return false;
  }
  while (ctx.kind() != Tok::kRightParen) {
    if (ctx.accept(Tok::kComma)) {
      continue;
    }
    if (!is_word(ctx.token())) {
      return ctx.unexpected("an attribute");
    }
    if (!one_attribute(ctx, out)) {
      return false;
    }
  }
  return ctx.expect(Tok::kRightParen, "'))'") && ctx.expect(Tok::kRightParen, "'))'");
}

// "__declspec" "(" list ")"
bool declspec(ParseContext& ctx, Attributes& out) {
  ctx.advance();
  if (!ctx.expect(Tok::kLeftParen, "'('")) {
    return false;
  }
  uint32_t before = std::exchange(out.aligned, 0);
  while (ctx.kind() != Tok::kRightParen) {
    if (ctx.accept(Tok::kComma)) {
      continue;
    }
    if (!is_word(ctx.token())) {
      return ctx.unexpected("an attribute");
    }
    if (!one_attribute(ctx, out)) {
      return false;
    }
  }
  out.declspec_aligned = std::max(out.declspec_aligned, out.aligned);
  out.aligned = std::max(out.aligned, before);
  return ctx.expect(Tok::kRightParen, "')'");
}

// "[[" list "]]" (C23 6.7.12)
bool standard_attribute(ParseContext& ctx, Attributes& out) {
  ctx.advance();
  ctx.advance();
  while (ctx.kind() != Tok::kRightBracket) {
    if (ctx.accept(Tok::kComma) || ctx.accept(Tok::kColon)) {
      continue;
    }
    if (!is_word(ctx.token())) {
      return ctx.unexpected("an attribute");
    }
    if (!one_attribute(ctx, out)) {
      return false;
    }
  }
  ctx.advance();
  return ctx.expect(Tok::kRightBracket, "']]'");
}

// "_Alignas" "(" ( type-name | constant-expression ) ")"
bool alignas_specifier(ParseContext& ctx, Attributes& out) {
  SourceRange range = ctx.range();
  ctx.advance();
  if (!ctx.expect(Tok::kLeftParen, "'('")) {
    return false;
  }
  if (starts_type_name(ctx)) {
    QualType type;
    if (!type_name(ctx, type)) {
      return false;
    }
    out.aligned = std::max(out.aligned, alignment_of(ctx.target(), type, 0));
  } else if (!alignment_argument(ctx, out, range)) {
    return false;
  }
  return ctx.expect(Tok::kRightParen, "')'");
}

std::optional<Primitive> integer_of_size(const Target& target, int size, bool is_signed) {
  static constexpr std::array<std::pair<Primitive, Primitive>, 6> kIntegers = {{
      {Primitive::kSignedChar, Primitive::kUnsignedChar},
      {Primitive::kShort, Primitive::kUnsignedShort},
      {Primitive::kInt, Primitive::kUnsignedInt},
      {Primitive::kLong, Primitive::kUnsignedLong},
      {Primitive::kLongLong, Primitive::kUnsignedLongLong},
      {Primitive::kInt128, Primitive::kUint128},
  }};
  for (auto [with_sign, without] : kIntegers) {
    if (target.primitive(with_sign).size == size) {
      return is_signed ? with_sign : without;
    }
  }
  return std::nullopt;
}

// The machine modes of the GCC manual, 14.6.
std::optional<Primitive> primitive_of_mode(const Target& target, std::string_view mode, bool is_signed) {
  struct Row {
    std::string_view mode;
    int size;
  };
  static constexpr std::array<Row, 6> kIntegers = {
      {{"QI", 1}, {"HI", 2}, {"SI", 4}, {"DI", 8}, {"TI", 16}, {"byte", 1}}};
  for (const Row& row : kIntegers) {
    if (row.mode == mode) {
      return integer_of_size(target, row.size, is_signed);
    }
  }
  if (mode == "word" || mode == "pointer" || mode == "unwind_word" || mode == "libgcc_cmp_return" ||
      mode == "libgcc_shift_count") {
    return integer_of_size(target, target.pointer.size, is_signed);
  }
  static constexpr std::array<std::pair<std::string_view, Primitive>, 8> kFloats = {{
      {"HF", Primitive::kFloat16},
      {"SF", Primitive::kFloat},
      {"DF", Primitive::kDouble},
      {"XF", Primitive::kLongDouble},
      {"TF", Primitive::kFloat128},
      {"SC", Primitive::kFloatComplex},
      {"DC", Primitive::kDoubleComplex},
      {"XC", Primitive::kLongDoubleComplex},
  }};
  for (auto [name, primitive] : kFloats) {
    if (name == mode) {
      return primitive;
    }
  }
  return std::nullopt;
}

const Type* foreign_of_mode(TypeTable& types, std::string_view mode) {
  uint64_t complex = specifier_weight(Tok::kComplex);
  static constexpr std::array<std::pair<std::string_view, Tok>, 5> kModes = {{
      {"SD", Tok::kDecimal32},
      {"DD", Tok::kDecimal64},
      {"TD", Tok::kDecimal128},
      {"HC", Tok::kFloat16},
      {"TC", Tok::kFloat128},
  }};
  for (auto [name, keyword] : kModes) {
    if (name == mode) {
      return foreign_of_sum(types, specifier_weight(keyword) + (name.back() == 'C' ? complex : 0), 0);
    }
  }
  return nullptr;
}

}  // namespace

bool starts_attribute(const ParseContext& ctx) {
  switch (ctx.kind()) {
    case Tok::kAttribute:
    case Tok::kDeclspec:
    case Tok::kAlignas:
    case Tok::kConvention:
      return true;
    case Tok::kLeftBracket:
      return ctx.peek() == Tok::kLeftBracket;
    default:
      return false;
  }
}

void Attributes::add(const Attributes& more) {
  packed = packed || more.packed;
  ms_struct = ms_struct || more.ms_struct;
  gcc_struct = gcc_struct || more.gcc_struct;
  aligned = std::max(aligned, more.aligned);
  declspec_aligned = std::max(declspec_aligned, more.declspec_aligned);
  vector_size = more.vector_size != 0 ? more.vector_size : vector_size;
  vector_items = more.vector_items != 0 ? more.vector_items : vector_items;
  mode = !more.mode.empty() ? more.mode : mode;
  convention = more.convention ? more.convention : convention;
}

bool attributes(ParseContext& ctx, Attributes& out) {
  for (;;) {
    bool good = true;
    switch (ctx.kind()) {
      case Tok::kAttribute:
        good = gnu_attribute(ctx, out);
        break;
      case Tok::kDeclspec:
        good = declspec(ctx, out);
        break;
      case Tok::kAlignas:
        good = alignas_specifier(ctx, out);
        break;
      case Tok::kConvention:
        out.convention = static_cast<CallConvention>(ctx.token().word->detail);
        ctx.advance();
        break;
      case Tok::kLeftBracket:
        if (ctx.peek() != Tok::kLeftBracket) {
          return true;
        }
        good = standard_attribute(ctx, out);
        break;
      default:
        return !ctx.failed();
    }
    if (!good) {
      return false;
    }
  }
}

bool asm_label(ParseContext& ctx, std::string& symbol) {
  ctx.advance();
  if (!ctx.expect(Tok::kLeftParen, "'('")) {
    return false;
  }
  if (ctx.kind() != Tok::kString) {
    return ctx.unexpected("a string");
  }
  while (ctx.kind() == Tok::kString) {
    symbol += parse_string_literal(ctx.text());
    ctx.advance();
  }
  return ctx.expect(Tok::kRightParen, "')'");
}

bool apply_to_type(ParseContext& ctx, const Attributes& attributes, SourceRange range, QualType& type) {
  if (!attributes.mode.empty()) {
    IntegerKind kind = integer_kind(ctx.target(), type.type);
    auto primitive = primitive_of_mode(ctx.target(), attributes.mode, kind.size == 0 || kind.is_signed);
    const Type* of_mode = primitive ? ctx.types().primitive(*primitive) : foreign_of_mode(ctx.types(), attributes.mode);
    if (of_mode == nullptr) {
      return ctx.fail(ErrorCode::kBadAttribute, range, {"mode"});
    }
    type.type = of_mode;
  }
  if (attributes.vector_size != 0 || attributes.vector_items != 0) {
    auto item = size_of(ctx.target(), type.type);
    bool number = integer_kind(ctx.target(), type.type).size != 0 || is_floating(type.type);
    // Three items take the place of four.
    uint64_t size = attributes.vector_size != 0 ? attributes.vector_size
                                                : std::bit_ceil(attributes.vector_items * item.value_or(1));
    if (!number || !item || *item > size) {
      return ctx.fail(ErrorCode::kBadAttribute, range, {"vector_size"});
    }
    type.type = ctx.types().vector_of(type.type, size);
  }
  return true;
}

CallConvention effective_convention(const Target& target, CallConvention convention) {
  bool is_wide = target.pointer.size == 8;
  switch (convention) {
    case CallConvention::kDefault:
      return convention;
    case CallConvention::kStdcall:
    case CallConvention::kFastcall:
    case CallConvention::kThiscall:
      return is_wide ? CallConvention::kDefault : convention;
    case CallConvention::kVectorcall:
      return target.call_abi == CallAbi::kWin64 || !is_wide ? convention : CallConvention::kDefault;
    case CallConvention::kMsAbi:
      return target.call_abi == CallAbi::kSysV64 ? convention : CallConvention::kDefault;
    case CallConvention::kSysvAbi:
      return target.call_abi == CallAbi::kWin64 ? convention : CallConvention::kDefault;
  }
  return CallConvention::kDefault;
}

}  // namespace cffi
