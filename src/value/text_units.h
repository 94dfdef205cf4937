// Text as code units: lengths of zero-terminated strings, UTF-16 surrogate pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cffi {

// Number of units before the terminator, at most `limit`. `unit_size` is 1, 2 or 4.
size_t text_length(const void* text, size_t unit_size, size_t limit);

inline constexpr bool is_high_surrogate(uint32_t unit) { return (unit & 0xFFFFFC00U) == 0xD800U; }
inline constexpr bool is_low_surrogate(uint32_t unit) { return (unit & 0xFFFFFC00U) == 0xDC00U; }

// Units of UTF-16 that `points` (Unicode code points) take.
size_t utf16_length(std::span<const uint32_t> points);
// Writes them; `out` has room for utf16_length(points).
void utf16_encode(std::span<const uint32_t> points, uint16_t* out);
// Code points of `units`, pairs joined, lone surrogates kept; returns how many were written to `out`.
size_t utf16_decode(std::span<const uint16_t> units, uint32_t* out);

}  // namespace cffi
