#include "ctype/record_layout.h"

#include <algorithm>
#include <unordered_set>

#include "ctype/bitfield_layout.h"
#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {

bool LayoutState::align_end(uint32_t wanted) {
  auto bytes = end.rounded_up();
  auto aligned = bytes ? checked_round_up(*bytes, wanted) : std::nullopt;
  if (!aligned) {
    return false;
  }
  if (*aligned != end.bytes) {
    end = {*aligned, 0};
  }
  return true;
}

bool LayoutState::occupy(uint64_t offset, uint64_t size) {
  auto past = checked_add(offset, size);
  if (!past) {
    return false;
  }
  largest = std::max(largest, *past);
  end = options.kind == RecordKind::kUnion ? BitPosition{} : BitPosition{*past, 0};
  return true;
}

bool LayoutState::occupy_bits(uint32_t width) {
  uint32_t bits = end.bits + width;
  auto bytes = checked_add(end.bytes, bits / 8);
  BitPosition past{bytes.value_or(0), bits % 8};
  auto size = past.rounded_up();
  if (!bytes || !size) {
    return false;
  }
  largest = std::max(largest, *size);
  end = options.kind == RecordKind::kUnion ? BitPosition{} : past;
  return true;
}

namespace {

bool holds_bitfields(PrimitiveClass cls) {
  switch (cls) {
    case PrimitiveClass::kBool:
    case PrimitiveClass::kChar:
    case PrimitiveClass::kWideChar:
    case PrimitiveClass::kSignedInt:
    case PrimitiveClass::kUnsignedInt:
      return true;
    case PrimitiveClass::kVoid:
    case PrimitiveClass::kFloat:
    case PrimitiveClass::kLongDouble:
    case PrimitiveClass::kComplex:
      return false;
  }
  return false;
}

class RecordBuilder {
 public:
  enum class Purpose : uint8_t { kLayout, kCheck };  // kCheck: types may be incomplete

  RecordBuilder(const Target& target, const RecordOptions& options, Purpose purpose)
      : options_(options),
        state_{.target = target, .options = options_, .end = {}, .run = {}},
        msvc_(options.ms_bitfields || target.bitfields == BitfieldFamily::kMsvc),
        checks_only_(purpose == Purpose::kCheck) {}

  Result<void> check_options();
  Result<void> add(const Member& member, bool is_last);
  Result<RecordLayout> finish();

 private:
  Result<void> add_bitfield(const Member& member);
  Result<void> add_ordinary(const Member& member, bool is_last);
  Result<BitfieldMember> check_bitfield(const Member& member) const;
  Result<uint64_t> size_of_member(const Member& member, bool is_last) const;
  Result<uint64_t> offset_of(const Member& member);
  Result<void> claim_names(const Member& member);
  void note_flexible(const Member& member, bool is_last);
  void note_alignment(const Member& member, uint32_t used);
  void note_unnamed_fields(const Member& member);

  bool is_packed(const Member& member) const { return options_.packed || member.packed; }
  bool may_wait(const Member& member) const { return checks_only_ && awaited_type(member.type.type) != nullptr; }
  bool is_union() const { return options_.kind == RecordKind::kUnion; }
  std::string name_of(const Member& member) const {
    std::string name(options_.name);
    name += '.';
    return name += member.name.empty() ? "(unnamed)" : member.name;
  }
  Failure field_failure(ErrorCode code, const Member& member) const {
    return fail(code, member.range, {name_of(member), spell_type(member.type.type).text});
  }
  Failure too_large(const Member& member) const {
    return fail(ErrorCode::kTypeTooLarge, member.range, {std::string(options_.name)});
  }

  const RecordOptions& options_;
  LayoutState state_;
  bool msvc_;
  bool checks_only_;
  RecordLayout layout_;
  std::unordered_set<std::string_view> names_;
};

Result<void> RecordBuilder::check_options() {
  for (uint32_t value : {options_.pack, options_.aligned}) {
    if (value != 0 && !is_power_of_two(value)) {
      return fail(ErrorCode::kBadAlignment, {std::to_string(value)});
    }
  }
  layout_.body.packed = options_.packed;
  return {};
}

Result<void> RecordBuilder::add(const Member& member, bool is_last) {
  for (uint32_t value : {member.aligned, member.type.alignment}) {
    if (value != 0 && !is_power_of_two(value)) {
      return fail(ErrorCode::kBadAlignment, member.range, {std::to_string(value)});
    }
  }
  CFFI_TRY_VOID(claim_names(member));
  if (member.bit_width < 0) {
    return add_ordinary(member, is_last);
  }
  bool later = may_wait(member) && member.type.type->kind == TypeKind::kEnum;
  return later ? Result<void>() : add_bitfield(member);
}

// Names inside anonymous members are names of this record too (C11 6.7.2.1p13).
Result<void> RecordBuilder::claim_names(const Member& member) {
  std::vector<const RecordType*> pending;
  std::string_view duplicate = member.name;
  auto claim = [&](std::string_view name, const Type* type) {
    if (!name.empty()) {
      duplicate = name;
      return names_.insert(name).second;
    }
    if (auto* record = type_as<RecordType>(type)) {
      pending.push_back(record);
    }
    return true;
  };
  auto claim_all = [&](const auto& parts) {
    return std::all_of(parts.begin(), parts.end(), [&](const auto& part) { return claim(part.name, part.type.type); });
  };
  bool unique = claim(member.name, member.type.type);
  while (unique && !pending.empty()) {
    const RecordType* record = pending.back();
    pending.pop_back();
    if (const RecordBody* body = record->complete()) {
      unique = claim_all(body->fields);
    } else if (const RecordDeclaration* declaration = record->declared()) {
      unique = claim_all(declaration->members);
    }
  }
  if (!unique) {
    return fail(ErrorCode::kDuplicateField, member.range, {std::string(duplicate), std::string(options_.name)});
  }
  return {};
}

Result<BitfieldMember> RecordBuilder::check_bitfield(const Member& member) const {
  auto primitive = value_primitive(member.type.type);
  if (!primitive || !holds_bitfields(primitive_info(*primitive).cls)) {
    return field_failure(ErrorCode::kBitfieldBadType, member);
  }
  SizeAlign type = state_.target.primitive(*primitive);
  if (type.size == 0) {
    return fail(ErrorCode::kNoLayoutForTarget, member.range,
                {spell_type(member.type.type).text, std::string(state_.target.name)});
  }
  // 64: what a value of a field is held in, whatever the type.
  if (member.bit_width > std::min<int>(type.size * 8, 64)) {
    return fail(ErrorCode::kBitfieldTooWide, member.range,
                {name_of(member), std::to_string(member.bit_width), spell_type(member.type.type).text});
  }
  if (member.bit_width == 0 && !member.name.empty()) {
    return field_failure(ErrorCode::kBitfieldZeroNamed, member);
  }
  return BitfieldMember{
      .width = static_cast<uint32_t>(member.bit_width),
      .named = !member.name.empty(),
      .unit_size = type.size,
      .type_alignment = member.type.alignment != 0 ? member.type.alignment : type.alignment,
      .aligned = member.aligned,
      .packed = is_packed(member),
  };
}

Result<void> RecordBuilder::add_bitfield(const Member& member) {
  CFFI_TRY(checked, check_bitfield(member));
  BitPosition before = state_.end;
  auto placed = msvc_ ? place_bitfield_msvc(state_, *checked) : place_bitfield_gcc(state_, *checked);
  if (!placed) {
    return too_large(member);
  }
  if (is_union()) {
    state_.end = {};
    state_.run = {};
  }
  layout_.body.has_bitfields = true;
  if (checked->packed || options_.pack != 0 || member.aligned != 0 || member.type.alignment != 0) {
    layout_.body.custom_layout = true;
  }
  if (member.bit_width == 0) {
    layout_.unnamed_bits.push_back(Field{.name = {},
                                         .type = member.type,
                                         .offset = before.bytes,
                                         .bit_shift = static_cast<int16_t>(before.bits),
                                         .bit_size = 0});
    return {};
  }
  // The first bit in memory is the least significant one of a little-endian unit, the most significant of a big one.
  uint32_t shift = placed->shift;
  if (state_.target.endianness == Endianness::kBig) {
    shift = checked->unit_size * 8 - checked->width - shift;
  }
  std::vector<Field>& fields = checked->named ? layout_.fields : layout_.unnamed_bits;
  fields.push_back(Field{.name = member.name,
                         .type = member.type,
                         .offset = placed->offset,
                         .bit_shift = static_cast<int16_t>(shift),
                         .bit_size = static_cast<int16_t>(checked->width),
                         .alignment = std::max(checked->type_alignment, checked->aligned)});
  return {};
}

bool is_open_array(const Type* type) {
  auto* array = type_as<ArrayType>(type);
  return array != nullptr && array->length == kOpenLength;
}

Result<uint64_t> RecordBuilder::size_of_member(const Member& member, bool is_last) const {
  const Type* type = member.type.type;
  if (type->kind == TypeKind::kFunction) {
    return field_failure(ErrorCode::kFieldOfFunctionType, member);
  }
  if (is_open_array(type)) {
    if (!is_last && !is_union() && !member.offset) {
      return field_failure(ErrorCode::kFlexibleNotLast, member);
    }
    return uint64_t{0};
  }
  if (auto size = size_of(state_.target, type)) {
    return *size;
  }
  if (may_wait(member)) {
    return uint64_t{0};
  }
  if (type->kind == TypeKind::kArray && is_complete(type)) {
    return too_large(member);  // its length was given before the size of its items was known
  }
  if (type->kind == TypeKind::kPrimitive) {
    return fail(ErrorCode::kNoLayoutForTarget, member.range, {spell_type(type).text, std::string(state_.target.name)});
  }
  return field_failure(ErrorCode::kFieldIncomplete, member);
}

Result<void> RecordBuilder::add_ordinary(const Member& member, bool is_last) {
  CFFI_TRY(size, size_of_member(member, is_last));
  // `packed` overrides a typedef's alignment too, but not what is asked for on the member itself.
  uint32_t alignment = is_packed(member) ? 1 : alignment_of(state_.target, member.type, 1);
  alignment = state_.capped(std::max(alignment, member.aligned));
  note_alignment(member, alignment);
  note_unnamed_fields(member);
  state_.run = {};
  if (!state_.align_end(alignment)) {
    return too_large(member);
  }
  CFFI_TRY(offset, offset_of(member));
  if (!state_.occupy(*offset, *size)) {
    return too_large(member);
  }
  state_.raise_alignment(alignment);
  note_flexible(member, is_last);
  layout_.fields.push_back(Field{.name = member.name,
                                 .type = member.type,
                                 .offset = *offset,
                                 .alignment = alignment,
                                 .flexible = is_open_array(member.type.type)});
  return {};
}

Result<uint64_t> RecordBuilder::offset_of(const Member& member) {
  uint64_t computed = state_.end.bytes;
  if (member.offset.value_or(computed) == computed) {
    return computed;
  }
  if (options_.check_offsets) {
    return fail(ErrorCode::kWrongLayout, member.range,
                {std::string(options_.name), "offset for field '" + std::string(member.name) + "'",
                 std::to_string(computed), std::to_string(*member.offset)});
  }
  layout_.body.custom_layout = true;
  return *member.offset;
}

void RecordBuilder::note_alignment(const Member& member, uint32_t used) {
  if (alignment_of(state_.target, member.type.type).value_or(used) != used) {
    layout_.body.custom_layout = true;
  }
}

void RecordBuilder::note_unnamed_fields(const Member& member) {
  const Type* type = member.type.type;
  while (const auto* array = type_as<ArrayType>(type)) {
    type = array->item.type;
  }
  const auto* record = type_as<RecordType>(type);
  if (record != nullptr && record->complete() != nullptr && record->complete()->unnamed_fields) {
    layout_.body.unnamed_fields = true;
  }
}

void RecordBuilder::note_flexible(const Member& member, bool is_last) {
  if (!is_last && !is_union() && !is_open_array(member.type.type)) {
    return;
  }
  auto* record = type_as<RecordType>(member.type.type);
  const RecordBody* body = record != nullptr ? record->complete() : nullptr;
  if (is_open_array(member.type.type) || (body != nullptr && body->has_flexible_array)) {
    layout_.body.has_flexible_array = true;
  }
}

Result<RecordLayout> RecordBuilder::finish() {
  if (options_.aligned > state_.alignment) {
    layout_.body.custom_layout = true;
    state_.raise_alignment(options_.aligned);
  }
  auto last = state_.end.rounded_up();
  if (!last) {
    return fail(ErrorCode::kTypeTooLarge, {std::string(options_.name)});
  }
  layout_.end = std::max(state_.largest, *last);
  state_.end = {layout_.end, 0};
  if (!state_.align_end(state_.alignment)) {
    return fail(ErrorCode::kTypeTooLarge, {std::string(options_.name)});
  }
  layout_.body.size = state_.end.bytes;
  layout_.body.alignment = state_.alignment;
  layout_.body.fields = layout_.fields;
  layout_.body.unnamed_bits = layout_.unnamed_bits;
  return std::move(layout_);
}

Result<void> add_all(RecordBuilder& builder, std::span<const Member> members) {
  CFFI_TRY_VOID(builder.check_options());
  for (size_t i = 0; i < members.size(); ++i) {
    CFFI_TRY_VOID(builder.add(members[i], i + 1 == members.size()));
  }
  return {};
}

}  // namespace

Result<RecordLayout> lay_out_record(const Target& target, const RecordOptions& options,
                                    std::span<const Member> members) {
  RecordBuilder builder(target, options, RecordBuilder::Purpose::kLayout);
  CFFI_TRY_VOID(add_all(builder, members));
  return builder.finish();
}

Result<void> check_members(const Target& target, const RecordOptions& options, std::span<const Member> members) {
  RecordBuilder builder(target, options, RecordBuilder::Purpose::kCheck);
  return add_all(builder, members);
}

std::vector<const Field*> fields_as_declared(const RecordBody& body) {
  auto first_bit = [](const Field& field) {
    return field.offset * 8 + static_cast<uint64_t>(std::max<int16_t>(field.bit_shift, 0));
  };
  std::vector<const Field*> fields;
  auto unnamed = body.unnamed_bits.begin();
  auto comes_before = [&](const Field& bits, const Field& field) {
    return body.partial ? bits.offset <= static_cast<size_t>(&field - body.fields.data())
                        : first_bit(bits) + (bits.bit_size == 0 ? 0 : 1) <= first_bit(field);
  };
  for (const Field& field : body.fields) {
    while (unnamed != body.unnamed_bits.end() && comes_before(*unnamed, field)) {
      fields.push_back(&*unnamed++);
    }
    fields.push_back(&field);
  }
  for (; unnamed != body.unnamed_bits.end(); ++unnamed) {
    fields.push_back(&*unnamed);
  }
  return fields;
}

}  // namespace cffi
