// Where registers lie in a frame. The same block serves calls outwards (loaded before, stored after the call) and
// closures (stored on entry, loaded before returning), so that plans and closures share everything but the assembly.
//
//     general   arguments in general registers, 8 bytes each
//     results   general results (16 bytes), then vector results (8 bytes each)
//     vectors   arguments in vector registers, 8 bytes each: doubles, floats
//     --------- `narrow_end`: all that most signatures need
//     wide      results and arguments of 16 bytes in vector registers, and x87 results
//     --------- `wide_end`
//
// Vector slots of 8 bytes are what loads of 8 bytes want (a 16-byte load right after an 8-byte store stalls), and make
// a struct of two doubles contiguous. The offsets are in frame_offsets.h, for invoke_*.S and closure_entry_*.S, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "call/plan/frame_offsets.h"
#include "call/plan/placement.h"

namespace cffi {

struct FrameShape {
  uint32_t general;
  uint32_t general_result;
  uint32_t vector_result;
  uint32_t general_end;  // frame size of a plan without vector arguments
  uint32_t vector;
  uint32_t narrow_end;
  uint32_t wide_result;
  uint32_t wide_vector;
  uint32_t x87_result;  // real part; the imaginary part 16 bytes on
  uint32_t wide_end;
  uint32_t registers;         // vector registers that carry arguments
  uint32_t wide_stride = 16;  // from one slot at `wide_vector` to the next

  uint32_t general_slot(uint32_t index) const { return general + index * 8; }
  uint32_t vector_slot(uint32_t index, bool wide) const {
    return wide ? wide_vector + index * wide_stride : vector + index * 8;
  }
  uint32_t argument_slot(Piece piece, bool wide) const {
    return piece.bank == Bank::kGeneral ? general_slot(piece.index) : vector_slot(piece.index, wide);
  }
  uint32_t result_slot(Piece piece, bool wide) const {
    if (piece.bank == Bank::kGeneral) {
      return general_result + piece.index * 8u;
    }
    return wide ? wide_result + piece.index * 16u : vector_result + piece.index * 8u;
  }
};

#if defined(CFFI_FRAME_GENERAL)
inline constexpr FrameShape kFrameShape = {
    .general = CFFI_FRAME_GENERAL,
    .general_result = CFFI_FRAME_GENERAL_RESULT,
    .vector_result = CFFI_FRAME_VECTOR_RESULT,
    .general_end = CFFI_FRAME_GENERAL_END,
    .vector = CFFI_FRAME_VECTOR,
    .narrow_end = CFFI_FRAME_NARROW_END,
    .wide_result = CFFI_FRAME_WIDE_RESULT,
    .wide_vector = CFFI_FRAME_WIDE_VECTOR,
    .x87_result = CFFI_FRAME_X87_RESULT,
    .wide_end = CFFI_FRAME_WIDE_END,
    .registers = 8,
};

#endif

// Arguments never need the whole of a vector register, so their slots are the same in both cases.
inline constexpr FrameShape kWin64FrameShape = {
    .general = CFFI_WIN64_FRAME_GENERAL,
    .general_result = CFFI_WIN64_FRAME_GENERAL_RESULT,
    .vector_result = CFFI_WIN64_FRAME_VECTOR_RESULT,
    .general_end = CFFI_WIN64_FRAME_GENERAL_END,
    .vector = CFFI_WIN64_FRAME_VECTOR,
    .narrow_end = CFFI_WIN64_FRAME_END,
    .wide_result = CFFI_WIN64_FRAME_VECTOR_RESULT,
    .wide_vector = CFFI_WIN64_FRAME_VECTOR,
    .x87_result = 0,  // none
    .wide_end = CFFI_WIN64_FRAME_END,
    .registers = 4,
    .wide_stride = 8,
};

// No part reaches into the next one, and what moves 16 bytes at a time is aligned.
constexpr bool is_well_formed(const FrameShape& shape) {
  bool in_order = shape.general < shape.general_result && shape.general_result + 16 == shape.vector_result &&
                  shape.vector_result < shape.general_end && shape.general_end <= shape.vector &&
                  shape.vector + shape.registers * 8 <= shape.narrow_end && shape.narrow_end <= shape.wide_end &&
                  shape.wide_vector + shape.registers * shape.wide_stride == shape.wide_end;
  bool is_aligned = shape.wide_result % 16 == 0 && shape.wide_vector % 16 == 0 && shape.wide_end % 16 == 0;
  return in_order && is_aligned;
}
#if defined(CFFI_FRAME_GENERAL)
static_assert(is_well_formed(kFrameShape));
static_assert(kFrameShape.narrow_end <= kFrameShape.wide_result && kFrameShape.wide_result < kFrameShape.wide_vector);
#endif
static_assert(is_well_formed(kWin64FrameShape));

// The flags that tell the assembly what else to move.
enum FrameFlag : uint64_t {
  kWideVectors = 1 << CFFI_FLAG_WIDE_VECTORS,  // vector registers are moved whole, through the wide slots
  kX87Result = 1 << CFFI_FLAG_X87_RESULT,
  kComplexX87Result = 1 << CFFI_FLAG_COMPLEX_X87_RESULT,
  kVectorArguments = 1 << CFFI_FLAG_VECTOR_ARGUMENTS,  // closures: vector registers must be stored on entry
};

// Offset of the whole value when its pieces stand one after another in the frame as they do in memory; nothing must
// be moved then. nullopt otherwise.
template <typename Slot>
std::optional<uint32_t> contiguous_slot(const Place& place, Slot slot_of) {
  if (place.piece_count == 0) {
    return std::nullopt;
  }
  uint32_t first = slot_of(place.pieces[0]);
  for (uint32_t i = 0; i < place.piece_count; ++i) {
    if (slot_of(place.pieces[i]) != first + place.pieces[i].offset) {
      return std::nullopt;
    }
  }
  return first;
}

// Copies what one register holds. Sizes that are known to the compiler become single moves instead of a call.
inline void copy_piece(std::byte* to, const std::byte* from, uint32_t size) {
  if (size == 8) {
    std::memcpy(to, from, 8);
  } else if (size == 4) {
    std::memcpy(to, from, 4);
  } else {
    std::memcpy(to, from, size);
  }
}

// Whether any register of the signature carries 16 bytes.
inline bool has_wide_piece(const Place& place) {
  for (uint32_t i = 0; i < place.piece_count; ++i) {
    if (place.pieces[i].size > 8) {
      return true;
    }
  }
  return false;
}

inline bool needs_wide_vectors(const Placement& placement) {
  bool wide = has_wide_piece(placement.result);
  for (const Place& place : placement.arguments) {
    wide = wide || has_wide_piece(place);
  }
  return wide;
}

inline uint64_t frame_flags(const Placement& placement) {
  uint64_t flags = needs_wide_vectors(placement) ? uint64_t{kWideVectors} : 0;
  flags |= placement.uses_vectors ? uint64_t{kVectorArguments} : 0;
  flags |= placement.result.kind == PlaceKind::kX87 ? uint64_t{kX87Result} : 0;
  flags |= placement.result.kind == PlaceKind::kComplexX87 ? uint64_t{kComplexX87Result} : 0;
  return flags;
}

}  // namespace cffi
