#include "call/process/saved_errno.h"

#if defined(_WIN32)
#include <windows.h>
#endif

namespace cffi {

#if defined(__GLIBC__)
[[gnu::tls_model("initial-exec")]]
#endif
constinit thread_local SavedErrno thread_saved_errno;

#if defined(_WIN32)
void restore_last_error() { SetLastError(thread_saved_errno.last_error); }
void save_last_error() { thread_saved_errno.last_error = GetLastError(); }
#endif

}  // namespace cffi
