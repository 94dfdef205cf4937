// An integer constant of C: up to 64 bits, signed or not.
#pragma once

#include <cstdint>

namespace cffi {

// `bits` is read as int64_t when `is_signed`.
struct IntegerValue {
  uint64_t bits = 0;
  bool is_signed = true;
  bool negative() const { return is_signed && static_cast<int64_t>(bits) < 0; }
  friend bool operator==(const IntegerValue& a, const IntegerValue& b) {
    return a.bits == b.bits && a.negative() == b.negative();
  }
};

}  // namespace cffi
