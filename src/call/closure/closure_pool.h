// The entry points of closures, and who owns each: blocks of machine code that was assembled at build time
// (closure_entries_*.S).
//
// The first block is this library's own text. Each entry reads the slot at a fixed distance from itself; the slots of
// the first block lie in .bss. When every entry is taken, the pool maps the same page(s) of this library's file once
// more (self_mapping.h), read and execute, with fresh pages for the slots at the same distance. No page is ever
// writable and executable, and nothing is ever made executable after the fact, so the pool grows under SELinux
// execmem, PR_SET_MDWE and the like. Where the file cannot be mapped, make() says so: kClosurePoolExhausted.
//
// Locks: one mutex, taken by take() and give_back() only, and held across fork() so that a child finds it free. A child
// inherits all blocks. Entries are reused oldest first; a free one points to a stand-in that returns zero.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "call/plan/frame_offsets.h"

namespace cffi {

// What a slot points to. Its first two words are read by the entry code.
struct ClosureCore {
  void (*entry)();
  alignas(8) uint64_t flags;
};
static_assert(offsetof(ClosureCore, entry) == 0 && offsetof(ClosureCore, flags) == CFFI_CLOSURE_FLAGS_OFFSET);

struct ClosureEntry {
  void* code;
  ClosureCore** slot;
};

// An entry whose slot points to `core` from now on, which must stay alive until it is given back.
Result<ClosureEntry> take_closure_entry(ClosureCore* core);
void give_back_closure_entry(const ClosureEntry& entry);

size_t closure_entries_in_use();

}  // namespace cffi
