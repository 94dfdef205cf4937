// What record_layout and the two bit-field families share: where a record that is being laid out stands.
// Private to ctype. The families decide where the bits of one bit-field go; record_layout does everything else.
#pragma once

#include <cstdint>
#include <optional>

#include "base/checked_math.h"
#include "ctype/record_layout.h"

namespace cffi {

// Bytes and bits apart: sizes reach 2^63 - 1 bytes, which no number of bits in a uint64_t does.
struct BitPosition {
  uint64_t bytes = 0;
  uint32_t bits = 0;  // 0 to 7

  std::optional<uint64_t> rounded_up() const { return checked_add(bytes, bits != 0 ? 1 : 0); }
};

// A bit-field whose type and width have been found sound.
struct BitfieldMember {
  uint32_t width;  // 0: ends a unit, has no name
  bool named;
  uint32_t unit_size;       // of the declared type, in bytes
  uint32_t type_alignment;  // of the declared type, as its typedef may have changed it
  uint32_t aligned;         // asked for on the member; 0: none
  bool packed;              // on the member or on the record
};

struct PlacedBitfield {
  uint64_t offset;  // of the unit that is loaded
  uint32_t shift;   // into it, counted from its first bit in memory order
};

struct LayoutState {
  const Target& target;
  const RecordOptions& options;
  BitPosition end;         // after the last member of a struct; stays 0 in a union
  uint64_t largest = 0;    // after the last byte of any member so far
  uint32_t alignment = 1;  // of the record so far

  // The open unit of the MSVC family; no unit is open when unit_size is 0.
  struct Run {
    uint32_t unit_size = 0;
    uint64_t offset = 0;
    uint32_t used_bits = 0;
  } run;

  uint32_t capped(uint32_t wanted) const { return options.pack != 0 && wanted > options.pack ? options.pack : wanted; }
  void raise_alignment(uint32_t wanted) { alignment = wanted > alignment ? wanted : alignment; }
  // False when the position would not be an object's any more.
  bool align_end(uint32_t wanted);
  bool occupy(uint64_t offset, uint64_t size);
  bool occupy_bits(uint32_t width);
};

// A field as wide as an integer type, at a place where that type could stand, is an ordinary member to GCC, and
// raises the alignment like one even when its typedef lowered the type's own.
inline bool is_whole_integer(const BitPosition& at, const BitfieldMember& member) {
  uint32_t width = member.width;
  bool is_integer_width = width == 8 || width == 16 || width == 32 || width == 64;
  bool may_be_aligned = !member.packed || width == 8;
  return is_integer_width && may_be_aligned && at.bits == 0 && at.bytes % (width / 8) == 0;
}

// nullopt: too large. The result means nothing for a width of 0.
std::optional<PlacedBitfield> place_bitfield_gcc(LayoutState& state, const BitfieldMember& member);
std::optional<PlacedBitfield> place_bitfield_msvc(LayoutState& state, const BitfieldMember& member);

}  // namespace cffi
