// Arithmetic on sizes that reports overflow instead of wrapping.
#pragma once

#include <cstdint>
#include <optional>

namespace cffi {

// Sizes above this cannot be objects: ptrdiff_t must reach across any object (and Py_ssize_t above it).
inline constexpr uint64_t kMaxObjectSize = static_cast<uint64_t>(INT64_MAX);

inline std::optional<uint64_t> checked_add(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum) || sum > kMaxObjectSize) {
    return std::nullopt;
  }
  return sum;
}

inline std::optional<uint64_t> checked_multiply(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product) || product > kMaxObjectSize) {
    return std::nullopt;
  }
  return product;
}

// `alignment` must be a power of two.
inline std::optional<uint64_t> checked_round_up(uint64_t value, uint64_t alignment) {
  auto sum = checked_add(value, alignment - 1);
  if (!sum) {
    return std::nullopt;
  }
  return *sum & ~(alignment - 1);
}

inline constexpr bool is_power_of_two(uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

}  // namespace cffi
