#ifndef _WIN32
#include <dlfcn.h>
#include <sys/mman.h>

#include "pyext/memory/address_range.h"

namespace cffi {

uintptr_t reserve_addresses(size_t size) {
  // Memory all the same, since programs look at what `void *` leads to, and may even write there: one page of zeroes
  // comes after all that is only read. Where the system counts what could be written, that is left out.
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void* begin = mmap(nullptr, size, PROT_READ | PROT_WRITE, kFlags, -1, 0);
  begin = begin != MAP_FAILED ? begin : mmap(nullptr, size, PROT_READ, kFlags, -1, 0);
  return begin != MAP_FAILED ? reinterpret_cast<uintptr_t>(begin) : 0;
}

void release_addresses(uintptr_t begin, size_t size) { munmap(reinterpret_cast<void*>(begin), size); }

bool is_in_loaded_file(const void* address) {
  Dl_info place;
  return dladdr(address, &place) != 0;
}

}  // namespace cffi
#endif
