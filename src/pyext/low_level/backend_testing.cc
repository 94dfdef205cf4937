// C functions inside the extension, to try calls on without a library.
#include "pyext/low_level/backend_testing.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <iterator>

#include "pyext/low_level/backend_functions.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

struct ByteAndShort {
  unsigned char a;
  unsigned short b;
};
struct IntAndFloat {
  int a;
  float b;
};
struct TenInts {
  int items[10];
};

// What is returned by value: n and functions of it, in the combinations that go to different registers.
struct CharShort {
  char n;
  short square;
};
struct IntInt {
  int n, square;
};
struct Double {
  double n;
};
struct ThreeInts {
  int n, square, cube;
};
struct Float {
  float n;
};
struct FloatInt {
  float n;
  int square;
};
struct FloatFloat {
  float n, negated;
};
struct IntFloat {
  int n;
  float square;
};

// The names tell what goes in and out; their numbers are their places in the table below.
extern "C" {
static char add_char(char a, char b) { return static_cast<char>(a + b); }
static int add_int(int a, long b) { return static_cast<int>(a + b); }
static long add_long(long a, long b) { return a + b; }
static double add_double(float a, double b) { return static_cast<double>(a) + b; }
static float add_float(float a, double b) { return static_cast<float>(static_cast<double>(a) + b); }
static void add_to_errno() { errno = errno + 15; }
static int* pointer_to_less_1000(const int* x) {
  static int result;
  result = *x - 1000;
  return &result;
}
static int sum_byte_and_short(ByteAndShort fields) { return fields.a + fields.b; }
static int sum_of_variadic(int count, ...) {
  va_list arguments;
  va_start(arguments, count);
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    sum += va_arg(arguments, int);
  }
  va_end(arguments);
  return sum;
}
static CharShort char_short(int n) { return {static_cast<char>(n), static_cast<short>(n * n)}; }
static IntInt int_int(int n) { return {n, n * n}; }
static Double one_double(int n) { return {static_cast<double>(n)}; }
static ThreeInts three_ints(int n) { return {n, n * n, n * n * n}; }
static Float one_float(int n) { return {static_cast<float>(n)}; }
static FloatInt float_int(int n) { return {static_cast<float>(n), n * n}; }
static FloatFloat float_float(int n) { return {static_cast<float>(n), static_cast<float>(-n)}; }
static IntFloat int_float(int n) { return {n, static_cast<float>(n * n)}; }
static int sum_int_and_float(const IntAndFloat* fields) { return fields->a + static_cast<int>(fields->b); }
static long double iterate_long_double(long double x, int count) {
  for (int i = 0; i < count; ++i) {
    x = 4 * x - x * x;
  }
  return x;
}
static int sum_through_pointer(const ByteAndShort* fields) { return fields->a + fields->b; }
static int weigh_ten_ints(TenInts ints) {
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
    sum += ints.items[i] << i;
  }
  return sum;
}
static TenInts subtract_ten_ints(TenInts left, TenInts right) {
  TenInts result;
  for (int i = 0; i < 10; ++i) {
    result.items[i] = left.items[i] - right.items[i];
  }
  return result;
}
static int first_char_or_minus_42(const char* text) { return text != nullptr ? 1000 * text[0] : -42; }
}

template <typename Function>
void* any(Function* function) {
  return reinterpret_cast<void*>(function);
}

void* test_function(long number) {
  void* const functions[] = {
      any(add_char),
      any(add_int),
      any(add_long),
      any(add_double),
      any(add_float),
      any(add_to_errno),
      any(pointer_to_less_1000),
      any(sum_byte_and_short),
      static_cast<void*>(stderr),  // no function: the value of the variable
      any(sum_of_variadic),
      any(char_short),
      any(int_int),
      any(one_double),
      any(three_ints),
      any(one_float),
      any(float_int),
      any(float_float),
      any(int_float),
      any(sum_int_and_float),
      any(iterate_long_double),
      any(sum_through_pointer),
      any(weigh_ten_ints),
      any(subtract_ten_ints),
      any(first_char_or_minus_42),
  };
  bool known = number >= 0 && number < static_cast<long>(std::size(functions));
  return known ? functions[number] : nullptr;
}

}  // namespace

PyObject* backend_testfunc(PyObject*, Bound bound) {
  Ref<> integer = steal(PyNumber_Index(bound[0]));  // CPython 3.9 would take a float
  long number = integer ? PyLong_AsLong(integer.get()) : -1;
  if (number == -1 && PyErr_Occurred() != nullptr) {
    return nullptr;
  }
  void* function = test_function(number);
  return function != nullptr ? PyLong_FromVoidPtr(function)
                             : raise_format(PyExc_ValueError, "there is no test function %ld", number);
}

// Of a class: can its instances export buffers? The second argument once said which protocol; there is one now.
PyObject* backend_testbuff(PyObject*, Bound bound) {
  Py_ssize_t protocol = 0;
  if (!PyType_Check(bound[0])) {
    return raise_format(PyExc_TypeError, "argument 1 must be type, not %s", class_name(bound[0]));
  }
  if (!size_argument(bound[1], 0, &protocol)) {
    return nullptr;
  }
  const auto* cls = reinterpret_cast<PyTypeObject*>(bound[0]);
  if (cls->tp_as_buffer == nullptr || cls->tp_as_buffer->bf_getbuffer == nullptr) {
    return raise_format(PyExc_TypeError, "instances of '%s' do not export buffers", cls->tp_name);
  }
  Py_RETURN_NONE;
}

}  // namespace cffi
