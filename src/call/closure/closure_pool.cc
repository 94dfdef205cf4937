#include "call/closure/closure_pool.h"

#include <atomic>
#include <deque>
#include <string>

#include "call/closure/closure_entries.h"
#include "call/process/process_lock.h"
#include "call/process/self_mapping.h"

#if CFFI_CLOSURE_ENTRY_STRIDE > 0

extern "C" {
[[gnu::visibility("hidden")]] extern const unsigned char cffi_closure_entries[];
[[gnu::visibility("hidden")]] void cffi_closure_dead();
[[gnu::visibility("hidden")]] cffi::ClosureCore* cffi_closure_slots[CFFI_CLOSURE_ENTRY_COUNT];
}

namespace cffi {
namespace {

constexpr size_t kCodeSize = size_t{CFFI_CLOSURE_ENTRY_COUNT} * CFFI_CLOSURE_ENTRY_STRIDE;

// The entries are one per process, as the code that they are made of is.
struct Pool {
  std::deque<ClosureEntry> free;
  size_t in_use = 0;
  bool has_first_block = false;
  ClosureCore dead{cffi_closure_dead, 0};
};

// Never destroyed: C code may call closures after static destructors ran.
Pool& pool() {
  static Pool* instance = new Pool;
  return *instance;
}

void store(const ClosureEntry& entry, ClosureCore* core) {
  // C code on another thread may be reading the slot if it calls a closure that dies meanwhile.
  __atomic_store_n(entry.slot, core, __ATOMIC_RELEASE);
}

// `distance`: from the first block to the one that is added.
void add_block(Pool& pool, ptrdiff_t distance) {
  auto code = reinterpret_cast<uintptr_t>(cffi_closure_entries) + static_cast<uintptr_t>(distance);
  auto slots = reinterpret_cast<uintptr_t>(cffi_closure_slots) + static_cast<uintptr_t>(distance);
  for (size_t i = 0; i < CFFI_CLOSURE_ENTRY_COUNT; ++i) {
    ClosureEntry entry{reinterpret_cast<void*>(code + i * CFFI_CLOSURE_ENTRY_STRIDE),
                       reinterpret_cast<ClosureCore**>(slots + i * sizeof(ClosureCore*))};
    store(entry, &pool.dead);
    pool.free.push_back(entry);
  }
}

Result<void> grow(Pool& pool) {
  if (!pool.has_first_block) {
    pool.has_first_block = true;
    add_block(pool, 0);
    return {};
  }
  std::string reason;
  auto distance =
      map_self_again(cffi_closure_entries, kCodeSize, cffi_closure_slots, sizeof cffi_closure_slots, reason);
  if (!distance) {
    return fail(ErrorCode::kClosurePoolExhausted, {std::to_string(pool.in_use), reason});
  }
  add_block(pool, *distance);
  return {};
}

}  // namespace

Result<ClosureEntry> take_closure_entry(ClosureCore* core) {
  ProcessLock lock;
  Pool& pool = cffi::pool();
  if (pool.free.empty()) {
    CFFI_TRY_VOID(grow(pool));
  }
  ClosureEntry entry = pool.free.front();
  pool.free.pop_front();
  ++pool.in_use;
  store(entry, core);
  return entry;
}

void give_back_closure_entry(const ClosureEntry& entry) {
  ProcessLock lock;
  Pool& pool = cffi::pool();
  store(entry, &pool.dead);
  pool.free.push_back(entry);
  --pool.in_use;
}

size_t closure_entries_in_use() {
  ProcessLock lock;
  return pool().in_use;
}

}  // namespace cffi

#else

namespace cffi {

Result<ClosureEntry> take_closure_entry(ClosureCore*) {
  return fail(ErrorCode::kClosurePoolExhausted, {"0", "this machine has no entry points of our own"});
}

void give_back_closure_entry(const ClosureEntry&) {}

size_t closure_entries_in_use() { return 0; }

}  // namespace cffi

#endif
