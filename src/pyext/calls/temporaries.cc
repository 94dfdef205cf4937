#include "pyext/calls/temporaries.h"

#include <cstdlib>
#include <cstring>

namespace cffi {
namespace {

constexpr Py_ssize_t kAlignment = 16;

}  // namespace

// What stands in front of a temporary.
struct alignas(kAlignment) Temporaries::Block {
  void* next;
  CDataObject* cdata;  // whose address was taken; null: this is an array
};

void Temporaries::free(void* blocks) {
  while (blocks != nullptr) {
    void* next = static_cast<Block*>(blocks)->next;
    std::free(blocks);
    blocks = next;
  }
}

Temporaries::Block* Temporaries::add_block(Py_ssize_t size) {
  constexpr auto kHeader = static_cast<Py_ssize_t>(sizeof(Block));
  void* memory = size <= PY_SSIZE_T_MAX - kHeader ? std::calloc(1, static_cast<size_t>(size + kHeader)) : nullptr;
  if (memory == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  auto* block = static_cast<Block*>(memory);
  block->next = blocks_;
  blocks_ = block;
  return block;
}

char* Temporaries::allocate(Py_ssize_t size) {
  if (size <= room_size_) {
    Py_ssize_t rounded = (size + kAlignment - 1) & ~(kAlignment - 1);  // fits: so is the size of the room
    char* memory = room_;
    room_ += rounded;
    room_size_ -= rounded;
    std::memset(memory, 0, static_cast<size_t>(rounded));
    return memory;
  }
  Block* block = add_block(size);
  return block != nullptr ? reinterpret_cast<char*>(block + 1) : nullptr;
}

bool Temporaries::add_address(CDataObject* cdata) {
  Block* block = add_block(0);
  if (block != nullptr) {
    block->cdata = cdata;
  }
  return block != nullptr;
}

bool Temporaries::check_addresses() const {
  for (void* block = blocks_; block != nullptr; block = static_cast<Block*>(block)->next) {
    CDataObject* cdata = static_cast<Block*>(block)->cdata;
    if (cdata != nullptr && is_released(cdata)) {
      raise_unusable_memory(cdata);
      return false;
    }
  }
  return true;
}

}  // namespace cffi
