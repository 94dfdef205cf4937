// FFI methods that make, read and free cdata: thin entries to the machinery that _cffi_backend's functions share.
#include "pyext/ffi/ffi_memory.h"

#include "pyext/calls/callback.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/memory/allocator.h"
#include "pyext/memory/from_buffer.h"
#include "pyext/memory/gc_cdata.h"
#include "pyext/memory/handle.h"
#include "pyext/memory/memmove.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_cast.h"
#include "pyext/values/cdata_new.h"
#include "pyext/values/cdata_text.h"

namespace cffi {
namespace {

constexpr int kTypeOnly = kAcceptString | kAcceptCType;

// True for an object with true value, false when not given. -1 with an exception set.
int flag_argument(PyObject* value, bool otherwise) {
  return value != nullptr ? PyObject_IsTrue(value) : static_cast<int>(otherwise);
}

// callback() without a function: remembers the rest until the decorated function comes.
PyObject* callback_with(PyObject* bound, PyObject* callable) {
  auto* type = as_ctype(PyTuple_GetItem(bound, 0));
  PyObject* error = PyTuple_GetItem(bound, 1);
  PyObject* onerror = PyTuple_GetItem(bound, 2);
  return make_callback(type, callable, error != Py_None ? error : nullptr, onerror != Py_None ? onerror : nullptr);
}

PyMethodDef callback_decorator = {"callback_decorator", callback_with, METH_O,
                                  "Makes a callback of the decorated function."};

PyObject* make_callback_decorator(CTypeObject* type, PyObject* error, PyObject* onerror) {
  Ref<> bound = steal(
      PyTuple_Pack(3, as_object(type), error != nullptr ? error : Py_None, onerror != nullptr ? onerror : Py_None));
  return bound ? PyCFunction_New(&callback_decorator, bound.get()) : nullptr;
}

}  // namespace

PyObject* ffi_new(PyObject* self, Bound bound) {
  CTypeObject* type = resolve_type(as_ffi(self), bound[0], kTypeOnly);
  return type != nullptr ? new_cdata(type, bound[1]) : nullptr;
}

PyObject* ffi_cast(PyObject* self, Bound bound) {
  CTypeObject* type = resolve_type(as_ffi(self), bound[0], kTypeOnly);
  return type != nullptr ? cast_cdata(type, bound[1]) : nullptr;
}

PyObject* ffi_string(PyObject* self, Bound bound) {
  CDataObject* cdata = cdata_argument(*as_ffi(self)->state, bound[0], "string", 1);
  Py_ssize_t maxlen = 0;
  if (cdata == nullptr || !size_argument(bound[1], -1, &maxlen)) {
    return nullptr;
  }
  return cdata_string(cdata, maxlen);
}

PyObject* ffi_unpack(PyObject* self, Bound bound) {
  CDataObject* cdata = cdata_argument(*as_ffi(self)->state, bound[0], "unpack", 1);
  Py_ssize_t length = 0;
  if (cdata == nullptr || !size_argument(bound[1], 0, &length)) {
    return nullptr;
  }
  return cdata_unpack(cdata, length);
}

// from_buffer(object) or from_buffer(cdecl, object): the first parameter changes its meaning.
PyObject* ffi_from_buffer(PyObject* self, Bound bound) {
  State& state = *as_ffi(self)->state;
  CTypeObject* type = state.char_array_ctype;
  PyObject* buffer = bound[1];
  if (buffer == nullptr) {
    buffer = bound[0];
  } else if (bound[0] != nullptr) {
    type = resolve_type(as_ffi(self), bound[0], kTypeOnly);
  }
  if (buffer == nullptr) {
    return raise_missing("FFI.from_buffer", "cdecl");
  }
  int writable = type != nullptr ? flag_argument(bound[2], false) : -1;
  return writable >= 0 ? from_buffer(type, buffer, writable != 0) : nullptr;
}

PyObject* ffi_memmove(PyObject* self, Bound bound) {
  Py_ssize_t size = 0;
  if (!size_argument(bound[2], 0, &size)) {
    return nullptr;
  }
  return cdata_memmove(*as_ffi(self)->state, bound[0], bound[1], size);
}

PyObject* ffi_gc(PyObject* self, Bound bound) {
  State& state = *as_ffi(self)->state;
  CDataObject* cdata = cdata_argument(state, bound[0], "gc", 1);
  Py_ssize_t size = 0;
  if (cdata == nullptr || !size_argument(bound[2], 0, &size)) {
    return nullptr;
  }
  return gc_cdata(state, cdata, bound[1], size);
}

PyObject* ffi_release(PyObject* self, Bound bound) {
  if (!is_cdata(*as_ffi(self)->state, bound[0])) {
    return raise_format(PyExc_TypeError, "expected a 'cdata' object, got '%s'", class_name(bound[0]));
  }
  return release_cdata(as_cdata(bound[0]));
}

PyObject* ffi_new_allocator(PyObject* self, Bound bound) {
  if (bound.or_null(0) == nullptr && bound.or_null(1) != nullptr) {
    return raise_format(PyExc_TypeError, "cannot pass 'free' without 'alloc'");
  }
  int clear = flag_argument(bound[2], true);
  return clear >= 0 ? make_allocator(self, bound.or_null(0), bound.or_null(1), clear != 0) : nullptr;
}

PyObject* ffi_new_handle(PyObject* self, Bound bound) {
  return new_handle(as_ffi(self)->state->void_pointer_ctype, bound[0]);
}

PyObject* ffi_from_handle(PyObject* self, Bound bound) {
  return object_from_handle_argument(*as_ffi(self)->state, bound[0]);
}

PyObject* ffi_callback(PyObject* self, Bound bound) {
  CTypeObject* type = resolve_type(as_ffi(self), bound[0], kTypeOnly | kFunctionAsPointer);
  if (type == nullptr) {
    return nullptr;
  }
  if (bound.or_null(1) == nullptr) {
    return make_callback_decorator(type, bound[2], bound[3]);
  }
  return make_callback(type, bound[1], bound.or_null(2), bound.or_null(3));
}

}  // namespace cffi
