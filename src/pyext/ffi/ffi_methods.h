// The methods of FFI, by what they are about; ffi_method_table.cc lists them with their documentation.
#pragma once

#include <vector>

#include "pyext/ffi/ffi_object.h"

namespace cffi {

// METH_FASTCALL | METH_KEYWORDS
using FfiMethod = PyObject*(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names);

// ffi_types.cc: questions about types
FfiMethod ffi_typeof;
FfiMethod ffi_sizeof;
FfiMethod ffi_alignof;
FfiMethod ffi_offsetof;
FfiMethod ffi_getctype;
FfiMethod ffi_addressof;

// ffi_memory.cc: making, reading and freeing cdata
FfiMethod ffi_new;
FfiMethod ffi_cast;
FfiMethod ffi_string;
FfiMethod ffi_unpack;
FfiMethod ffi_from_buffer;
FfiMethod ffi_memmove;
FfiMethod ffi_gc;
FfiMethod ffi_release;
FfiMethod ffi_new_allocator;
FfiMethod ffi_new_handle;
FfiMethod ffi_from_handle;
FfiMethod ffi_callback;

// ffi_declarations.cc: what is declared, and libraries for it
FfiMethod ffi_cdef;
FfiMethod ffi_embedding_cdef;
FfiMethod ffi_include;
FfiMethod ffi_list_types;
FfiMethod ffi_integer_const;
FfiMethod ffi_dlopen;
FfiMethod ffi_dlclose;

// ffi_listing.cc
FfiMethod ffi_list_declarations;
// ffi_type_graph.cc
FfiMethod ffi_type_graph;

// ffi_emit.cc: generated modules, for the build driver
FfiMethod ffi_emit_c;
FfiMethod ffi_emit_python;
// ffi_verify.cc
FfiMethod ffi_verified;
// ffi_copy.cc
PyObject* ffi_copy(PyObject* self, PyObject* nothing);

// ffi_init_once.cc
FfiMethod ffi_init_once;
// ffi_errno.cc
FfiMethod ffi_getwinerror;
PyObject* ffi_get_errno(PyObject* self, void* closure);
int ffi_set_errno(PyObject* self, PyObject* value, void* closure);
// An int that fits errno. False with TypeError or OverflowError.
bool errno_argument(PyObject* value, int* out);

// extern_python.cc
FfiMethod ffi_def_extern;

extern PyMethodDef ffi_method_table[];
extern PyMethodDef cdef_ffi_method_table[];

// tp_init of FFI: takes the tables that a `.py` module has written down (ffi_tables.cc).
int ffi_initialise_from_tables(PyObject* self, PyObject* positional, PyObject* keywords);

inline FfiObject* as_ffi(PyObject* self) { return reinterpret_cast<FfiObject*>(self); }

// ffi.error for a name of a module's tables that only a lib has. Returns null.
std::nullptr_t raise_not_an_integer(State& state, PyObject* name);

// A new reference to the value of a constant, or null with an exception.
PyObject* constant_value(const Declaration& declaration);

// The C spelling of `type` with `extra` put where a name goes. `raw`: exactly as it is; else with the space or the
// parentheses that C wants. Null with an exception set.
PyObject* spell_ctype(CTypeObject* type, PyObject* extra, bool raw);

// &cdata followed by a path: addressof(). The path may begin at what a pointer points to.
PyObject* address_of_cdata(CDataObject* cdata, PyObject* const* steps, Py_ssize_t count);

}  // namespace cffi
