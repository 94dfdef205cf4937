// errno per thread as the program between two C calls sees it: put back right before a call, taken right after. Inline,
// so that a call asks only once where this thread's errno lies.
#pragma once

#include <cerrno>

namespace cffi {

struct SavedErrno {
  int value = 0;
#if defined(_WIN32)
  unsigned long last_error = 0;  // what GetLastError() says
#endif
};

// glibc keeps room for a few words of initial-exec storage in libraries that are opened later; any other model makes
// each access a call. musl refuses such libraries.
#if defined(__GLIBC__)
[[gnu::tls_model("initial-exec")]]
#endif
extern constinit thread_local SavedErrno thread_saved_errno;

#if defined(_WIN32)
void restore_last_error();
void save_last_error();
#else
inline void restore_last_error() {}
inline void save_last_error() {}
#endif

// Sets the C errno (and GetLastError on Windows) to this thread's saved value; takes it back.
inline void restore_errno() {
  restore_last_error();
  errno = thread_saved_errno.value;
}
inline void save_errno() {
  thread_saved_errno.value = errno;
  save_last_error();
}

inline int saved_errno() { return thread_saved_errno.value; }
inline void set_saved_errno(int value) { thread_saved_errno.value = value; }

}  // namespace cffi
