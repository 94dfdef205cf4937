// From core errors to Python exceptions.
#pragma once

#include <string>

#include "base/result.h"
#include "pyext/python/py_ref.h"

namespace cffi {

struct State;

// Sets the exception that the code's row in the error table names, with the whole description as its text.
// Always returns null, for `return raise(state, error);`.
std::nullptr_t raise(State& state, const Error& error);

// PyErr_Format with its result thrown away: `return raise_format(PyExc_TypeError, "...", ...)`. Returns null.
std::nullptr_t raise_format(PyObject* exception, const char* format, ...);
// The same for an exception that is of several kinds at once.
std::nullptr_t raise_format(State& state, ExceptionKind kinds, const char* format, ...);

// When the current exception is exactly TypeError, OverflowError or ValueError with one str argument: appends
// `suffix` to that text. Used to say which argument of which function was wrong. Keeps any other exception.
void append_to_error(const std::string& suffix);

// The __reduce_ex__ of what means nothing in another process: raises TypeError. Returns null.
PyObject* refuse_pickling(PyObject* self, PyObject* protocol);

}  // namespace cffi
