// The classes _CDataBase and __CDataOwn: slots, attributes, `with`.
#include "pyext/values/cdata_class.h"

#include <algorithm>
#include <cstddef>

#include "pyext/libraries/lib_object.h"
#include "pyext/memory/gc_cdata.h"
#include "pyext/memory/lifetime.h"
#include "pyext/memory/store_checked.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/types/record_fields.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/cdata_index.h"
#include "pyext/values/cdata_iterator.h"
#include "pyext/values/cdata_object.h"
#include "pyext/values/cdata_operators.h"
#include "pyext/values/cdata_repr.h"
#include "pyext/values/from_python.h"

namespace cffi {
namespace {

// The record whose fields are attributes of `self`: its own type, or what it points to. Null when it has none.
CTypeObject* record_of(CDataObject* self) {
  CTypeObject* type = self->type->is(kIsPointer) ? self->type->item : self->type;
  return type->is(kIsRecord) ? type : nullptr;
}

// The field, borrowed. Null with an exception, or without one when there is no such field.
CFieldObject* field_of(CTypeObject* record, PyObject* name) {
  return has_body(record) ? find_field_object(record, name) : nullptr;
}

bool check_not_null(CDataObject* self) {
  if (self->data == nullptr || is_released(self)) {
    raise_unusable_memory(self);
    return false;
  }
  return true;
}

int raise_no_attribute(CDataObject* self, CTypeObject* record, PyObject* name, const char* action) {
  if (record == nullptr) {
    raise_format(PyExc_AttributeError, "cdata '%U' has no attribute '%S'", self->type->name, name);
  } else if (!has_body(record)) {
    if (!raise_if_broken(record)) {
      raise_format(PyExc_AttributeError, "cdata '%U' points to an opaque type: cannot %s fields", self->type->name,
                   action);
    }
  } else {
    raise_format(PyExc_AttributeError, "cdata '%U' has no field '%S'", self->type->name, name);
  }
  return -1;
}

PyObject* read_named_field(CDataObject* self, CFieldObject* field, PyObject* name) {
  if (!check_not_null(self)) {
    return nullptr;
  }
  PyObject* value = read_field(field, self->data, view_owner(self), known_record_size(self));
  if (value == nullptr && field->type->is(kIsBool)) {
    const char* text = PyUnicode_AsUTF8(name);
    append_to_error(std::string(": field '") + (text != nullptr ? text : "?") + "' of '" + ctype_name(self->type) +
                    "'");
  }
  return value;
}

PyObject* cdata_getattro(PyObject* object, PyObject* name) {
  CDataObject* self = as_cdata(object);
  CTypeObject* record = record_of(self);
  if (record != nullptr) {
    if (CFieldObject* field = field_of(record, name)) {
      return read_named_field(self, field, name);
    }
    if (PyErr_Occurred() != nullptr) {
      return nullptr;
    }
  }
  PyObject* value = PyObject_GenericGetAttr(object, name);
  if (value == nullptr && PyErr_ExceptionMatches(PyExc_AttributeError)) {
    PyErr_Clear();
    raise_no_attribute(self, record, name, "read");
  }
  return value;
}

// The items of a flexible array, of which nobody may know the end: as many as `value` has.
[[gnu::noinline]] int store_flexible_checked(CDataObject* self, CFieldObject* field, PyObject* value) {
  Py_ssize_t item_size = ctype_size(field->type->item);
  Py_ssize_t known = known_record_size(self);
  Py_ssize_t room = known < 0 ? -1 : item_size > 0 ? (known - field->offset) / item_size : 0;
  Py_ssize_t given = PyList_Check(value) ? PyList_Size(value) : PyTuple_Size(value);
  Py_ssize_t length = room < 0 || given < room ? given : room;
  auto size = static_cast<size_t>(length * item_size);
  return store_checked(self, self->data + field->offset, {size, 0, size}, OnMistake::kStoreWhatStandsBefore,
                       [&](char* copy) { return convert_array(field->type, copy, length, value); });
}

[[gnu::noinline]] int store_field_checked(CDataObject* self, CTypeObject* record, CFieldObject* field,
                                          PyObject* value) {
  auto size = static_cast<size_t>(std::max(known_record_size(self), ctype_size(record)));
  auto offset = static_cast<size_t>(field->offset);
  size_t count = size - offset;
  if (!ends_in_flexible_array(field->type)) {
    count = std::min(static_cast<size_t>(ctype_size(field->type)), count);
  }
  return store_checked(self, self->data, {size, offset, count}, OnMistake::kStoreWhatStandsBefore,
                       [&](char* copy) { return write_field(field, copy, value, static_cast<Py_ssize_t>(size)); });
}

int cdata_setattro(PyObject* object, PyObject* name, PyObject* value) {
  CDataObject* self = as_cdata(object);
  CTypeObject* record = record_of(self);
  CFieldObject* field = record != nullptr ? field_of(record, name) : nullptr;
  if (field == nullptr) {
    return PyErr_Occurred() != nullptr ? -1 : raise_no_attribute(self, record, name, "write");
  }
  if (value == nullptr) {
    PyErr_SetString(PyExc_AttributeError, "cannot delete struct field");
    return -1;
  }
  if (!check_not_null(self)) {
    return -1;
  }
  if (converts_without_code(value) || !is_releasable(self)) {
    return write_field(field, self->data, value, known_record_size(self));
  }
  if (!field->flexible) {
    return store_field_checked(self, record, field, value);
  }
  bool runs_code = PyList_Check(value) || PyTuple_Check(value);
  return runs_code ? store_flexible_checked(self, field, value)
                   : write_field(field, self->data, value, known_record_size(self));
}

PyObject* base_repr(PyObject* self) { return cdata_repr(as_cdata(self)).release(); }
PyObject* own_repr(PyObject* self) { return cdata_own_repr(as_cdata(self)).release(); }

PyObject* cdata_dir(PyObject* self, PyObject*) {
  CTypeObject* record = record_of(as_cdata(self));
  if (record == nullptr || !has_body(record)) {
    return PyList_New(0);
  }
  FieldMap* map = field_map(record);
  return map != nullptr ? PyDict_Keys(map->by_name) : nullptr;
}

PyObject* cdata_enter(PyObject* self, PyObject*) { return borrow(self).release(); }

PyObject* cdata_exit(PyObject* self, PyObject*) { return release_cdata(as_cdata(self)); }

// functools.wraps(), pytest and the like want a name of what they meet, be it a function or NULL.
PyObject* cdata_name(PyObject*, void*) { return PyUnicode_FromString("<cdata>"); }

PyMethodDef cdata_methods[] = {
    {"__dir__", cdata_dir, METH_NOARGS, "The names of the fields."},
    {"__complex__", cdata_complex, METH_NOARGS, "The value of a complex cdata."},
    {"__enter__", cdata_enter, METH_NOARGS, "`with cdata:` releases it at the end, see FFI.release()."},
    {"__exit__", cdata_exit, METH_VARARGS, "Releases the cdata, see FFI.release()."},
    {"__reduce_ex__", refuse_pickling, METH_VARARGS, "Raises TypeError: an address means nothing in another process."},
    {nullptr, nullptr, 0, nullptr},
};

PyGetSetDef cdata_getset[] = {
    {"__name__", cdata_name, nullptr, "'<cdata>'", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyMemberDef cdata_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(CDataObject, weakrefs), READONLY, nullptr},
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(CDataObject, vectorcall), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

int plain_traverse(PyObject* self, visitproc visit, void* arg) {
  return traverse_cdata_base(as_cdata(self), visit, arg);
}

// Asked for each object, because most of these classes have no header for the garbage collector.
int takes_part_in_collection(PyObject* self) { return is_tracked(as_cdata(self)) ? 1 : 0; }

constexpr const char* kBaseDoc =
    "A C value or address with its type: what isinstance(x, ffi.CData) asks for. Made by ffi.new(), ffi.cast(), C "
    "calls, "
    "and by reading other cdata. Subclasses differ in who owns the memory.";

PyType_Slot base_slots[] = {
    {Py_tp_doc, const_cast<char*>(kBaseDoc)},
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc_plain)},
    // No tp_clear: what keeps the bytes alive must stay while finalizers of the same garbage may still use them. Cycles
    // are broken in the owner, which has one.
    {Py_tp_traverse, reinterpret_cast<void*>(plain_traverse)},
    {Py_tp_is_gc, reinterpret_cast<void*>(takes_part_in_collection)},
    {Py_tp_repr, reinterpret_cast<void*>(base_repr)},
    {Py_tp_getattro, reinterpret_cast<void*>(cdata_getattro)},
    {Py_tp_setattro, reinterpret_cast<void*>(cdata_setattro)},
    {Py_tp_call, reinterpret_cast<void*>(PyVectorcall_Call)},
    {Py_tp_hash, reinterpret_cast<void*>(cdata_hash)},
    {Py_tp_richcompare, reinterpret_cast<void*>(cdata_compare)},
    {Py_tp_iter, reinterpret_cast<void*>(cdata_iterate)},
    {Py_tp_methods, cdata_methods},
    {Py_tp_getset, cdata_getset},
    {Py_tp_members, cdata_members},
    {Py_mp_subscript, reinterpret_cast<void*>(cdata_subscript)},
    {Py_mp_ass_subscript, reinterpret_cast<void*>(cdata_assign_subscript)},
    {Py_mp_length, reinterpret_cast<void*>(cdata_length)},
    {Py_nb_add, reinterpret_cast<void*>(cdata_add)},
    {Py_nb_subtract, reinterpret_cast<void*>(cdata_subtract)},
    {Py_nb_bool, reinterpret_cast<void*>(cdata_bool)},
    {Py_nb_int, reinterpret_cast<void*>(cdata_int)},
    {Py_nb_float, reinterpret_cast<void*>(cdata_float)},
    {0, nullptr},
};

PyType_Slot own_slots[] = {
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc_plain)},
    {Py_tp_traverse, reinterpret_cast<void*>(plain_traverse)},
    {Py_tp_repr, reinterpret_cast<void*>(own_repr)},
    {0, nullptr},
};

}  // namespace

PyType_Spec cdata_base_spec = {
    "_cffi_backend._CDataBase", sizeof(CDataObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | kDisallowInstantiation,
    base_slots};

PyType_Spec cdata_own_spec = {
    "_cffi_backend.__CDataOwn", sizeof(CDataObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | kDisallowInstantiation,
    own_slots};

}  // namespace cffi
