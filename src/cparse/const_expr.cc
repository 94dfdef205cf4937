#include "cparse/const_expr.h"

#include <algorithm>

#include "cparse/declarator.h"
#include "cparse/specifier.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

// C11 6.5.5 to 6.5.12; 0: not a binary operator. && and || are 1 and 2 steps above the conditional.
int precedence(Tok op) {
  switch (op) {
    case Tok::kOrOr:
      return 1;
    case Tok::kAndAnd:
      return 2;
    case Tok::kPipe:
      return 3;
    case Tok::kCaret:
      return 4;
    case Tok::kAmpersand:
      return 5;
    case Tok::kEqual:
    case Tok::kNotEqual:
      return 6;
    case Tok::kLess:
    case Tok::kGreater:
    case Tok::kLessEqual:
    case Tok::kGreaterEqual:
      return 7;
    case Tok::kShiftLeft:
    case Tok::kShiftRight:
      return 8;
    case Tok::kPlus:
    case Tok::kMinus:
      return 9;
    case Tok::kStar:
    case Tok::kSlash:
    case Tok::kPercent:
      return 10;
    default:
      return 0;
  }
}

bool is_known(const ConstValue& value) { return value.known && !value.is_lvalue; }

bool binary_expression(ParseContext& ctx, int minimum, ConstValue& value);

// `a && b`, `a || b`: b is not evaluated when a decides (C11 6.5.13p4).
bool logical(ParseContext& ctx, Tok op, int level, ConstValue& left) {
  bool decided = is_known(left) && is_true(left) == (op == Tok::kOrOr);
  ctx.unevaluated += decided ? 1 : 0;
  ConstValue right;
  bool good = binary_expression(ctx, level + 1, right);
  ctx.unevaluated -= decided ? 1 : 0;
  if (!good) {
    return false;
  }
  bool result = decided ? op == Tok::kOrOr : is_true(right);
  bool known = decided || (is_known(left) && is_known(right));
  left = make_value(ctx.types(), Primitive::kInt, result ? 1 : 0);
  left.known = known;
  return true;
}

// Precedence climbing. Its own recursion ends after ten levels: unary_expression counts the nesting.
bool binary_expression(ParseContext& ctx, int minimum, ConstValue& value) {
  if (!unary_expression(ctx, value)) {
    return false;
  }
  for (int level = precedence(ctx.kind()); level != 0 && level >= minimum; level = precedence(ctx.kind())) {
    Tok op = ctx.kind();
    SourceRange range = ctx.range();
    ctx.advance();
    if (op == Tok::kAndAnd || op == Tok::kOrOr) {
      if (!logical(ctx, op, level, value)) {
        return false;
      }
      continue;
    }
    ConstValue right;
    if (!binary_expression(ctx, level + 1, right)) {
      return false;
    }
    ConstValue result;
    if (apply_binary(ctx.types(), op, value, right, result) == BinaryStatus::kDivisionByZero) {
      if (ctx.unevaluated == 0) {
        return ctx.fail(ErrorCode::kDivisionByZero, range);
      }
      result = make_unknown(ctx.types().primitive(Primitive::kInt));
    }
    value = result;
  }
  return true;
}

// "(" type-name ")" unary-expression, or a compound literal. The type name is at hand.
bool cast_expression(ParseContext& ctx, ConstValue& value) {
  QualType type;
  if (!type_name(ctx, type) || !ctx.expect(Tok::kRightParen, "')'")) {
    return false;
  }
  if (ctx.kind() == Tok::kLeftBrace) {
    value = make_unknown(type.type);
    value.is_lvalue = true;
    return ctx.skip_balanced();
  }
  ConstValue operand;
  if (!unary_expression(ctx, operand)) {
    return false;
  }
  value = convert(ctx.types(), operand, type.type);
  return true;
}

bool size_or_alignment(ParseContext& ctx, Tok op, const Type* type, uint32_t aligned, SourceRange range,
                       ConstValue& value) {
  std::optional<uint64_t> result;
  if (type->kind == TypeKind::kVoid || type->kind == TypeKind::kFunction) {
    result = 1;  // GNU
  } else if (op == Tok::kSizeof) {
    result = size_of(ctx.target(), type);
  } else if (aligned != 0) {
    result = aligned;
  } else if (auto alignment = alignment_of(ctx.target(), type)) {
    result = *alignment;
  }
  if (!result && (ctx.prototype_depth == 0 && ctx.unevaluated == 0)) {
    return ctx.fail(ErrorCode::kNoSizeof, range, {spell_type(type).text});
  }
  value = make_value(ctx.types(), Primitive::kSize, result.value_or(0));
  value.known = result.has_value();
  return true;
}

// "sizeof" ( unary-expression | "(" type-name ")" ), and the same of _Alignof.
bool sizeof_expression(ParseContext& ctx, ConstValue& value) {
  Tok op = ctx.kind();
  uint32_t begin = ctx.token().begin;
  ctx.advance();
  if (ctx.kind() == Tok::kLeftParen) {
    Lexer saved = ctx.lexer;
    Token paren = ctx.token();
    ctx.advance();
    if (starts_type_name(ctx)) {
      QualType type;
      if (!type_name(ctx, type) || !ctx.expect(Tok::kRightParen, "')'")) {
        return false;
      }
      if (ctx.kind() != Tok::kLeftBrace) {  // else sizeof of a compound literal
        return size_or_alignment(ctx, op, type.type, type.alignment, ctx.range_from(begin), value);
      }
    }
    ctx.retry_from(saved, paren);
  }
  ConstValue operand;
  ++ctx.unevaluated;
  bool good = unary_expression(ctx, operand);
  --ctx.unevaluated;
  return good && size_or_alignment(ctx, op, operand.type, 0, ctx.range_from(begin), value);
}

bool address_of(ParseContext& ctx, ConstValue& value) {
  value.type = ctx.types().pointer_to({value.type});
  value.known = value.known && value.is_lvalue;
  value.is_lvalue = false;
  return true;
}

bool dereference(ParseContext& ctx, ConstValue& value) {
  if (auto* array = type_as<ArrayType>(value.type)) {
    value.type = array->item.type;
    value.is_lvalue = true;
    return true;
  }
  auto* pointer = type_as<PointerType>(value.type);
  if (pointer == nullptr) {
    return ctx.fail(ErrorCode::kNotConstant, ctx.range(), {": '" + spell_type(value.type).text + "' is not a pointer"});
  }
  value.known = value.known && !value.is_lvalue;
  value.type = pointer->pointee.type;
  value.is_lvalue = true;
  return true;
}

// A call: its value is not known, its type may be.
bool call(ParseContext& ctx, ConstValue& value) {
  auto* pointer = type_as<PointerType>(value.type);
  auto* function = type_as<FunctionType>(pointer != nullptr ? pointer->pointee.type : value.type);
  value = make_unknown(function != nullptr ? function->result.type : ctx.types().primitive(Primitive::kInt));
  return ctx.skip_balanced();
}

// primary-expression { "." name | "->" name | "[" index "]" | "(" arguments ")" }
bool postfix_expression(ParseContext& ctx, ConstValue& value) {
  bool good = primary_expression(ctx, value);
  while (good) {
    switch (ctx.kind()) {
      case Tok::kArrow:
        good = dereference(ctx, value) && member_of(ctx, value);
        break;
      case Tok::kDot:
        good = member_of(ctx, value);
        break;
      case Tok::kLeftBracket:
        good = item_of(ctx, value);
        break;
      case Tok::kLeftParen:
        good = call(ctx, value);
        break;
      default:
        return !ctx.failed();
    }
  }
  return false;
}

bool is_arithmetic(const Target& target, const Type* type) {
  return integer_kind(target, type).size != 0 || is_floating(type);
}

}  // namespace

// 2**63 fits no type of C11 6.4.4.1p5; compilers give it one of 128 bits, so that its negation is the least long long.
constexpr std::string_view kBeyondLongLong = "9223372036854775808";

bool unary_expression(ParseContext& ctx, ConstValue& value) {
  Nesting nesting(ctx);
  if (!nesting) {
    return false;
  }
  Tok op = ctx.kind();
  switch (op) {
    case Tok::kPlus:
    case Tok::kMinus:
    case Tok::kTilde:
    case Tok::kNot:
      ctx.advance();
      if (op == Tok::kMinus && ctx.kind() == Tok::kNumber && ctx.text() == kBeyondLongLong) {
        ctx.advance();
        value = make_value(ctx.types(), IntegerValue{uint64_t{1} << 63, true});
        return true;
      }
      if (!unary_expression(ctx, value)) {
        return false;
      }
      value = apply_unary(ctx.types(), op, value);
      return true;
    case Tok::kAmpersand:
      ctx.advance();
      return unary_expression(ctx, value) && address_of(ctx, value);
    case Tok::kStar:
      ctx.advance();
      return unary_expression(ctx, value) && dereference(ctx, value);
    case Tok::kSizeof:
    case Tok::kAlignof:
      return sizeof_expression(ctx, value);
    default:
      break;
  }
  bool is_parenthesis = op == Tok::kLeftParen;
  if (is_parenthesis) {
    Lexer saved = ctx.lexer;
    Token paren = ctx.token();
    ctx.advance();
    if (starts_type_name(ctx)) {
      return cast_expression(ctx, value);
    }
    ctx.retry_from(saved, paren);
  }
  return postfix_expression(ctx, value);
}

bool conditional_expression(ParseContext& ctx, ConstValue& value) {
  Nesting nesting(ctx);
  if (!nesting || !binary_expression(ctx, 1, value)) {
    return false;
  }
  if (!ctx.accept(Tok::kQuestion)) {
    return true;
  }
  ConstValue condition = value;
  bool known = is_known(condition);
  bool taken = is_true(condition);
  ConstValue yes = condition;  // GNU: `a ?: b` is `a ? a : b`
  ctx.unevaluated += known && !taken ? 1 : 0;
  bool good = ctx.kind() == Tok::kColon || conditional_expression(ctx, yes);
  ctx.unevaluated -= known && !taken ? 1 : 0;
  if (!good || !ctx.expect(Tok::kColon, "':'")) {
    return false;
  }
  ConstValue no;
  ctx.unevaluated += known && taken ? 1 : 0;
  good = conditional_expression(ctx, no);
  ctx.unevaluated -= known && taken ? 1 : 0;
  if (!good) {
    return false;
  }
  value = taken ? yes : no;
  // Both operands are converted to their common type (C11 6.5.15p5): `1 ? -1 : 0u` is unsigned.
  ConstValue sum;
  bool arithmetic = is_arithmetic(ctx.target(), yes.type) && is_arithmetic(ctx.target(), no.type);
  if (arithmetic && apply_binary(ctx.types(), Tok::kPlus, yes, no, sum) == BinaryStatus::kDone) {
    value = convert(ctx.types(), value, sum.type);
  }
  value.known = value.known && known;
  return true;
}

bool constant_expression(ParseContext& ctx, IntegerValue& value) {
  uint32_t begin = ctx.token().begin;
  ConstValue result;
  if (!conditional_expression(ctx, result)) {
    return false;
  }
  SourceRange range = ctx.range_from(begin);
  if (is_floating(result.type)) {
    return ctx.fail(
        ErrorCode::kInvalidConstant, range,
        {std::string(ctx.lexer.text().substr(range.begin, std::min<uint32_t>(range.end - range.begin, 80)))});
  }
  IntegerKind kind = integer_kind(ctx.target(), result.type);
  if (kind.size == 0 || !is_known(result)) {
    return ctx.fail(ErrorCode::kNotConstant, range, {""});
  }
  value = {result.bits, kind.is_signed};
  return true;
}

}  // namespace cffi
