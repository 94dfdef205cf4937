// FFI methods that ask about types: typeof, sizeof, alignof, offsetof, getctype, addressof.
#include "pyext/ffi/ffi_types.h"

#include <string>
#include <string_view>

#include "pyext/ffi/ffi_object.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/types/type_path.h"
#include "pyext/values/cdata_object.h"

namespace cffi {
namespace {

PyObject* unknown(FfiObject* ffi, CTypeObject* type, const char* what) {
  constexpr ExceptionKind kKinds = ExceptionKind::kValueError | ExceptionKind::kFFIError;
  if (ffi->module != nullptr) {
    return raise_format(*ffi->state, kKinds, "don't know the %s of ctype '%U'", what, type->name);
  }
  return raise_format(*ffi->state, kKinds, "ctype '%U' is of unknown %s", type->name, what);
}

std::string_view strip(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\r\v\f";
  size_t begin = text.find_first_not_of(kSpace);
  return begin == text.npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::string_view utf8_view(PyObject* text) {
  Py_ssize_t length = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(text, &length);
  return utf8 != nullptr ? std::string_view(utf8, static_cast<size_t>(length)) : std::string_view();
}

PyObject* address_at(CTypeObject* type, CDataObject* cdata, Py_ssize_t offset) {
  CTypeObject* pointer = pointer_ctype(type);
  if (pointer == nullptr) {
    return nullptr;
  }
  auto address = reinterpret_cast<uintptr_t>(cdata_address(cdata)) + static_cast<uintptr_t>(offset);
  return make_pointer(pointer, reinterpret_cast<char*>(address), view_owner(cdata));
}

PyObject* address_in_lib(PyObject* lib, PyObject* const* path, Py_ssize_t count) {
  if (count != 1 || !PyUnicode_Check(path[0])) {
    return raise_format(PyExc_TypeError, "addressof(lib, name) takes the name of one function or variable");
  }
  return address_in_library(reinterpret_cast<LibObject*>(lib), path[0]);
}

}  // namespace

PyObject* ffi_typeof(PyObject* self, Bound bound) {
  const LibFunction* function = lib_function_of(*as_ffi(self)->state, bound[0]);
  CTypeObject* type = function != nullptr ? function->type : resolve_type(as_ffi(self), bound[0], kAcceptAll);
  return borrow(as_object(type)).release();
}

PyObject* ffi_sizeof(PyObject* self, Bound bound) {
  if (is_cdata(*as_ffi(self)->state, bound[0])) {
    Py_ssize_t size = cdata_size(as_cdata(bound[0]));
    return size >= 0 ? PyLong_FromSsize_t(size) : nullptr;
  }
  CTypeObject* type = resolve_type(as_ffi(self), bound[0], kAcceptAll);
  if (type == nullptr || raise_if_partial(type)) {
    return nullptr;
  }
  Py_ssize_t size = ctype_size(type);
  return size >= 0 ? PyLong_FromSsize_t(size) : unknown(as_ffi(self), type, "size");
}

PyObject* ffi_alignof(PyObject* self, Bound bound) {
  CTypeObject* type = resolve_type(as_ffi(self), bound[0], kAcceptAll);
  if (type == nullptr || raise_if_partial(type)) {
    return nullptr;
  }
  Py_ssize_t alignment = ctype_alignment(type);
  if (alignment >= 0 && PyUnicode_Check(bound[0])) {
    uint32_t stated = alignment_of_string(as_ffi(self), bound[0]);
    alignment = stated != 0 ? static_cast<Py_ssize_t>(stated) : alignment;
  }
  return alignment >= 0 ? PyLong_FromSsize_t(alignment) : unknown(as_ffi(self), type, "alignment");
}

PyObject* ffi_offsetof(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names) {
  if (count < 2 || keyword_names != nullptr) {
    return raise_missing("FFI.offsetof", count == 0 ? "cdecl" : "field_or_index");
  }
  CTypeObject* type = resolve_type(as_ffi(self), values[0], kAcceptString | kAcceptCType);
  TypePlace place = {};
  if (type == nullptr || !follow_path(type, values + 1, count - 1, &place)) {
    return nullptr;
  }
  return PyLong_FromSsize_t(place.offset);
}

PyObject* spell_ctype(CTypeObject* type, PyObject* extra, bool raw) {
  std::string_view name = utf8_view(type->name);
  std::string_view inserted = utf8_view(extra);
  if (PyErr_Occurred() != nullptr) {
    return nullptr;
  }
  auto position = static_cast<size_t>(type->name_position);
  std::string_view before = name.substr(0, position);
  std::string_view after = name.substr(position);
  const char* open = "";
  const char* close = "";
  if (!raw) {
    inserted = strip(inserted);
    if (inserted.starts_with('*') && after.starts_with('[')) {
      open = "(";
      close = ")";
    } else if (!inserted.empty() && inserted[0] != '[' && inserted[0] != '(') {
      open = " ";
    }
  }
  std::string text;
  text.reserve(name.size() + inserted.size() + 2);
  text.append(before).append(open).append(inserted).append(close).append(after);
  return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
}

PyObject* ffi_getctype(PyObject* self, Bound bound) {
  CTypeObject* type = resolve_type(as_ffi(self), bound[0], kAcceptString | kAcceptCType);
  if (type == nullptr) {
    return nullptr;
  }
  if (bound[1] == nullptr) {
    return borrow(type->name).release();
  }
  if (!PyUnicode_Check(bound[1])) {
    return raise_format(PyExc_TypeError, "FFI.getctype() argument 'replace_with' must be str, not %s",
                        class_name(bound[1]));
  }
  return spell_ctype(type, bound[1], false);
}

PyObject* address_of_cdata(CDataObject* cdata, PyObject* const* steps, Py_ssize_t count) {
  constexpr uint32_t kAggregate = kIsRecord | kIsArray;
  if (cdata->type->is(kIsPointer) && count == 0) {
    return raise_format(PyExc_TypeError,
                        "addressof(pointer): a pointer's own address is not known; p[0], or a field name or an index "
                        "as a further argument, says what to take the address of");
  }
  if ((cdata->type->flags & (count == 0 ? kAggregate : kAggregate | kIsAnyPointer)) == 0) {
    return raise_format(PyExc_TypeError, "expected a cdata struct/union/array/pointer object");
  }
  TypePlace place = {};
  return follow_path(cdata->type, steps, count, &place) ? address_at(place.type, cdata, place.offset) : nullptr;
}

PyObject* ffi_addressof(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names) {
  State& state = *as_ffi(self)->state;
  if (count < 1 || keyword_names != nullptr) {
    return raise_missing("FFI.addressof", "cdata");
  }
  if (PyObject_TypeCheck(values[0], state.cls(kLibClass)) != 0) {
    return address_in_lib(values[0], values + 1, count - 1);
  }
  if (!is_cdata(state, values[0])) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object or a library, got '%s'", class_name(values[0]));
  }
  return address_of_cdata(as_cdata(values[0]), values + 1, count - 1);
}

}  // namespace cffi
