// What one interpreter's `_cffi_backend` knows: its classes, its common types, the lock of all its type tables.
//
// One State per interpreter, made with its first module object (first_module.h); nothing is shared between
// interpreters. Objects reach it through their ctype (CTypeObject::state) or their class (state_of_class). It is
// counted: that module and every type family hold it, so that it outlives the module when both go in one garbage
// collection and finalizers of that garbage still use cdata.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "ctype/type_table.h"
#include "pyext/interpreter/cdata_pool.h"
#include "pyext/interpreter/interpreter_exit.h"
#include "pyext/interpreter/types_lock.h"
#include "pyext/python/py_ref.h"

namespace cffi {

struct CTypeObject;
struct TypeFamilyObject;

// Our classes, in the order in which module.cc makes them: a base comes before its subclasses.
enum ClassId : uint8_t {
  kTypeFamilyClass,
  kCTypeClass,            // CType
  kCFieldClass,           // CField
  kCDataClass,            // _CDataBase
  kCDataOwnClass,         // __CDataOwn
  kCDataOwnGcClass,       // __CDataOwnGC: handles and callbacks
  kCDataGcClass,          // __CDataGCP: with a destructor
  kCDataFromBufferClass,  // __CDataFromBuf
  kCDataIteratorClass,    // __CData_iterator
  kBufferClass,           // buffer
  kLibClass,              // Lib
  kLibFunctionClass,      // what functions of compiled modules are bound to (lib_function.h)
  kSymbolClass,           // owner of cdata taken from a library (symbol_owner.h)
  kGlobalVariableClass,   // __FFIGlobSupport
  kCLibraryClass,         // CLibrary
  kFfiClass,              // FFI
  kCdefFfiClass,          // _CdefFFI: that of in-line FFIs, which are given declarations as text
  kDeclarationClass,      // Declaration
  kClassCount,
};

struct State {
  State() = default;
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
  // The thread state must be attached: the last release drops the classes.
  void release();
  // The module goes: what the state keeps on its behalf is dropped, the classes stay for remaining objects.
  void forget_module();
  int traverse(visitproc visit, void* arg);

  PyObject* module = nullptr;     // borrowed: the first module object; null once it is gone
  PyObject* published = nullptr;  // strong dict: what that had in it when it was new

  // Compiled modules, which can be imported again, too: strong dict, address of the tables -> (ffi, lib).
  PyObject* compiled_modules = nullptr;

  // Strong; null until it is made.
  PyTypeObject* cls(ClassId id) const { return classes[id]; }
  std::array<PyTypeObject*, kClassCount> classes = {};

  // Exceptions (strong).
  PyObject* ffi_error = nullptr;        // FFIError, ffi.error
  PyObject* cdef_error = nullptr;       // CDefError, an FFIError
  PyObject* combined_errors = nullptr;  // dict: those that are of several kinds at once (exception_class.h)

  // Types that need no declarations.
  TypeFamilyObject* common = nullptr;    // borrowed: the module and every other family hold it
  PyObject* common_reference = nullptr;  // strong: the module's hold on `common`
  CTypeObject* void_ctype = nullptr;     // borrowed from `common`, like the next ones
  CTypeObject* void_pointer_ctype = nullptr;
  CTypeObject* char_array_ctype = nullptr;  // char[]
  CTypeObject* char_pointer_ctype = nullptr;
  CTypeObject* int_ctype = nullptr;
  PyObject* null_cdata = nullptr;  // ffi.NULL (strong)

  PyObject* io_base = nullptr;  // io.IOBase once a `FILE *` argument was converted (strong)

  CDataPool cdata_pool;

  struct HandleRegistry* handles = nullptr;           // owned: live handles (handle.h)
  struct CallbackContext* dying_callbacks = nullptr;  // owned: released while they ran (callback_context.h)
  std::shared_ptr<ExitState> exit = std::make_shared<ExitState>();  // outlives this: C may ask at any time

  // Covers every type table, scope and lazily made part of a ctype object. Taken with TypesLock only.
  TypesMutex types_mutex;

 private:
  int traverse_null(visitproc visit, void* arg);

  std::atomic<long> references_{1};
};

// What a module object keeps.
struct ModuleState {
  State* state;
  PyObject* first;  // strong: of a later module object, the first one, whose state it is
};

extern PyModuleDef backend_module;
State* state_of_module(PyObject* module);
// Is it one of this interpreter's module objects, the first or a later one?
bool is_backend_module(PyObject* object);
// For `self` methods of classes that may be subclassed in Python: walks up to the class that our module made.
// Null with an exception set when `type` does not descend from one of ours.
State* state_of_class(PyTypeObject* type);

}  // namespace cffi
