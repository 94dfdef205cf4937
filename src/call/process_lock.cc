#include "call/process_lock.h"

#include <mutex>

#if !defined(_WIN32)
#include <pthread.h>
#endif

namespace cffi {
namespace {

// Never destroyed: closures may die after static destructors ran.
std::mutex& raw_mutex() {
  static std::mutex* instance = new std::mutex;
  return *instance;
}

#if !defined(_WIN32)
void lock_before_fork() { raw_mutex().lock(); }
void unlock_after_fork() { raw_mutex().unlock(); }
#endif

std::mutex& mutex() {
#if !defined(_WIN32)
  // Once, before the first lock. When it fails (ENOMEM), fork() is as it is without us.
  [[maybe_unused]] static const int registered = pthread_atfork(lock_before_fork, unlock_after_fork, unlock_after_fork);
#endif
  return raw_mutex();
}

}  // namespace

ProcessLock::ProcessLock() { mutex().lock(); }
ProcessLock::~ProcessLock() { raw_mutex().unlock(); }

}  // namespace cffi
