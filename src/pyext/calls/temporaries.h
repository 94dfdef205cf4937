// What the arguments of one call need until it is over: temporary arrays, and the addresses that were taken of cdata
// whose memory could go before C sees them.
#pragma once

#include "pyext/memory/lifetime.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

// A list through blocks of memory. Its head is one word, which is all the room that generated code has for it.
class Temporaries {
 public:
  // Goes on with the list of which `blocks` is the head. It is not freed when this goes.
  explicit Temporaries(void* blocks = nullptr) : blocks_(blocks) {}
  Temporaries(const Temporaries&) = delete;
  Temporaries& operator=(const Temporaries&) = delete;

  void* blocks() const { return blocks_; }
  static void free(void* blocks);

  // Zeroed, 16-byte aligned. Null with MemoryError set.
  char* allocate(Py_ssize_t size);

  // Remembers a cdata (borrowed from the arguments) whose address was taken, if converting another argument could take
  // its memory away. False with MemoryError set.
  bool note_address(CDataObject* cdata) {
    return has_permanent_memory(cdata) || !is_releasable(cdata) || add_address(cdata);
  }
  // Once all arguments are converted: whether those addresses are still good. False with an exception set.
  bool addresses_are_good() const { return blocks_ == nullptr || check_addresses(); }

 protected:
  Temporaries(char* room, Py_ssize_t size) : room_(room), room_size_(size) {}

 private:
  struct Block;
  Block* add_block(Py_ssize_t size);
  bool add_address(CDataObject* cdata);
  bool check_addresses() const;

  void* blocks_ = nullptr;
  char* room_ = nullptr;  // for small temporaries; the heap has the others
  Py_ssize_t room_size_ = 0;
};

// Those of a call that begins and ends in one function.
class CallScratch : public Temporaries {
 public:
  CallScratch() : Temporaries(inline_, kInlineSize) {}
  ~CallScratch() {
    if (blocks() != nullptr) {
      free(blocks());
    }
  }

 private:
  static constexpr Py_ssize_t kInlineSize = 256;
  alignas(16) char inline_[kInlineSize];
};

}  // namespace cffi
