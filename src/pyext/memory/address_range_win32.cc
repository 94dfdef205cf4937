#ifdef _WIN32
#include <windows.h>

#include "pyext/memory/address_range.h"

namespace cffi {

uintptr_t reserve_addresses(size_t size) {
  return reinterpret_cast<uintptr_t>(VirtualAlloc(nullptr, size, MEM_RESERVE, PAGE_NOACCESS));
}

void release_addresses(uintptr_t begin, size_t) { VirtualFree(reinterpret_cast<void*>(begin), 0, MEM_RELEASE); }

bool is_in_loaded_file(const void* address) {
  HMODULE found = nullptr;
  constexpr DWORD kFlags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  return GetModuleHandleExA(kFlags, static_cast<const char*>(address), &found) != 0;
}

}  // namespace cffi
#endif
