// Addresses that are nobody's memory: reserved in the process, never given out twice. And whose memory an address is.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cffi {

// `size` bytes of address space, which are zeroes until somebody writes there, where the system has them for nothing.
// 0 when it has none left.
uintptr_t reserve_addresses(size_t size);
void release_addresses(uintptr_t begin, size_t size);

// Does `address` lie in a program or library that is loaded?
bool is_in_loaded_file(const void* address);

}  // namespace cffi
