#include "value/bitfield_access.h"

namespace cffi {
namespace {

// The bytes that hold a field: at most 9, for 64 bits that start inside a byte.
struct Window {
  const unsigned char* first;
  int byte_count;
  int shift;  // inside the first byte
};

Window window_of(const void* unit, int shift, int width) {
  int shift_in_byte = shift % 8;
  return {static_cast<const unsigned char*>(unit) + shift / 8, (shift_in_byte + width + 7) / 8, shift_in_byte};
}

uint64_t mask_of(int width) { return width >= 64 ? UINT64_MAX : (uint64_t{1} << width) - 1; }

}  // namespace

uint64_t load_bitfield_unsigned(const void* unit, int shift, int width) {
  Window window = window_of(unit, shift, width);
  uint64_t value = 0;
  for (int i = 0; i < window.byte_count; ++i) {
    int position = i * 8 - window.shift;
    uint64_t byte = window.first[i];
    value |= position < 0 ? byte >> -position : byte << position;
  }
  return value & mask_of(width);
}

int64_t load_bitfield_signed(const void* unit, int shift, int width) {
  int unused = 64 - width;
  return static_cast<int64_t>(load_bitfield_unsigned(unit, shift, width) << unused) >> unused;
}

void store_bitfield(void* unit, int shift, int width, uint64_t value) {
  Window window = window_of(unit, shift, width);
  auto* bytes = static_cast<unsigned char*>(unit) + shift / 8;
  uint64_t mask = mask_of(width);
  value &= mask;
  for (int i = 0; i < window.byte_count; ++i) {
    int position = i * 8 - window.shift;
    uint64_t part = position < 0 ? value << -position : value >> position;
    uint64_t part_mask = position < 0 ? mask << -position : mask >> position;
    bytes[i] = static_cast<unsigned char>((bytes[i] & ~part_mask) | (part & part_mask));
  }
}

}  // namespace cffi
