// Python to C: the other half of the conversion table.
//
// One rule set for fields, items, variables, results of callbacks and arguments (arguments additionally take bytes,
// sequences and files for pointers: c_argument.h). Errors: TypeError, OverflowError, ValueError with the released
// package's well-known wording.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

FromPython choose_from_python(const CTypeObject* type);

int store_bitfield_value(CTypeObject* type, char* unit, int shift, int width, PyObject* value);

// Integers from ints, integer cdata, and objects with __int__; never from floats. False with an exception set:
// TypeError, or OverflowError when it does not fit (to_uint64: when negative).
bool to_int64(State* state, PyObject* value, int64_t* out);
bool to_uint64(State* state, PyObject* value, uint64_t* out);
// A char: bytes of length 1 or char cdata. A wide char: str of length 1 or cdata of the same width.
// The second forms are for callers without a ctype: `state` is null unless `value` is a cdata.
bool to_char(CTypeObject* type, PyObject* value, char* out);
bool to_char_of(State* state, const char* type_name, PyObject* value, char* out);
bool to_wide_char(CTypeObject* type, PyObject* value, uint32_t* out);
bool to_wide_char_of(State* state, Py_ssize_t unit_size, PyObject* value, uint32_t* out);

// TypeError: a cdata of type `from` where a `wanted` is needed to make a `type`. Where both have the same name, that is
// what it says: the types are those of two FFI objects.
void refuse_cdata(CTypeObject* type, const char* wanted, CTypeObject* from);

}  // namespace cffi
