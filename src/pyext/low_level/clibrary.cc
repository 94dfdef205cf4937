// CLibrary: what _cffi_backend.load_library() returns. Functions and variables by name, with types given each time.
#include "pyext/low_level/clibrary.h"

#include "pyext/libraries/lib_object.h"
#include "pyext/libraries/open_library.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/python/method_table.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

struct CLibraryObject {
  PyObject_HEAD State* state;  // retained
  OpenLibrary library;
};

CLibraryObject* as_library(PyObject* self) { return reinterpret_cast<CLibraryObject*>(self); }

// What is missing is told by one class here, in every mode.
constexpr SymbolKind kLowLevelFunction = {"function/symbol", ExceptionKind::kAttributeError};
constexpr SymbolKind kLowLevelVariable = {"variable", ExceptionKind::kKeyError};

// The arguments that all methods begin with.
struct TypedName {
  CTypeObject* type = nullptr;
  PyObject* name = nullptr;
  const char* symbol = nullptr;
};

bool typed_name(PyObject* self, PyObject* type, PyObject* name, const char* function, TypedName* out) {
  out->type = ctype_argument(*as_library(self)->state, type, function, 1);
  if (out->type == nullptr) {
    return false;
  }
  if (!PyUnicode_Check(name)) {
    raise_format(PyExc_TypeError, "%s() argument 2 must be str, not %s", function, class_name(name));
    return false;
  }
  out->name = name;
  out->symbol = PyUnicode_AsUTF8(name);
  return out->symbol != nullptr;
}

PyObject* load_function(PyObject* self, Bound bound) {
  TypedName wanted;
  if (!typed_name(self, bound[0], bound[1], "load_function", &wanted)) {
    return nullptr;
  }
  if (!wanted.type->is(kIsAnyPointer | kIsArray)) {
    return raise_format(PyExc_TypeError, "function or pointer or array cdata expected, got '%U'", wanted.type->name);
  }
  const OpenLibrary& library = as_library(self)->library;
  char* address = library_symbol(*as_library(self)->state, library, wanted.symbol, kLowLevelFunction);
  Ref<> owner = address != nullptr ? make_symbol_owner(*as_library(self)->state, self, library, wanted.name) : nullptr;
  if (!owner) {
    return nullptr;
  }
  CTypeObject* open_array_pointer = wanted.type->is(kIsOpenArray) ? pointer_ctype(wanted.type->item) : wanted.type;
  if (open_array_pointer == nullptr) {
    return nullptr;
  }
  return open_array_pointer->is(kIsArray) ? make_view(open_array_pointer, address, owner.get())
                                          : make_pointer(open_array_pointer, address, owner.get());
}

bool find_variable(PyObject* self, const TypedName& wanted, bool to_be_read, char** address) {
  *address = library_symbol(*as_library(self)->state, as_library(self)->library, wanted.symbol, kLowLevelVariable);
  if (*address == nullptr) {
    return false;
  }
  // What is opaque can be looked at, as `struct s &`, though not be written.
  if (ctype_size(wanted.type) < 0 && (!to_be_read || !wanted.type->is(kIsRecord))) {
    raise_format(PyExc_TypeError, "cdata '%U' is opaque", wanted.type->name);
    return false;
  }
  return true;
}

PyObject* read_variable(PyObject* self, Bound bound) {
  TypedName wanted;
  char* address = nullptr;
  if (!typed_name(self, bound[0], bound[1], "read_variable", &wanted) || !find_variable(self, wanted, true, &address)) {
    return nullptr;
  }
  Ref<> owner = make_symbol_owner(*as_library(self)->state, self, as_library(self)->library, wanted.name);
  if (!owner) {
    return nullptr;
  }
  return ctype_size(wanted.type) < 0 ? make_view(wanted.type, address, owner.get())
                                     : wanted.type->to_python(wanted.type, address, owner.get());
}

PyObject* write_variable(PyObject* self, Bound bound) {
  TypedName wanted;
  char* address = nullptr;
  if (!typed_name(self, bound[0], bound[1], "write_variable", &wanted) ||
      !find_variable(self, wanted, false, &address) || wanted.type->from_python(wanted.type, address, bound[2]) < 0) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

PyObject* close_lib_method(PyObject* self, PyObject*) {
  if (!close_library(*as_library(self)->state, as_library(self)->library)) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

PyObject* represent(PyObject* self) { return PyUnicode_FromFormat("<clibrary '%U'>", as_library(self)->library.name); }

void dealloc(PyObject* self) {
  State* state = as_library(self)->state;
  destroy_library(*state, as_library(self)->library);
  free_instance(self);
  state->release();
}

constexpr MethodEntry kMethods[] = {
    {"",
     "load_function(ctype, name, /)\n\nThe function `name` as a cdata of a function pointer type, or any symbol as one "
     "of "
     "a "
     "pointer or array type. Raises AttributeError when there is none.\n\n    lib.load_function(BFunc, 'strlen')",
     load_function},
    {"",
     "read_variable(ctype, name, /)\n\nThe value of the variable `name`. Raises KeyError when there is none.\n\n"
     "    lib.read_variable(BInt, 'optind')",
     read_variable},
    {"",
     "write_variable(ctype, name, value, /)\n\nWrites the variable `name`. Raises KeyError when there is none.\n\n"
     "    lib.write_variable(BInt, 'optind', 1)",
     write_variable},
};

auto methods = make_method_table<kMethods>(
    PyMethodDef{"close_lib", close_lib_method, METH_NOARGS,
                "close_lib()\n\nCloses the library now. A second call does nothing.\n\n    lib.close_lib()"});

PyType_Slot slots[] = {
    {Py_tp_doc, const_cast<char*>("An open shared library, from _cffi_backend.load_library().")},
    {Py_tp_repr, reinterpret_cast<void*>(represent)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {Py_tp_methods, methods.data()},
    {0, nullptr},
};

}  // namespace

PyObject* backend_load_library(PyObject* module, Bound bound) {
  State& state = *state_of_module(module);
  int flags = 0;
  if (!int_argument(bound[1], 0, &flags)) {
    return nullptr;
  }
  Ref<CLibraryObject> self = new_object<CLibraryObject>(state.cls(kCLibraryClass));
  if (!self) {
    return nullptr;
  }
  construct_library(self->library);
  self->state = &state;
  state.retain();
  return open_library(state, bound[0] != nullptr ? bound[0] : Py_None, flags, false, self->library)
             ? self.release_object()
             : nullptr;
}

PyType_Spec clibrary_spec = {"_cffi_backend.CLibrary", sizeof(CLibraryObject), 0,
                             Py_TPFLAGS_DEFAULT | kDisallowInstantiation, slots};

}  // namespace cffi
