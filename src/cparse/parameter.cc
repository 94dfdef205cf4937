#include "cparse/parameter.h"

#include "cparse/declarator.h"
#include "cparse/old_style.h"
#include "cparse/specifier.h"

namespace cffi {
namespace {

// One parameter's type, adjusted. `is_bare_void`: `void` without a name, which alone means "no parameters".
bool parameter(ParseContext& ctx, QualType& type, bool& is_bare_void) {
  Specifiers specifiers;
  if (!declaration_specifiers(ctx, specifiers)) {
    return false;
  }
  if (!specifiers.type || specifiers.is_typedef) {
    return ctx.fail(ErrorCode::kMissingType, specifiers.range);
  }
  StackMark<DeclaratorStep> steps(ctx.steps);
  StackMark<QualType> parameters(ctx.parameters);
  Declarator d;
  d.attributes.convention = specifiers.attributes.convention;
  if (!declarator(ctx, NameRule::kOptional, d) || !build_type(ctx, specifiers.type, d, TypeUse::kParameter, type)) {
    return false;
  }
  is_bare_void = type.type->kind == TypeKind::kVoid && d.name.empty();
  if (type.type->kind == TypeKind::kVoid && !is_bare_void) {
    return ctx.fail(ErrorCode::kVoidVariable, d.range, {std::string(d.name)});
  }
  return true;
}

// After the last parameter: "," "..." or nothing, then ")".
bool end_of_list(ParseContext& ctx, DeclaratorStep& step) {
  step.variadic = ctx.accept(Tok::kEllipsis);
  return ctx.expect(Tok::kRightParen, step.variadic ? "')'" : "',' or ')'");
}

}  // namespace

bool parameter_list(ParseContext& ctx, DeclaratorStep& step) {
  Nesting nesting(ctx);
  if (!nesting) {
    return false;
  }
  step.range = ctx.range();
  step.first_parameter = static_cast<uint32_t>(ctx.parameters.size());
  ctx.advance();
  if (ctx.kind() == Tok::kRightParen || ctx.kind() == Tok::kEllipsis) {
    return end_of_list(ctx, step);
  }
  if (starts_identifier_list(ctx)) {
    return identifier_list(ctx, step);
  }
  ++ctx.prototype_depth;
  bool good = true;
  do {
    if (ctx.kind() == Tok::kEllipsis) {
      break;
    }
    QualType type;
    bool is_bare_void = false;
    good = parameter(ctx, type, is_bare_void);
    if (good && is_bare_void) {
      good = (step.parameter_count == 0 && ctx.kind() == Tok::kRightParen) || ctx.unexpected("')' after 'void'");
    } else if (good) {
      ctx.parameters.push_back(type);
      good = ++step.parameter_count <= kMaxParameters ||
             ctx.fail(ErrorCode::kTooManyParameters, ctx.range(), {std::to_string(kMaxParameters)});
    }
  } while (good && ctx.accept(Tok::kComma));
  --ctx.prototype_depth;
  return good && end_of_list(ctx, step);
}

}  // namespace cffi
