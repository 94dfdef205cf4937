#include "call/process/process_lock.h"

#include <mutex>

#if !defined(_WIN32)
#include <pthread.h>
#endif

namespace cffi {
namespace {

// Made at compile time, so that there is no first use to race with; never destroyed, because closures may die after
// static destructors ran.
union Immortal {
  std::mutex mutex;
  constexpr Immortal() : mutex() {}
  ~Immortal() {}
};
constinit Immortal immortal;

#if !defined(_WIN32)
void lock_before_fork() { immortal.mutex.lock(); }
void unlock_after_fork() { immortal.mutex.unlock(); }

// When this library is loaded: a fork() in the middle of a registration at the first lock would leave the child waiting
// for it for ever. When it fails (ENOMEM), fork() is as it is without us.
[[maybe_unused]] const int kRegistered = pthread_atfork(lock_before_fork, unlock_after_fork, unlock_after_fork);
#endif

}  // namespace

ProcessLock::ProcessLock() { immortal.mutex.lock(); }
ProcessLock::~ProcessLock() { immortal.mutex.unlock(); }

}  // namespace cffi
