#include "pyext/types/record_fields.h"

#include <cstddef>
#include <memory>

#include "ctype/type_query.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/cdata_object.h"
#include "pyext/values/from_python.h"
#include "value/bitfield_access.h"

namespace cffi {
namespace {

CFieldObject* as_field(PyObject* self) { return reinterpret_cast<CFieldObject*>(self); }

// What CField.bitshift says of fields that are not bit-fields.
constexpr long kShownNoBitfield = -1;
constexpr long kShownNoLength = -2;

PyObject* field_type(PyObject* self, void*) { return borrow(as_object(as_field(self)->type)).release(); }
PyObject* field_offset(PyObject* self, void*) { return PyLong_FromSsize_t(as_field(self)->offset); }
PyObject* field_bitshift(PyObject* self, void*) {
  CFieldObject* field = as_field(self);
  if (field->type->is(kIsArray) && field->type->length <= 0) {
    return PyLong_FromLong(kShownNoLength);
  }
  return PyLong_FromLong(field->bit_size < 0 ? kShownNoBitfield : field->bit_shift);
}
PyObject* field_bitsize(PyObject* self, void*) { return PyLong_FromLong(as_field(self)->bit_size); }
PyObject* field_flags(PyObject* self, void*) { return PyLong_FromLong(as_field(self)->flags); }

int field_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_object(as_field(self)->type));
  return 0;
}

void field_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  clear_field(as_field(self)->type);
  free_instance(self);
}

PyGetSetDef field_getset[] = {
    {"type", field_type, nullptr, "ctype of the field", nullptr},
    {"offset", field_offset, nullptr, "bytes from the start of the record", nullptr},
    {"bitshift", field_bitshift, nullptr, "bit-field: lowest bit within its unit; else -1 (-2: an array T[] or T[0])",
     nullptr},
    {"bitsize", field_bitsize, nullptr, "bit-field: its width; else -1", nullptr},
    {"flags", field_flags, nullptr, "1: passed over by positional initialisers", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};
PyMethodDef field_methods[] = {
    {"__reduce_ex__", refuse_pickling, METH_VARARGS, "Raises TypeError: types are those of one process."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot field_slots[] = {
    {Py_tp_methods, field_methods},
    {Py_tp_doc, const_cast<char*>("A field of a struct or union, from CType.fields.")},
    {Py_tp_traverse, reinterpret_cast<void*>(field_traverse)},
    {Py_tp_dealloc, reinterpret_cast<void*>(field_dealloc)},
    {Py_tp_getset, field_getset},
    {0, nullptr},
};

Ref<CFieldObject> make_field(State& state, const Field& field, uint64_t base, bool skipped) {
  CTypeObject* type = ctype_of(state, field.type.type);
  Ref<CFieldObject> self = type != nullptr ? new_object<CFieldObject>(state.cls(kCFieldClass)) : nullptr;
  if (!self) {
    return nullptr;
  }
  self->type = borrow(type).release();
  self->offset = static_cast<Py_ssize_t>(base + field.offset);
  self->bit_shift = field.bit_shift;
  self->bit_size = field.bit_size;
  self->flexible = field.flexible;
  self->flags = skipped ? kSkippedByPosition : 0;
  return self;
}

// Collects the fields of one record, those of anonymous members in their place.
class FieldCollector {
 public:
  FieldCollector(State& state, FieldMap& map, PyObject* positional)
      : state_(state), map_(map), positional_(positional) {}

  bool collect(const RecordType* record, uint64_t base, bool skipped) {
    const RecordBody* body = record->complete();
    bool first = true;
    for (const Field& field : body->fields) {
      bool skip = skipped || (record->is_union() && !first);
      first = false;
      const auto* inner = field.name.empty() ? type_as<RecordType>(field.type.type) : nullptr;
      bool ok = inner != nullptr ? collect(inner, base + field.offset, skip) : add(field, base, skip);
      if (!ok) {
        return false;
      }
      map_.has_flexible_array = map_.has_flexible_array || field.flexible;
    }
    return true;
  }

 private:
  bool add(const Field& field, uint64_t base, bool skip) {
    Ref<CFieldObject> object = make_field(state_, field, base, skip);
    Ref<> name =
        steal(PyUnicode_DecodeUTF8(field.name.data(), static_cast<Py_ssize_t>(field.name.size()), "backslashreplace"));
    if (!object || !name) {
      return false;
    }
    PyObject* interned = name.release();
    PyUnicode_InternInPlace(&interned);
    name = steal(interned);
    Ref<> pair = steal(PyTuple_Pack(2, name.get(), object.object()));
    return pair && PyList_Append(map_.in_order, pair.get()) == 0 &&
           PyDict_SetItem(map_.by_name, name.get(), object.object()) == 0 &&
           (skip || PyList_Append(positional_, object.object()) == 0);
  }

  State& state_;
  FieldMap& map_;
  PyObject* positional_;
};

FieldMap* build_field_map(CTypeObject* record) {
  auto* map = static_cast<FieldMap*>(PyMem_Calloc(1, sizeof(FieldMap)));
  if (map == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  map->by_name = PyDict_New();
  map->in_order = PyList_New(0);
  Ref<> positional = steal(PyList_New(0));
  const auto* type = type_as<RecordType>(record->type);
  if (map->by_name != nullptr && map->in_order != nullptr && positional &&
      FieldCollector(*record->state, *map, positional.get()).collect(type, 0, false)) {
    // A top-level union takes its first alternative only, but may be initialised by any name.
    map->positional = PyList_AsTuple(positional.get());
  }
  if (map->positional == nullptr) {
    free_field_map(map);
    return nullptr;
  }
  return map;
}

// `T name[0]`: how flexible arrays were written before C99. Nobody tells how many items there are.
bool is_old_flexible(const CTypeObject* type) { return type->is(kIsArray) && type->length == 0; }

PyObject* read_first_item(CTypeObject* array, char* address, PyObject* owner) {
  CTypeObject* pointer = pointer_ctype(array->item);
  return pointer != nullptr ? make_pointer(pointer, address, owner) : nullptr;
}

PyObject* read_flexible(CFieldObject* field, char* address, PyObject* owner, Py_ssize_t available) {
  if (available < 0) {
    return read_first_item(field->type, address, owner);
  }
  Py_ssize_t item_size = ctype_size(field->type->item);
  return make_view(field->type, address, owner, item_size > 0 ? available / item_size : 0);
}

}  // namespace

bool has_body(CTypeObject* record) {
  const auto* node = type_as<RecordType>(record->type);
  // Asking for the size decides on enums that nothing has defined.
  return node->complete() != nullptr || ctype_size(record) >= 0;
}

FieldMap* field_map(CTypeObject* record) {
  if (FieldMap* known = record->fields.load(std::memory_order_acquire)) {
    return known;
  }
  TypesLock lock(*record->state);
  if (FieldMap* known = record->fields.load(std::memory_order_relaxed)) {
    return known;
  }
  bool is_complete = has_body(record);
  if (raise_if_partial(record)) {
    return nullptr;
  }
  if (!is_complete) {
    PyErr_Format(PyExc_TypeError, "'%U' is opaque or not completed yet", record->name);
    return nullptr;
  }
  FieldMap* built = build_field_map(record);
  if (built == nullptr) {
    return nullptr;
  }
  if (FieldMap* known = record->fields.load(std::memory_order_relaxed)) {
    free_field_map(built);  // made by a finalizer in the meantime
    return known;
  }
  record->fields.store(built, std::memory_order_release);
  return built;
}

CFieldObject* find_field_object(CTypeObject* record, PyObject* name) {
  FieldMap* map = field_map(record);
  // Borrowed from a dict that never changes once published.
  return map != nullptr ? as_field(PyDict_GetItemWithError(map->by_name, name)) : nullptr;
}

void free_field_map(FieldMap* map) {
  clear_field(map->by_name);
  clear_field(map->in_order);
  clear_field(map->positional);
  PyMem_Free(map);
}

PyObject* read_field(CFieldObject* field, char* record_data, PyObject* owner, Py_ssize_t record_size) {
  char* address = record_data + field->offset;
  CTypeObject* type = field->type;
  if (field->bit_size >= 0) {
    if (type->is(kIsSigned)) {
      return PyLong_FromLongLong(load_bitfield_signed(address, field->bit_shift, field->bit_size));
    }
    return PyLong_FromUnsignedLongLong(load_bitfield_unsigned(address, field->bit_shift, field->bit_size));
  }
  if (field->flexible) {
    return read_flexible(field, address, owner, record_size < 0 ? -1 : record_size - field->offset);
  }
  return is_old_flexible(type) ? read_first_item(type, address, owner) : type->to_python(type, address, owner);
}

int write_field(CFieldObject* field, char* record_data, PyObject* value, Py_ssize_t record_size) {
  char* address = record_data + field->offset;
  CTypeObject* type = field->type;
  if (field->bit_size >= 0) {
    return store_bitfield_value(type, address, field->bit_shift, field->bit_size, value);
  }
  if (field->flexible) {
    Py_ssize_t item_size = ctype_size(type->item);
    Py_ssize_t room = record_size < 0 ? -1 : item_size > 0 ? (record_size - field->offset) / item_size : 0;
    return convert_array(type, address, room, value);
  }
  if (record_size >= 0 && type->is(kIsRecord)) {
    return convert_record(type, address, value, record_size - field->offset);
  }
  return type->from_python(type, address, value);
}

PyType_Spec cfield_spec = {"_cffi_backend.CField", sizeof(CFieldObject), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | kDisallowInstantiation, field_slots};

}  // namespace cffi
