#include "value/text_units.h"

#include <cstring>

#include "value/load_store.h"

namespace cffi {
namespace {

template <typename Unit>
size_t length_of(const void* text, size_t limit) {
  const char* bytes = static_cast<const char*>(text);
  size_t length = 0;
  while (length < limit && load_as<Unit>(bytes + length * sizeof(Unit)) != 0) {
    ++length;
  }
  return length;
}

}  // namespace

size_t text_length(const void* text, size_t unit_size, size_t limit) {
  switch (unit_size) {
    case 1: {
      // strnlen stops at the terminator and reads nothing after it, whatever the limit.
      return strnlen(static_cast<const char*>(text), limit);
    }
    case 2:
      return length_of<uint16_t>(text, limit);
    default:
      return length_of<uint32_t>(text, limit);
  }
}

size_t utf16_length(std::span<const uint32_t> points) {
  size_t length = points.size();
  for (uint32_t point : points) {
    length += point > 0xFFFF ? 1 : 0;
  }
  return length;
}

void utf16_encode(std::span<const uint32_t> points, uint16_t* out) {
  for (uint32_t point : points) {
    if (point > 0xFFFF) {
      uint32_t rest = point - 0x10000;
      *out++ = static_cast<uint16_t>(0xD800 | (rest >> 10 & 0x3FF));
      *out++ = static_cast<uint16_t>(0xDC00 | (rest & 0x3FF));
    } else {
      *out++ = static_cast<uint16_t>(point);
    }
  }
}

size_t utf16_decode(std::span<const uint16_t> units, uint32_t* out) {
  uint32_t* end = out;
  for (size_t i = 0; i < units.size(); ++i) {
    uint32_t unit = units[i];
    if (is_high_surrogate(unit) && i + 1 < units.size() && is_low_surrogate(units[i + 1])) {
      unit = 0x10000 + ((unit & 0x3FF) << 10) + (units[++i] & 0x3FFU);
    }
    *end++ = unit;
  }
  return static_cast<size_t>(end - out);
}

}  // namespace cffi
