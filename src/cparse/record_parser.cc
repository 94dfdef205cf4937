#include "cparse/record_parser.h"

#include <algorithm>

#include "cparse/const_expr.h"
#include "cparse/declarator.h"
#include "cparse/static_assert.h"
#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

// One pair of braces.
struct RecordState {
  RecordType* record;
  Attributes attributes;
  bool partial = false;
  bool has_dots = false;           // its own, not those of a type in it
  SourceRange range;               // of the tag or the keyword
  uint32_t leading_alignment = 0;  // of a __declspec(align) before the keyword: the type's, where nothing is declared
};

std::string_view keyword_of(RecordKind kind) { return kind == RecordKind::kUnion ? "union" : "struct"; }

bool bit_width(ParseContext& ctx, Member& member) {
  IntegerValue width;
  SourceRange range = ctx.range();
  if (!constant_expression(ctx, width)) {
    return false;
  }
  if (width.negative() || width.bits > INT16_MAX) {
    std::string shown = std::to_string(static_cast<int64_t>(width.bits));
    return ctx.fail(ErrorCode::kBadBitWidth, range, {shown});
  }
  member.bit_width = static_cast<int32_t>(width.bits);
  return true;
}

// Cycles through other records are found when the whole text is read: PendingLayouts::check_cycles.
bool contains(const QualType& member, const RecordType* record) { return awaited_type(member.type) == record; }

bool contains_itself(ParseContext& ctx, const RecordState& state, const Declarator& d, const QualType& type) {
  std::string_view shown = state.record->tag.empty() ? state.record->name : state.record->tag;
  std::string field = std::string(state.record->name) + "." + std::string(d.name);
  return ctx.fail(ErrorCode::kCircularRecord, d.range, {std::string(shown), field, spell_type(type.type).text});
}

// declarator [ ":" width ] | ":" width
bool member_declarator(ParseContext& ctx, const Specifiers& specifiers, RecordState& state) {
  StackMark<DeclaratorStep> steps(ctx.steps);
  StackMark<QualType> parameters(ctx.parameters);
  Declarator d;
  d.attributes.convention = specifiers.attributes.convention;
  d.first_step = steps.height();
  d.range = ctx.range();
  Member member;
  if (ctx.kind() != Tok::kColon && !declarator(ctx, NameRule::kRequired, d)) {
    return false;
  }
  if (!build_type(ctx, specifiers.type, d, TypeUse::kObject, member.type)) {
    return false;
  }
  if (contains(member.type, state.record)) {
    return contains_itself(ctx, state, d, member.type);
  }
  if (ctx.accept(Tok::kColon) && !bit_width(ctx, member)) {
    return false;
  }
  if (starts_attribute(ctx) && !attributes(ctx, d.attributes)) {  // after a width
    return false;
  }
  member.name = d.name;
  member.range = d.range;
  member.aligned = std::max(specifiers.attributes.aligned, d.attributes.aligned);
  member.packed = specifiers.attributes.packed || d.attributes.packed;
  state.partial = state.partial || is_left_to_compiler(ctx.target(), member.type.type);
  ctx.members.push_back(member);
  return true;
}

// A declaration without declarators: an anonymous struct or union (C11 6.7.2.1p13), or only a tag.
bool anonymous_member(ParseContext& ctx, Specifiers& specifiers, RecordState& state) {
  auto* record = type_as<RecordType>(specifiers.type.type);
  if (specifiers.defined_enum != nullptr) {
    return true;
  }
  // Standard C takes only one without a tag for a member, MSVC and GCC's -fms-extensions every record.
  bool is_member =
      specifiers.defined_record != nullptr || (record != nullptr && record->stage() != RecordStage::kNamed);
  if (!is_member) {
    return specifiers.has_tag || ctx.fail(ErrorCode::kDeclaresNothing, specifiers.range);
  }
  Member member;
  member.type = specifiers.type;
  member.range = specifiers.range;
  member.aligned = specifiers.attributes.aligned;
  member.packed = specifiers.attributes.packed;
  state.partial = state.partial || is_left_to_compiler(ctx.target(), member.type.type);
  ctx.members.push_back(member);
  return true;
}

bool member_declaration(ParseContext& ctx, RecordState& state) {
  if (ctx.accept(Tok::kSemicolon)) {
    return true;
  }
  if (ctx.kind() == Tok::kStaticAssert) {
    return static_assert_declaration(ctx);
  }
  if (ctx.accept(Tok::kEllipsis)) {
    state.partial = true;
    state.has_dots = true;
    return ctx.accept(Tok::kSemicolon) || ctx.kind() == Tok::kRightBrace || ctx.unexpected("';'");
  }
  Specifiers specifiers;
  if (!declaration_specifiers(ctx, specifiers)) {
    return false;
  }
  if (!specifiers.type || specifiers.is_typedef) {
    return ctx.fail(ErrorCode::kMissingType, specifiers.range);
  }
  if (ctx.kind() == Tok::kSemicolon) {
    return anonymous_member(ctx, specifiers, state) && ctx.expect(Tok::kSemicolon, "';'");
  }
  do {
    if (!member_declarator(ctx, specifiers, state)) {
      return false;
    }
  } while (ctx.accept(Tok::kComma));
  return ctx.expect(Tok::kSemicolon, "';'");
}

RecordOptions layout_options(const ParseContext& ctx, const RecordState& state) {
  RecordOptions options;
  options.kind = state.record->record_kind;
  options.name = state.record->name;
  options.packed = state.attributes.packed || ctx.options.packed;
  options.pack = ctx.pack.current;
  options.aligned = state.attributes.aligned;
  options.ms_bitfields =
      state.attributes.ms_struct || (ctx.target().bitfields == BitfieldFamily::kMsvc && !state.attributes.gcc_struct);
  return options;
}

// C23 6.2.7p1: a second definition that says the same is fine.
bool same_body(const RecordBody& a, const RecordBody& b) {
  return a.size == b.size && a.alignment == b.alignment && a.partial == b.partial &&
         std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const Field& x, const Field& y) {
                      return x.name == y.name && x.offset == y.offset && x.bit_shift == y.bit_shift &&
                             x.bit_size == y.bit_size && x.type.type->canonical == y.type.type->canonical;
                    });
}

// Unnamed bit-fields make no fields.
void note_place(ParseContext& ctx, const RecordState& state, std::span<const Member> members) {
  std::vector<uint32_t> fields;
  for (const Member& member : members) {
    if (!member.name.empty() || member.type.type->kind == TypeKind::kRecord) {
      fields.push_back(member.range.begin);
    }
  }
  ctx.transaction.note_place(state.record, state.range.begin, fields);
}

bool duplicate(ParseContext& ctx, const RecordState& state) {
  return ctx.fail(ErrorCode::kDuplicateRecord, state.range, {std::string(state.record->name)});
}

// With a type among them that is defined later.
bool declare_fields(ParseContext& ctx, const RecordState& state, const RecordOptions& options,
                    std::span<const Member> members) {
  auto declared = ctx.transaction.declare_fields(state.record, options, members);
  note_place(ctx, state, members);
  return declared.ok() || ctx.fail(declared.take_failure(), state.range);
}

bool complete_record(ParseContext& ctx, const RecordState& state, std::span<const Member> members) {
  RecordOptions options = layout_options(ctx, state);
  const RecordBody* body = state.record->complete();
  if (const RecordDeclaration* before = state.record->declared(); before != nullptr && body == nullptr) {
    return (!state.partial && same_declaration(*before, options, members)) || duplicate(ctx, state);
  }
  bool waits = !state.partial && std::any_of(members.begin(), members.end(), [](const Member& member) {
    return awaited_type(member.type.type) != nullptr;
  });
  if (waits) {
    return body == nullptr ? declare_fields(ctx, state, options, members) : duplicate(ctx, state);
  }
  RecordLayout layout;
  if (state.partial) {
    layout = lay_out_partial(options, members, state.has_dots);
  } else {
    auto result = lay_out_record(ctx.target(), options, members);
    if (!result) {
      return ctx.fail(result.take_failure(), state.range);
    }
    layout = std::move(*result);
  }
  if (body != nullptr) {
    return same_body(*body, layout.body) || duplicate(ctx, state);
  }
  ctx.types().complete(state.record, layout.body);
  auto completed = ctx.transaction.completed(state.record);
  note_place(ctx, state, members);
  return completed.ok() || ctx.fail(completed.take_failure(), state.range);
}

// "{" { member } "}" { attribute }
bool record_body(ParseContext& ctx, RecordState& state) {
  Nesting nesting(ctx);
  StackMark<Member> members(ctx.members);
  StackMark<const RecordType*> open(ctx.open_records);
  if (!nesting) {
    return false;
  }
  bool is_open = std::find(ctx.open_records.begin(), ctx.open_records.end(), state.record) != ctx.open_records.end();
  if (is_open) {
    return duplicate(ctx, state);
  }
  ctx.open_records.push_back(state.record);
  ctx.advance();
  int prototype_depth = ctx.prototype_depth;
  ctx.prototype_depth = 0;
  while (ctx.kind() != Tok::kRightBrace) {
    if (!member_declaration(ctx, state)) {
      return false;
    }
  }
  ctx.prototype_depth = prototype_depth;
  ctx.advance();
  if (!attributes(ctx, state.attributes)) {
    return false;
  }
  if (ctx.kind() == Tok::kSemicolon) {
    state.attributes.aligned = std::max(state.attributes.aligned, state.leading_alignment);
  }
  return complete_record(ctx, state, members.items());
}

RecordType* new_tagged(ParseContext& ctx, RecordKind kind, std::string_view tag, SourceRange range) {
  std::string name(keyword_of(kind));
  name += ' ';
  name += tag;
  RecordType* record = ctx.types().new_record(kind, name, tag);
  ctx.transaction.declare_record(record, range);
  return record;
}

// The record that `struct tag {` completes, for the included scope that left it incomplete, too: it is one type.
RecordType* record_to_complete(ParseContext& ctx, RecordKind kind, std::string_view tag, SourceRange range) {
  RecordType* own = ctx.known(ctx.scope.find_own_record(kind, tag));
  RecordType* visible = own != nullptr ? own : ctx.known(ctx.scope.find_record(kind, tag));
  bool is_defined = visible != nullptr && visible->stage() != RecordStage::kNamed;
  bool usable = visible != nullptr && (visible == own || is_defined || ctx.transaction.may_change(visible));
  bool replace = ctx.options.override && is_defined;
  return usable && !replace ? visible : new_tagged(ctx, kind, tag, range);
}

bool define_anonymous(ParseContext& ctx, Specifiers& specifiers, RecordKind kind, RecordState& state) {
  state.record = ctx.types().new_record(kind, keyword_of(kind), "");
  specifiers.defined_record = state.record;
  if (!specifiers.is_typedef) {
    name_anonymous(ctx, specifiers, "");
  }
  ctx.transaction.declare_record(state.record, state.range);
  specifiers.type = {state.record};
  return record_body(ctx, state);
}

}  // namespace

void name_anonymous(ParseContext& ctx, Specifiers& specifiers, std::string_view name) {
  bool is_enum = specifiers.defined_enum != nullptr;
  if (!is_enum && specifiers.defined_record == nullptr) {
    return;
  }
  std::string text(name);
  if (name.empty()) {
    text = is_enum ? "enum $" : std::string(keyword_of(specifiers.defined_record->record_kind)) + " $";
    text += std::to_string(ctx.transaction.next_anonymous());
  }
  (is_enum ? specifiers.defined_enum->name : specifiers.defined_record->name) = ctx.types().arena().copy(text);
}

bool may_define(ParseContext& ctx, std::string_view keyword, std::string_view tag, SourceRange range) {
  if (!ctx.can_define) {
    std::string separator = tag.empty() ? "" : " ";
    return ctx.fail(ErrorCode::kDefinitionInType, range, {std::string(keyword) + separator + std::string(tag)});
  }
  ctx.has_defined = true;
  return true;
}

bool record_specifier(ParseContext& ctx, Specifiers& specifiers) {
  RecordKind kind = ctx.kind() == Tok::kUnion ? RecordKind::kUnion : RecordKind::kStruct;
  RecordState state{nullptr, {}, false, false, ctx.range(), specifiers.attributes.declspec_aligned};
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
  Attributes after_tag;
  if (starts_attribute(ctx) && !attributes(ctx, after_tag)) {
    return false;
  }
  bool defines = ctx.kind() == Tok::kLeftBrace;
  // `struct tag attribute name` says it of what is declared, not of the struct.
  (defines ? state.attributes : specifiers.attributes).add(after_tag);
  if (defines && !may_define(ctx, keyword_of(kind), tag, state.range)) {
    return false;
  }
  if (tag.empty()) {
    return defines ? define_anonymous(ctx, specifiers, kind, state) : ctx.unexpected("a name or '{'");
  }
  if (!defines) {
    RecordType* found = ctx.known(ctx.scope.find_record(kind, tag));
    specifiers.type = {found != nullptr ? found : new_tagged(ctx, kind, tag, state.range)};
    return true;
  }
  state.record = record_to_complete(ctx, kind, tag, state.range);
  specifiers.type = {state.record};
  return record_body(ctx, state);
}

}  // namespace cffi
