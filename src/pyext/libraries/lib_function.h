// Functions of compiled modules as Python calls them: built-in function objects around the module's converters.
//
// Two shapes, by the interface of the module. Frozen: `self` of the built-in is the Lib, the converter is written for
// this one function. Current: `self` is a FunctionObject, which tells a converter shared by many functions which C
// function to call and what its types are. In both the PyMethodDef is the first member of a LibFunction, by which the
// function pointer of a built-in is found again: lib.f is accepted wherever a function pointer is.
#pragma once

#include <memory>
#include <string>

#include "pyext/types/ctype_object.h"
#include "tables/module_tables.h"

namespace cffi {

struct LibObject;

// Lives as long as the built-in: owned by what `self` of it is.
struct LibFunction {
  PyMethodDef definition = {};
  CTypeObject* type = nullptr;  // strong: pointer to function; keeps the ctypes that generated code uses
  char* address = nullptr;      // of a C function with the declared signature; null: modules of cffi 1.0 have none
  std::string name;
  std::string documentation;
};

// Functions of one Lib, frozen interface.
struct LibFunctionList {
  LibFunction function;
  std::unique_ptr<LibFunctionList> next;
};
void free_function_list(LibFunctionList* list);

// Class LibFunction: `self` of the built-in functions of the current interface, whose generated code reads the first
// two members. Immutable, GC: the built-in lies in the Lib's dictionary, and the Lib stays alive with the function.
struct FunctionObject {
  PyObject_HEAD void (*function)();
  void* const* types;  // owned: [0] the result, [i + 1] argument i, all CTypeObject
  LibFunction info;
  LibObject* lib;  // strong
};

// Makes the built-in for `entry`, a function among the globals of the lib's module. Null with an exception set.
Ref<> make_lib_function(LibObject* lib, const GlobalEntry& entry, CTypeObject* type, std::string name);

// What `object` calls, if it is such a built-in of this interpreter; else null, without an exception.
const LibFunction* lib_function_of(State& state, PyObject* object);

extern PyType_Spec lib_function_spec;

}  // namespace cffi
