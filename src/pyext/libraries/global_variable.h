// A C variable of a library: read and written where it lies.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

// Of variables that are macros or thread-local: where it lies now.
using FetchAddress = void*();

// Class __FFIGlobSupport. Immutable.
struct GlobalVariableObject {
  PyObject_HEAD CTypeObject* type;  // strong
  char* address;
  FetchAddress* fetch;  // asked for the address at each use instead, when not null
  PyObject* owner;      // strong: SymbolObject
  bool read_only;       // declared const
};

// `name` is for errors: that of the SymbolObject `owner`.
Ref<GlobalVariableObject> make_global_variable(CTypeObject* type, char* address, PyObject* owner, bool read_only);

Ref<GlobalVariableObject> make_fetched_variable(CTypeObject* type, FetchAddress* fetch, PyObject* owner);

// Its library was closed. As of cdata (lifetime.h), and with the same exception.
bool is_released(const GlobalVariableObject* variable);
std::nullptr_t raise_unusable_memory(GlobalVariableObject* variable);

// The current value; records and arrays as views, arrays of unknown length as pointers. Null with an exception set.
PyObject* read_global(GlobalVariableObject* variable);
int write_global(GlobalVariableObject* variable, PyObject* value);
// A pointer to it.
PyObject* address_of_global(GlobalVariableObject* variable);

extern PyType_Spec global_variable_spec;

}  // namespace cffi
