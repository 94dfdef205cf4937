// Bit-fields as GCC and Clang lay them out (System V psABI for AMD64, section 3.1.2; AAPCS64, section 8.1.8):
// one continuous row of bits, in which a field may not cross more alignment units of its type than the type has.
#include <algorithm>

#include "ctype/bitfield_layout.h"

namespace cffi {
namespace {

bool crosses_units(const BitPosition& at, const BitfieldMember& member) {
  uint64_t unit_bits = uint64_t{member.type_alignment} * 8;
  uint64_t first_bit = at.bytes % member.type_alignment * 8 + at.bits;
  return (first_bit + member.width + unit_bits - 1) / unit_bits > member.unit_size / member.type_alignment;
}

// "Unnamed" matters: on x86 only fields with a name align their record (psABI 3.1.2), on AAPCS64 all do (8.1.8.3).
bool aligns_record(const LayoutState& state, const BitfieldMember& member) {
  return member.named || state.target.zero_bitfield_aligns_record;
}

// Neither `packed` nor `#pragma pack` holds back a field of width 0.
bool close_unit(LayoutState& state, const BitfieldMember& member) {
  uint32_t alignment = std::max(member.type_alignment, member.aligned);
  if (aligns_record(state, member)) {
    state.raise_alignment(alignment);
  }
  return state.align_end(alignment);
}

// The unit to load: the aligned one of the declared type where the field lies inside it, else from its first byte.
PlacedBitfield unit_of(const BitPosition& at, const BitfieldMember& member) {
  uint64_t first_byte = at.bytes % member.unit_size;
  uint64_t shift = first_byte * 8 + at.bits;
  if (shift + member.width <= uint64_t{member.unit_size} * 8) {
    return {at.bytes - first_byte, static_cast<uint32_t>(shift)};
  }
  return {at.bytes, at.bits};
}

}  // namespace

std::optional<PlacedBitfield> place_bitfield_gcc(LayoutState& state, const BitfieldMember& member) {
  if (member.width == 0) {
    return close_unit(state, member) ? std::optional<PlacedBitfield>({0, 0}) : std::nullopt;
  }
  uint32_t alignment = state.capped(std::max(member.aligned, 1U));
  bool whole = is_whole_integer(state.end, member);
  if (whole) {
    alignment = std::max(alignment, state.capped(member.width / 8));
  }
  if ((member.aligned != 0 || whole) && !state.align_end(alignment)) {
    return std::nullopt;
  }
  bool may_cross = member.packed || state.options.pack != 0 || whole;
  if (!may_cross && crosses_units(state.end, member) && !state.align_end(member.type_alignment)) {
    return std::nullopt;
  }
  if (aligns_record(state, member)) {
    bool lowered = member.packed && state.options.pack == 0;
    state.raise_alignment(std::max(alignment, lowered ? 1 : state.capped(member.type_alignment)));
  }
  PlacedBitfield placed = unit_of(state.end, member);
  return state.occupy_bits(member.width) ? std::optional<PlacedBitfield>(placed) : std::nullopt;
}

}  // namespace cffi
