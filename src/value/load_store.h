// Loads and stores of integers and floats at unaligned addresses, in the host's byte order.
#pragma once

#include <cstdint>
#include <cstring>

namespace cffi {

template <typename T>
T load_as(const void* address) {
  T value;
  std::memcpy(&value, address, sizeof(T));
  return value;
}

template <typename T>
void store_as(void* address, T value) {
  std::memcpy(address, &value, sizeof(T));
}

// `size` is 1, 2, 4 or 8.
inline int64_t load_signed(const void* address, uint32_t size) {
  switch (size) {
    case 1:
      return load_as<int8_t>(address);
    case 2:
      return load_as<int16_t>(address);
    case 4:
      return load_as<int32_t>(address);
    default:
      return load_as<int64_t>(address);
  }
}

inline uint64_t load_unsigned(const void* address, uint32_t size) {
  switch (size) {
    case 1:
      return load_as<uint8_t>(address);
    case 2:
      return load_as<uint16_t>(address);
    case 4:
      return load_as<uint32_t>(address);
    default:
      return load_as<uint64_t>(address);
  }
}

inline void store_integer(void* address, uint32_t size, uint64_t value) {
  switch (size) {
    case 1:
      store_as(address, static_cast<uint8_t>(value));
      break;
    case 2:
      store_as(address, static_cast<uint16_t>(value));
      break;
    case 4:
      store_as(address, static_cast<uint32_t>(value));
      break;
    default:
      store_as(address, value);
      break;
  }
}

// `size` is 4 or 8 (2: IEEE half, by conversion).
double load_float(const void* address, uint32_t size);
void store_float(void* address, uint32_t size, double value);

}  // namespace cffi
