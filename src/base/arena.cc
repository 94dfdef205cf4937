#include "base/arena.h"

#include <algorithm>

namespace cffi {

void* Arena::allocate(size_t size, size_t alignment) {
  auto address = reinterpret_cast<uintptr_t>(next_);
  size_t padding = (alignment - address % alignment) % alignment;
  if (next_ == nullptr || size > static_cast<size_t>(limit_ - next_) ||
      padding > static_cast<size_t>(limit_ - next_) - size) {
    // Large objects get a block of their own, so that the rest of the current block stays usable.
    if (size + alignment > next_block_ / 4) {
      blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size + alignment));
      std::byte* block = blocks_.back().get();
      used_ += size;
      return block + (alignment - reinterpret_cast<uintptr_t>(block) % alignment) % alignment;
    }
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(next_block_));
    next_ = blocks_.back().get();
    limit_ = next_ + next_block_;
    next_block_ = std::min(next_block_ * 2, kBlockSize);
    padding = (alignment - reinterpret_cast<uintptr_t>(next_) % alignment) % alignment;
  }
  std::byte* memory = next_ + padding;
  next_ = memory + size;
  used_ += size;
  return memory;
}

void Arena::rewind(const Mark& mark) {
  blocks_.resize(mark.blocks);
  next_ = mark.next;
  limit_ = mark.limit;
  next_block_ = mark.next_block;
  used_ = mark.used;
}

std::string_view Arena::copy(std::string_view text) {
  char* memory = static_cast<char*>(allocate(text.size() + 1, 1));
  if (!text.empty()) {
    std::memcpy(memory, text.data(), text.size());
  }
  memory[text.size()] = '\0';
  return {memory, text.size()};
}

}  // namespace cffi
