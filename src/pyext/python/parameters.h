// Positional and keyword arguments of methods, bound to parameters by name. (method_table.h: where these are declared.)
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

struct State;
struct CTypeObject;
struct CDataObject;

// The parameters of one method.
struct Parameters {
  static constexpr int kMost = 7;
  static constexpr int kNameSize = 32;

  char function[40] = {};  // for error texts: "FFI.new"
  char names[kMost][kNameSize] = {};
  int count = 0;
  int required = 0;         // the first ones, which must be given
  int positional_only = 0;  // the first ones, whose names are for error texts only
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

// TypeError for a parameter that must be given. Returns null.
std::nullptr_t raise_missing(const char* function, const char* name);

// What a method is given, in the order of its parameters: borrowed, null where nothing was given.
class Bound {
 public:
  explicit Bound(PyObject* const* values) : values_(values) {}
  PyObject* operator[](int index) const { return values_[index]; }
  // None counts as not given.
  PyObject* or_null(int index) const { return values_[index] == Py_None ? nullptr : values_[index]; }

 private:
  PyObject* const* values_;
};

using Method = PyObject*(PyObject* self, Bound bound);
// METH_FASTCALL | METH_KEYWORDS: takes its arguments itself.
using FastFunction = PyObject*(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names);

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
