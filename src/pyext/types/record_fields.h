// Fields of a record as Python sees them: CField objects, and a map from interned name to field, made once per record.
#pragma once

#include "ctype/type.h"
#include "pyext/types/ctype_object.h"

namespace cffi {

// CField: type, offset, bitshift, bitsize, flags.
struct CFieldObject {
  PyObject_HEAD CTypeObject* type;  // strong
  Py_ssize_t offset;
  int16_t bit_shift;  // -1: not a bit-field, as shown to Python
  int16_t bit_size;
  uint8_t flags;  // kSkippedByPosition
  bool flexible;  // `T name[]` at the end of the record
};

// In CField.flags: a positional initialiser passes over this field (alternatives of an anonymous union after its
// first).
inline constexpr uint8_t kSkippedByPosition = 1;

struct FieldMap {
  PyObject* by_name;     // strong: dict name -> CFieldObject, anonymous members flattened (offsets from this record)
  PyObject* in_order;    // strong: list of (name, CFieldObject) as declared: CType.fields
  PyObject* positional;  // strong: tuple of CFieldObject that a positional initialiser fills, in order
  bool has_flexible_array;
};

// Are its fields declared, and their places known or left to a compiler?
bool has_body(CTypeObject* record);

// Null with an exception set (TypeError when the record is incomplete, "... but is opaque" as released).
FieldMap* field_map(CTypeObject* record);
// The field, borrowed, or null: with an exception only when `record` has no fields to look in.
CFieldObject* find_field_object(CTypeObject* record, PyObject* name);

// One field of a record at `record_data`. `record_size`: bytes known to be there, for fields that are flexible arrays
// (-1: unknown; such a field then reads as a pointer, and writing to it is not bounds-checked).
PyObject* read_field(CFieldObject* field, char* record_data, PyObject* owner, Py_ssize_t record_size);
int write_field(CFieldObject* field, char* record_data, PyObject* value, Py_ssize_t record_size);

extern PyType_Spec cfield_spec;
void free_field_map(FieldMap* map);

}  // namespace cffi
