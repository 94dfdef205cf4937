// Python objects to arrays and records.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// Initialises an array or record at `data` from a Python object (list, tuple, dict, bytes, str, cdata, iterable).
// `length`: number of items that fit; -1 when unknown (then nothing is checked).
int convert_array(CTypeObject* array, char* data, Py_ssize_t length, PyObject* value);
// `record_size`: bytes that are there, which bounds a flexible array at its end; -1 when unknown.
int convert_record(CTypeObject* record, char* data, PyObject* value, Py_ssize_t record_size = -1);
// For new() of records that end in a flexible array: how many bytes `value` needs in all. -1 with an exception set.
Py_ssize_t flexible_record_size(CTypeObject* record, PyObject* value);
// For `T[]` initialised from `value` (int, str, bytes, sequence): number of items. -1 with an exception set.
// `*value` becomes null when it only was a length.
Py_ssize_t open_array_length(CTypeObject* array, PyObject** value);

}  // namespace cffi
