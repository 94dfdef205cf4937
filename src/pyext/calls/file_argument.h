// A Python file as a `FILE *` argument.
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

bool is_python_file(State& state, PyObject* object);

// The C stream that belongs to `file`, made at its first use over a duplicate of its descriptor and kept with it, so
// that C may read on where it stopped. Unbuffered. Python's own buffer is flushed first. Null with an exception set.
char* file_of_python_file(PyObject* file);

}  // namespace cffi
