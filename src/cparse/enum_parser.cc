#include "cparse/enum_parser.h"

#include <algorithm>
#include <array>

#include "cparse/const_expr.h"
#include "cparse/declarator.h"
#include "cparse/record_parser.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

// One pair of braces.
struct EnumState {
  EnumType* type = nullptr;
  Attributes attributes;
  std::optional<Primitive> fixed;  // `enum e : uint8_t` (C23 6.7.3.3)
  bool partial = false;
  IntegerValue next;  // of an enumerator without a value
  bool next_overflows = false;
  bool any_negative = false;
  uint64_t largest = 0;  // of those not negative
  int64_t smallest = 0;
  SourceRange range;
};

bool too_wide(ParseContext& ctx, const EnumState& state, SourceRange range) {
  return ctx.fail(ErrorCode::kEnumTooWide, range, {std::string(state.type->name)});
}

// Takes the value at hand for an enumerator.
bool take_value(ParseContext& ctx, EnumState& state, SourceRange range, IntegerValue& value) {
  if (state.next_overflows) {
    return too_wide(ctx, state, range);
  }
  value = state.next;
  value.is_signed = value.negative() || value.bits <= static_cast<uint64_t>(INT64_MAX);
  if (value.negative()) {
    state.any_negative = true;
    state.smallest = std::min(state.smallest, static_cast<int64_t>(value.bits));
  } else {
    state.largest = std::max(state.largest, value.bits);
  }
  // The next one has this value plus one, of a type in which that fits (C11 6.7.2.2p3 and GCC).
  state.next_overflows = !value.negative() && value.bits == UINT64_MAX;
  state.next = {value.bits + 1, value.is_signed && value.bits != static_cast<uint64_t>(INT64_MAX)};
  return true;
}

// name { attribute } [ "=" value ]
bool enumerator(ParseContext& ctx, EnumState& state) {
  if (ctx.kind() != Tok::kIdentifier) {
    return ctx.unexpected("a name");
  }
  Declaration declaration{};
  declaration.kind = DeclarationKind::kConstant;
  declaration.name = ctx.text();
  declaration.range = ctx.range();
  declaration.enumeration = state.type;
  declaration.type = {ctx.types().primitive(Primitive::kInt)};
  ctx.advance();
  Attributes ignored;
  if (starts_attribute(ctx) && !attributes(ctx, ignored)) {
    return false;
  }
  if (ctx.accept(Tok::kAssign)) {
    if (ctx.accept(Tok::kEllipsis)) {
      state.partial = true;
    } else if (!constant_expression(ctx, state.next)) {
      return false;
    } else {
      state.next_overflows = false;
    }
  }
  if (!take_value(ctx, state, declaration.range, declaration.value)) {
    return false;
  }
  ctx.enumerators.push_back({declaration.name, static_cast<int64_t>(declaration.value.bits)});
  if (auto declared = ctx.transaction.declare(declaration, ctx.options.override); !declared) {
    return ctx.fail(declared.take_failure(), declaration.range);
  }
  return true;
}

bool fits(const EnumState& state, uint8_t size, bool is_signed) {
  int value_bits = std::min<int>(size, 8) * 8 - (is_signed ? 1 : 0);
  bool high = value_bits >= 64 || state.largest >> value_bits == 0;
  bool holds_least = value_bits >= 63 || state.smallest >= -(int64_t{1} << value_bits);
  bool low = !state.any_negative || (is_signed && holds_least);
  return high && low;
}

// As GCC chooses it: unsigned unless there are negatives, int's width unless it does not do; the narrowest if packed.
std::optional<Primitive> underlying_type(ParseContext& ctx, const EnumState& state) {
  struct Candidate {
    Primitive with_sign;
    Primitive without;
  };
  static constexpr std::array<Candidate, 5> kCandidates = {{
      {Primitive::kSignedChar, Primitive::kUnsignedChar},
      {Primitive::kShort, Primitive::kUnsignedShort},
      {Primitive::kInt, Primitive::kUnsignedInt},
      {Primitive::kLong, Primitive::kUnsignedLong},
      {Primitive::kLongLong, Primitive::kUnsignedLongLong},
  }};
  if (state.fixed) {
    return state.fixed;
  }
  // Visual C++ has enums of type int only.
  bool is_msvc = ctx.target().bitfields == BitfieldFamily::kMsvc;
  if (is_msvc && fits(state, 4, true)) {
    return Primitive::kInt;
  }
  for (size_t i = state.attributes.packed ? 0 : 2; i < kCandidates.size(); ++i) {
    Primitive candidate = state.any_negative ? kCandidates[i].with_sign : kCandidates[i].without;
    if (fits(state, ctx.target().primitive(candidate).size, state.any_negative)) {
      return candidate;
    }
  }
  return std::nullopt;
}

// `before`: what it had, of an enum that was only declared with its type (C23).
bool publish(ParseContext& ctx, const EnumState& state, const EnumBody& body, const EnumBody* before) {
  ctx.types().complete(state.type, body);
  ctx.transaction.note_place(state.type, state.range.begin);
  auto completed = ctx.transaction.completed(state.type, before);
  return completed.ok() || ctx.fail(completed.take_failure(), state.range);
}

bool complete_enum(ParseContext& ctx, const EnumState& state, std::span<const Enumerator> enumerators) {
  auto underlying = underlying_type(ctx, state);
  if (!underlying) {
    return too_wide(ctx, state, state.range);
  }
  if (!state.attributes.mode.empty()) {
    QualType type{ctx.types().primitive(*underlying)};
    Attributes mode;
    mode.mode = state.attributes.mode;
    if (!apply_to_type(ctx, mode, state.range, type)) {
      return false;
    }
    underlying = value_primitive(type.type);
  }
  EnumBody body{*underlying, enumerators, state.partial};
  const EnumBody* before = state.type->complete();
  bool only_declared = before != nullptr && before->enumerators.empty() &&
                       before->underlying == (before->guessed ? body.underlying : state.fixed);
  if (before != nullptr && !only_declared) {
    bool same =
        before->underlying == body.underlying && before->partial == body.partial &&
        std::equal(enumerators.begin(), enumerators.end(), before->enumerators.begin(), before->enumerators.end(),
                   [](const Enumerator& a, const Enumerator& b) { return a.name == b.name && a.value == b.value; });
    return same || ctx.fail(before->guessed ? ErrorCode::kEnumGuessed : ErrorCode::kDuplicateRecord, state.range,
                            {std::string(state.type->name)});
  }
  return publish(ctx, state, body, before);
}

// In an enum with dots no value is certain: its enumerators are left to a compiler.
bool leave_to_compiler(ParseContext& ctx, const EnumState& state, std::span<const Enumerator> enumerators) {
  for (const Enumerator& item : enumerators) {
    Declaration declaration{};
    declaration.kind = DeclarationKind::kDotsConstant;
    declaration.name = item.name;
    declaration.range = state.range;
    declaration.enumeration = state.type;
    declaration.type = {ctx.types().primitive(Primitive::kInt)};
    if (auto declared = ctx.transaction.declare(declaration, true); !declared) {
      return ctx.fail(declared.take_failure(), state.range);
    }
  }
  return true;
}

bool enum_body(ParseContext& ctx, EnumState& state) {
  StackMark<Enumerator> enumerators(ctx.enumerators);
  Nesting nesting(ctx);
  if (!nesting) {
    return false;
  }
  ctx.advance();
  while (ctx.kind() != Tok::kRightBrace) {
    if (ctx.accept(Tok::kEllipsis)) {
      state.partial = true;
    } else if (!enumerator(ctx, state)) {
      return false;
    }
    if (!ctx.accept(Tok::kComma) && ctx.kind() != Tok::kRightBrace) {
      return ctx.unexpected("',' or '}'");
    }
  }
  ctx.advance();
  return attributes(ctx, state.attributes) && complete_enum(ctx, state, enumerators.items()) &&
         (!state.partial || leave_to_compiler(ctx, state, enumerators.items()));
}

EnumType* new_tagged(ParseContext& ctx, std::string_view tag, SourceRange range) {
  EnumType* type = ctx.types().new_enum("enum " + std::string(tag), tag);
  ctx.transaction.declare_enum(type, range);
  return type;
}

EnumType* enum_to_complete(ParseContext& ctx, std::string_view tag, SourceRange range) {
  EnumType* own = ctx.known(ctx.scope.find_own_enum(tag));
  EnumType* visible = own != nullptr ? own : ctx.known(ctx.scope.find_enum(tag));
  bool usable = visible != nullptr && (visible == own || is_complete(visible) || ctx.transaction.may_change(visible));
  bool replace = usable && ctx.options.override && is_complete(visible);
  return usable && !replace ? visible : new_tagged(ctx, tag, range);
}

// ":" type-name: only where braces or the end of a declaration can follow, else it is the width of a bit-field.
bool fixed_type(ParseContext& ctx, EnumState& state) {
  if (ctx.kind() != Tok::kColon) {
    return true;
  }
  Lexer saved = ctx.lexer;
  Token colon = ctx.token();
  ctx.advance();
  if (!starts_type_name(ctx)) {
    ctx.retry_from(saved, colon);
    return true;
  }
  Specifiers specifiers;
  if (!declaration_specifiers(ctx, specifiers)) {
    return false;
  }
  auto* primitive = type_as<PrimitiveType>(specifiers.type.type);
  if (primitive == nullptr || integer_kind(ctx.target(), primitive).size == 0) {
    return ctx.fail(ErrorCode::kMissingType, specifiers.range);
  }
  state.fixed = primitive->primitive;
  return true;
}

bool define_anonymous(ParseContext& ctx, Specifiers& specifiers, EnumState& state) {
  state.type = ctx.types().new_enum("enum", "");
  specifiers.defined_enum = state.type;
  if (!specifiers.is_typedef) {
    name_anonymous(ctx, specifiers, "");
  }
  ctx.transaction.declare_enum(state.type, state.range);
  specifiers.type = {state.type};
  return enum_body(ctx, state);
}

// `enum e;`, `enum e x`: the enum so far, made when it is new. `enum e : T;` completes it (C23).
bool mention(ParseContext& ctx, Specifiers& specifiers, EnumState& state, std::string_view tag) {
  EnumType* found = ctx.known(ctx.scope.find_enum(tag));
  state.type = found != nullptr ? found : new_tagged(ctx, tag, state.range);
  specifiers.type = {state.type};
  specifiers.is_older_enum = found != nullptr;
  if (state.fixed && found == nullptr) {
    return publish(ctx, state, {*state.fixed, {}, false}, nullptr);
  }
  return true;
}

}  // namespace

bool enum_specifier(ParseContext& ctx, Specifiers& specifiers) {
  EnumState state;
  state.range = ctx.range();
  ctx.advance();
  if (!attributes(ctx, state.attributes)) {
    return false;
  }
  std::string_view tag;
  if (ctx.kind() == Tok::kIdentifier) {
    tag = ctx.text();
    state.range = ctx.range();
    ctx.advance();
  }
  if (!fixed_type(ctx, state)) {
    return false;
  }
  bool defines = ctx.kind() == Tok::kLeftBrace;
  if (defines && !may_define(ctx, "enum", tag, state.range)) {
    return false;
  }
  if (tag.empty()) {
    return defines ? define_anonymous(ctx, specifiers, state) : ctx.unexpected("a name or '{'");
  }
  if (!defines) {
    return mention(ctx, specifiers, state, tag);
  }
  state.type = enum_to_complete(ctx, tag, state.range);
  specifiers.type = {state.type};
  return enum_body(ctx, state);
}

}  // namespace cffi
