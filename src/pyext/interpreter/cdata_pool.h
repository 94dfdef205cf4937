// Blocks of small cdata that died, for the next ones: most cdata live for one statement.
//
// One pool an interpreter, used with the GIL held. There is none in free-threaded builds, whose allocator keeps blocks
// for each thread, and none under AddressSanitizer, which must see each object come and go.
#pragma once

#include <array>
#include <cstddef>

#include "pyext/python/py_compat.h"

namespace cffi {

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kPoolsCData = false;
#else
inline constexpr bool kPoolsCData = !kFreeThreaded;
#endif

class CDataPool {
 public:
  CDataPool() = default;
  ~CDataPool() {
    while (count_ > 0) {
      PyObject_Free(blocks_[--count_]);
    }
  }
  CDataPool(const CDataPool&) = delete;
  CDataPool& operator=(const CDataPool&) = delete;

  bool has_blocks() const { return count_ > 0; }

  // A block of `size` bytes, which is the same in all calls; null without an exception: there is no memory.
  void* take(size_t size) { return has_blocks() ? blocks_[--count_] : PyObject_Malloc(size); }
  void give(void* block) {
    if (count_ < kLimit) {
      blocks_[count_++] = block;
    } else {
      PyObject_Free(block);
    }
  }

 private:
  static constexpr size_t kLimit = 64;
  std::array<void*, kLimit> blocks_;
  size_t count_ = 0;
};

}  // namespace cffi
