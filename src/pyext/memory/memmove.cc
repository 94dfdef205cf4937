#include "pyext/memory/memmove.h"

#include <cstring>

#include "pyext/memory/from_buffer.h"
#include "pyext/memory/lifetime.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

// One side of ffi.memmove(): where the bytes are, held while this lives.
class MoveSide {
 public:
  MoveSide() = default;
  ~MoveSide() {
    if (has_view_) {
      PyBuffer_Release(&view_);
    }
  }
  MoveSide(const MoveSide&) = delete;
  MoveSide& operator=(const MoveSide&) = delete;

  // False with an exception set.
  bool open(State& state, PyObject* object, bool writable) {
    if (is_cdata(state, object)) {
      cdata_ = as_cdata(object);
      if (!cdata_->type->is(kIsPointer | kIsArray)) {
        raise_format(PyExc_TypeError, "expected a pointer or array ctype, got '%U'", cdata_->type->name);
        return false;
      }
      return true;
    }
    has_view_ = PyObject_GetBuffer(object, &view_, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) == 0;
    return has_view_;
  }

  // The address, once both sides are open: opening the other one may have run code that released this one.
  // Null with an exception set. What is known to be too short is refused, `name` being the parameter's.
  char* address(const char* name, Py_ssize_t count) {
    Py_ssize_t size = has_view_ ? view_.len : allocated_size(cdata_);
    if (size >= 0 && count > size) {
      return raise_format(PyExc_ValueError, "memmove(): '%s' has only %zd bytes, cannot move %zd", name, size, count);
    }
    if (has_view_) {
      return static_cast<char*>(view_.buf);
    }
    if (cdata_->data == nullptr || is_released(cdata_)) {
      return raise_unusable_memory(cdata_);
    }
    return cdata_->data;
  }

 private:
  CDataObject* cdata_ = nullptr;
  Py_buffer view_ = {};
  bool has_view_ = false;
};

}  // namespace

PyObject* cdata_memmove(State& state, PyObject* destination, PyObject* source, Py_ssize_t count) {
  if (count < 0) {
    return raise_format(PyExc_ValueError, "negative size");
  }
  MoveSide to;
  MoveSide from;
  if (!from.open(state, source, false) || !to.open(state, destination, true)) {
    return nullptr;
  }
  if (count == 0) {
    Py_RETURN_NONE;
  }
  char* target = to.address("dest", count);
  char* bytes = target != nullptr ? from.address("src", count) : nullptr;
  if (bytes == nullptr) {
    return nullptr;
  }
  std::memmove(target, bytes, static_cast<size_t>(count));
  Py_RETURN_NONE;
}

}  // namespace cffi
