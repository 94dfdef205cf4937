#include "cparse/old_style.h"

#include <algorithm>

#include "cparse/const_value.h"
#include "cparse/declarator.h"
#include "cparse/specifier.h"

namespace cffi {
namespace {

// As a caller that knows no prototype passes it.
QualType promoted_parameter(TypeTable& types, const QualType& type) {
  auto* primitive = type_as<PrimitiveType>(type.type);
  if (primitive != nullptr && primitive->primitive == Primitive::kFloat) {
    return {types.primitive(Primitive::kDouble)};
  }
  return {promote(types, make_unknown(type.type)).type};
}

// declarator, of one of the names.
bool one_declarator(ParseContext& ctx, const Specifiers& specifiers, const DeclaratorStep& step) {
  StackMark<DeclaratorStep> steps(ctx.steps);
  StackMark<QualType> parameters(ctx.parameters);
  Declarator d;
  QualType type;
  if (!declarator(ctx, NameRule::kRequired, d) || !build_type(ctx, specifiers.type, d, TypeUse::kParameter, type)) {
    return false;
  }
  auto names = std::span(ctx.parameter_names).subspan(step.first_name, step.parameter_count);
  auto found = std::find(names.begin(), names.end(), d.name);
  if (found == names.end()) {
    return ctx.fail(ErrorCode::kUnexpectedToken, d.range, {std::string(d.name), "the name of a parameter"});
  }
  ctx.parameters[step.first_parameter + static_cast<size_t>(found - names.begin())] =
      promoted_parameter(ctx.types(), type);
  return true;
}

}  // namespace

bool starts_identifier_list(ParseContext& ctx) {
  if (ctx.kind() != Tok::kIdentifier || ctx.prototype_depth > 0 || ctx.mode == ParseMode::kType ||
      starts_type_name(ctx)) {
    return false;
  }
  Lexer saved = ctx.lexer;
  Token first = ctx.token();
  do {
    if (ctx.kind() != Tok::kIdentifier) {
      break;
    }
    ctx.advance();
  } while (ctx.accept(Tok::kComma));
  bool is_list = ctx.accept(Tok::kRightParen) && (ctx.kind() == Tok::kLeftBrace || starts_type_name(ctx));
  ctx.retry_from(saved, first);
  return is_list;
}

bool identifier_list(ParseContext& ctx, DeclaratorStep& step) {
  step.old_style = true;
  step.first_name = static_cast<uint32_t>(ctx.parameter_names.size());
  do {
    ctx.parameter_names.push_back(ctx.text());
    ctx.parameters.push_back({ctx.types().primitive(Primitive::kInt)});
    ctx.advance();
    if (++step.parameter_count > kMaxParameters) {
      return ctx.fail(ErrorCode::kTooManyParameters, ctx.range(), {std::to_string(kMaxParameters)});
    }
  } while (ctx.accept(Tok::kComma));
  return ctx.expect(Tok::kRightParen, "',' or ')'");
}

bool old_style_declarations(ParseContext& ctx, DeclaratorStep step) {
  while (ctx.kind() != Tok::kLeftBrace) {
    Specifiers specifiers;
    if (!declaration_specifiers(ctx, specifiers)) {
      return false;
    }
    if (!specifiers.type || specifiers.is_typedef) {
      return ctx.fail(ErrorCode::kMissingType, specifiers.range);
    }
    do {
      if (!one_declarator(ctx, specifiers, step)) {
        return false;
      }
    } while (ctx.accept(Tok::kComma));
    if (!ctx.expect(Tok::kSemicolon, "';'")) {
      return false;
    }
  }
  return true;
}

}  // namespace cffi
