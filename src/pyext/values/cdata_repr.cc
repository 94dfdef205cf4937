// <cdata 'T' ...>: what a cdata shows of itself.
#include "pyext/values/cdata_repr.h"

#include <cstdio>
#include <limits>

#include "pyext/values/cdata_object.h"
#include "value/load_store.h"

namespace cffi {
namespace {

Ref<> text(const char* format, PyObject* argument) { return steal(PyUnicode_FromFormat(format, argument)); }

Ref<> long_double_text(const CDataObject* self) {
  long double value;
  std::memcpy(&value, self->data, sizeof(value));
  char buffer[128];
  if constexpr (std::numeric_limits<long double>::digits == std::numeric_limits<double>::digits) {
    // The C library's idea of long double may be another one than the compiler's (MinGW's with -mlong-double-64).
    std::snprintf(buffer, sizeof(buffer), "%E", static_cast<double>(value));
  } else {
    std::snprintf(buffer, sizeof(buffer), "%LE", value);
  }
  return steal(PyUnicode_FromString(buffer));
}

// "7: GREEN"; a value without an enumerator shows as the number alone.
Ref<> enum_text(CDataObject* self, PyObject* value) {
  Ref<> elements = enum_elements(self->type);
  PyObject* name = elements ? PyDict_GetItemWithError(elements.get(), value) : nullptr;
  if (name == nullptr) {
    return PyErr_Occurred() != nullptr ? nullptr : steal(PyObject_Str(value));
  }
  return steal(PyUnicode_FromFormat("%S: %U", value, name));
}

// A value that its type forbids (a _Bool of 2, a wchar_t beyond Unicode) must not make repr() fail: its bits are shown.
Ref<> primitive_text(CDataObject* self) {
  if (self->type->is(kIsLongDouble) && ctype_size(self->type) == sizeof(long double)) {
    return long_double_text(self);
  }
  Ref<> value = steal(self->type->to_python(self->type, self->data, nullptr));
  if (!value) {
    PyErr_Clear();
    if (!self->type->is(kIsBool | kIsWideChar)) {
      return steal(PyUnicode_FromFormat("at %p", self->data));
    }
    auto size = static_cast<uint32_t>(ctype_size(self->type));
    value = steal(PyLong_FromUnsignedLongLong(load_unsigned(self->data, size)));
    return value ? text("%R", value.get()) : nullptr;
  }
  return self->type->is(kIsEnum) ? enum_text(self, value.get()) : text("%R", value.get());
}

// glibc prints %p of null as (nil), others differently: spelled out, as the released package shows it.
Ref<> address_text(const CDataObject* self) {
  if (self->data == nullptr) {
    return steal(PyUnicode_FromString("NULL"));
  }
  char buffer[32];  // PyUnicode_FromFormat knows %zx from 3.12 on only
  std::snprintf(buffer, sizeof(buffer), "0x%zx", reinterpret_cast<size_t>(self->data));
  return steal(PyUnicode_FromString(buffer));
}

Ref<> middle_text(CDataObject* self) {
  if (self->type->is(kIsPrimitive)) {
    return primitive_text(self);
  }
  if (self->type->is(kIsOpenArray) && self->length >= 0) {
    return steal(PyUnicode_FromFormat("sliced length %zd", self->length));
  }
  return address_text(self);
}

}  // namespace

Ref<> cdata_repr_with(CDataObject* self, PyObject* middle) {
  return steal(PyUnicode_FromFormat("<cdata '%U' %U>", self->type->name, middle));
}

Ref<> cdata_repr(CDataObject* self) {
  Ref<> middle = middle_text(self);
  if (!middle) {
    return nullptr;
  }
  if (self->type->is(kIsRecord)) {
    std::string name = ctype_name_with(self->type, "&");
    return steal(PyUnicode_FromFormat("<cdata '%s' %U>", name.c_str(), middle.get()));
  }
  return cdata_repr_with(self, middle.get());
}

Ref<> cdata_own_repr(CDataObject* self) {
  CTypeObject* owned = self->type->is(kIsPointer) ? self->type->item : self->type;
  Py_ssize_t size = known_record_size(self);
  if (size < 0) {
    size = owned == self->type ? cdata_size(self) : ctype_size(owned);
  }
  Ref<> middle = steal(PyUnicode_FromFormat("owning %zd bytes", size));
  return middle ? cdata_repr_with(self, middle.get()) : nullptr;
}

}  // namespace cffi
