#include "pyext/values/to_python.h"

#include "pyext/values/cdata_object.h"
#include "value/bitfield_access.h"
#include "value/float128.h"
#include "value/load_store.h"

namespace cffi {
namespace {

template <typename T>
PyObject* read_integer(CTypeObject*, char* data, PyObject*) {
  if constexpr (std::is_signed_v<T>) {
    return sizeof(T) <= sizeof(long) ? PyLong_FromLong(static_cast<long>(load_as<T>(data)))
                                     : PyLong_FromLongLong(static_cast<long long>(load_as<T>(data)));
  } else {
    return sizeof(T) < sizeof(long) ? PyLong_FromLong(static_cast<long>(load_as<T>(data)))
                                    : PyLong_FromUnsignedLongLong(load_as<T>(data));
  }
}

PyObject* read_bool(CTypeObject*, char* data, PyObject*) {
  uint8_t byte = load_as<uint8_t>(data);
  if (byte > 1) {
    PyErr_Format(PyExc_ValueError,
                 "got a _Bool of value %d, expected 0 or 1 (declare it as uint8_t to read other values)",
                 static_cast<int>(byte));
    return nullptr;
  }
  return PyBool_FromLong(byte);
}

PyObject* read_char(CTypeObject*, char* data, PyObject*) { return PyBytes_FromStringAndSize(data, 1); }

PyObject* read_wide_char(CTypeObject* type, char* data, PyObject*) {
  auto point =
      static_cast<Py_UCS4>(load_unsigned(data, static_cast<uint32_t>(type->size.load(std::memory_order_relaxed))));
  if (point > 0x10FFFF) {
    PyErr_Format(PyExc_ValueError, "%U out of range for conversion to unicode: 0x%x", type->name,
                 static_cast<unsigned int>(point));
    return nullptr;
  }
  return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, &point, 1);
}

template <typename T>
PyObject* read_float(CTypeObject*, char* data, PyObject*) {
  return PyFloat_FromDouble(static_cast<double>(load_as<T>(data)));
}

PyObject* read_half(CTypeObject*, char* data, PyObject*) { return PyFloat_FromDouble(load_float(data, 2)); }

template <typename T>
PyObject* read_complex(CTypeObject*, char* data, PyObject*) {
  return PyComplex_FromDoubles(static_cast<double>(load_as<T>(data)),
                               static_cast<double>(load_as<T>(data + sizeof(T))));
}

// Values that no Python number holds exactly stay cdata.
PyObject* read_as_cdata(CTypeObject* type, char* data, PyObject*) { return make_primitive(type, data); }

PyObject* read_pointer(CTypeObject* type, char* data, PyObject*) { return make_pointer(type, load_as<char*>(data)); }

PyObject* read_view(CTypeObject* type, char* data, PyObject* owner) {
  if (type->is(kIsOpenArray)) {
    // A `T[]` without a length is where items start: all there is to give is a pointer to them.
    CTypeObject* pointer = pointer_ctype(type->item);
    return pointer != nullptr ? make_pointer(pointer, data, owner) : nullptr;
  }
  if (type->is(kIsRecord) && ctype_size(type) < 0) {
    PyErr_Format(PyExc_TypeError, "cdata '%U' is opaque", type->name);
    return nullptr;
  }
  return make_view(type, data, owner);
}

PyObject* read_nothing(CTypeObject* type, char*, PyObject*) {
  PyErr_Format(PyExc_TypeError, "cdata '%U' is opaque", type->name);
  return nullptr;
}

PyObject* read_unsupported(CTypeObject* type, char*, PyObject*) {
  PyErr_Format(PyExc_NotImplementedError,
               "ctype '%U' cannot be converted to a Python object: its bytes can be had through a pointer to it, with "
               "ffi.buffer() or ffi.memmove()",
               type->name);
  return nullptr;
}

// What lies in memory beside the value's own bits means nothing (AMD64 psABI 3.1.2).
PyObject* read_bit_int(CTypeObject* type, char* data, PyObject*) {
  const auto* number = type_as<ForeignNumberType>(type->type);
  auto width = static_cast<int>(number->bits);
  return number->is_signed ? PyLong_FromLongLong(load_bitfield_signed(data, 0, width))
                           : PyLong_FromUnsignedLongLong(load_bitfield_unsigned(data, 0, width));
}

PyObject* read_float128(CTypeObject*, char* data, PyObject*) { return PyFloat_FromDouble(load_float128(data)); }

ToPython choose_foreign(const Type* type) {
  const auto* number = type_as<ForeignNumberType>(type);
  if (number == nullptr) {
    return read_float128;
  }
  bool is_small = number->format == ForeignFormat::kBitInt && number->bits <= 64;
  return is_small ? read_bit_int : read_unsupported;
}

ToPython choose_integer(bool is_signed, Py_ssize_t size) {
  switch (size) {
    case 1:
      return is_signed ? read_integer<int8_t> : read_integer<uint8_t>;
    case 2:
      return is_signed ? read_integer<int16_t> : read_integer<uint16_t>;
    case 4:
      return is_signed ? read_integer<int32_t> : read_integer<uint32_t>;
    case 8:
      return is_signed ? read_integer<int64_t> : read_integer<uint64_t>;
    default:
      return read_unsupported;  // __int128
  }
}

ToPython choose_float(Py_ssize_t size) {
  switch (size) {
    case 2:
      return read_half;
    case 4:
      return read_float<float>;
    default:
      return read_float<double>;
  }
}

ToPython choose_complex(Py_ssize_t size) {
  // Not a switch: where long double is double, two of them are one case.
  if (size == 2 * sizeof(float)) {
    return read_complex<float>;
  }
  if (size == 2 * sizeof(double)) {
    return read_complex<double>;
  }
  return size == 2 * sizeof(long double) ? read_complex<long double> : read_unsupported;
}

}  // namespace

ToPython choose_to_python(const CTypeObject* type) {
  Py_ssize_t size = type->size.load(std::memory_order_relaxed);
  uint32_t flags = type->flags;
  if ((flags & kIsBool) != 0) return read_bool;
  if ((flags & kIsInteger) != 0) return choose_integer((flags & kIsSigned) != 0, size);
  if ((flags & kIsChar) != 0) return read_char;
  if ((flags & kIsWideChar) != 0) return read_wide_char;
  if ((flags & kIsFloat) != 0) return choose_float(size);
  if ((flags & kIsLongDouble) != 0) return size == sizeof(long double) ? read_as_cdata : read_unsupported;
  if ((flags & kIsComplex) != 0) return choose_complex(size);
  if ((flags & kIsAnyPointer) != 0) return read_pointer;
  if ((flags & (kIsRecord | kIsArray)) != 0) return read_view;
  if ((flags & kIsVector) != 0) return read_unsupported;
  if ((flags & kIsForeign) != 0) return choose_foreign(type->type);
  return read_nothing;
}

uint64_t load_integer_bits(const CTypeObject* type, const char* data) {
  auto size = static_cast<uint32_t>(type->size.load(std::memory_order_relaxed));
  return type->is(kIsSigned | kIsSignedWide) ? static_cast<uint64_t>(load_signed(data, size))
                                             : load_unsigned(data, size);
}

}  // namespace cffi
