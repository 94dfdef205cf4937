#include "cparse/specifier.h"

#include <algorithm>

#include "cparse/const_expr.h"
#include "cparse/declarator.h"
#include "cparse/enum_parser.h"
#include "cparse/foreign_specifier.h"
#include "cparse/record_parser.h"
#include "cparse/specifier_sum.h"
#include "cparse/standard_types.h"

namespace cffi {
namespace {

constexpr int kMaxArithmeticWords = 6;  // `unsigned long long int` has four; the sums have room for seven of each

// One declaration's specifiers while they are read.
struct SpecifierState {
  Specifiers& out;
  uint8_t qualifiers = kNoQualifier;
  uint64_t sum = 0;
  int words = 0;
  uint32_t bit_int_width = 0;
  SourceRange first_word;

  bool has_type() const { return sum != 0 || out.type || out.is_opaque; }
};

bool accept_storage(ParseContext& ctx, Specifiers& out) {
  switch (ctx.kind()) {
    case Tok::kTypedef:
      out.is_typedef = true;
      break;
    case Tok::kExtern:
      out.is_extern = true;
      break;
    case Tok::kStatic:
      out.is_static = true;
      break;
    case Tok::kThreadLocal:
      out.is_thread_local = true;
      break;
    case Tok::kConstexpr:
      out.is_constexpr = true;
      break;
    case Tok::kAuto:
    case Tok::kRegister:
    case Tok::kInline:
    case Tok::kNoreturn:
      break;
    default:
      return false;
  }
  ctx.advance();
  return true;
}

bool two_types(ParseContext& ctx, const SpecifierState& state) {
  SourceRange first = state.first_word;
  return ctx.fail(ErrorCode::kTwoTypes, ctx.range(),
                  {std::string(ctx.text().substr(0, 80)),
                   std::string(ctx.lexer.text().substr(first.begin, std::min<uint32_t>(first.end - first.begin, 80)))});
}

// ( "typeof" | "typeof_unqual" ) "(" ( type-name | expression ) ")"
bool typeof_specifier(ParseContext& ctx, QualType& type) {
  bool strip = ctx.kind() == Tok::kTypeofUnqual;
  ctx.advance();
  if (!ctx.expect(Tok::kLeftParen, "'('")) {
    return false;
  }
  if (starts_type_name(ctx)) {
    bool good = type_name(ctx, type) && ctx.expect(Tok::kRightParen, "')'");
    type = good && strip ? unqualified(ctx.types(), type) : type;
    return good;
  }
  ConstValue value;
  ++ctx.unevaluated;
  bool good = conditional_expression(ctx, value);
  --ctx.unevaluated;
  type = {value.type};
  return good && ctx.expect(Tok::kRightParen, "')'");
}

bool starts_atomic_type(ParseContext& ctx) { return ctx.kind() == Tok::kAtomic && ctx.peek() == Tok::kLeftParen; }

// "_Atomic" "(" type-name ")"
bool atomic_specifier(ParseContext& ctx, SpecifierState& state) {
  if (state.has_type()) {
    return two_types(ctx, state);
  }
  ctx.advance();
  ctx.advance();
  state.qualifiers |= kAtomic;
  return type_name(ctx, state.out.type) && ctx.expect(Tok::kRightParen, "')'");
}

bool tag_specifier(ParseContext& ctx, SpecifierState& state) {
  if (state.has_type()) {
    return two_types(ctx, state);
  }
  state.first_word = ctx.range();
  state.out.has_tag = true;
  return ctx.kind() == Tok::kEnum ? enum_specifier(ctx, state.out) : record_specifier(ctx, state.out);
}

bool arithmetic_word(ParseContext& ctx, SpecifierState& state) {
  if (state.out.type || state.out.is_opaque) {
    return two_types(ctx, state);
  }
  state.first_word.begin = state.words == 0 ? ctx.token().begin : state.first_word.begin;
  state.first_word.end = ctx.token().end;
  if (++state.words > kMaxArithmeticWords) {
    return ctx.fail(ErrorCode::kBadSpecifiers, state.first_word,
                    {std::string(ctx.lexer.text().substr(state.first_word.begin, 80)), ""});
  }
  Tok word = ctx.kind();
  state.sum += specifier_weight(word);
  ctx.advance();
  return word != Tok::kBitInt || bit_int_width(ctx, state.bit_int_width);
}

// "...": after `typedef` the type, after arithmetic keywords or a typedef'd number "some type of this sort".
bool dots(ParseContext& ctx, SpecifierState& state) {
  Specifiers& out = state.out;
  if (!out.is_typedef || ctx.mode == ParseMode::kType || out.is_opaque || out.is_unsized) {
    return ctx.fail(ErrorCode::kBadDots, ctx.range(), {"it can stand for a type only in 'typedef ... name;'"});
  }
  ctx.advance();
  (state.has_type() ? out.is_unsized : out.is_opaque) = true;
  return true;
}

// The declared or standard type name nearest to one that is neither; empty when none is near.
std::string nearest_type_name(const Scope& scope, std::string_view name) {
  NearestName nearest(name);
  for (const Word& word : vocabulary()) {
    if (word.kind == Tok::kIdentifier) {
      nearest.consider(word.text);
    }
  }
  scope.consider_type_names(nearest);
  return nearest.take();
}

std::string unknown_type_hint(ParseContext& ctx, std::string_view name) {
  std::string near = nearest_type_name(ctx.scope, name);
  if (!near.empty()) {
    return ", did you mean '" + near + "'?";
  }
  const Word* next = ctx.token().word;
  bool next_is_type = next != nullptr && (specifier_weight(next->kind) != 0 || next->kind == Tok::kStruct);
  if (next_is_type) {
    return " before a type: if it is a macro of the header, leave it out";
  }
  if (ctx.known(ctx.scope.find_record(RecordKind::kStruct, name)) != nullptr) {
    return ", did you mean 'struct " + std::string(name) + "'?";
  }
  return ctx.mode == ParseMode::kType
             ? ""
             : ": declare it first, as in 'typedef struct " + std::string(name) + " " + std::string(name) + ";'";
}

bool unknown_type(ParseContext& ctx) {
  std::string name(ctx.text().substr(0, 200));
  SourceRange range = ctx.range();
  ctx.advance();
  return ctx.fail(ErrorCode::kUnknownIdentifier, range, {name, unknown_type_hint(ctx, name)});
}

// What the arithmetic keywords add up to.
bool arithmetic_type(ParseContext& ctx, SpecifierState& state) {
  if (auto primitive = primitive_of_sum(state.sum)) {
    state.out.type.type = *primitive == Primitive::kVoid ? static_cast<const Type*>(ctx.types().void_type())
                                                         : ctx.types().primitive(*primitive);
    return true;
  }
  state.out.type.type = foreign_of_sum(ctx.types(), state.sum, state.bit_int_width);
  SourceRange words = state.first_word;
  return state.out.type.type != nullptr ||
         ctx.fail(ErrorCode::kBadSpecifiers, words,
                  {std::string(ctx.lexer.text().substr(words.begin, words.end - words.begin)), ""});
}

// The token at hand belongs to no specifier: whether what was read is a type.
bool finish(ParseContext& ctx, SpecifierState& state) {
  Specifiers& out = state.out;
  if (state.sum != 0 && !arithmetic_type(ctx, state)) {
    return false;
  }
  if (!out.type && !out.is_opaque) {
    if (ctx.kind() == Tok::kIdentifier) {
      return unknown_type(ctx);
    }
    return out.range.begin == ctx.token().begin ? ctx.unexpected("a declaration")
                                                : ctx.fail(ErrorCode::kMissingType, ctx.range());
  }
  if (out.type && !apply_to_type(ctx, out.attributes, state.first_word, out.type)) {
    return false;
  }
  if (out.type && state.qualifiers != 0) {
    out.type = qualified(ctx.types(), out.type, state.qualifiers);
  }
  return !ctx.failed();
}

// `typedef float _Float32;`: after a type that is not `_Complex` alone, such a word is what is declared.
bool is_declared_name(const ParseContext& ctx, const SpecifierState& state) {
  return is_redeclarable_keyword(ctx.kind()) && state.has_type() && state.sum != specifier_weight(Tok::kComplex);
}

// One specifier. `more` is false when the token at hand starts none.
bool one_specifier(ParseContext& ctx, SpecifierState& state, bool& more) {
  Specifiers& out = state.out;
  if (starts_atomic_type(ctx)) {
    return atomic_specifier(ctx, state);
  }
  if (accept_qualifier(ctx, state.qualifiers) || accept_storage(ctx, out)) {
    return true;
  }
  switch (ctx.kind()) {
    case Tok::kIdentifier:
      more = !state.has_type() && find_type_name(ctx, ctx.token(), out.type);
      if (more) {
        state.first_word = ctx.range();
        ctx.advance();
      }
      return !ctx.failed();
    case Tok::kStruct:
    case Tok::kUnion:
    case Tok::kEnum:
      return tag_specifier(ctx, state);
    case Tok::kTypeof:
    case Tok::kTypeofUnqual:
      return state.has_type() ? two_types(ctx, state) : typeof_specifier(ctx, out.type);
    case Tok::kEllipsis:
      return dots(ctx, state);
    case Tok::kImaginary:
      return ctx.fail(ErrorCode::kBadSpecifiers, ctx.range(), {std::string(ctx.text()), ""});
    case Tok::kAttribute:
    case Tok::kDeclspec:
    case Tok::kAlignas:
    case Tok::kConvention:
      return attributes(ctx, out.attributes);
    case Tok::kLeftBracket:
      more = ctx.peek() == Tok::kLeftBracket;
      return !more || attributes(ctx, out.attributes);
    default:
      more = specifier_weight(ctx.kind()) != 0 && !is_declared_name(ctx, state);
      return !more || arithmetic_word(ctx, state);
  }
}

}  // namespace

namespace {

// `type`, or the innermost items of an array, with the qualifiers in `keep` and those of `add`.
QualType requalified(TypeTable& types, QualType type, uint8_t keep, uint8_t add) {
  auto* array = type_as<ArrayType>(type.type);
  if (array == nullptr) {
    type.qualifiers = static_cast<uint8_t>((type.qualifiers & keep) | add);
    return type;
  }
  std::vector<const ArrayType*> dimensions;
  QualType item = type;
  for (; array != nullptr; array = type_as<ArrayType>(item.type)) {
    dimensions.push_back(array);
    item = array->item;
  }
  item.qualifiers = static_cast<uint8_t>((item.qualifiers & keep) | add);
  for (; !dimensions.empty(); dimensions.pop_back()) {
    auto rebuilt = types.array_of(item, dimensions.back()->length);
    if (!rebuilt) {
      return type;
    }
    item = {*rebuilt};
  }
  item.alignment = type.alignment;
  return item;
}

}  // namespace

QualType qualified(TypeTable& types, QualType type, uint8_t qualifiers) {
  return requalified(types, type, 0xff, qualifiers);
}

QualType unqualified(TypeTable& types, QualType type) { return requalified(types, type, 0, kNoQualifier); }

bool find_type_name(ParseContext& ctx, const Token& token, QualType& type) {
  std::string_view text = ctx.lexer.text_of(token);
  if (const Typedef* declared = ctx.known(ctx.scope.find_typedef(text))) {
    type = declared->type;
    return true;
  }
  const Word* word = token.word != nullptr ? token.word : find_platform_word(ctx.target(), text);
  if (word == nullptr || word->standard == StandardType::kNone) {
    return false;
  }
  type = standard_type(ctx.transaction, *word);
  return true;
}

bool starts_type_name(ParseContext& ctx) {
  switch (ctx.kind()) {
    case Tok::kIdentifier: {
      QualType ignored;
      return find_type_name(ctx, ctx.token(), ignored);
    }
    case Tok::kStruct:
    case Tok::kUnion:
    case Tok::kEnum:
    case Tok::kTypeof:
    case Tok::kTypeofUnqual:
    case Tok::kImaginary:
    case Tok::kRegister:
    case Tok::kAlignas:
      return true;
    default:
      return specifier_weight(ctx.kind()) != 0 || qualifier_of(ctx.kind()) != kNoQualifier;
  }
}

bool declaration_specifiers(ParseContext& ctx, Specifiers& specifiers) {
  SpecifierState state{.out = specifiers, .first_word = {}};
  specifiers.range = ctx.range();
  bool more = true;
  while (more) {
    if (!one_specifier(ctx, state, more)) {
      return false;
    }
  }
  return finish(ctx, state);
}

}  // namespace cffi
