// What keeps a library open for the functions and variables taken from it.
#pragma once

#include "pyext/libraries/open_library.h"

namespace cffi {

// Owner of a function or variable cdata taken from a library: keeps the library open and knows the C name
// (cdata_call.cc names the function in errors). It has no tp_clear: what it keeps open must stay open as long as
// anything may call into it, finalizers included; cycles are broken in the Lib's dictionaries.
struct SymbolObject {
  PyObject_HEAD PyObject* library;  // strong: LibObject or CLibrary
  const OpenLibrary* open;          // inside `library`
  PyObject* name;                   // strong str
};
Ref<> make_symbol_owner(State& state, PyObject* library, const OpenLibrary& open, PyObject* name);

// Was `owner` (of any class, may be null) taken from a library that dlclose() has closed since?
inline bool symbol_library_closed(State& state, PyObject* owner) {
  return owner != nullptr && Py_TYPE(owner) == state.cls(kSymbolClass) &&
         reinterpret_cast<SymbolObject*>(owner)->open->closed.load(std::memory_order_relaxed);
}
extern PyType_Spec symbol_spec;
// Sets the ValueError for that case. Returns null.
std::nullptr_t raise_library_closed(State& state, PyObject* owner);

}  // namespace cffi
