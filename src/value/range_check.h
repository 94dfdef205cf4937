// Whether a number fits in so many bits.
#pragma once

#include <cstdint>

namespace cffi {

// `bits` is 1 to 64.
inline constexpr bool fits_signed(int64_t value, uint32_t bits) {
  return bits >= 64 || (value >= -(int64_t{1} << (bits - 1)) && value < (int64_t{1} << (bits - 1)));
}

inline constexpr bool fits_unsigned(uint64_t value, uint32_t bits) {
  return bits >= 64 || value < (uint64_t{1} << bits);
}

inline constexpr int64_t min_signed(uint32_t bits) { return bits >= 64 ? INT64_MIN : -(int64_t{1} << (bits - 1)); }
inline constexpr int64_t max_signed(uint32_t bits) { return bits >= 64 ? INT64_MAX : (int64_t{1} << (bits - 1)) - 1; }
inline constexpr uint64_t max_unsigned(uint32_t bits) { return bits >= 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1; }

}  // namespace cffi
