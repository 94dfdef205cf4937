#include "cparse/generic_selection.h"

#include "cparse/const_expr.h"
#include "cparse/declarator.h"
#include "cparse/specifier.h"
#include "ctype/type_compatible.h"

namespace cffi {
namespace {

// What an expression's type is to _Generic: that of its value (C17 6.5.1.1p2).
QualType value_type(TypeTable& types, const Type* type) {
  if (auto* array = type_as<ArrayType>(type)) {
    return {types.pointer_to({array->item.type, array->item.qualifiers})};
  }
  return {type->kind == TypeKind::kFunction ? types.pointer_to({type}) : type};
}

bool unevaluated(ParseContext& ctx, ConstValue& value) {
  ++ctx.unevaluated;
  bool good = conditional_expression(ctx, value);
  --ctx.unevaluated;
  return good;
}

bool controlling_type(ParseContext& ctx, QualType& type) {
  if (starts_type_name(ctx)) {
    return type_name(ctx, type);
  }
  ConstValue value;
  if (!unevaluated(ctx, value)) {
    return false;
  }
  type = value_type(ctx.types(), value.type);
  return true;
}

struct Selection {
  QualType wanted;
  bool found = false;
  bool is_default = false;
};

// ( type-name | "default" ) ":" conditional
bool association(ParseContext& ctx, Selection& selection, ConstValue& value) {
  bool is_default = ctx.kind() == Tok::kIdentifier && ctx.text() == "default";
  bool matches = is_default && !selection.found;
  if (is_default) {
    ctx.advance();
  } else {
    QualType type;
    if (!type_name(ctx, type)) {
      return false;
    }
    matches = (!selection.found || selection.is_default) && compatible(ctx.target(), selection.wanted, type);
  }
  ConstValue found;
  if (!ctx.expect(Tok::kColon, "':'") || !(matches ? conditional_expression(ctx, found) : unevaluated(ctx, found))) {
    return false;
  }
  if (matches) {
    value = found;
    selection.found = true;
    selection.is_default = is_default;
  }
  return true;
}

}  // namespace

bool generic_selection(ParseContext& ctx, ConstValue& value) {
  SourceRange range = ctx.range();
  ctx.advance();
  Selection selection;
  if (!ctx.expect(Tok::kLeftParen, "'('") || !controlling_type(ctx, selection.wanted)) {
    return false;
  }
  while (ctx.accept(Tok::kComma)) {
    if (!association(ctx, selection, value)) {
      return false;
    }
  }
  if (!ctx.expect(Tok::kRightParen, "')'")) {
    return false;
  }
  return selection.found || ctx.fail(ErrorCode::kNotConstant, range, {": no association of _Generic fits"});
}

bool choose_expr(ParseContext& ctx, ConstValue& value) {
  ctx.advance();
  IntegerValue condition;
  if (!ctx.expect(Tok::kLeftParen, "'('") || !constant_expression(ctx, condition) || !ctx.expect(Tok::kComma, "','")) {
    return false;
  }
  ConstValue no;
  bool taken = condition.bits != 0;
  bool good = (taken ? conditional_expression(ctx, value) : unevaluated(ctx, value)) &&
              ctx.expect(Tok::kComma, "','") && (taken ? unevaluated(ctx, no) : conditional_expression(ctx, no)) &&
              ctx.expect(Tok::kRightParen, "')'");
  value = taken ? value : no;
  return good;
}

}  // namespace cffi
