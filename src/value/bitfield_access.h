// Reading and writing a bit-field inside its storage unit, host byte order (little-endian numbering of bits).
//
// `unit` is the address that Field::offset leads to, `unit_size` the size of the field's declared type. Only the
// bytes that hold the field are touched: a field at the end of a packed struct is never read past the struct.
#pragma once

#include <cstdint>

namespace cffi {

int64_t load_bitfield_signed(const void* unit, int shift, int width);
uint64_t load_bitfield_unsigned(const void* unit, int shift, int width);
void store_bitfield(void* unit, int shift, int width, uint64_t value);

}  // namespace cffi
