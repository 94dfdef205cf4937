// Records with dots, or with a field that has them: their fields are known, where these lie is not.
#include <algorithm>

#include "ctype/record_layout.h"

namespace cffi {
namespace {

// Whether the sizes of the types alone tell where the member lies. Of an inner struct with dots, and of `T[...]`, the
// compiler is asked for more.
bool lies_by_type(const Member& member, bool is_last) {
  const Type* type = member.type.type;
  while (auto* array = type_as<ArrayType>(type)) {
    if (array->length == kDotsLength || (array->length == kOpenLength && !is_last)) {
      return false;
    }
    type = array->item.type;
  }
  auto* record = type_as<RecordType>(type);
  const RecordBody* body = record != nullptr ? record->complete() : nullptr;
  bool is_known = body == nullptr || !body->partial || body->sized_by_types;
  return is_known && member.aligned == 0 && !member.packed && member.type.alignment == 0;
}

}  // namespace

// Of unnamed bit-fields, `offset` is the number of fields before them: see fields_as_declared().
RecordLayout lay_out_partial(const RecordOptions& options, std::span<const Member> members, bool has_dots) {
  RecordLayout layout;
  for (const Member& member : members) {
    bool is_record = member.type.type->kind == TypeKind::kRecord;
    bool is_unnamed_bits = member.name.empty() && member.bit_width >= 0;
    if (member.name.empty() && !is_record && !is_unnamed_bits) {
      continue;
    }
    Field field{member.name, member.type, is_unnamed_bits ? layout.fields.size() : 0};
    field.bit_size = static_cast<int16_t>(member.bit_width);
    field.bit_shift = member.bit_width >= 0 ? int16_t{0} : kNotBitfield;
    auto* array = type_as<ArrayType>(member.type.type);
    field.flexible = array != nullptr && array->length == kOpenLength;
    (is_unnamed_bits ? layout.unnamed_bits : layout.fields).push_back(field);
  }
  layout.body.fields = layout.fields;
  layout.body.unnamed_bits = layout.unnamed_bits;
  layout.body.partial = true;
  layout.body.packed = options.packed;
  layout.body.sized_by_types = !has_dots && options.pack == 0 && options.aligned == 0 &&
                               std::all_of(members.begin(), members.end(), [&](const Member& member) {
                                 return lies_by_type(member, &member == &members.back());
                               });
  return layout;
}

}  // namespace cffi
