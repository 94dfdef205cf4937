// ffi.new_allocator(): new() with memory from functions of the program.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

// ffi.new_allocator(): `ffi` resolves type strings when called.
PyObject* make_allocator(PyObject* ffi, PyObject* allocate, PyObject* release, bool clear);

}  // namespace cffi
