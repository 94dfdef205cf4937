#include "ctype/va_list_type.h"

#include <array>
#include <span>
#include <vector>

#include "ctype/record_layout.h"

namespace cffi {
namespace {

struct VaListField {
  std::string_view name;
  Primitive primitive;  // kVoid: a pointer
};

// The structure behind va_list, or none where it is a plain pointer.
std::span<const VaListField> va_list_fields(const Target& target) {
  // AMD64 psABI figure 3.34
  static constexpr std::array<VaListField, 4> kSysV = {{{"gp_offset", Primitive::kUnsignedInt},
                                                        {"fp_offset", Primitive::kUnsignedInt},
                                                        {"overflow_arg_area", Primitive::kVoid},
                                                        {"reg_save_area", Primitive::kVoid}}};
  // AAPCS64 section 10.1.5
  static constexpr std::array<VaListField, 5> kAapcs = {{{"__stack", Primitive::kVoid},
                                                         {"__gr_top", Primitive::kVoid},
                                                         {"__vr_top", Primitive::kVoid},
                                                         {"__gr_offs", Primitive::kInt},
                                                         {"__vr_offs", Primitive::kInt}}};
  switch (target.call_abi) {
    case CallAbi::kSysV64:
      return kSysV;
    case CallAbi::kAapcs64:
      return kAapcs;
    case CallAbi::kAapcs64Darwin:
    case CallAbi::kAapcs64Windows:
    case CallAbi::kWin64:
    case CallAbi::kOther:
      return {};
  }
  return {};
}

}  // namespace

const Type* make_va_list(TypeTable& types) {
  const Target& target = types.target();
  std::span<const VaListField> wanted = va_list_fields(target);
  if (wanted.empty()) {
    return types.pointer_to({types.primitive(Primitive::kChar)});
  }
  bool is_array = target.call_abi == CallAbi::kSysV64;
  std::string_view name = is_array ? "struct __va_list_tag" : "struct __va_list";
  std::vector<Member> members;
  for (const VaListField& field : wanted) {
    Member member;
    member.name = field.name;
    member.type = {field.primitive == Primitive::kVoid ? static_cast<const Type*>(types.pointer_to({types.void_type()}))
                                                       : types.primitive(field.primitive)};
    members.push_back(member);
  }
  RecordType* record = types.new_record(RecordKind::kStruct, name, "");
  RecordOptions options;
  options.name = name;
  if (auto layout = lay_out_record(target, options, members)) {
    types.complete(record, layout->body);
  }
  if (!is_array) {
    return record;
  }
  auto array = types.array_of({record}, 1);
  return array ? static_cast<const Type*>(*array) : record;
}

}  // namespace cffi
