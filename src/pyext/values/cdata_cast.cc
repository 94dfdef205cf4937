// ffi.cast(): conversions as C casts do them, and characters as their codes.

#include "pyext/values/cdata_cast.h"

#include "pyext/calls/file_argument.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/values/cdata_new.h"
#include "pyext/values/cdata_operators.h"
#include "pyext/values/from_python.h"
#include "pyext/values/to_python.h"
#include "value/load_store.h"

namespace cffi {
namespace {

// The cdata that `value` is, or null.
CDataObject* cdata_or_null(CTypeObject* type, PyObject* value) {
  return is_cdata(*type->state, value) ? as_cdata(value) : nullptr;
}

bool has_address(const CDataObject* cdata) { return cdata->type->is(kIsAnyPointer | kIsArray); }

// A long of any size, truncated to 64 bits as C truncates.
bool truncate_long(PyObject* number, uint64_t* out) {
  *out = PyLong_AsUnsignedLongLongMask(number);
  return PyErr_Occurred() == nullptr;
}

bool is_numeric(PyObject* value) {
  PyNumberMethods* numbers = Py_TYPE(value)->tp_as_number;
  return numbers != nullptr && (numbers->nb_int != nullptr || numbers->nb_index != nullptr);
}

// From ints, floats, and objects with __int__ or __index__, cdata numbers among them. False with an exception set.
bool number_to_bits(PyObject* value, uint64_t* out) {
  long long small = 0;
  if (small_int(value, &small)) {
    *out = static_cast<uint64_t>(small);
    return true;
  }
  if (!is_numeric(value)) {
    raise_format(PyExc_TypeError, "an integer is required");
    return false;
  }
  Ref<> number = steal(PyNumber_Long(value));
  return number && truncate_long(number.get(), out);
}

// Pointers as numbers, all else by number_to_bits().
bool to_address_bits(CTypeObject* type, PyObject* value, uint64_t* out) {
  CDataObject* cdata = cdata_or_null(type, value);
  if (cdata != nullptr && has_address(cdata)) {
    *out = reinterpret_cast<uintptr_t>(cdata->data);
    return true;
  }
  const LibFunction* function = lib_function_of(*type->state, value);
  if (function != nullptr && function->address != nullptr) {
    *out = reinterpret_cast<uintptr_t>(function->address);
    return true;
  }
  return number_to_bits(value, out);
}

// The code of a str of length 1. False with an exception set.
bool character_code(CTypeObject* type, PyObject* text, uint64_t* out) {
  if (PyUnicode_GetLength(text) != 1) {
    PyErr_Format(PyExc_TypeError, "cannot cast unicode string of length %zd to ctype '%U'", PyUnicode_GetLength(text),
                 type->name);
    return false;
  }
  *out = PyUnicode_ReadChar(text, 0);
  return true;
}

bool byte_code(PyObject* bytes, uint64_t* out) {
  if (PyBytes_GET_SIZE(bytes) != 1) {
    raise_format(PyExc_TypeError, "initializer for ctype 'char' must be a bytes of length 1, not bytes");
    return false;
  }
  *out = static_cast<unsigned char>(PyBytes_AS_STRING(bytes)[0]);
  return true;
}

bool to_integer_bits(CTypeObject* type, PyObject* value, uint64_t* out) {
  if (PyUnicode_Check(value)) {
    return character_code(type, value, out);
  }
  if (PyBytes_Check(value)) {
    return byte_code(value, out);
  }
  return to_address_bits(type, value, out);
}

PyObject* make_integer(CTypeObject* type, uint64_t bits) {
  auto size = static_cast<uint32_t>(ctype_size(type));
  char data[16] = {};
  if (size > sizeof bits) {
    return raise_format(PyExc_NotImplementedError, "cannot cast to ctype '%U'", type->name);
  }
  store_integer(data, size, bits);
  return make_primitive(type, data);
}

bool has_float(PyObject* value) {
  const PyNumberMethods* methods = Py_TYPE(value)->tp_as_number;
  return methods != nullptr && methods->nb_float != nullptr;
}

// Anything but zero is true, of floats too: they are not truncated first. -1 with an exception set.
int truth_of(CTypeObject* type, PyObject* value) {
  CDataObject* cdata = cdata_or_null(type, value);
  if (cdata != nullptr && cdata->type->is(kIsFloat | kIsLongDouble)) {
    return cdata_bool(value);
  }
  if (cdata != nullptr || PyUnicode_Check(value) || PyBytes_Check(value)) {
    uint64_t bits = 0;
    return to_integer_bits(type, value, &bits) ? static_cast<int>(bits != 0) : -1;
  }
  if (PyLong_Check(value) == 0 && has_float(value)) {
    double number = PyFloat_AsDouble(value);
    return number == -1.0 && PyErr_Occurred() != nullptr ? -1 : static_cast<int>(number != 0);
  }
  if (!is_numeric(value)) {
    raise_format(PyExc_TypeError, "integer/float expected");
    return -1;
  }
  Ref<> number = steal(PyNumber_Long(value));
  return number ? PyObject_IsTrue(number.get()) : -1;
}

PyObject* cast_to_integer(CTypeObject* type, PyObject* value) {
  if (type->is(kIsBool)) {
    int truth = truth_of(type, value);
    return truth >= 0 ? make_integer(type, static_cast<uint64_t>(truth)) : nullptr;
  }
  uint64_t bits = 0;
  return to_integer_bits(type, value, &bits) ? make_integer(type, bits) : nullptr;
}

PyObject* cast_to_address(CTypeObject* type, PyObject* value) {
  if (type->is(kIsFilePointer) && is_python_file(*type->state, value)) {
    char* stream = file_of_python_file(value);
    return stream != nullptr ? make_pointer(type, stream) : nullptr;
  }
  uint64_t bits = 0;
  if (!to_address_bits(type, value, &bits)) {
    return nullptr;
  }
  auto* address = reinterpret_cast<char*>(static_cast<uintptr_t>(bits));
  return type->is(kIsArray) ? make_view(type, address, nullptr) : make_pointer(type, address);
}

// Characters of length 1 cast to a floating type. False with an exception set.
bool text_to_real(CTypeObject* type, PyObject* value, long double* out) {
  uint64_t code = 0;
  bool is_str = PyUnicode_Check(value) != 0;
  if ((is_str ? PyUnicode_GetLength(value) : PyBytes_GET_SIZE(value)) != 1) {
    PyErr_Format(PyExc_TypeError, "cannot cast %s object to ctype '%U'", is_str ? "str" : "bytes", type->name);
    return false;
  }
  bool converted = is_str ? character_code(type, value, &code) : byte_code(value, &code);
  *out = static_cast<long double>(code);
  return converted;
}

// The number that a primitive cdata (but a complex one) holds, unrounded. False with an exception set.
bool primitive_to_real(CTypeObject* type, CDataObject* cdata, long double* out) {
  uint32_t flags = cdata->type->flags;
  auto size = static_cast<uint32_t>(ctype_size(cdata->type));
  if ((flags & kIsFloat) != 0) {
    *out = load_float(cdata->data, size);
  } else if ((flags & kIsLongDouble) != 0 && size == sizeof(long double)) {
    *out = load_as<long double>(cdata->data);
  } else if ((flags & (kIsInteger | kIsText)) != 0 && size <= sizeof(uint64_t)) {
    uint64_t bits = load_integer_bits(cdata->type, cdata->data);
    bool is_signed = (flags & (kIsSigned | kIsSignedWide)) != 0;
    *out = is_signed ? static_cast<long double>(static_cast<int64_t>(bits)) : static_cast<long double>(bits);
  } else if ((flags & kIsComplex) != 0) {
    raise_format(PyExc_TypeError, "must be real number, not complex");
    return false;
  } else {
    PyErr_Format(PyExc_TypeError, "cannot cast ctype '%U' to ctype '%U'", cdata->type->name, type->name);
    return false;
  }
  return true;
}

bool to_real(CTypeObject* type, PyObject* value, long double* out) {
  long long small = 0;
  if (CDataObject* cdata = cdata_or_null(type, value)) {
    return primitive_to_real(type, cdata, out);
  }
  if (PyUnicode_Check(value) || PyBytes_Check(value)) {
    return text_to_real(type, value, out);
  }
  if (small_int(value, &small)) {
    *out = static_cast<long double>(small);
    return true;
  }
  double number = PyFloat_AsDouble(value);
  *out = number;
  return number != -1.0 || PyErr_Occurred() == nullptr;
}

PyObject* cast_to_real(CTypeObject* type, PyObject* value) {
  long double number = 0;
  if (!to_real(type, value, &number)) {
    return nullptr;
  }
  alignas(16) char data[sizeof(long double)] = {};
  auto size = static_cast<uint32_t>(ctype_size(type));
  if (type->is(kIsFloat)) {
    store_float(data, size, static_cast<double>(number));
  } else if (size == sizeof(long double)) {
    store_as(data, number);
  } else {
    return raise_format(PyExc_NotImplementedError, "cannot cast to ctype '%U'", type->name);
  }
  return make_primitive(type, data);
}

// False with an exception set.
bool to_complex(CTypeObject* type, PyObject* value, Py_complex* out) {
  CDataObject* cdata = cdata_or_null(type, value);
  bool is_complex = cdata != nullptr && cdata->type->is(kIsComplex);
  if ((cdata != nullptr && !is_complex) || PyUnicode_Check(value) || PyBytes_Check(value)) {
    long double real = 0;
    bool converted = to_real(type, value, &real);
    *out = {static_cast<double>(real), 0.0};
    return converted;
  }
  Ref<> number = is_complex ? steal(cdata_complex(value, nullptr)) : borrow(value);
  if (!number) {
    return false;
  }
  *out = PyComplex_AsCComplex(number.get());
  return out->real != -1.0 || PyErr_Occurred() == nullptr;
}

PyObject* cast_to_complex(CTypeObject* type, PyObject* value) {
  Py_complex number = {};
  if (!to_complex(type, value, &number)) {
    return nullptr;
  }
  alignas(16) char data[2 * sizeof(long double)] = {};
  switch (ctype_size(type)) {
    case 2 * sizeof(float):
      store_as(data, static_cast<float>(number.real));
      store_as(data + sizeof(float), static_cast<float>(number.imag));
      break;
    case 2 * sizeof(double):
      store_as(data, number.real);
      store_as(data + sizeof(double), number.imag);
      break;
    default:
      return raise_format(PyExc_NotImplementedError, "cannot cast to ctype '%U'", type->name);
  }
  return make_primitive(type, data);
}

bool is_enum_with_dots(const CTypeObject* type) {
  const EnumBody* body = type_as<EnumType>(type->type)->complete();
  return body != nullptr && body->partial;
}

}  // namespace

PyObject* cast_cdata(CTypeObject* type, PyObject* value) {
  uint32_t flags = type->flags;
  if ((flags & kIsEnum) != 0 && is_enum_with_dots(type) && raise_if_partial(type)) {
    return nullptr;
  }
  if ((flags & (kIsInteger | kIsText)) != 0) {
    return cast_to_integer(type, value);
  }
  if ((flags & kIsAnyPointer) != 0 || ((flags & kIsArray) != 0 && type->length >= 0)) {
    return cast_to_address(type, value);
  }
  if ((flags & (kIsFloat | kIsLongDouble)) != 0) {
    return cast_to_real(type, value);
  }
  if ((flags & kIsComplex) != 0) {
    return cast_to_complex(type, value);
  }
  return raise_if_partial(type) ? nullptr : raise_format(PyExc_TypeError, "cannot cast to ctype '%U'", type->name);
}

}  // namespace cffi
