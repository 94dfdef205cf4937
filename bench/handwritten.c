/* What somebody who knows CPython's C API would write by hand for target.c: vectorcall, and the GIL released in calls. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

struct point {
  long x, y;
};

int add(int a, int b);
long six(long a, long b, long c, long d, long e, long f);
double three(double a, double b, double c);
long length(const char *text);
struct point flip(struct point p);
long iterate(int (*callback)(int), int count);

typedef struct {
  PyObject_HEAD
  struct point value;
} PointObject;

typedef struct {
  PyObject_HEAD
  int value;
} BoxObject;

static PyTypeObject point_type;

static int wrong_count(Py_ssize_t given, Py_ssize_t wanted) {
  if (given == wanted) return 0;
  PyErr_Format(PyExc_TypeError, "expected %zd arguments, got %zd", wanted, given);
  return 1;
}

static int as_int(PyObject *object, int *result) {
  long value = PyLong_AsLong(object);
  if (value == -1 && PyErr_Occurred()) return 0;
  if (value != (int)value) {
    PyErr_SetString(PyExc_OverflowError, "does not fit an int");
    return 0;
  }
  *result = (int)value;
  return 1;
}

static PyObject *call_add(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  int a, b, result;
  (void)self;
  if (wrong_count(count, 2) || !as_int(args[0], &a) || !as_int(args[1], &b)) return NULL;
  Py_BEGIN_ALLOW_THREADS
  result = add(a, b);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(result);
}

static PyObject *call_six(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  long v[6], result;
  (void)self;
  if (wrong_count(count, 6)) return NULL;
  for (int i = 0; i < 6; i++) {
    v[i] = PyLong_AsLong(args[i]);
    if (v[i] == -1 && PyErr_Occurred()) return NULL;
  }
  Py_BEGIN_ALLOW_THREADS
  result = six(v[0], v[1], v[2], v[3], v[4], v[5]);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(result);
}

static PyObject *call_three(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  double v[3], result;
  (void)self;
  if (wrong_count(count, 3)) return NULL;
  for (int i = 0; i < 3; i++) {
    v[i] = PyFloat_AsDouble(args[i]);
    if (v[i] == -1.0 && PyErr_Occurred()) return NULL;
  }
  Py_BEGIN_ALLOW_THREADS
  result = three(v[0], v[1], v[2]);
  Py_END_ALLOW_THREADS
  return PyFloat_FromDouble(result);
}

static PyObject *call_length(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  long result;
  (void)self;
  if (wrong_count(count, 1)) return NULL;
  const char *text = PyBytes_AsString(args[0]);
  if (text == NULL) return NULL;
  Py_BEGIN_ALLOW_THREADS
  result = length(text);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(result);
}

static PyObject *call_flip(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  (void)self;
  if (wrong_count(count, 1)) return NULL;
  if (!PyObject_TypeCheck(args[0], &point_type)) {
    PyErr_SetString(PyExc_TypeError, "expected a Point");
    return NULL;
  }
  PointObject *result = PyObject_New(PointObject, &point_type);
  if (result == NULL) return NULL;
  struct point given = ((PointObject *)args[0])->value;
  Py_BEGIN_ALLOW_THREADS
  result->value = flip(given);
  Py_END_ALLOW_THREADS
  return (PyObject *)result;
}

static PyObject *current_callback;

static int trampoline(int i) {
  int value = 0;
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject *argument = PyLong_FromLong(i);
  PyObject *result = argument ? PyObject_CallOneArg(current_callback, argument) : NULL;
  if (result == NULL || !as_int(result, &value)) PyErr_WriteUnraisable(current_callback);
  Py_XDECREF(argument);
  Py_XDECREF(result);
  PyGILState_Release(state);
  return value;
}

static PyObject *call_iterate(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  int times;
  long result;
  (void)self;
  if (wrong_count(count, 2) || !as_int(args[1], &times)) return NULL;
  current_callback = args[0];
  Py_BEGIN_ALLOW_THREADS
  result = iterate(trampoline, times);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(result);
}

static PyMemberDef point_members[] = {
    {"x", T_LONG, offsetof(PointObject, value.x), 0, NULL},
    {"y", T_LONG, offsetof(PointObject, value.y), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject point_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "handwritten.Point",
    .tp_basicsize = sizeof(PointObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_members = point_members,
    .tp_new = PyType_GenericNew,
};

static PyTypeObject box_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "handwritten.Box",
    .tp_basicsize = sizeof(BoxObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

#define FAST(name) {#name, (PyCFunction)(void (*)(void))call_##name, METH_FASTCALL, NULL}
static PyMethodDef methods[] = {
    FAST(add), FAST(six), FAST(three), FAST(length), FAST(flip), FAST(iterate), {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "handwritten", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_handwritten(void) {
  PyObject *result = PyModule_Create(&module);
  if (result == NULL) return NULL;
  if (PyType_Ready(&point_type) < 0 || PyType_Ready(&box_type) < 0 ||
      PyModule_AddObjectRef(result, "Point", (PyObject *)&point_type) < 0 ||
      PyModule_AddObjectRef(result, "Box", (PyObject *)&box_type) < 0) {
    Py_DECREF(result);
    return NULL;
  }
  return result;
}
