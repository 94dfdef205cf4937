#include "value/load_store.h"

#include <bit>
#include <cmath>

namespace cffi {
namespace {

// IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits.
double half_to_double(uint16_t half) {
  int exponent = half >> 10 & 0x1F;
  int fraction = half & 0x3FF;
  double magnitude = 0;
  if (exponent == 0x1F) {
    // A NaN keeps its payload in the leading fraction bits of a double.
    uint64_t bits = uint64_t{0x7FF} << 52 | static_cast<uint64_t>(fraction) << 42;
    magnitude = std::bit_cast<double>(bits);
  } else if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else {
    magnitude = std::ldexp(fraction | 0x400, exponent - 25);
  }
  return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

// Round to nearest, ties to even (IEEE 754-2008 4.3.1), from the double at once: no double rounding.
uint16_t double_to_half(double value) {
  auto bits = std::bit_cast<uint64_t>(value);
  auto sign = static_cast<uint16_t>(bits >> 48 & 0x8000);
  uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  int exponent = static_cast<int>(bits >> 52 & 0x7FF) - 1023;
  if (exponent == 1024) {
    auto payload = static_cast<uint16_t>(fraction >> 42);
    return static_cast<uint16_t>(sign | 0x7C00 | (fraction != 0 ? (payload | 0x200) : 0));
  }
  if (exponent < -25) {
    return sign;  // below half of the smallest subnormal
  }
  if (exponent > 15) {
    return static_cast<uint16_t>(sign | 0x7C00);
  }
  // Units in the last place: 2^-24 for subnormals, 2^(exponent-10) otherwise.
  bool subnormal = exponent < -14;
  int dropped = subnormal ? 42 - 14 - exponent : 42;
  uint64_t significand = fraction | uint64_t{1} << 52;
  uint64_t kept = significand >> dropped;
  uint64_t rest = significand & ((uint64_t{1} << dropped) - 1);
  uint64_t half = uint64_t{1} << (dropped - 1);
  if (rest > half || (rest == half && (kept & 1) != 0)) {
    ++kept;
  }
  // Carries flow from the fraction into the exponent on their own, up to infinity.
  uint64_t result = subnormal ? kept : kept + (static_cast<uint64_t>(exponent + 14) << 10);
  return static_cast<uint16_t>(sign | result);
}

}  // namespace

double load_float(const void* address, uint32_t size) {
  switch (size) {
    case 2:
      return half_to_double(load_as<uint16_t>(address));
    case 4:
      return static_cast<double>(load_as<float>(address));
    default:
      return load_as<double>(address);
  }
}

void store_float(void* address, uint32_t size, double value) {
  switch (size) {
    case 2:
      store_as(address, double_to_half(value));
      break;
    case 4:
      store_as(address, static_cast<float>(value));
      break;
    default:
      store_as(address, value);
      break;
  }
}

}  // namespace cffi
