#include "call/saved_errno.h"

#include <cerrno>

#if defined(_WIN32)
#include <windows.h>
#endif

namespace cffi {
namespace {

// glibc keeps room for a few words of initial-exec storage in libraries that are opened later; any other model makes
// each access a call. musl refuses such libraries.
#if defined(__GLIBC__)
[[gnu::tls_model("initial-exec")]]
#endif
thread_local int saved_value = 0;
#if defined(_WIN32)
thread_local DWORD saved_last_error = 0;
#endif

}  // namespace

void restore_errno() {
#if defined(_WIN32)
  SetLastError(saved_last_error);
#endif
  errno = saved_value;
}

void save_errno() {
  saved_value = errno;
#if defined(_WIN32)
  saved_last_error = GetLastError();
#endif
}

int* saved_errno_address() { return &saved_value; }

int saved_errno() { return saved_value; }

void set_saved_errno(int value) { saved_value = value; }

}  // namespace cffi
