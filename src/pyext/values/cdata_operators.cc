#include "pyext/values/cdata_operators.h"

#include <cstdint>

#include "pyext/python/py_error.h"
#include "pyext/values/to_python.h"
#include "value/load_store.h"

namespace cffi {
namespace {

std::nullptr_t raise_unsupported(const char* operation, CDataObject* cdata) {
  return raise_format(PyExc_TypeError, "%s() not supported on cdata '%U'", operation, cdata->type->name);
}

// The pointer type that arithmetic on `cdata` is done in: arrays decay. Null without an exception for others.
CTypeObject* decayed_type(CDataObject* cdata) {
  if (cdata->type->is(kIsPointer)) {
    return cdata->type;
  }
  return cdata->type->is(kIsArray) ? pointer_ctype(cdata->type->item) : nullptr;
}

// Bytes that pointers of `type` move by for each item; 1 for void * as GNU C has it. -1 when unknown.
Py_ssize_t step_of(CTypeObject* type) { return type->is(kIsVoidPointer) ? 1 : ctype_size(type->item); }

PyObject* move_pointer(CDataObject* cdata, PyObject* number, bool backwards) {
  Py_ssize_t count = PyNumber_AsSsize_t(number, PyExc_OverflowError);
  if (count == -1 && PyErr_Occurred() != nullptr) {
    return nullptr;
  }
  CTypeObject* type = decayed_type(cdata);
  if (type == nullptr) {
    return PyErr_Occurred() != nullptr
               ? nullptr
               : raise_format(PyExc_TypeError, "cannot add a cdata '%U' and a number", cdata->type->name);
  }
  Py_ssize_t step = step_of(type);
  if (step < 0) {
    return raise_format(PyExc_TypeError, "ctype '%U' points to items of unknown size", type->name);
  }
  Py_ssize_t offset = 0;
  if (__builtin_mul_overflow(count, step, &offset)) {
    return raise_format(PyExc_OverflowError, "cannot add %zd items to cdata '%U': too large", count, cdata->type->name);
  }
  // Addresses wrap around, as they do on the machine.
  auto address = reinterpret_cast<uintptr_t>(cdata->data);
  auto distance = static_cast<uintptr_t>(offset);
  return make_pointer(type, reinterpret_cast<char*>(backwards ? address - distance : address + distance),
                      view_owner(cdata));
}

PyObject* pointer_difference(CDataObject* left, CDataObject* right) {
  CTypeObject* type = decayed_type(right);
  if (type == nullptr && PyErr_Occurred() != nullptr) {
    return nullptr;
  }
  Py_ssize_t step = left->type == type ? step_of(type) : -1;
  if (step < 0) {
    return raise_format(PyExc_TypeError, "cannot subtract cdata '%U' and cdata '%U'", left->type->name,
                        (type != nullptr ? type : right->type)->name);
  }
  auto distance =
      static_cast<Py_ssize_t>(reinterpret_cast<uintptr_t>(left->data) - reinterpret_cast<uintptr_t>(right->data));
  if (step <= 1) {
    return PyLong_FromSsize_t(distance);
  }
  if (distance % step != 0) {
    return raise_format(
        PyExc_ValueError,
        "pointer subtraction: the distance between the two pointers is not a multiple of the item size");
  }
  return PyLong_FromSsize_t(distance / step);
}

template <typename T>
bool any_part_nonzero(const char* data) {
  return load_as<T>(data) != 0 || load_as<T>(data + sizeof(T)) != 0;
}

bool is_nonzero(CTypeObject* type, const char* data) {
  auto size = static_cast<uint32_t>(ctype_size(type));
  if (type->is(kIsFloat)) {
    return load_float(data, size) != 0;
  }
  if (type->is(kIsLongDouble) && size == sizeof(long double)) {
    return load_as<long double>(data) != 0;
  }
  if (type->is(kIsComplex)) {
    switch (size) {
      case 8:
        return any_part_nonzero<float>(data);
      case 16:
        return any_part_nonzero<double>(data);
      default:
        return any_part_nonzero<long double>(data);
    }
  }
  for (uint32_t i = 0; i < size; ++i) {
    if (data[i] != 0) {
      return true;
    }
  }
  return false;
}

// A double within the range of int64 converts exactly; the rest goes the way of Python's own int(float).
PyObject* int_from_long_double(long double value) {
  if (value > -9223372036854775808.0L && value < 9223372036854775808.0L) {
    return PyLong_FromLongLong(static_cast<long long>(value));
  }
  return PyLong_FromDouble(static_cast<double>(value));
}

// int() of integers, and of characters as their code.
PyObject* int_from_bits(CTypeObject* type, const char* data) {
  uint64_t bits = load_integer_bits(type, data);
  return type->is(kIsSigned | kIsSignedWide) ? PyLong_FromLongLong(static_cast<long long>(bits))
                                             : PyLong_FromUnsignedLongLong(bits);
}

// What a primitive takes part in comparisons as. Empty with an exception set.
Ref<> comparison_value(PyObject* object) {
  if (!is_any_cdata(object) || !as_cdata(object)->type->is(kIsPrimitive)) {
    return borrow(object);
  }
  CDataObject* cdata = as_cdata(object);
  Ref<> value = steal(cdata->type->to_python(cdata->type, cdata->data, nullptr));
  if (value && is_any_cdata(value.get())) {
    PyErr_Format(PyExc_NotImplementedError, "cannot use <cdata '%U'> in a comparison", cdata->type->name);
    return nullptr;
  }
  return value;
}

bool compare_addresses(const char* left, const char* right, int operation) {
  auto a = reinterpret_cast<uintptr_t>(left);
  auto b = reinterpret_cast<uintptr_t>(right);
  switch (operation) {
    case Py_EQ:
      return a == b;
    case Py_NE:
      return a != b;
    case Py_LT:
      return a < b;
    case Py_LE:
      return a <= b;
    case Py_GT:
      return a > b;
    default:
      return a >= b;
  }
}

bool is_primitive_operand(PyObject* object) { return is_any_cdata(object) && as_cdata(object)->type->is(kIsPrimitive); }

}  // namespace

bool is_any_cdata(PyObject* object) {
  PyNumberMethods* numbers = Py_TYPE(object)->tp_as_number;
  return numbers != nullptr && numbers->nb_add == cdata_add;
}

PyObject* cdata_add(PyObject* left, PyObject* right) {
  return is_any_cdata(left) ? move_pointer(as_cdata(left), right, false) : move_pointer(as_cdata(right), left, false);
}

PyObject* cdata_subtract(PyObject* left, PyObject* right) {
  if (!is_any_cdata(left)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  return is_any_cdata(right) ? pointer_difference(as_cdata(left), as_cdata(right))
                             : move_pointer(as_cdata(left), right, true);
}

int cdata_bool(PyObject* self) {
  CDataObject* cdata = as_cdata(self);
  if (!cdata->type->is(kIsPrimitive)) {
    return cdata->data != nullptr ? 1 : 0;
  }
  return is_nonzero(cdata->type, cdata->data) ? 1 : 0;
}

PyObject* cdata_int(PyObject* self) {
  CDataObject* cdata = as_cdata(self);
  CTypeObject* type = cdata->type;
  auto size = static_cast<uint32_t>(ctype_size(type));
  if (type->is(kIsBool)) {
    return PyLong_FromLong(load_as<uint8_t>(cdata->data));
  }
  if (type->is(kIsInteger | kIsText) && size <= sizeof(uint64_t)) {
    return int_from_bits(type, cdata->data);
  }
  if (type->is(kIsFloat)) {
    return PyLong_FromDouble(load_float(cdata->data, size));
  }
  if (type->is(kIsLongDouble) && size == sizeof(long double)) {
    return int_from_long_double(load_as<long double>(cdata->data));
  }
  return raise_unsupported("int", cdata);
}

PyObject* cdata_float(PyObject* self) {
  CDataObject* cdata = as_cdata(self);
  auto size = static_cast<uint32_t>(ctype_size(cdata->type));
  if (cdata->type->is(kIsFloat)) {
    return PyFloat_FromDouble(load_float(cdata->data, size));
  }
  if (cdata->type->is(kIsLongDouble) && size == sizeof(long double)) {
    return PyFloat_FromDouble(static_cast<double>(load_as<long double>(cdata->data)));
  }
  return raise_unsupported("float", cdata);
}

PyObject* cdata_complex(PyObject* self, PyObject* /*unused*/) {
  CDataObject* cdata = as_cdata(self);
  if (!cdata->type->is(kIsComplex)) {
    return raise_unsupported("complex", cdata);
  }
  return cdata->type->to_python(cdata->type, cdata->data, nullptr);
}

Py_hash_t cdata_hash(PyObject* self) {
  CDataObject* cdata = as_cdata(self);
  CTypeObject* type = cdata->type;
  if (type->is(kIsLongDouble)) {
    Ref<> value = steal(cdata_float(self));
    return value ? PyObject_Hash(value.get()) : -1;
  }
  if (type->is(kIsPrimitive)) {
    Ref<> value = steal(type->to_python(type, cdata->data, nullptr));
    return value ? PyObject_Hash(value.get()) : -1;
  }
  // As CPython hashes addresses: the low bits hardly vary.
  auto address = reinterpret_cast<size_t>(cdata->data);
  auto hash = static_cast<Py_hash_t>((address >> 4) | (address << (8 * sizeof(size_t) - 4)));
  return hash == -1 ? -2 : hash;
}

PyObject* cdata_compare(PyObject* left, PyObject* right, int operation) {
  bool left_primitive = is_primitive_operand(left);
  bool right_primitive = is_primitive_operand(right);
  if (!left_primitive && !right_primitive) {
    if (!is_any_cdata(left) || !is_any_cdata(right)) {
      Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong(compare_addresses(as_cdata(left)->data, as_cdata(right)->data, operation) ? 1 : 0);
  }
  // A number never equals a pointer.
  if ((is_any_cdata(left) && !left_primitive) || (is_any_cdata(right) && !right_primitive)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  Ref<> left_value = comparison_value(left);
  Ref<> right_value = left_value ? comparison_value(right) : nullptr;
  return right_value ? PyObject_RichCompare(left_value.get(), right_value.get(), operation) : nullptr;
}

}  // namespace cffi
