// Exceptions that nobody is there to catch: told to sys.unraisablehook with a text of ours.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

// `exception` is reported under the heading `message`. Leaves no exception set.
void report_unraisable(Ref<> exception, const Ref<>& message);

}  // namespace cffi
