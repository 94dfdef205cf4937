#include "tables/record_entry_layout.h"

#include "base/checked_math.h"
#include "ctype/record_layout.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

using Kind = LayoutDifference::Kind;

constexpr uint64_t kMaxBitWidth = 4096;           // more than any type has; the layout says which is too wide
constexpr int64_t kMaxRecordAlignment = 1 << 28;  // GCC's limit

bool is_bitfield(const FieldEntry& field) { return op_of(field.type_op) == Op::kBitfield; }

bool is_open_array(const Type* type) {
  auto* array = type_as<ArrayType>(type);
  return array != nullptr && array->length == kOpenLength;
}

class EntryLayoutBuilder {
 public:
  EntryLayoutBuilder(const ModuleTables& tables, const Target& target, const RecordDescription& description)
      : tables_(tables), target_(target), description_(description), entry_(*description.entry) {}

  Result<EntryLayout> build();

 private:
  enum class Offsets : uint8_t { kComputed, kGiven };
  Result<RecordLayout> compute(Offsets offsets) const;
  bool has_moved_bits(const RecordLayout& computed) const;
  Result<void> check_totals() const;
  void take_totals();
  Result<void> take_field(const FieldEntry& given, Field& field);
  void differ(Kind kind, std::string_view field, uint64_t cdef, uint64_t compiler);
  Failure beyond_the_end(const Field& field) const {
    return tables_.malformed("field '" + std::string(field.name) + "' lies beyond the end of '" +
                             std::string(description_.name) + "'");
  }
  bool checks_fields() const { return (entry_.flags & kRecordCheckFields) != 0; }

  const ModuleTables& tables_;
  const Target& target_;
  const RecordDescription& description_;
  const RecordEntry& entry_;
  EntryLayout layout_;
};

// As the cdef has it: an error of it is one that the module's compiler would have found.
Result<RecordLayout> EntryLayoutBuilder::compute(Offsets offsets) const {
  RecordOptions options;
  options.kind = (entry_.flags & kRecordIsUnion) != 0 ? RecordKind::kUnion : RecordKind::kStruct;
  options.name = description_.name;
  options.packed = (entry_.flags & kRecordPacked) != 0;
  std::vector<Member> members;
  members.reserve(description_.fields.size());
  for (size_t i = 0; i < description_.fields.size(); ++i) {
    const FieldEntry& field = description_.fields[i];
    Member member{.name = field.name, .type = description_.types[i]};
    bool is_placed = !is_bitfield(field) && !checks_fields() && field.offset != kUnknownOffset;
    if (is_placed && (offsets == Offsets::kGiven || is_open_array(member.type.type))) {
      member.offset = field.offset;  // with dots, an open array need not be the last one
    }
    if (is_bitfield(field)) {
      if (field.size > kMaxBitWidth) {
        return tables_.malformed("bit-field '" + std::string(field.name) + "' of '" + std::string(description_.name) +
                                 "' has " + std::to_string(field.size) + " bits");
      }
      member.bit_width = static_cast<int32_t>(field.size);
    }
    members.push_back(member);
  }
  auto layout = lay_out_record(target_, options, members);
  if (!layout) {
    return tables_.malformed(error_text(layout.error()));
  }
  return layout;
}

// C tells where the other fields lie, and where these do only through the field before them.
bool EntryLayoutBuilder::has_moved_bits(const RecordLayout& computed) const {
  if (checks_fields() || entry_.size == kComputedSize || !computed.body.has_bitfields) {
    return false;
  }
  size_t at = 0;
  for (const FieldEntry& given : description_.fields) {
    if (is_bitfield(given)) {
      at += *given.name == '\0' ? 0 : 1;
    } else if (given.offset != computed.fields[at++].offset && given.offset != kUnknownOffset) {
      return true;
    }
  }
  return false;
}

Result<void> EntryLayoutBuilder::check_totals() const {
  bool has_alignment = entry_.alignment != kUnknownAlignment;
  if (entry_.size > kMaxObjectSize ||
      (has_alignment && (entry_.alignment <= 0 || entry_.alignment > kMaxRecordAlignment ||
                         !is_power_of_two(static_cast<uint64_t>(entry_.alignment))))) {
    return tables_.malformed("'" + std::string(description_.name) + "' has size " + std::to_string(entry_.size) +
                             " and alignment " + std::to_string(entry_.alignment));
  }
  return {};
}

// The first difference, of what the cdef claims to be complete, makes the layout useless. In a record with dots it
// means that there are fields which the cdef does not name.
void EntryLayoutBuilder::differ(Kind kind, std::string_view field, uint64_t cdef, uint64_t compiler) {
  layout_.body.unnamed_fields = true;
  if (checks_fields() || kind == Kind::kFieldSize) {
    layout_.differences.push_back({kind, field, cdef, compiler});
  }
}

// `field` is as computed; the offset that a compiler gave overrides.
Result<void> EntryLayoutBuilder::take_field(const FieldEntry& given, Field& field) {
  uint64_t bit_size = field.bit_size == kNotBitfield ? 0 : static_cast<uint64_t>(field.bit_shift + field.bit_size);
  uint64_t size = field.bit_size != kNotBitfield ? (bit_size + 7) / 8
                  : field.flexible               ? 0
                                                 : size_of(target_, field.type.type).value_or(0);
  if (field.bit_size == kNotBitfield) {
    if (given.offset != kUnknownOffset && given.offset != field.offset) {
      differ(Kind::kFieldOffset, field.name, field.offset, given.offset);
      field.offset = given.offset;
    }
    if (given.size != kUnknownSize && !field.flexible && given.size != size) {
      differ(Kind::kFieldSize, field.name, size, given.size);
    }
  }
  auto end = checked_add(field.offset, size);
  if (layout_.differences.empty() && (!end || *end > entry_.size)) {
    return beyond_the_end(field);
  }
  return {};
}

void EntryLayoutBuilder::take_totals() {
  RecordBody& body = layout_.body;
  if (entry_.size != body.size) {
    differ(Kind::kTotalSize, {}, body.size, entry_.size);
    body.size = entry_.size;
  }
  if (entry_.alignment != kUnknownAlignment && static_cast<uint32_t>(entry_.alignment) != body.alignment) {
    differ(Kind::kTotalAlignment, {}, body.alignment, static_cast<uint32_t>(entry_.alignment));
    body.alignment = static_cast<uint32_t>(entry_.alignment);
  }
}

Result<EntryLayout> EntryLayoutBuilder::build() {
  auto computed = compute(Offsets::kComputed);
  bool has_moved = computed && has_moved_bits(*computed);
  if (has_moved) {
    computed = compute(Offsets::kGiven);
  }
  if (!computed) {
    return computed.take_failure();
  }
  layout_.body = computed->body;
  layout_.body.unnamed_fields = layout_.body.unnamed_fields || has_moved;
  layout_.fields = std::move(computed->fields);
  layout_.body.fields = layout_.fields;
  layout_.unnamed_bits = std::move(computed->unnamed_bits);
  layout_.body.unnamed_bits = layout_.unnamed_bits;
  if (entry_.size == kComputedSize) {
    return std::move(layout_);
  }
  CFFI_TRY_VOID(check_totals());
  size_t at = 0;
  for (const FieldEntry& given : description_.fields) {
    if (is_bitfield(given) && *given.name == '\0') {
      continue;  // takes room, but is no field
    }
    CFFI_TRY_VOID(take_field(given, layout_.fields[at++]));
  }
  take_totals();
  return std::move(layout_);
}

}  // namespace

Result<EntryLayout> lay_out_entry(const ModuleTables& tables, const Target& target,
                                  const RecordDescription& description) {
  return EntryLayoutBuilder(tables, target, description).build();
}

}  // namespace cffi
