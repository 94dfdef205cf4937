// Bit-fields as Microsoft's compiler lays them out, and GCC under `ms_struct`: each run of fields of one type size
// fills a unit of that size; a field of another size, or one that does not fit, opens a new unit.
#include <algorithm>

#include "ctype/bitfield_layout.h"

namespace cffi {
namespace {

bool open_unit(LayoutState& state, const BitfieldMember& member) {
  uint32_t alignment = std::max(state.capped(member.type_alignment), state.capped(std::max(member.aligned, 1U)));
  if (!state.align_end(alignment)) {
    return false;
  }
  state.run = {member.unit_size, state.end.bytes, 0};
  return state.occupy(state.end.bytes, member.unit_size);
}

}  // namespace

std::optional<PlacedBitfield> place_bitfield_msvc(LayoutState& state, const BitfieldMember& member) {
  uint32_t alignment = state.capped(std::max(member.type_alignment, member.aligned));
  if (member.width == 0) {
    // Without an open unit it has no effect at all.
    if (state.run.unit_size != 0) {
      state.raise_alignment(alignment);
      state.run = {};
    }
    return PlacedBitfield{0, 0};
  }
  bool fits = state.run.unit_size == member.unit_size && state.run.used_bits + member.width <= member.unit_size * 8;
  if ((!fits || state.options.kind == RecordKind::kUnion) && !open_unit(state, member)) {
    return std::nullopt;
  }
  if (!member.packed) {
    state.raise_alignment(alignment);
  }
  PlacedBitfield placed{state.run.offset, state.run.used_bits};
  state.run.used_bits += member.width;
  return placed;
}

}  // namespace cffi
