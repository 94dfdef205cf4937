#include "cparse/declarator.h"

#include "cparse/const_expr.h"
#include "cparse/parameter.h"
#include "cparse/specifier.h"
#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "ctype/undefined_enum.h"

namespace cffi {
namespace {

// { qualifier | attribute }
bool pointer_qualifiers(ParseContext& ctx, uint8_t& qualifiers, Attributes& out) {
  for (;;) {
    if (accept_qualifier(ctx, qualifiers)) {
      continue;
    }
    if (!starts_attribute(ctx)) {
      return true;
    }
    if (!attributes(ctx, out)) {
      return false;
    }
  }
}

// { "*" { qualifier | attribute } }: noted on ctx.pointers, since they apply after the suffixes.
bool pointers(ParseContext& ctx, Declarator& out) {
  if (!attributes(ctx, out.attributes)) {
    return false;
  }
  while (ctx.accept(Tok::kStar)) {
    uint8_t qualifiers = kNoQualifier;
    if (!pointer_qualifiers(ctx, qualifiers, out.attributes)) {
      return false;
    }
    ctx.pointers.push_back(qualifiers);
  }
  return !ctx.failed();
}

// At "(" where a name may be missing: whether a nested declarator starts here, and not a parameter list.
bool starts_nested_declarator(ParseContext& ctx) {
  Lexer saved = ctx.lexer;
  Token paren = ctx.token();
  ctx.advance();
  Attributes ignored;
  bool is_convention = ctx.kind() == Tok::kConvention;
  bool good = attributes(ctx, ignored);
  bool nested = is_convention || (ctx.kind() != Tok::kRightParen && ctx.kind() != Tok::kEllipsis &&
                                  ctx.kind() != Tok::kEnd && !starts_type_name(ctx));
  if (good) {
    ctx.retry_from(saved, paren);
  }
  return nested;
}

// From inside brackets to the "]" at hand.
bool skip_length(ParseContext& ctx) {
  while (ctx.kind() != Tok::kRightBracket) {
    bool opens = ctx.kind() == Tok::kLeftParen || ctx.kind() == Tok::kLeftBracket || ctx.kind() == Tok::kLeftBrace;
    if (opens) {
      if (!ctx.skip_balanced()) {
        return false;
      }
    } else if (ctx.kind() == Tok::kEnd) {
      return ctx.unexpected("']'");
    } else {
      ctx.advance();
    }
  }
  return true;
}

// A constant; in a parameter list also any expression over other parameters (a variable length array).
bool length_expression(ParseContext& ctx, DeclaratorStep& step) {
  Lexer saved = ctx.lexer;
  Token first = ctx.token();
  bool tentative = ctx.prototype_depth > 0;
  ctx.tentative += tentative ? 1 : 0;
  IntegerValue value;
  bool good = constant_expression(ctx, value);
  ctx.tentative -= tentative ? 1 : 0;
  if (!good) {
    if (!tentative) {
      return false;
    }
    ctx.retry_from(saved, first);
    step.variable_length = true;
    return skip_length(ctx);
  }
  SourceRange range = ctx.range_from(first.begin);
  if (value.negative()) {
    return ctx.fail(ErrorCode::kNegativeLength, range);
  }
  if (value.bits > static_cast<uint64_t>(INT64_MAX)) {
    return ctx.fail(ErrorCode::kArrayTooLarge, range);
  }
  step.length = static_cast<int64_t>(value.bits);
  return true;
}

// [ "*" | "..." | length ]
bool array_length(ParseContext& ctx, DeclaratorStep& step) {
  if (ctx.kind() == Tok::kRightBracket) {
    return true;
  }
  if (ctx.kind() == Tok::kEllipsis) {
    step.length = kDotsLength;
    return ctx.mode == ParseMode::kCdef ? ctx.accept(Tok::kEllipsis)
                                        : ctx.fail(ErrorCode::kDotsLengthHere, ctx.range());
  }
  if (ctx.kind() == Tok::kStar && ctx.peek() == Tok::kRightBracket) {
    step.variable_length = true;
    return ctx.accept(Tok::kStar);
  }
  return length_expression(ctx, step);
}

// "[" { "static" | qualifier } [ "*" | "..." | length ] "]"
bool array_suffix(ParseContext& ctx) {
  DeclaratorStep step;
  step.kind = DeclaratorStep::Kind::kArray;
  step.length = kOpenLength;
  step.range = ctx.range();
  ctx.advance();
  while (ctx.accept(Tok::kStatic) || accept_qualifier(ctx, step.qualifiers)) {
  }
  if (!array_length(ctx, step) || !ctx.expect(Tok::kRightBracket, "']'")) {
    return false;
  }
  ctx.steps.push_back(step);
  return true;
}

bool suffixes(ParseContext& ctx, Declarator& out) {
  for (;;) {
    if (ctx.kind() == Tok::kLeftParen) {
      DeclaratorStep step;
      step.kind = DeclaratorStep::Kind::kFunction;
      step.convention = out.attributes.convention.value_or(CallConvention::kDefault);
      out.attributes.convention.reset();
      if (!parameter_list(ctx, step)) {
        return false;
      }
      ctx.steps.push_back(step);
    } else if (ctx.kind() == Tok::kLeftBracket) {
      if (ctx.peek() == Tok::kLeftBracket) {
        if (!attributes(ctx, out.attributes)) {
          return false;
        }
      } else if (!array_suffix(ctx)) {
        return false;
      }
    } else {
      return !ctx.failed();
    }
  }
}

bool nested_declarator(ParseContext& ctx, NameRule rule, Declarator& out) {
  Nesting nesting(ctx);
  StackMark<uint8_t> own_pointers(ctx.pointers);
  if (!nesting || !pointers(ctx, out)) {
    return false;
  }
  if (ctx.kind() == Tok::kIdentifier || is_redeclarable_keyword(ctx.kind())) {
    out.name = ctx.text();
    out.range = ctx.range();
    ctx.advance();
  } else if (ctx.kind() == Tok::kLeftParen && (rule == NameRule::kRequired || starts_nested_declarator(ctx))) {
    ctx.advance();
    if (!nested_declarator(ctx, rule, out) || !ctx.expect(Tok::kRightParen, "')'")) {
      return false;
    }
  } else if (rule == NameRule::kRequired) {
    return ctx.unexpected("a name");
  } else {
    out.range = ctx.range();
  }
  if (!suffixes(ctx, out)) {
    return false;
  }
  while (own_pointers.count() > 0) {  // the last `*` is the nearest to the name
    DeclaratorStep step;
    step.qualifiers = ctx.pointers.back();
    ctx.pointers.pop_back();
    ctx.steps.push_back(step);
  }
  return true;
}

// The convention of trailing attributes belongs to the function nearest to the name.
void apply_trailing_convention(ParseContext& ctx, const Declarator& out) {
  if (!out.attributes.convention) {
    return;
  }
  for (size_t i = out.first_step; i < ctx.steps.size(); ++i) {
    if (ctx.steps[i].kind == DeclaratorStep::Kind::kFunction) {
      ctx.steps[i].convention = *out.attributes.convention;
      return;
    }
  }
}

bool pointer_step(ParseContext& ctx, const DeclaratorStep& step, QualType& type) {
  type = {ctx.types().pointer_to({type.type, type.qualifiers}), step.qualifiers};
  return true;
}

bool array_step(ParseContext& ctx, const DeclaratorStep& step, const Declarator& d, QualType& type) {
  if (type.type->kind == TypeKind::kFunction) {
    return ctx.fail(ErrorCode::kArrayOfFunctions, d.range);
  }
  auto* inner = type_as<ArrayType>(type.type);
  if (step.variable_length && inner != nullptr && inner->length == kOpenLength) {
    return true;  // `a[n][m]`: neither length is known, one open array stands for both
  }
  if (ctx.mode == ParseMode::kType && awaited_type(type.type) != nullptr && !waits_for_enums_only(type.type)) {
    return ctx.fail(why_no_array_of(ctx.target(), type.type), step.range);
  }
  auto array = ctx.types().array_of(type, step.variable_length ? kOpenLength : step.length);
  if (!array) {
    return ctx.fail(array.take_failure(), step.range);
  }
  type = {*array};
  return true;
}

bool function_step(ParseContext& ctx, const DeclaratorStep& step, const Declarator& d, QualType& type) {
  bool is_function = type.type->kind == TypeKind::kFunction;
  if (is_function || type.type->kind == TypeKind::kArray) {
    return ctx.fail(ErrorCode::kFunctionResult, d.range, {is_function ? "a function" : "an array"});
  }
  std::span<const QualType> parameters =
      std::span<const QualType>(ctx.parameters).subspan(step.first_parameter, step.parameter_count);
  CallConvention convention = effective_convention(ctx.target(), step.convention);
  type = {ctx.types().function({type.type, type.qualifiers}, parameters, step.variadic, convention)};
  return true;
}

}  // namespace

bool declarator(ParseContext& ctx, NameRule rule, Declarator& out) {
  out.first_step = static_cast<uint32_t>(ctx.steps.size());
  if (!nested_declarator(ctx, rule, out)) {
    return false;
  }
  for (;;) {
    if (ctx.kind() == Tok::kAsm) {
      if (!asm_label(ctx, out.symbol)) {
        return false;
      }
    } else if (starts_attribute(ctx)) {
      if (!attributes(ctx, out.attributes)) {
        return false;
      }
    } else {
      break;
    }
  }
  apply_trailing_convention(ctx, out);
  return !ctx.failed();
}

bool build_type(ParseContext& ctx, QualType base, const Declarator& d, TypeUse use, QualType& type) {
  type = base;
  if (!apply_to_type(ctx, d.attributes, d.range, type)) {
    return false;
  }
  size_t end = ctx.steps.size();
  if (end - d.first_step > kMaxTypeParts) {
    return ctx.fail(ErrorCode::kTypeTooComplex, d.range, {std::to_string(kMaxTypeParts)});
  }
  for (size_t i = end; i-- > d.first_step;) {
    const DeclaratorStep step = ctx.steps[i];
    bool good = true;
    switch (step.kind) {
      case DeclaratorStep::Kind::kPointer:
        good = pointer_step(ctx, step, type);
        break;
      case DeclaratorStep::Kind::kArray:
        good = use == TypeUse::kParameter && i == d.first_step && type.type->kind != TypeKind::kFunction
                   ? pointer_step(ctx, step, type)
                   : array_step(ctx, step, d, type);
        break;
      case DeclaratorStep::Kind::kFunction:
        good = function_step(ctx, step, d, type);
        break;
    }
    if (!good) {
      return false;
    }
  }
  if (use == TypeUse::kParameter) {
    if (auto* array = type_as<ArrayType>(type.type)) {  // of a typedef
      type = {ctx.types().pointer_to({array->item.type, array->item.qualifiers})};
    } else if (type.type->kind == TypeKind::kFunction) {
      type = {ctx.types().pointer_to({type.type})};
    }
    type = {type.type};
  }
  if (end != d.first_step && !type_within_limits(type.type)) {
    return ctx.fail(ErrorCode::kTypeTooComplex, d.range, {std::to_string(kMaxTypeParts)});
  }
  return true;
}

bool type_name(ParseContext& ctx, QualType& type) {
  Nesting nesting(ctx);
  Specifiers specifiers;
  if (!nesting || !declaration_specifiers(ctx, specifiers)) {
    return false;
  }
  if (specifiers.is_typedef) {
    return ctx.fail(ErrorCode::kUnexpectedToken, specifiers.range, {"typedef", "a type"});
  }
  if (!specifiers.type) {
    return ctx.fail(ErrorCode::kBadDots, specifiers.range, {"a type is needed here"});
  }
  StackMark<DeclaratorStep> steps(ctx.steps);
  StackMark<QualType> parameters(ctx.parameters);
  Declarator d;
  d.attributes.convention = specifiers.attributes.convention;
  return declarator(ctx, NameRule::kOptional, d) && build_type(ctx, specifiers.type, d, TypeUse::kObject, type);
}

}  // namespace cffi
