// Positional and keyword arguments of METH_FASTCALL | METH_KEYWORDS functions, bound to parameters by name.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

struct State;
struct CTypeObject;
struct CDataObject;

// METH_FASTCALL | METH_KEYWORDS functions: of FFI, and of the module.
using Method = PyObject*(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names);

// The parameters of one function. `names` has `count` entries; the first `required` must be given. The first
// `positional_only` have names for error texts only.
struct Parameters {
  const char* function;  // for error texts: "FFI.new"
  const char* const* names;
  int count;
  int required;
  int positional_only = 0;
};

// What a METH_FASTCALL | METH_KEYWORDS function is given, in one piece.
struct CallArguments {
  PyObject* const* values;
  Py_ssize_t count;
  PyObject* keyword_names;  // tuple of str, or null
};

// Fills `bound[0..count)` with borrowed references, null where nothing was given. False with TypeError set, worded as
// for functions written in Python.
bool bind_arguments(const Parameters& parameters, const CallArguments& arguments, PyObject** bound);

// The same, as an object: `Bound<2> a(parameters, arguments); if (!a) return nullptr; a[0]`.
template <int kCount>
class Bound {
 public:
  Bound(const Parameters& parameters, const CallArguments& arguments)
      : ok_(bind_arguments(parameters, arguments, values_)) {}
  explicit operator bool() const { return ok_; }
  PyObject* operator[](int index) const { return values_[index]; }
  // None counts as not given.
  PyObject* or_null(int index) const { return values_[index] == Py_None ? nullptr : values_[index]; }

 private:
  PyObject* values_[kCount] = {};
  bool ok_;
};

// One argument of a wanted kind, borrowed; null with TypeError: "newp() argument 1 must be _cffi_backend.CType, not
// int".
CTypeObject* ctype_argument(State& state, PyObject* argument, const char* function, int position);
CDataObject* cdata_argument(State& state, PyObject* argument, const char* function, int position);
// A Py_ssize_t from an int; `otherwise` when not given. False with an exception set.
bool size_argument(PyObject* argument, Py_ssize_t otherwise, Py_ssize_t* out);
// The same for what is an int in C: it must fit one.
bool int_argument(PyObject* argument, int otherwise, int* out);

// The name of the object's class, for "..., not int". Valid while the object lives.
const char* class_name(PyObject* object);

}  // namespace cffi
