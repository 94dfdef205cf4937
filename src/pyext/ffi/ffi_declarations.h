// The methods of FFI that declare, ask what is declared, and open libraries for it.
#pragma once

#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"

namespace cffi {

Method ffi_cdef;
Method ffi_embedding_cdef;
Method ffi_include;
Method ffi_list_types;
Method ffi_integer_const;
Method ffi_dlopen;
Method ffi_dlclose;

// ffi.error for a name of a module's tables that only a lib has. Returns null.
std::nullptr_t raise_not_an_integer(State& state, PyObject* name);

// A new reference to the value of a constant, or null with an exception.
PyObject* constant_value(const Declaration& declaration);

}  // namespace cffi
