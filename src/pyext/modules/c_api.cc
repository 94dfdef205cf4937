#include "pyext/modules/c_api.h"

#include <cstdint>
#include <cstring>

#include "call/process/saved_errno.h"
#include "pyext/calls/c_argument.h"
#include "pyext/calls/cdata_call.h"
#include "pyext/calls/extern_python.h"
#include "pyext/modules/c_api_converters.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_object.h"
#include "pyext/values/cdata_operators.h"
#include "pyext/values/from_python.h"
#include "pyext/values/pointer_conversion.h"
#include "value/load_store.h"
#include "value/range_check.h"

namespace cffi {
namespace {

// Not all slots are given a ctype, by which an interpreter's State is found otherwise: a cdata has one of its own.
State* state_of_value(PyObject* value) { return is_any_cdata(value) ? as_cdata(value)->type->state : nullptr; }

int overflow(PyObject* value, int bits, const char* sign) {
  PyErr_Format(PyExc_OverflowError, "integer %S does not fit '%d-bit %sint'", value, bits, sign);
  return -1;
}

template <typename T>
int to_signed(PyObject* value) {
  int64_t number = 0;
  if (!to_int64(state_of_value(value), value, &number)) {
    return -1;
  }
  return fits_signed(number, sizeof(T) * 8) ? static_cast<int>(number) : overflow(value, sizeof(T) * 8, "");
}

template <typename T, typename Returned>
Returned to_unsigned(PyObject* value) {
  uint64_t number = 0;
  if (!to_uint64(state_of_value(value), value, &number)) {
    return static_cast<Returned>(-1);
  }
  return fits_unsigned(number, sizeof(T) * 8) ? static_cast<Returned>(number)
                                              : static_cast<Returned>(overflow(value, sizeof(T) * 8, "unsigned "));
}

long long to_long_long(PyObject* value) {
  int64_t number = 0;
  return to_int64(state_of_value(value), value, &number) ? number : -1;
}

unsigned long long to_unsigned_long_long(PyObject* value) {
  uint64_t number = 0;
  return to_uint64(state_of_value(value), value, &number) ? number : UINT64_MAX;
}

bool to_bool(PyObject* value) {
  int64_t number = 0;
  if (to_int64(state_of_value(value), value, &number) && (number < 0 || number > 1)) {
    PyErr_Format(PyExc_OverflowError, "integer %S does not fit '_Bool'", value);
  }
  return number != 0 || PyErr_Occurred() != nullptr;
}

template <typename T>
int store_converted(char* out, T converted) {
  if (converted == static_cast<T>(-1) && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_as(out, converted);
  return 0;
}

int store_signed(char* out, PyObject* value, Py_ssize_t size) {
  switch (size) {
    case 1:
      return store_converted(out, static_cast<int8_t>(to_signed<int8_t>(value)));
    case 2:
      return store_converted(out, static_cast<int16_t>(to_signed<int16_t>(value)));
    case 4:
      return store_converted(out, static_cast<int32_t>(to_signed<int32_t>(value)));
    default:
      return store_converted(out, static_cast<int64_t>(to_long_long(value)));
  }
}

int store_unsigned(char* out, PyObject* value, Py_ssize_t size) {
  switch (size) {
    case 1:
      return store_converted(out, static_cast<uint8_t>(to_unsigned<uint8_t, int>(value)));
    case 2:
      return store_converted(out, static_cast<uint16_t>(to_unsigned<uint16_t, int>(value)));
    case 4:
      return store_converted(out, static_cast<uint32_t>(to_unsigned<uint32_t, unsigned int>(value)));
    default:
      return store_converted(out, static_cast<uint64_t>(to_unsigned_long_long(value)));
  }
}

int to_plain_char(PyObject* value) {
  char unit = 0;
  return to_char_of(state_of_value(value), "char", value, &unit) ? static_cast<unsigned char>(unit) : -1;
}

template <int kSize>
bool to_wide(PyObject* value, uint32_t* unit) {
  return to_wide_char_of(state_of_value(value), kSize, value, unit);
}

wchar_t to_wchar(PyObject* value) {
  uint32_t unit = 0;
  return to_wide<sizeof(wchar_t)>(value, &unit) ? static_cast<wchar_t>(unit) : static_cast<wchar_t>(-1);
}

// char16_t where wchar_t has 32 bits, char32_t where it has 16.
constexpr int kOtherWideSize = sizeof(wchar_t) == 4 ? 2 : 4;

int to_other_wide(PyObject* value) {
  uint32_t unit = 0;
  return to_wide<kOtherWideSize>(value, &unit) ? static_cast<int>(unit) : -1;
}

PyObject* from_code_point(uint32_t point, const char* type) {
  if (point > 0x10FFFF) {
    return raise_format(PyExc_ValueError, "%s out of range for conversion to unicode: 0x%x", type,
                        static_cast<unsigned int>(point));
  }
  auto unit = static_cast<Py_UCS4>(point);
  return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, &unit, 1);
}

PyObject* from_wchar(wchar_t unit) { return from_code_point(static_cast<uint32_t>(unit), "wchar_t"); }

PyObject* from_other_wide(int unit) {
  auto point = static_cast<uint32_t>(unit);
  return kOtherWideSize == 2 ? from_code_point(point & 0xFFFF, "char16_t") : from_code_point(point, "char32_t");
}

PyObject* from_plain_char(char unit) { return PyBytes_FromStringAndSize(&unit, 1); }

// Exact from a long double cdata; else by way of a double.
long double to_long_double(PyObject* value) {
  State* state = state_of_value(value);
  if (state != nullptr && as_cdata(value)->type->is(kIsLongDouble)) {
    long double number = 0;
    std::memcpy(&number, as_cdata(value)->data, sizeof number);
    return number;
  }
  return static_cast<long double>(PyFloat_AsDouble(value));
}

PyObject* from_pointer(char* address, CTypeObject* type) { return make_pointer(type, address); }

char* to_pointer_of(PyObject* value, CTypeObject* type) {
  char* address = nullptr;
  return to_pointer(type, value, &address) == 0 ? address : nullptr;
}

// Both slots get the address of a local variable.
PyObject* from_local(char* data, CTypeObject* type) { return result_to_python(type, data); }

// `data` is a local variable that nobody has written yet.
int store(char* data, CTypeObject* type, PyObject* value) { return store_argument(type, data, value); }

// Modules of the frozen interface ask for the size, allocate, and have the memory filled, without telling its size
// again: kept here, because a list may grow while its items are converted.
thread_local Py_ssize_t prepared_size = 0;

Py_ssize_t prepare_pointer(CTypeObject* type, PyObject* value, char** address) {
  prepared_size = prepare_pointer_argument(type, value, address);
  return prepared_size;
}

int fill_array(char* data, CTypeObject* type, PyObject* value) {
  return fill_pointer_argument(type, data, prepared_size, value);
}

// Slots that no module since 1.0 calls.
PyObject* reserved() { return raise_format(PyExc_SystemError, "this slot of the export table is not in use"); }

}  // namespace

int store_integer_argument(CTypeObject* type, char* out, PyObject* value) {
  if (type->is(kIsBool)) {
    bool converted = to_bool(value);
    store_as(out, converted);
    return converted && PyErr_Occurred() != nullptr ? -1 : 0;
  }
  Py_ssize_t size = ctype_size(type);
  return type->is(kIsSigned) ? store_signed(out, value, size) : store_unsigned(out, value, size);
}

void fill_exports(void** exports, int first, int count) {
  const Export table[] = {
      {kExportReserved, as_export(reserved)},
      {kExportToInt8, as_export(to_signed<int8_t>)},
      {kExportToUint8, as_export(to_unsigned<uint8_t, int>)},
      {kExportToInt16, as_export(to_signed<int16_t>)},
      {kExportToUint16, as_export(to_unsigned<uint16_t, int>)},
      {kExportToInt32, as_export(to_signed<int32_t>)},
      {kExportToUint32, as_export(to_unsigned<uint32_t, unsigned int>)},
      {kExportToInt64, as_export(to_long_long)},
      {kExportToUint64, as_export(to_unsigned_long_long)},
      {kExportToChar, as_export(to_plain_char)},
      {kExportFromPointer, as_export(from_pointer)},
      {kExportToPointer, as_export(to_pointer_of)},
      {kExportOldLayout, as_export(reserved)},
      {kExportRestoreErrno, as_export(restore_errno)},
      {kExportSaveErrno, as_export(save_errno)},
      {kExportFromChar, as_export(from_plain_char)},
      {kExportFromAddress, as_export(from_local)},
      {kExportStore, as_export(store)},
      {kExportFromRecord, as_export(from_local)},
      {kExportToWchar, as_export(to_wchar)},
      {kExportFromWchar, as_export(from_wchar)},
      {kExportToLongDouble, as_export(to_long_double)},
      {kExportToBool, as_export(to_bool)},
      {kExportPreparePointer, as_export(prepare_pointer)},
      {kExportFillArray, as_export(fill_array)},
      {kExportCallPython, as_export(call_extern_python)},
      {kExportToOtherWide, as_export(to_other_wide)},
      {kExportFromOtherWide, as_export(from_other_wide)},
  };
  static_assert(std::size(table) == kExportCountWideChars);
  fill_from(table, exports, first, count);
  fill_current_exports(exports, first, count);
}

}  // namespace cffi
