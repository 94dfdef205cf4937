// C functions inside the extension, to try calls on without a library.
#include <iterator>

#include "pyext/argument_binding.h"
#include "pyext/backend_functions.h"
#include "pyext/py_error.h"

namespace cffi {
namespace {

extern "C" {
static char add_char(char a, long b) { return static_cast<char>(a + b); }
static int add_int(int a, long b) { return static_cast<int>(a + b); }
static long add_long(long a, long b) { return a + b; }
static double add_double(float a, double b) { return static_cast<double>(a) + b; }
static float add_float(float a, float b) { return a + b; }
static void do_nothing() {}
}

using AnyFunction = void (*)();

template <typename Function>
AnyFunction any(Function* function) {
  return reinterpret_cast<AnyFunction>(function);
}

const AnyFunction functions[] = {
    any(add_char), any(add_int), any(add_long), any(add_double), any(add_float), any(do_nothing),
};

}  // namespace

PyObject* backend_testfunc(PyObject*, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"number"};
  Bound<1> bound({"_testfunc", kNames, 1, 1, 1}, {values, count, keywords});
  Py_ssize_t number = 0;
  if (!bound || !size_argument(bound[0], 0, &number)) {
    return nullptr;
  }
  if (number < 0 || number >= static_cast<Py_ssize_t>(std::size(functions))) {
    return raise_format(PyExc_ValueError, "no test function %zd: there are %zd", number,
                        static_cast<Py_ssize_t>(std::size(functions)));
  }
  return PyLong_FromVoidPtr(reinterpret_cast<void*>(functions[number]));
}

// The released package's function of this name is internal and does not check its arguments.
PyObject* backend_testbuff(PyObject*, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  static constexpr const char* kNames[] = {"cls", "instance"};
  Bound<2> bound({"_testbuff", kNames, 2, 2, 2}, {values, count, keywords});
  if (!bound) {
    return nullptr;
  }
  int matches = PyObject_IsInstance(bound[1], bound[0]);
  return matches >= 0 ? PyBool_FromLong(matches != 0 && PyObject_CheckBuffer(bound[1]) != 0 ? 1 : 0) : nullptr;
}

}  // namespace cffi
