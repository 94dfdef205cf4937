#if defined(_WIN32)

#include "pyext/interpreter/foreign_thread.h"

namespace cffi {

// Windows tells of the end of threads while it holds the loader's lock: no time to wait for the GIL.
PyThreadState* foreign_thread_state(const std::shared_ptr<ExitState>&) { return nullptr; }

bool is_foreign_thread_state(PyThreadState*) { return false; }

}  // namespace cffi

#endif
