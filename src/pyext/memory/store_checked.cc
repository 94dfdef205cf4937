#include "pyext/memory/store_checked.h"

#include <cstring>

namespace cffi {

CopyAside::CopyAside(char* memory, size_t size) : memory_(memory) {
  bytes_ = size <= sizeof inline_ ? inline_ : static_cast<char*>(PyMem_Malloc(size));
  if (bytes_ == nullptr) {
    PyErr_NoMemory();
  } else {
    std::memcpy(bytes_, memory, size);
  }
}

CopyAside::~CopyAside() {
  if (bytes_ != inline_) {
    PyMem_Free(bytes_);
  }
}

void CopyAside::commit(size_t offset, size_t count) { std::memcpy(memory_ + offset, bytes_ + offset, count); }

}  // namespace cffi
