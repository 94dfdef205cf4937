// Python objects to arguments of C functions: what from_python does, and for pointers more: bytes without a copy, str
// for wide characters, lists as temporary arrays, Python files for FILE *.
#pragma once

#include <cstdint>

#include "pyext/calls/temporaries.h"
#include "pyext/python/py_compat.h"
#include "value/load_store.h"

namespace cffi {

// Stores `value` in a call frame's slot (call_plan.h: integers and pointers extended to 8 bytes). 0 or -1.
using ArgumentConverter = int (*)(CTypeObject* type, char* slot, PyObject* value, CallScratch& scratch);

// How one parameter of a function gets its value, worked out once per function type.
struct ArgumentStep {
  CTypeObject* type;  // borrowed from the function type's family
  ArgumentConverter convert;
  // Exact ints in this range need no converter: they are stored as they are. Empty for all but integers.
  int64_t smallest = 1;
  int64_t largest = 0;
};
ArgumentStep make_argument_step(CTypeObject* type);

inline int convert_argument(const ArgumentStep& step, char* slot, PyObject* value, CallScratch& scratch) {
  long long number = 0;
  if (small_int(value, &number) && number >= step.smallest && number <= step.largest) {
    store_as(slot, int64_t{number});
    return 0;
  }
  return step.convert(step.type, slot, value, scratch);
}

// from_python into memory that nobody has written yet: what an initialiser of a record leaves out is zero. 0 or -1.
int store_argument(CTypeObject* type, char* out, PyObject* value);

// What a pointer argument mostly is: a cdata of just this type, whose memory nothing can take away. Stores it then;
// false: it is not.
inline bool store_same_pointer(CTypeObject* type, char* out, PyObject* value) {
  bool same = is_usual_cdata(*type->state, value) && as_cdata(value)->type == type;
  if (same) {
    store_as(out, cdata_address(as_cdata(value)));
  }
  return same;
}

// How many bytes a temporary for `value` as an argument of pointer type `type` needs: 0 when `*address` already is the
// answer, else the size of a (zeroed) buffer to be filled by fill_pointer_argument. -1 with an exception set.
// (Frozen modules call these two through their export table.)
Py_ssize_t prepare_pointer_argument(CTypeObject* type, PyObject* value, char** address);
// `size`: that of `buffer`; a list that grew in the meantime is an IndexError, not an overflow.
int fill_pointer_argument(CTypeObject* type, char* buffer, Py_ssize_t size, PyObject* value);

// The address that `value` is as an argument of pointer type `type`, at `out`; arrays made for it, and notes of what
// must stay, are added to `temporaries`. 0, or -1 with an exception set.
inline int store_pointer_argument(CTypeObject* type, char* out, PyObject* value, Temporaries& temporaries) {
  char* address = nullptr;
  Py_ssize_t size = prepare_pointer_argument(type, value, &address);
  if (size < 0) {
    return -1;
  }
  if (size > 0) {
    address = temporaries.allocate(size);
    if (address == nullptr || fill_pointer_argument(type, address, size, value) < 0) {
      return -1;
    }
  } else if (is_cdata(*type->state, value) && !temporaries.note_address(as_cdata(value))) {
    return -1;
  }
  store_as(out, address);
  return 0;
}

}  // namespace cffi
