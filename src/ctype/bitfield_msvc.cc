// Bit-fields as Microsoft's compiler lays them out, and GCC under `ms_struct`: each run of fields of one type size
// fills a unit of that size; a field of another size, or one that does not fit, opens a new unit.
#include <algorithm>

#include "ctype/bitfield_layout.h"

namespace cffi {
namespace {

bool open_unit(LayoutState& state, const BitfieldMember& member) {
  // A unit after a full one of its size is aligned already, whatever a typedef's alignment says.
  bool continues = state.run.unit_size == member.unit_size;
  uint32_t alignment = std::max(member.packed || continues ? 1 : member.type_alignment, member.aligned);
  if (!state.align_end(state.capped(alignment))) {
    return false;
  }
  state.run = {member.unit_size, state.end.bytes, 0};
  // A field of a union takes its whole unit for Microsoft, and only its own bytes for GCC.
  if (state.options.kind == RecordKind::kUnion && state.target.bitfields == BitfieldFamily::kGcc) {
    return state.occupy_bits(member.width);
  }
  return state.occupy(state.end.bytes, member.unit_size);
}

// Without an open unit before it, the type of a field of width 0 has no effect at all.
bool close_unit(LayoutState& state, const BitfieldMember& member) {
  uint32_t moved_to = state.capped(std::max(member.aligned, 1U));
  if (state.run.unit_size != 0) {
    uint32_t alignment = state.capped(std::max(member.type_alignment, member.aligned));
    state.raise_alignment(alignment);
    // `packed` keeps it from moving what follows, though not from aligning the record; the end of a unit of its own
    // size stands well already.
    bool stays = member.packed || state.run.unit_size == member.unit_size;
    moved_to = stays ? moved_to : alignment;
    state.run = {};
  }
  return state.align_end(moved_to);
}

void raise_alignment(LayoutState& state, const BitfieldMember& member, const PlacedBitfield& placed) {
  if (!member.packed) {
    state.raise_alignment(state.capped(std::max(member.type_alignment, member.aligned)));
  }
  BitPosition at{placed.offset + placed.shift / 8, placed.shift % 8};
  if (state.target.bitfields == BitfieldFamily::kGcc && is_whole_integer(at, member)) {
    state.raise_alignment(state.capped(member.width / 8));
  }
}

}  // namespace

std::optional<PlacedBitfield> place_bitfield_msvc(LayoutState& state, const BitfieldMember& member) {
  if (member.width == 0) {
    return close_unit(state, member) ? std::optional<PlacedBitfield>({0, 0}) : std::nullopt;
  }
  bool fits = state.run.unit_size == member.unit_size && state.run.used_bits + member.width <= member.unit_size * 8;
  if ((!fits || state.options.kind == RecordKind::kUnion) && !open_unit(state, member)) {
    return std::nullopt;
  }
  PlacedBitfield placed{state.run.offset, state.run.used_bits};
  state.run.used_bits += member.width;
  raise_alignment(state, member, placed);
  return placed;
}

}  // namespace cffi
