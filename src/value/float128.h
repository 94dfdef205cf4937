// IEEE 754 binary128 (_Float128, __float128) where no type of the compiler can be counted on to hold it. Host byte
// order.
#pragma once

namespace cffi {

// Rounded to the nearest double, ties to even.
double load_float128(const void* address);
// Exact.
void store_float128(void* address, double value);

}  // namespace cffi
