#include "pyext/values/from_python.h"

#include <cstring>
#include <limits>

#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/values/aggregate_conversion.h"
#include "pyext/values/cdata_object.h"
#include "pyext/values/pointer_conversion.h"
#include "value/bitfield_access.h"
#include "value/float128.h"
#include "value/load_store.h"
#include "value/range_check.h"

namespace cffi {
namespace {

int overflow(CTypeObject* type, PyObject* value) {
  PyErr_Format(PyExc_OverflowError, "integer %S does not fit '%U'", value, type->name);
  return -1;
}

// The int that `value` stands for. Floats are refused: `int` arguments never round silently.
Ref<> integer_of(State* state, PyObject* value) {
  if (PyLong_Check(value)) {
    return borrow(value);
  }
  bool is_float = PyFloat_Check(value) != 0;
  if (!is_float && state != nullptr && is_cdata(*state, value)) {
    is_float = as_cdata(value)->type->is(kIsFloat | kIsLongDouble);
  }
  PyNumberMethods* number = Py_TYPE(value)->tp_as_number;
  if (is_float || number == nullptr || number->nb_int == nullptr) {
    return raise_format(PyExc_TypeError, "an integer is required");
  }
  Ref<> result = steal(number->nb_int(value));
  if (result && !PyLong_Check(result.get())) {
    return raise_format(PyExc_TypeError, "integer conversion failed");
  }
  return result;
}

template <typename T>
int write_signed(CTypeObject* type, char* data, PyObject* value) {
  long long number = 0;
  if (!small_int(value, &number)) {
    int64_t wide = 0;
    if (!to_int64(type->state, value, &wide)) {
      return -1;
    }
    number = wide;
  }
  if (!fits_signed(number, sizeof(T) * 8)) {
    return overflow(type, value);
  }
  store_as(data, static_cast<T>(number));
  return 0;
}

template <typename T>
int write_unsigned(CTypeObject* type, char* data, PyObject* value) {
  long long small = 0;
  auto number = uint64_t{0};
  if (small_int(value, &small) && small >= 0) {
    number = static_cast<uint64_t>(small);
  } else if (!to_uint64(type->state, value, &number)) {
    return -1;
  }
  if (!fits_unsigned(number, sizeof(T) * 8)) {
    return overflow(type, value);
  }
  store_as(data, static_cast<T>(number));
  return 0;
}

int write_bool(CTypeObject* type, char* data, PyObject* value) {
  uint64_t number = 0;
  if (!to_uint64(type->state, value, &number)) {
    return -1;
  }
  if (number > 1) {
    return overflow(type, value);
  }
  *data = static_cast<char>(number);
  return 0;
}

int write_char(CTypeObject* type, char* data, PyObject* value) { return to_char(type, value, data) ? 0 : -1; }

int write_wide_char(CTypeObject* type, char* data, PyObject* value) {
  uint32_t unit = 0;
  if (!to_wide_char(type, value, &unit)) {
    return -1;
  }
  store_integer(data, static_cast<uint32_t>(ctype_size(type)), unit);
  return 0;
}

template <typename T>
int write_float(CTypeObject*, char* data, PyObject* value) {
  double number = PyFloat_AsDouble(value);
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_as(data, static_cast<T>(number));
  return 0;
}

int write_half(CTypeObject*, char* data, PyObject* value) {
  double number = PyFloat_AsDouble(value);
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_float(data, 2, number);
  return 0;
}

// x87 leaves six bytes of a long double unused: cleared, so that no stack contents get into memory that is compared.
int write_long_double(CTypeObject* type, char* data, PyObject* value) {
  if (is_cdata(*type->state, value) && as_cdata(value)->type == type) {
    std::memcpy(data, as_cdata(value)->data, sizeof(long double));
    return 0;
  }
  double number = PyFloat_AsDouble(value);
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  std::memset(data, 0, sizeof(long double));
  auto wide = static_cast<long double>(number);
  std::memcpy(data, &wide, std::numeric_limits<long double>::digits == 64 ? 10 : sizeof(wide));
  return 0;
}

template <typename T>
int write_complex(CTypeObject*, char* data, PyObject* value) {
  Py_complex number = PyComplex_AsCComplex(value);
  if (number.real == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_as(data, static_cast<T>(number.real));
  store_as(data + sizeof(T), static_cast<T>(number.imag));
  return 0;
}

int write_pointer(CTypeObject* type, char* data, PyObject* value) {
  char* address = nullptr;
  if (to_pointer(type, value, &address) < 0) {
    return -1;
  }
  store_as(data, address);
  return 0;
}

int write_array(CTypeObject* type, char* data, PyObject* value) {
  return convert_array(type, data, type->length, value);
}

int write_record(CTypeObject* type, char* data, PyObject* value) {
  return convert_record(type, data, value, ctype_size(type));
}

int write_nothing(CTypeObject* type, char*, PyObject*) {
  PyErr_Format(PyExc_TypeError, "cannot write to ctype '%U'", type->name);
  return -1;
}

int write_unsupported(CTypeObject* type, char*, PyObject*) {
  PyErr_Format(PyExc_NotImplementedError,
               "ctype '%U' cannot be converted from a Python object: its bytes can be written through a pointer to it, "
               "with ffi.buffer() or ffi.memmove()",
               type->name);
  return -1;
}

int write_bit_int(CTypeObject* type, char* data, PyObject* value) {
  const auto* number = type_as<ForeignNumberType>(type->type);
  auto bits = static_cast<uint32_t>(number->bits);
  int64_t wide = 0;
  auto stored = uint64_t{0};
  if (number->is_signed) {
    if (!to_int64(type->state, value, &wide)) {
      return -1;
    }
    stored = static_cast<uint64_t>(wide);
  } else if (!to_uint64(type->state, value, &stored)) {
    return -1;
  }
  if (number->is_signed ? !fits_signed(wide, bits) : !fits_unsigned(stored, bits)) {
    return overflow(type, value);
  }
  store_integer(data, static_cast<uint32_t>(number->size), stored);
  return 0;
}

int write_float128(CTypeObject*, char* data, PyObject* value) {
  double number = PyFloat_AsDouble(value);
  if (number == -1.0 && PyErr_Occurred() != nullptr) {
    return -1;
  }
  store_float128(data, number);
  return 0;
}

FromPython choose_foreign(const Type* type) {
  const auto* number = type_as<ForeignNumberType>(type);
  if (number == nullptr) {
    return write_float128;
  }
  bool is_small = number->format == ForeignFormat::kBitInt && number->bits <= 64;
  return is_small ? write_bit_int : write_unsupported;
}

FromPython choose_integer(bool is_signed, Py_ssize_t size) {
  switch (size) {
    case 1:
      return is_signed ? write_signed<int8_t> : write_unsigned<uint8_t>;
    case 2:
      return is_signed ? write_signed<int16_t> : write_unsigned<uint16_t>;
    case 4:
      return is_signed ? write_signed<int32_t> : write_unsigned<uint32_t>;
    case 8:
      return is_signed ? write_signed<int64_t> : write_unsigned<uint64_t>;
    default:
      return write_unsupported;  // __int128
  }
}

FromPython choose_floating(uint32_t flags, Py_ssize_t size) {
  if ((flags & kIsLongDouble) != 0) {
    return size == sizeof(long double) ? write_long_double : write_unsupported;
  }
  if ((flags & kIsComplex) != 0) {
    return size == 8                         ? write_complex<float>
           : size == 16                      ? write_complex<double>
           : size == 2 * sizeof(long double) ? write_complex<long double>
                                             : write_unsupported;
  }
  return size == 2 ? write_half : size == 4 ? write_float<float> : write_float<double>;
}

}  // namespace

FromPython choose_from_python(const CTypeObject* type) {
  Py_ssize_t size = type->size.load(std::memory_order_relaxed);
  uint32_t flags = type->flags;
  if ((flags & kIsBool) != 0) return write_bool;
  if ((flags & kIsInteger) != 0) return choose_integer((flags & kIsSigned) != 0, size);
  if ((flags & kIsChar) != 0) return write_char;
  if ((flags & kIsWideChar) != 0) return write_wide_char;
  if ((flags & (kIsFloat | kIsLongDouble | kIsComplex)) != 0) return choose_floating(flags, size);
  if ((flags & kIsAnyPointer) != 0) return write_pointer;
  if ((flags & kIsArray) != 0) return write_array;
  if ((flags & kIsRecord) != 0) return write_record;
  if ((flags & kIsVector) != 0) return write_unsupported;
  if ((flags & kIsForeign) != 0) return choose_foreign(type->type);
  return write_nothing;
}

bool to_int64(State* state, PyObject* value, int64_t* out) {
  Ref<> number = integer_of(state, value);
  if (!number) {
    return false;
  }
  *out = PyLong_AsLongLong(number.get());
  return *out != -1 || PyErr_Occurred() == nullptr;
}

bool to_uint64(State* state, PyObject* value, uint64_t* out) {
  Ref<> number = integer_of(state, value);
  if (!number) {
    return false;
  }
  int overflowed = 0;
  long long small = PyLong_AsLongLongAndOverflow(number.get(), &overflowed);
  if (overflowed < 0 || (overflowed == 0 && small < 0)) {
    if (PyErr_Occurred() == nullptr) {
      PyErr_SetString(PyExc_OverflowError, "can't convert negative number to unsigned");
    }
    return false;
  }
  *out = overflowed == 0 ? static_cast<uint64_t>(small) : PyLong_AsUnsignedLongLong(number.get());
  return *out != UINT64_MAX || PyErr_Occurred() == nullptr;
}

bool to_char(CTypeObject* type, PyObject* value, char* out) {
  if (PyBytes_Check(value) && PyBytes_GET_SIZE(value) == 1) {
    *out = PyBytes_AS_STRING(value)[0];
    return true;
  }
  return to_char_of(type->state, PyUnicode_AsUTF8(type->name), value, out);
}

void refuse_cdata(CTypeObject* type, const char* wanted, CTypeObject* from) {
  bool same_name = PyUnicode_Compare(type->name, from->name) == 0;
  if (same_name) {
    PyErr_Format(PyExc_TypeError,
                 "initializer for ctype '%U' appears indeed to be '%U', but the types are different (check that you "
                 "are not e.g. mixing up different ffi instances)",
                 type->name, from->name);
  } else {
    PyErr_Format(PyExc_TypeError, "initializer for ctype '%U' must be a %s, not cdata '%U'", type->name, wanted,
                 from->name);
  }
}

bool to_char_of(State* state, const char* type_name, PyObject* value, char* out) {
  if (PyBytes_Check(value) && PyBytes_GET_SIZE(value) == 1) {
    *out = PyBytes_AS_STRING(value)[0];
    return true;
  }
  if (state != nullptr && is_cdata(*state, value) && as_cdata(value)->type->is(kIsChar)) {
    *out = *as_cdata(value)->data;
    return true;
  }
  PyErr_Format(PyExc_TypeError, "initializer for ctype '%s' must be a bytes of length 1, not %.200s", type_name,
               Py_TYPE(value)->tp_name);
  return false;
}

bool to_wide_char(CTypeObject* type, PyObject* value, uint32_t* out) {
  return to_wide_char_of(type->state, ctype_size(type), value, out);
}

bool to_wide_char_of(State* state, Py_ssize_t unit_size, PyObject* value, uint32_t* out) {
  const char* wanted = unit_size == 2 ? "char16_t" : "char32_t";
  if (PyUnicode_Check(value)) {
    if (PyUnicode_GetLength(value) != 1) {
      PyErr_Format(PyExc_TypeError,
                   "initializer for ctype '%s' must be a unicode string of length 1, not unicode string of length %zd",
                   wanted, PyUnicode_GetLength(value));
      return false;
    }
    *out = PyUnicode_ReadChar(value, 0);
    if (unit_size == 2 && *out > 0xFFFF) {
      PyErr_Format(PyExc_TypeError,
                   "initializer for ctype '%s' must be a unicode string of length 1, not larger-than-0xFFFF character",
                   wanted);
      return false;
    }
    return true;
  }
  if (state != nullptr && is_cdata(*state, value) && as_cdata(value)->type->is(kIsWideChar) &&
      ctype_size(as_cdata(value)->type) == unit_size) {
    *out = static_cast<uint32_t>(load_unsigned(as_cdata(value)->data, static_cast<uint32_t>(unit_size)));
    return true;
  }
  PyErr_Format(PyExc_TypeError, "initializer for ctype '%s' must be a unicode string of length 1, not %.200s", wanted,
               Py_TYPE(value)->tp_name);
  return false;
}

int store_bitfield_value(CTypeObject* type, char* unit, int shift, int width, PyObject* value) {
  Ref<> number = steal(PyNumber_Index(value));
  if (!number) {
    return -1;
  }
  auto bits = static_cast<uint32_t>(width);
  int overflowed = 0;
  long long small = PyLong_AsLongLongAndOverflow(number.get(), &overflowed);
  bool is_signed = type->is(kIsSigned);
  // `int flag : 1` holds 0 and -1, but programs write 1 to it, as C lets them.
  int64_t largest = is_signed ? (width == 1 ? 1 : max_signed(bits)) : 0;
  bool fits = overflowed == 0 && (is_signed ? small >= min_signed(bits) && small <= largest
                                            : small >= 0 && fits_unsigned(static_cast<uint64_t>(small), bits));
  auto stored = static_cast<uint64_t>(small);
  if (overflowed > 0 && !is_signed && width == 64) {
    stored = PyLong_AsUnsignedLongLong(number.get());
    if (stored == UINT64_MAX && PyErr_Occurred() != nullptr) {
      return -1;
    }
    fits = true;
  }
  if (!fits) {
    Ref<> low = steal(PyLong_FromLongLong(is_signed ? min_signed(bits) : 0));
    Ref<> high = steal(is_signed ? PyLong_FromLongLong(largest) : PyLong_FromUnsignedLongLong(max_unsigned(bits)));
    if (low && high) {
      PyErr_Format(PyExc_OverflowError, "value %S outside the range allowed by the bit field width: %S <= x <= %S",
                   number.get(), low.get(), high.get());
    }
    return -1;
  }
  store_bitfield(unit, shift, width, stored);
  return 0;
}

}  // namespace cffi
