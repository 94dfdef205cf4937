// Records with dots, or with a field that has them: their fields are known, where these lie is not.
#include "ctype/record_layout.h"

namespace cffi {

RecordLayout lay_out_partial(const RecordOptions& options, std::span<const Member> members) {
  RecordLayout layout;
  for (const Member& member : members) {
    bool is_record = member.type.type->kind == TypeKind::kRecord;
    if (member.name.empty() && !is_record) {
      continue;
    }
    Field field{member.name, member.type, 0};
    field.bit_size = static_cast<int16_t>(member.bit_width);
    field.bit_shift = member.bit_width >= 0 ? int16_t{0} : kNotBitfield;
    auto* array = type_as<ArrayType>(member.type.type);
    field.flexible = array != nullptr && array->length == kOpenLength;
    layout.fields.push_back(field);
  }
  layout.body.fields = layout.fields;
  layout.body.partial = true;
  layout.body.packed = options.packed;
  return layout;
}

}  // namespace cffi
