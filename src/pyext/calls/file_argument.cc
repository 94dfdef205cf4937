#include "pyext/calls/file_argument.h"

#include <cstdio>

#include <unistd.h>

namespace cffi {
namespace {

constexpr const char* kCapsuleName = "_cffi_backend.FILE";
constexpr const char* kAttribute = "_cffi_c_stream";

void close_stream(PyObject* capsule) {
  if (void* stream = PyCapsule_GetPointer(capsule, kCapsuleName)) {
    std::fclose(static_cast<FILE*>(stream));
  }
}

bool flush(PyObject* file) {
  Ref<> result = steal(PyObject_CallMethod(file, "flush", nullptr));
  return static_cast<bool>(result);
}

// fopen's mode from Python's: only these characters mean something to C.
bool c_mode(PyObject* file, char (&mode)[8]) {
  Ref<> object = steal(PyObject_GetAttrString(file, "mode"));
  const char* text = object && PyUnicode_Check(object.get()) ? PyUnicode_AsUTF8(object.get()) : nullptr;
  if (text == nullptr) {
    PyErr_Clear();  // a file without a mode: ask for both directions
    text = "r+";
  }
  size_t length = 0;
  for (; *text != '\0' && length + 1 < sizeof(mode); ++text) {
    if (*text == 'r' || *text == 'w' || *text == 'a' || *text == 'b' || *text == '+') {
      mode[length++] = *text;
    }
  }
  mode[length] = '\0';
  return length > 0;
}

FILE* open_duplicate(PyObject* file) {
  int descriptor = PyObject_AsFileDescriptor(file);
  if (descriptor < 0) {
    return nullptr;
  }
  char mode[8];
  int duplicate = dup(descriptor);
  FILE* stream = duplicate >= 0 && c_mode(file, mode) ? fdopen(duplicate, mode) : nullptr;
  if (stream == nullptr) {
    PyErr_SetFromErrno(PyExc_OSError);
    if (duplicate >= 0) {
      close(duplicate);
    }
    return nullptr;
  }
  std::setvbuf(stream, nullptr, _IONBF, 0);  // what C writes must be out before what Python writes next
  return stream;
}

}  // namespace

bool is_python_file(State& state, PyObject* object) {
  if (state.io_base == nullptr) {
    Ref<> io = steal(PyImport_ImportModule("io"));
    state.io_base = io ? PyObject_GetAttrString(io.get(), "IOBase") : nullptr;
  }
  int answer = state.io_base != nullptr ? PyObject_IsInstance(object, state.io_base) : -1;
  if (answer < 0) {
    PyErr_Clear();  // then it is no file, and the caller reports what it is
  }
  return answer > 0;
}

char* file_of_python_file(PyObject* file) {
  if (!flush(file)) {
    return nullptr;
  }
  Ref<> capsule = steal(PyObject_GetAttrString(file, kAttribute));
  if (!capsule) {
    PyErr_Clear();
    FILE* stream = open_duplicate(file);
    capsule = steal(stream != nullptr ? PyCapsule_New(stream, kCapsuleName, close_stream) : nullptr);
    if (stream != nullptr && !capsule) {
      std::fclose(stream);
    }
    if (!capsule || PyObject_SetAttrString(file, kAttribute, capsule.get()) < 0) {
      return nullptr;
    }
  }
  return static_cast<char*>(PyCapsule_GetPointer(capsule.get(), kCapsuleName));
}

}  // namespace cffi
