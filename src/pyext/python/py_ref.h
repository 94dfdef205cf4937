// Owned references to Python objects. The one place where reference counts are touched by hand.
//
// `Ref<T>` owns one reference (or is empty, which after a call means that an exception is set). Thread state:
// every operation needs an attached thread state. T is PyObject or one of our object structs (standard layout,
// PyObject_HEAD first).
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <utility>

namespace cffi {

template <typename T>
PyObject* as_object(T* object) {
  return reinterpret_cast<PyObject*>(object);
}

template <typename T = PyObject>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): `return nullptr;`
  static Ref steal(T* object) {
    Ref ref;
    ref.object_ = object;
    return ref;
  }
  static Ref borrow(T* object) {
    Py_XINCREF(as_object(object));
    return steal(object);
  }
  Ref(const Ref& other) : object_(other.object_) { Py_XINCREF(as_object(object_)); }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() { Py_XDECREF(as_object(object_)); }

  T* get() const { return object_; }
  T* operator->() const { return object_; }
  PyObject* object() const { return as_object(object_); }
  explicit operator bool() const { return object_ != nullptr; }

  // Gives the reference to the caller.
  [[nodiscard]] T* release() { return std::exchange(object_, nullptr); }
  [[nodiscard]] PyObject* release_object() { return as_object(release()); }

 private:
  T* object_ = nullptr;
};

template <typename T>
Ref<T> steal(T* object) {
  return Ref<T>::steal(object);
}
template <typename T>
Ref<T> borrow(T* object) {
  return Ref<T>::borrow(object);
}

// Fields of object structs: set to null before the decref, since that may run Python code which looks at the field.
template <typename T>
void clear_field(T*& field) {
  T* old = std::exchange(field, nullptr);
  Py_XDECREF(as_object(old));
}

}  // namespace cffi
