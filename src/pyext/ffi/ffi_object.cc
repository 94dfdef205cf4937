#include "pyext/ffi/ffi_object.h"

#include <algorithm>
#include <cstddef>
#include <new>

#include "cparse/parser.h"
#include "ctype/type_query.h"
#include "pyext/calls/extern_python.h"
#include "pyext/ffi/ffi_errno.h"
#include "pyext/ffi/ffi_method_table.h"
#include "pyext/ffi/ffi_tables.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_family.h"
#include "pyext/values/cdata_object.h"

namespace cffi {
namespace {

// Whether it is that of a compiled module, which cannot be given declarations.
bool is_plain_ffi(FfiObject* ffi) { return PyObject_TypeCheck(as_object(ffi), ffi->state->cls(kCdefFfiClass)) == 0; }

std::nullptr_t refuse_bare_function(FfiObject* ffi, PyObject* text) {
  return raise_format(*ffi->state, ExceptionKind::kCDefError | ExceptionKind::kTypeError,
                      "the type '%U' is a function type, not a pointer-to-function type", text);
}

// Type strings may mention a record or enum for the first time, which the scope remembers: declared is what others
// told.
template <typename Named, typename FindLazy, typename FindOwn>
bool is_declared(const Scope& scope, const Named* type, FindLazy find_lazy, FindOwn find_own) {
  for (const ScopeView& view : scope.visible()) {
    DeclarationSource* names = view.scope->declaration_source();
    Result<Named*> found = names != nullptr       ? find_lazy(*names)
                           : view.scope != &scope ? find_own(*view.scope)
                                                  : nullptr;
    if (!found || *found == type) {
      return true;
    }
  }
  return false;
}

bool is_declared(const Scope& scope, const RecordType* record) {
  return is_declared(
      scope, record, [&](DeclarationSource& names) { return names.find_record(record->record_kind, record->tag); },
      [&](const Scope& other) { return other.find_own_record(record->record_kind, record->tag); });
}

bool is_declared(const Scope& scope, const EnumType* type) {
  return is_declared(
      scope, type, [&](DeclarationSource& names) { return names.find_enum(type->tag); },
      [&](const Scope& other) { return other.find_own_enum(type->tag); });
}

// What pointers and arrays in `type` lead to.
const Type* innermost(const Type* type) {
  while (type->kind == TypeKind::kPointer || type->kind == TypeKind::kArray) {
    const auto* pointer = type_as<PointerType>(type);
    type = pointer != nullptr ? pointer->pointee.type : type_as<ArrayType>(type)->item.type;
  }
  return type;
}

template <typename Named>
bool is_undeclared(const Scope& scope, const Named* type) {
  return type != nullptr && !type->tag.empty() && type->complete() == nullptr && !is_declared(scope, type);
}

// To in-line FFIs these are opaque types, which most methods refuse with a TypeError, and sizeof() with a ValueError.
void raise_undefined(FfiObject* ffi, const char* what, std::string_view name) {
  raise_format(*ffi->state, ExceptionKind::kCDefError | ExceptionKind::kTypeError | ExceptionKind::kValueError,
               "undefined %s name '%s'", what, std::string(name).c_str());
}

// False with an exception set for a struct, union or enum that nobody declared.
bool check_named(FfiObject* ffi, const Type* type) {
  const auto* record = type_as<RecordType>(type);
  const auto* enumeration = type_as<EnumType>(type);
  if (is_undeclared(*ffi->scope, record)) {
    raise_undefined(ffi, "struct/union", record->name);
    return false;
  }
  if (is_undeclared(*ffi->scope, enumeration)) {
    raise_undefined(ffi, "enum", enumeration->name);
    return false;
  }
  return true;
}

bool check_all_named(FfiObject* ffi, const Type* type) {
  type = innermost(type);
  const auto* function = type_as<FunctionType>(type);
  if (function == nullptr) {
    return check_named(ffi, type);
  }
  return check_all_named(ffi, function->result.type) &&
         std::ranges::all_of(function->parameters,
                             [&](const QualType& parameter) { return check_all_named(ffi, parameter.type); });
}

// In an FFI that cannot be given declarations, type strings name what is declared.
bool check_declared(FfiObject* ffi, const Type* type) { return !is_plain_ffi(ffi) || check_all_named(ffi, type); }

// Parses under the lock; the result is a bare function ctype for "int(int)".
CTypeObject* parse_type_string(FfiObject* ffi, PyObject* text) {
  Py_ssize_t length = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(text, &length);
  if (utf8 == nullptr) {
    return nullptr;
  }
  if (static_cast<uint64_t>(length) >= UINT32_MAX) {  // source ranges have 32 bits
    return raise_format(PyExc_OverflowError, "type string of %zd bytes", length);
  }
  TypesLock lock(*ffi->state);
  auto definitions = is_plain_ffi(ffi) ? TypeDefinitions::kRefused : TypeDefinitions::kDeclared;
  Result<QualType> type = parse_type(*ffi->scope, {utf8, static_cast<size_t>(length)}, definitions);
  if (!type) {
    return raise(*ffi->state, type.error());
  }
  return check_declared(ffi, type->type) ? ctype_of(*ffi->state, type->type) : nullptr;
}

// "struct { int x; }" is one type each time that it is asked for, and has braces.
bool keep_type_string(FfiObject* ffi, PyObject* text, CTypeObject* ctype) {
  bool defines = PyUnicode_FindChar(text, '{', 0, PyUnicode_GetLength(text), 1) >= 0;
  return PyDict_SetItem(ffi->type_cache, text, as_object(ctype)) == 0 &&
         (!defines || PyDict_SetItem(ffi->defining_strings, text, as_object(ctype)) == 0);
}

CTypeObject* resolve_string(FfiObject* ffi, PyObject* text, int accepted) {
  Ref<> cached = dict_get(ffi->type_cache, text);
  auto* ctype = as_ctype(cached.get());
  if (ctype == nullptr) {
    ctype = PyErr_Occurred() == nullptr ? parse_type_string(ffi, text) : nullptr;
    if (ctype == nullptr || !keep_type_string(ffi, text, ctype)) {
      return nullptr;
    }
  }
  if (!ctype->is(kIsFunction)) {
    return ctype;
  }
  if ((accepted & kFunctionAsPointer) == 0) {
    refuse_bare_function(ffi, text);
    return nullptr;
  }
  return function_pointer_ctype(*ffi->state, ctype->type);
}

CTypeObject* refuse_argument(PyObject* argument, int accepted) {
  const char* expected = (accepted & kAcceptCData) == 0   ? "string or ctype object"
                         : (accepted & kAcceptCType) == 0 ? "string or cdata object"
                                                          : "string or ctype object or cdata object";
  return raise_format(PyExc_TypeError, "expected a %s, got '%s'", expected, class_name(argument));
}

// ---- class

// With types of its own, unless `table` is given.
bool initialise(FfiObject* self, State* state, std::shared_ptr<TypeTable> table) {
  self->state = state;
  {
    TypesLock lock(*state);
    table = table != nullptr ? table : TypeTable::make(state->common->table);
    self->scope = std::make_shared<Scope>(table);
    self->family = make_type_family(*state, table).release();
  }
  self->type_cache = PyDict_New();
  self->defining_strings = PyDict_New();
  self->included = PyList_New(0);
  self->cdef_sources = PyList_New(0);
  self->init_once_results = PyDict_New();
  self->extern_functions = PyDict_New();
  return self->family != nullptr && self->type_cache != nullptr && self->defining_strings != nullptr &&
         self->included != nullptr && self->cdef_sources != nullptr && self->init_once_results != nullptr &&
         self->extern_functions != nullptr;
}

Ref<FfiObject> allocate_ffi(PyTypeObject* cls, State& state, std::shared_ptr<TypeTable> table = nullptr) {
  Ref<FfiObject> self = new_object<FfiObject>(cls);
  if (!self) {
    return nullptr;
  }
  new (&self->scope) std::shared_ptr<Scope>();
  return initialise(self.get(), &state, std::move(table)) ? self : nullptr;
}

// Takes any arguments: subclasses have an __init__ of their own.
PyObject* ffi_construct(PyTypeObject* cls, PyObject*, PyObject*) {
  State* state = state_of_class(cls);
  return state != nullptr ? allocate_ffi(cls, *state).release_object() : nullptr;
}

int cdef_ffi_initialise(PyObject*, PyObject* positional, PyObject* keywords) {
  static const char* names[] = {"backend", nullptr};
  PyObject* backend = Py_None;
  if (PyArg_ParseTupleAndKeywords(positional, keywords, "|O:FFI", const_cast<char**>(names), &backend) == 0) {
    return -1;
  }
  if (backend != Py_None && !is_backend_module(backend)) {
    raise_format(PyExc_TypeError, "FFI(backend=...) takes the module _cffi_backend or nothing, not '%s'",
                 class_name(backend));
    return -1;
  }
  return 0;
}

int ffi_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_object(as_ffi(self)->family));
  Py_VISIT(as_ffi(self)->type_cache);
  Py_VISIT(as_ffi(self)->defining_strings);
  Py_VISIT(as_ffi(self)->included);
  Py_VISIT(as_ffi(self)->cdef_sources);
  Py_VISIT(as_ffi(self)->init_once_results);
  Py_VISIT(as_ffi(self)->extern_functions);
  return 0;
}

// `family` and `included` stay: the declarations are usable as long as the object is, and what lies in cycles through
// it (results of init_once, instance attributes) is cleared here or in the instance's dictionary.
int ffi_clear(PyObject* self) {
  PyDict_Clear(as_ffi(self)->type_cache);
  // Copies share these, and one of them may be in use.
  for (PyObject* shared : {as_ffi(self)->defining_strings, as_ffi(self)->init_once_results}) {
    if (Py_REFCNT(shared) == 1) {
      PyDict_Clear(shared);
    }
  }
  detach_extern_functions(as_ffi(self));
  return 0;
}

void ffi_dealloc(PyObject* object) {
  PyObject_GC_UnTrack(object);
  FfiObject* self = as_ffi(object);
  if (self->weakrefs != nullptr) {
    PyObject_ClearWeakRefs(object);
  }
  clear_field(self->type_cache);
  clear_field(self->defining_strings);
  clear_field(self->init_once_results);
  detach_extern_functions(self);
  clear_field(self->extern_functions);
  if (self->scope) {
    TypesLock lock(*self->state);
    self->scope.reset();
  }
  self->scope.~shared_ptr();
  clear_field(self->included);
  clear_field(self->cdef_sources);
  clear_field(self->family);
  free_instance(object);
}

PyMemberDef members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(FfiObject, weakrefs), READONLY, nullptr},
    {"_cdefsources", T_OBJECT_EX, offsetof(FfiObject, cdef_sources), READONLY, nullptr},
    {"_included_ffis", T_OBJECT_EX, offsetof(FfiObject, included), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

PyGetSetDef getset[] = {
    {"errno", ffi_get_errno, ffi_set_errno,
     "int: the C errno of this thread, as the last C call left it; what is written here is what the next C call "
     "starts with.",
     nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

constexpr const char* kDocumentation =
    "FFI(module_name='?', _version=..., _types=..., ...)\n"
    "\n"
    "The C declarations of a compiled module, and everything that is done with them. Such modules make it; programs\n"
    "that declare things by themselves use cffi.FFI, which has a cdef() method.";

constexpr const char* kCdefDocumentation =
    "FFI(backend=None)\n"
    "\n"
    "C declarations, and everything that is done with them.\n"
    "\n"
    "    ffi = FFI()\n"
    "    ffi.cdef('size_t strlen(const char *s);')\n"
    "    C = ffi.dlopen(None)\n"
    "    C.strlen(b'hello')   # 5\n"
    "\n"
    "Several cdef() calls accumulate. An FFI may be used from several threads.";

PyType_Slot slots[] = {
    {Py_tp_doc, const_cast<char*>(kDocumentation)},
    {Py_tp_new, reinterpret_cast<void*>(ffi_construct)},
    {Py_tp_init, reinterpret_cast<void*>(ffi_initialise_from_tables)},
    {Py_tp_traverse, reinterpret_cast<void*>(ffi_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(ffi_clear)},
    {Py_tp_dealloc, reinterpret_cast<void*>(ffi_dealloc)},
    {Py_tp_methods, ffi_method_table},
    {Py_tp_members, members},
    {Py_tp_getset, getset},
    {0, nullptr},
};

PyType_Slot cdef_slots[] = {
    {Py_tp_doc, const_cast<char*>(kCdefDocumentation)},
    {Py_tp_new, reinterpret_cast<void*>(ffi_construct)},
    {Py_tp_init, reinterpret_cast<void*>(cdef_ffi_initialise)},
    {Py_tp_traverse, reinterpret_cast<void*>(ffi_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(ffi_clear)},
    {Py_tp_methods, cdef_ffi_method_table},
    {0, nullptr},
};

bool add_class_attribute(State& state, const char* name, PyObject* value) {
  return value == nullptr || PyObject_SetAttrString(as_object(state.cls(kFfiClass)), name, value) == 0;
}

// RTLD_* are constants of the module already.
bool copy_flags(State& state) {
  static const char* names[] = {"RTLD_LAZY",     "RTLD_NOW",    "RTLD_GLOBAL",  "RTLD_LOCAL",
                                "RTLD_NODELETE", "RTLD_NOLOAD", "RTLD_DEEPBIND"};
  for (const char* name : names) {
    if (PyObject_HasAttrString(state.module, name) == 0) {
      continue;  // not on this platform
    }
    Ref<> value = steal(PyObject_GetAttrString(state.module, name));
    if (!value || !add_class_attribute(state, name, value.get())) {
      return false;
    }
  }
  return true;
}

}  // namespace

CTypeObject* resolve_type(FfiObject* ffi, PyObject* argument, int accepted) {
  if ((accepted & kAcceptString) != 0 && PyUnicode_Check(argument)) {
    return resolve_string(ffi, argument, accepted);
  }
  if ((accepted & kAcceptCType) != 0 && is_ctype(*ffi->state, argument)) {
    return as_ctype(argument);
  }
  if ((accepted & kAcceptCData) != 0 && is_cdata(*ffi->state, argument)) {
    return as_cdata(argument)->type;
  }
  return refuse_argument(argument, accepted);
}

void forget_type_strings(FfiObject* ffi) {
  PyDict_Clear(ffi->type_cache);
  if (PyDict_Update(ffi->type_cache, ffi->defining_strings) < 0) {
    PyErr_Clear();  // out of memory: a cache may be empty
  }
}

Ref<FfiObject> new_ffi(State& state) { return allocate_ffi(state.cls(kFfiClass), state); }

Ref<FfiObject> new_ffi_beside(FfiObject* other) {
  return allocate_ffi(other->state->cls(kFfiClass), *other->state, other->scope->shared_types());
}

void set_module(FfiObject* ffi, ModuleDeclarations::Source source) {
  TypesLock lock(*ffi->state);
  ffi->module = ModuleDeclarations::attach(*ffi->state, ffi->scope->types(), std::move(source));
  ffi->scope->set_declaration_source(ffi->module->names());
}

bool include_ffi(FfiObject* ffi, FfiObject* other) {
  TypesLock lock(*ffi->state);
  Result<void> included = ffi->scope->include(other->scope);
  if (!included) {
    raise(*ffi->state, included.error());
    return false;
  }
  add_family_dependency(ffi->family, other->family);
  if (ffi->module != nullptr && other->module != nullptr) {
    ffi->module->include(other->module);
  }
  forget_type_strings(ffi);
  return PyList_Append(ffi->included, as_object(other)) == 0;
}

uint32_t alignment_of_string(FfiObject* ffi, PyObject* text) {
  Py_ssize_t length = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(text, &length);
  if (utf8 == nullptr) {
    PyErr_Clear();
    return 0;
  }
  TypesLock lock(*ffi->state);
  Result<QualType> type = parse_type(*ffi->scope, {utf8, static_cast<size_t>(length)});
  return type ? alignment_of(ffi->scope->types().target(), *type, 0) : 0;
}

PyType_Spec ffi_spec = {"_cffi_backend.FFI", sizeof(FfiObject), 0,
                        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};

PyType_Spec cdef_ffi_spec = {"_cffi_backend._CdefFFI", sizeof(FfiObject), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, cdef_slots};

bool add_ffi_attributes(State& state) {
  return add_class_attribute(state, "error", state.ffi_error) && add_class_attribute(state, "NULL", state.null_cdata) &&
         add_class_attribute(state, "CData", as_object(state.cls(kCDataClass))) &&
         add_class_attribute(state, "CType", as_object(state.cls(kCTypeClass))) &&
         add_class_attribute(state, "buffer", as_object(state.cls(kBufferClass))) && copy_flags(state);
}

}  // namespace cffi
