#include "pyext/types/ctype_class.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>

#include "pyext/calls/cdata_call.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/ctype_object.h"
#include "pyext/types/partial_type.h"
#include "pyext/types/record_fields.h"

namespace cffi {
namespace {

int ctype_traverse(PyObject* object, visitproc visit, void* arg) {
  CTypeObject* self = as_ctype(object);
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(as_object(self->family));
  Py_VISIT(as_object(self->item));
  Py_VISIT(as_object(self->result));
  Py_VISIT(self->arguments);
  if (FieldMap* map = self->fields.load(std::memory_order_acquire)) {
    Py_VISIT(map->by_name);
    Py_VISIT(map->in_order);
    Py_VISIT(map->positional);
  }
  return 0;
}

void ctype_dealloc(PyObject* object) {
  PyObject_GC_UnTrack(object);
  CTypeObject* self = as_ctype(object);
  if (self->weakrefs != nullptr) {
    PyObject_ClearWeakRefs(object);
  }
  if (self->type != nullptr && self->type->wrapper.load(std::memory_order_relaxed) == self) {
    self->type->wrapper.store(nullptr, std::memory_order_release);
  }
  free_call_recipe(self->recipe.load(std::memory_order_relaxed));
  if (FieldMap* map = self->fields.load(std::memory_order_relaxed)) {
    free_field_map(map);
  }
  Py_XDECREF(self->enum_maps.load(std::memory_order_relaxed));
  clear_field(self->arguments);
  clear_field(self->result);
  clear_field(self->name);
  clear_field(self->item);
  clear_field(self->family);
  free_instance(object);
}

PyObject* ctype_repr(PyObject* self) { return PyUnicode_FromFormat("<ctype '%U'>", as_ctype(self)->name); }

const char* kind_of(const CTypeObject* self) {
  switch (self->type->kind) {
    case TypeKind::kVoid:
      return "void";
    case TypeKind::kPrimitive:
    case TypeKind::kUnsizedNumber:
    case TypeKind::kForeignNumber:
      return "primitive";
    case TypeKind::kPointer:
      return self->is(kIsFunctionPointer) ? "function" : "pointer";
    case TypeKind::kArray:
      return "array";
    case TypeKind::kRecord:
      return self->is(kIsUnion) ? "union" : "struct";
    case TypeKind::kEnum:
      return "enum";
    case TypeKind::kFunction:
      return "function";
    case TypeKind::kVector:
      return "vector";
  }
  return "?";
}

using Getter = PyObject* (*)(CTypeObject*);

// An attribute that only types with one of `flags` have.
struct Attribute {
  const char* name;
  uint32_t flags;  // 0: every type
  Getter get;
  const char* doc;
};

PyObject* get_kind(CTypeObject* self) { return PyUnicode_FromString(kind_of(self)); }
PyObject* get_cname(CTypeObject* self) { return borrow(self->name).release(); }
PyObject* get_item(CTypeObject* self) { return borrow(as_object(self->item)).release(); }
PyObject* get_length(CTypeObject* self) {
  return self->length < 0 ? borrow(Py_None).release() : PyLong_FromSsize_t(self->length);
}
PyObject* get_fields(CTypeObject* self) {
  const auto* record = type_as<RecordType>(self->type);
  if (record->complete() == nullptr && record->stage() == RecordStage::kNamed) {
    return raise_if_partial(self) ? nullptr : borrow(Py_None).release();
  }
  FieldMap* map = field_map(self);
  return map != nullptr ? PyList_GetSlice(map->in_order, 0, PyList_Size(map->in_order)) : nullptr;
}
PyObject* get_args(CTypeObject* self) { return realize_signature(self) ? borrow(self->arguments).release() : nullptr; }
PyObject* get_result(CTypeObject* self) {
  return realize_signature(self) ? borrow(as_object(self->result)).release() : nullptr;
}
PyObject* get_ellipsis(CTypeObject* self) { return PyBool_FromLong(function_type_of(self)->variadic ? 1 : 0); }
PyObject* get_abi(CTypeObject* self) {
  bool other_convention = function_type_of(self)->convention != CallConvention::kDefault;
  return PyLong_FromLong(kDefaultAbi + (other_convention ? 1 : 0));
}
PyObject* get_elements(CTypeObject* self) {
  Ref<> map = enum_elements(self);
  return map ? PyDict_Copy(map.get()) : nullptr;
}
PyObject* get_relements(CTypeObject* self) {
  Ref<> map = enum_relements(self);
  return map ? PyDict_Copy(map.get()) : nullptr;
}

constexpr Attribute kAttributes[] = {
    {"kind", 0, get_kind, "'primitive', 'void', 'pointer', 'array', 'struct', 'union', 'enum' or 'function'"},
    {"cname", 0, get_cname, "the C spelling of the type"},
    {"item", kIsPointer | kIsArray | kIsVector, get_item,
     "pointer, array: the ctype of what is pointed to, of an item"},
    {"length", kIsArray, get_length, "array: number of items, None for T[]"},
    {"fields", kIsRecord, get_fields, "struct, union: list of (name, CField); None while opaque"},
    {"args", kIsFunctionPointer, get_args, "function: tuple of the ctypes of its arguments"},
    {"result", kIsFunctionPointer, get_result, "function: the ctype of its result"},
    {"ellipsis", kIsFunctionPointer, get_ellipsis, "function: whether it is variadic"},
    {"abi", kIsFunctionPointer, get_abi, "function: number of the calling convention"},
    {"elements", kIsEnum, get_elements, "enum: dict of value to name"},
    {"relements", kIsEnum, get_relements, "enum: dict of name to value"},
};

PyObject* get_attribute(PyObject* self, void* closure) {
  const auto* attribute = static_cast<const Attribute*>(closure);
  if (attribute->flags != 0 && (as_ctype(self)->flags & attribute->flags) == 0) {
    PyErr_SetString(PyExc_AttributeError, attribute->name);
    return nullptr;
  }
  return attribute->get(as_ctype(self));
}

constexpr auto make_getset() {
  std::array<PyGetSetDef, std::size(kAttributes) + 1> getset{};
  for (size_t i = 0; i < std::size(kAttributes); ++i) {
    getset[i] = {kAttributes[i].name, get_attribute, nullptr, kAttributes[i].doc,
                 const_cast<Attribute*>(&kAttributes[i])};
  }
  return getset;
}
constinit auto ctype_getset = make_getset();

PyObject* ctype_dir(PyObject* self, PyObject*) {
  Ref<> names = steal(PyList_New(0));
  for (const Attribute& attribute : kAttributes) {
    if (attribute.flags != 0 && (as_ctype(self)->flags & attribute.flags) == 0) {
      continue;
    }
    Ref<> name = steal(names ? PyUnicode_FromString(attribute.name) : nullptr);
    if (!name || PyList_Append(names.get(), name.get()) < 0) {
      return nullptr;
    }
  }
  return names.release();
}

PyMethodDef ctype_methods[] = {
    {"__dir__", ctype_dir, METH_NOARGS, "The attributes that a type of this kind has."},
    {"__reduce_ex__", refuse_pickling, METH_VARARGS, "Raises TypeError: types are those of one process."},
    {nullptr, nullptr, 0, nullptr},
};

PyMemberDef ctype_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(CTypeObject, weakrefs), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

PyType_Slot ctype_slots[] = {
    {Py_tp_doc, const_cast<char*>("A C type. Made by ffi.typeof(); one object per type, so `is` and == agree.")},
    {Py_tp_traverse, reinterpret_cast<void*>(ctype_traverse)},
    {Py_tp_dealloc, reinterpret_cast<void*>(ctype_dealloc)},
    {Py_tp_repr, reinterpret_cast<void*>(ctype_repr)},
    {Py_tp_getset, ctype_getset.data()},
    {Py_tp_methods, ctype_methods},
    {Py_tp_members, ctype_members},
    {0, nullptr},
};

}  // namespace

PyType_Spec ctype_spec = {"_cffi_backend.CType", sizeof(CTypeObject), 0,
                          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation, ctype_slots};

}  // namespace cffi
