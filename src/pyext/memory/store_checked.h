// Stores into memory that Python code may take away while a value is converted, by release() or dlclose().
#pragma once

#include <cstddef>

#include "pyext/memory/lifetime.h"

namespace cffi {

// A copy of `size` bytes at `memory`.
class CopyAside {
 public:
  CopyAside(char* memory, size_t size);
  ~CopyAside();
  CopyAside(const CopyAside&) = delete;
  CopyAside& operator=(const CopyAside&) = delete;

  char* bytes() { return bytes_; }  // null with MemoryError set
  // Writes back `count` bytes from `offset` on.
  void commit(size_t offset, size_t count);

 private:
  char* memory_;
  char* bytes_;
  alignas(16) char inline_[64];
};

// Which bytes a conversion may look at and write, and which of them are stored: code that ran may have written others.
struct StoredBytes {
  size_t size;
  size_t offset;
  size_t count;
};

// What is stored of a value in which there is a mistake.
enum class OnMistake : bool {
  kStoreWhatStandsBefore,  // as it is in memory that nothing can take away
  kStoreNothing,
};

// Calls `convert` (0, or -1 with an exception set) with a copy of the bytes at `address`, asks whether `holder` still
// has the memory, and commits. 0, or -1 with an exception set.
template <typename Holder, typename Convert>
int store_checked(Holder* holder, char* address, StoredBytes stored, OnMistake on_mistake, Convert convert) {
  CopyAside copy(address, stored.size);
  if (copy.bytes() == nullptr) {
    return -1;
  }
  int result = convert(copy.bytes());
  if (is_released(holder)) {
    if (result == 0) {
      raise_unusable_memory(holder);
    }
    return -1;
  }
  if (result == 0 || on_mistake == OnMistake::kStoreWhatStandsBefore) {
    copy.commit(stored.offset, stored.count);
  }
  return result;
}

}  // namespace cffi
