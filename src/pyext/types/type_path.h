// Paths into a type: the field names and indexes that offsetof() and addressof() follow.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// Where a path has led to.
struct TypePlace {
  CTypeObject* type;  // borrowed from the type the path began with
  Py_ssize_t offset;  // bytes from the beginning
};

// One step: `step` is a field name (str) or an index (int). Only the first step may go through a pointer (`first`):
// where later pointers lead, the type alone does not say. False with TypeError, KeyError (no such field)
// or OverflowError.
bool follow_step(TypePlace& place, PyObject* step, bool first);

// All steps from `type`. False with an exception set.
bool follow_path(CTypeObject* type, PyObject* const* steps, Py_ssize_t count, TypePlace* place);

}  // namespace cffi
