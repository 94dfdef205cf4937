// The operands of constant expressions: literals, names, members, offsetof.
#include "cparse/const_expr.h"
#include "cparse/const_float.h"
#include "cparse/declarator.h"
#include "cparse/directive.h"
#include "cparse/generic_selection.h"
#include "cparse/literal.h"
#include "cparse/specifier.h"
#include "ctype/type_compatible.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

bool number(ParseContext& ctx, ConstValue& value) {
  std::string_view text = ctx.text();
  if (is_float_literal(text)) {
    value = float_literal(ctx.types(), text);
    ctx.advance();
    return true;
  }
  auto literal = parse_integer_literal(text, ctx.target());
  if (!literal) {
    return ctx.fail(ErrorCode::kInvalidConstant, ctx.range(), {std::string(text.substr(0, 80))});
  }
  value = make_value(ctx.types(), literal->type, literal->bits);
  ctx.advance();
  return true;
}

bool character(ParseContext& ctx, ConstValue& value) {
  auto literal = parse_character_literal(ctx.text(), ctx.target());
  if (!literal) {
    return ctx.fail(ErrorCode::kInvalidConstant, ctx.range(), {std::string(ctx.text().substr(0, 80))});
  }
  value = make_value(ctx.types(), literal->type, literal->bits);
  ctx.advance();
  return true;
}

// Adjacent strings are one (C11 5.1.1.2p1, phase 6). Its type matters to sizeof.
bool string(ParseContext& ctx, ConstValue& value) {
  int64_t length = 1;
  while (ctx.kind() == Tok::kString) {
    length += static_cast<int64_t>(parse_string_literal(ctx.text()).size());
    ctx.advance();
  }
  auto array = ctx.types().array_of({ctx.types().primitive(Primitive::kChar)}, length);
  if (!array) {
    return ctx.fail(array.take_failure(), ctx.range());
  }
  value = make_unknown(*array);
  value.is_lvalue = true;
  return true;
}

ConstValue declared_value(ParseContext& ctx, const Declaration& declaration) {
  switch (declaration.kind) {
    case DeclarationKind::kConstant:
      return make_value(ctx.types(), declaration.value);
    case DeclarationKind::kVariable: {
      ConstValue value = make_unknown(declaration.type.type);
      value.is_lvalue = true;
      return value;
    }
    case DeclarationKind::kDotsConstant:
    case DeclarationKind::kFunction:
    case DeclarationKind::kExternPython:
      break;
  }
  return make_unknown(declaration.type ? declaration.type.type : ctx.types().primitive(Primitive::kInt));
}

bool name(ParseContext& ctx, ConstValue& value) {
  std::string_view text = ctx.text();
  if (!define_ahead(ctx, text)) {
    return false;
  }
  if (const Declaration* declaration = ctx.known(ctx.scope.find(text))) {
    value = declared_value(ctx, *declaration);
  } else if (text == "true" || text == "false") {  // C23 6.4.4.6
    value = make_value(ctx.types(), Primitive::kBool, text == "true" ? 1 : 0);
  } else if (text == "nullptr") {
    value = make_value(ctx.types(), Primitive::kIntptr, 0);
  } else if (ctx.tentative > 0) {
    return ctx.fail(ErrorCode::kNotConstant, ctx.range());
  } else {
    NearestName nearest(text);
    ctx.scope.consider_constant_names(nearest);
    std::string near = nearest.take();
    std::string hint = ": '" + std::string(text.substr(0, 80)) + "' is not declared";
    hint += near.empty() ? ", give its value with '#define " + std::string(text.substr(0, 80)) + " ...' and a number"
                         : ", did you mean '" + near + "'?";
    return ctx.fail(ErrorCode::kNotConstant, ctx.range(), {hint});
  }
  ctx.advance();
  return true;
}

// "offsetof" "(" type-name "," member { "." member | "[" constant "]" } ")"
bool offset_of(ParseContext& ctx, ConstValue& value) {
  ctx.advance();
  QualType type;
  if (!ctx.expect(Tok::kLeftParen, "'('") || !type_name(ctx, type) || !ctx.expect(Tok::kComma, "','")) {
    return false;
  }
  ConstValue object{type.type, 0, true, true};
  if (!member_of(ctx, object)) {
    return false;
  }
  while (ctx.kind() == Tok::kDot || ctx.kind() == Tok::kLeftBracket) {
    if (!(ctx.kind() == Tok::kDot ? member_of(ctx, object) : item_of(ctx, object))) {
      return false;
    }
  }
  value = make_value(ctx.types(), Primitive::kSize, object.bits);
  value.known = object.known;
  return ctx.expect(Tok::kRightParen, "')'");
}

// "__builtin_types_compatible_p" "(" type-name "," type-name ")"
bool types_compatible(ParseContext& ctx, ConstValue& value) {
  ctx.advance();
  QualType a;
  QualType b;
  if (!ctx.expect(Tok::kLeftParen, "'('") || !type_name(ctx, a) || !ctx.expect(Tok::kComma, "','") ||
      !type_name(ctx, b)) {
    return false;
  }
  // The types' own qualifiers do not count (GCC manual, 6.59).
  value = make_value(ctx.types(), Primitive::kInt, compatible(ctx.target(), {a.type}, {b.type}) ? 1 : 0);
  return ctx.expect(Tok::kRightParen, "')'");
}

bool constant_p(ParseContext& ctx, ConstValue& value) {
  ctx.advance();
  if (ctx.kind() != Tok::kLeftParen) {
    return ctx.unexpected("'('");
  }
  value = make_value(ctx.types(), Primitive::kInt, 0);
  return ctx.skip_balanced();
}

}  // namespace

bool member_of(ParseContext& ctx, ConstValue& value) {
  if (ctx.kind() == Tok::kDot || ctx.kind() == Tok::kArrow) {
    ctx.advance();
  }
  std::string_view member = ctx.text();
  auto* record = type_as<RecordType>(value.type);
  auto found = record == nullptr ? std::nullopt : find_field(record, member);
  if (!found) {
    return ctx.fail(ErrorCode::kNoSuchMember, ctx.range(),
                    {spell_type(value.type).text, std::string(member.substr(0, 80))});
  }
  value.type = found->field->type.type;
  value.bits += found->offset;
  value.known = value.known && value.is_lvalue && !record->complete()->partial;
  value.is_lvalue = true;
  ctx.advance();
  return true;
}

bool item_of(ParseContext& ctx, ConstValue& value) {
  ctx.advance();
  ConstValue index;
  if (!conditional_expression(ctx, index) || !ctx.expect(Tok::kRightBracket, "']'")) {
    return false;
  }
  auto* array = type_as<ArrayType>(value.type);
  auto* pointer = type_as<PointerType>(value.type);
  if (array == nullptr && pointer == nullptr) {
    return ctx.fail(ErrorCode::kNotConstant, ctx.range(), {": '" + spell_type(value.type).text + "' has no items"});
  }
  const Type* item = array != nullptr ? array->item.type : pointer->pointee.type;
  value.known = value.known && (array != nullptr) == value.is_lvalue && index.known;
  value.bits += index.bits * size_of(ctx.target(), item).value_or(0);
  value.type = item;
  value.is_lvalue = true;
  return true;
}

bool primary_expression(ParseContext& ctx, ConstValue& value) {
  switch (ctx.kind()) {
    case Tok::kNumber:
      return number(ctx, value);
    case Tok::kCharacter:
      return character(ctx, value);
    case Tok::kString:
      return string(ctx, value);
    case Tok::kIdentifier:
      return name(ctx, value);
    case Tok::kOffsetof:
      return offset_of(ctx, value);
    case Tok::kTypesCompatible:
      return types_compatible(ctx, value);
    case Tok::kConstantP:
      return constant_p(ctx, value);
    case Tok::kGeneric:
      return generic_selection(ctx, value);
    case Tok::kChooseExpr:
      return choose_expr(ctx, value);
    case Tok::kLeftParen:
      ctx.advance();
      return conditional_expression(ctx, value) && ctx.expect(Tok::kRightParen, "')'");
    default:
      return ctx.unexpected("an expression");
  }
}

}  // namespace cffi
