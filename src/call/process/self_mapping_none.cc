#if !defined(__linux__) && !defined(_WIN32)

#include "call/process/self_mapping.h"

namespace cffi {

std::optional<ptrdiff_t> map_self_again(const void*, size_t, const void*, size_t, std::string& reason) {
  reason = "growing is not implemented on this system";
  return std::nullopt;
}

}  // namespace cffi

#endif
