// The Python classes of our exceptions.
#pragma once

#include "base/error.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_ref.h"

namespace cffi {

struct State;

// The class of an exception that is all of `kinds`: that of the one kind, or one that derives from the class of each.
// Such a class is named after the first of them, is made once for each State, and its instances can be pickled.
// Borrowed; null with an exception set.
PyObject* exception_class(State& state, ExceptionKind kinds);

// Adds FFIError and CDefError to the state.
bool add_exceptions(State& state);

// _rebuild_error(names, args): unpickles an exception of several kinds, which `names` are.
Method backend_rebuild_error;

}  // namespace cffi
