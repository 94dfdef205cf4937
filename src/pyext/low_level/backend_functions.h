// The module-level functions of _cffi_backend: thin entries to the same machinery that FFI methods use.
#pragma once

#include "pyext/types/ctype_object.h"

namespace cffi {

extern PyMethodDef backend_functions[];
bool add_clibrary_class(State& state);  // CLibrary, what load_library() returns (clibrary.cc)

// METH_FASTCALL | METH_KEYWORDS
using BackendFunction = PyObject*(PyObject* module, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names);

// backend_types.cc: types made one by one. Each struct, union and enum has a family of its own, with what is derived
// from it, and dies with it.
BackendFunction backend_new_primitive_type;
BackendFunction backend_new_void_type;
BackendFunction backend_new_pointer_type;
BackendFunction backend_new_array_type;
BackendFunction backend_new_struct_type;
BackendFunction backend_new_union_type;
BackendFunction backend_new_enum_type;
BackendFunction backend_new_function_type;
// backend_records.cc
BackendFunction backend_complete_struct_or_union;

// backend_queries.cc
BackendFunction backend_typeof;
BackendFunction backend_sizeof;
BackendFunction backend_alignof;
BackendFunction backend_typeoffsetof;
BackendFunction backend_rawaddressof;
BackendFunction backend_getcname;
BackendFunction backend_get_types;
BackendFunction backend_get_common_types;

// backend_memory.cc
BackendFunction backend_newp;
BackendFunction backend_cast;
BackendFunction backend_newp_handle;
BackendFunction backend_from_handle;
BackendFunction backend_callback;
BackendFunction backend_string;
BackendFunction backend_unpack;
BackendFunction backend_from_buffer;
BackendFunction backend_memmove;
BackendFunction backend_gcp;
BackendFunction backend_release;
BackendFunction backend_get_errno;
BackendFunction backend_set_errno;

// clibrary.cc
BackendFunction backend_load_library;

// backend_testing.cc: C functions and a buffer to try the extension on, without a library.
BackendFunction backend_testfunc;
BackendFunction backend_testbuff;

// external_module.cc: what modules made by ffi.compile() call when they are imported.
BackendFunction backend_init_external_module;

}  // namespace cffi
