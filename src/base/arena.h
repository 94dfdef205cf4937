// Bump allocation for objects that live as long as their owner (type nodes, field lists, names).
//
// Objects are never destroyed one by one, so only trivially destructible types may be placed here.
// Not thread-safe: the owner's lock covers it. Addresses are stable until the Arena dies.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cffi {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* allocate(size_t size, size_t alignment);

  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  // A NUL-terminated copy (the terminator is not part of the view).
  std::string_view copy(std::string_view text);

  template <typename T>
  std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) {
      return {};
    }
    T* memory = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(memory), items.data(), items.size_bytes());
    return {memory, items.size()};
  }

  size_t bytes_used() const { return used_; }

  // How far it is filled. rewind() frees what was made since then: nothing may lead there any more.
  struct Mark {
    size_t blocks = 0;
    std::byte* next = nullptr;
    std::byte* limit = nullptr;
    size_t next_block = 0;
    size_t used = 0;
  };
  Mark mark() const { return {blocks_.size(), next_, limit_, next_block_, used_}; }
  void rewind(const Mark& mark);

 private:
  // Each block is twice as large as the one before, between these: some owners hold three objects, some a million.
  static constexpr size_t kFirstBlockSize = 1024;
  static constexpr size_t kBlockSize = 16 * 1024;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* limit_ = nullptr;
  size_t next_block_ = kFirstBlockSize;
  size_t used_ = 0;
};

}  // namespace cffi
