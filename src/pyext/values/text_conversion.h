// bytes and str into arrays of characters.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

// bytes into an array of 1-byte items, str into one of wide characters; with a terminator when there is room for it.
// `length` -1: not checked. 0, or -1 with an exception set (IndexError: too long).
int copy_bytes(CTypeObject* array, char* data, Py_ssize_t length, PyObject* bytes);
int copy_text(CTypeObject* array, char* data, Py_ssize_t length, PyObject* text);

// Code units of `unit_size` bytes (2: UTF-16; 4: code points) that `text` takes, without a terminator.
Py_ssize_t text_units(PyObject* text, Py_ssize_t unit_size);

// _Bool arrays may hold 0 and 1 only. False with an exception set.
bool check_bool_bytes(PyObject* bytes);

}  // namespace cffi
