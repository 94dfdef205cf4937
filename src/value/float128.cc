#include "value/float128.h"

#include <bit>
#include <cstdint>
#include <utility>

#include "value/load_store.h"

namespace cffi {
namespace {

// binary128: sign 1, exponent 15 (bias 16383), fraction 112: the lower 48 bits of `high` and all of `low`.
// binary64:  sign 1, exponent 11 (bias 1023),  fraction 52.
constexpr uint64_t kSign = uint64_t{1} << 63;
constexpr int kWideBias = 16383;
constexpr int kBias = 1023;
constexpr uint64_t kWideInfinity = 0x7fff;
constexpr uint64_t kInfinity = 0x7ff;
constexpr int kWideHighBits = 48;
constexpr int kFractionBits = 52;
constexpr bool kLowFirst = std::endian::native == std::endian::little;

struct Words {
  uint64_t high;
  uint64_t low;
};

Words load_words(const void* address) {
  auto first = load_as<uint64_t>(address);
  auto second = load_as<uint64_t>(static_cast<const char*>(address) + 8);
  return kLowFirst ? Words{second, first} : Words{first, second};
}

void store_words(void* address, Words words) {
  store_as(address, kLowFirst ? words.low : words.high);
  store_as(static_cast<char*>(address) + 8, kLowFirst ? words.high : words.low);
}

// `value` without its lowest `count` bits (1 to 64), rounded to nearest, ties to even.
uint64_t rounded_shift(uint64_t value, int count) {
  uint64_t kept = count == 64 ? 0 : value >> count;
  uint64_t rest = count == 64 ? value : value & ((uint64_t{1} << count) - 1);
  uint64_t half = uint64_t{1} << (count - 1);
  bool up = rest > half || (rest == half && (kept & 1) != 0);
  return kept + (up ? 1 : 0);
}

// Bits of the double without its sign, for a finite number that is normal as a binary128.
uint64_t narrowed(Words words, int exponent) {
  // The leading 64 bits of the significand; what lies below only matters as being zero or not.
  uint64_t fraction = words.high & ((uint64_t{1} << kWideHighBits) - 1);
  uint64_t leading = (uint64_t{1} << 63) | fraction << 15 | words.low >> 49;
  leading |= (words.low << 15) != 0 ? 1 : 0;
  constexpr int kDropped = 63 - kFractionBits;
  if (exponent > kBias) {
    return kInfinity << kFractionBits;
  }
  if (exponent >= 1 - kBias) {
    // The implicit bit adds one to the exponent; so does a carry.
    return rounded_shift(leading, kDropped) + (static_cast<uint64_t>(exponent + kBias - 1) << kFractionBits);
  }
  int dropped = kDropped + (1 - kBias - exponent);
  return dropped > 64 ? 0 : rounded_shift(leading, dropped);
}

}  // namespace

double load_float128(const void* address) {
  Words words = load_words(address);
  uint64_t sign = words.high & kSign;
  uint64_t biased = words.high >> kWideHighBits & kWideInfinity;
  uint64_t bits = 0;
  if (biased == kWideInfinity) {
    bool is_nan = (words.high << 16 | words.low) != 0;
    bits = kInfinity << kFractionBits | (is_nan ? uint64_t{1} << (kFractionBits - 1) : 0);
  } else if (biased != 0) {
    bits = narrowed(words, static_cast<int>(biased) - kWideBias);
  }  // else zero, or too small for a double
  return std::bit_cast<double>(sign | bits);
}

void store_float128(void* address, double value) {
  auto bits = std::bit_cast<uint64_t>(value);
  uint64_t fraction = bits & ((uint64_t{1} << kFractionBits) - 1);
  auto biased = static_cast<int>(bits >> kFractionBits & kInfinity);
  int wide = 0;
  if (biased == static_cast<int>(kInfinity)) {
    wide = static_cast<int>(kWideInfinity);
  } else if (biased != 0) {
    wide = biased - kBias + kWideBias;
  } else if (fraction != 0) {  // subnormal as a double only
    int shift = std::countl_zero(fraction) - (63 - kFractionBits);
    fraction = (fraction << shift) & ((uint64_t{1} << kFractionBits) - 1);
    wide = 1 - shift - kBias + kWideBias;
  }
  constexpr int kSpilled = kFractionBits - kWideHighBits;
  uint64_t exponent = static_cast<uint64_t>(wide) << kWideHighBits;
  store_words(address, {(bits & kSign) | exponent | fraction >> kSpilled, fraction << (64 - kSpilled)});
}

}  // namespace cffi
