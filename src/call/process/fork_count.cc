#include "call/process/fork_count.h"

#include <atomic>

#if !defined(_WIN32)
#include <pthread.h>
#endif

namespace cffi {
namespace {

constinit std::atomic<uint32_t> forks = 0;

#if !defined(_WIN32)
void count_in_child() { forks.fetch_add(1, std::memory_order_relaxed); }

[[maybe_unused]] const int kRegistered = pthread_atfork(nullptr, nullptr, count_in_child);
#endif

}  // namespace

uint32_t fork_count() { return forks.load(std::memory_order_relaxed); }

}  // namespace cffi
