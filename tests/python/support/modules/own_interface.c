/* A module of our own interface as an early generator could have written it, by hand: what the backend promises to
   such modules (constant tables, shared converters, export slots 28 to 32) is pinned by what this does. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define OP(code, argument) ((intptr_t)(code) | ((intptr_t)(argument) * 256))

struct global { const char *name; void *address; intptr_t type_op; void *extra; };
struct field { const char *name; size_t offset, size; intptr_t type_op; };
struct record { const char *name; int type_index, flags; size_t size; int alignment, first_field, field_count; };
struct name { const char *name; int type_index; };
struct externpy { const char *name; size_t size_of_result; void *reserved1, *reserved2; };
struct context {
  const intptr_t *types;
  const struct global *globals;
  const struct field *fields;
  const struct record *records;
  const void *enums;
  const struct name *typenames;
  int global_count, record_count, enum_count, typename_count;
  const char *const *includes;
  int type_count, flags;
};
struct function { PyObject_HEAD void (*address)(void); void *const *types; };

#ifndef SLOTS
#define SLOTS 40
#endif
static void *exports[SLOTS];
struct call { PyObject *self; void *temporaries; PyThreadState *thread; };
#define begin ((void (*)(struct call *))exports[28])
#define fail ((PyObject *(*)(struct call *, Py_ssize_t, int))exports[29])
#define convert ((int (*)(struct call *, int, PyObject *, void *))exports[30])
#define end ((void (*)(struct call *))exports[31])
#define from_result ((PyObject *(*)(PyObject *, const void *))exports[32])
#define call_python ((void (*)(struct externpy *, char *))exports[25])

/* ---- what is wrapped */
struct point { double x, y; };
static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int nothing(void) { return 7; }
static long sum(long *items, int count) { long t = 0; while (count > 0) t += items[--count]; return t; }
static struct point mirrored(struct point p) { struct point q = { p.y, p.x }; return q; }
static int swap_errno(int value) { int old = errno; errno = value; return old; }
static int variable = 12;
static struct externpy externpy_event = { "own_interface.event", sizeof(int), 0, 0 };
static int event(int x) {
  char a[8];
  memcpy(a, &x, sizeof(x));
  call_python(&externpy_event, a);
  memcpy(&x, a, sizeof(x));
  return x;
}
static int fire(int x) { return event(x); }

/* ---- converters: one for each shape */
#if defined(TUPLES)
#define ARGUMENTS PyObject *self, PyObject *tuple
#define ITEM(i) PyTuple_GetItem(tuple, i)
#define GIVEN PyTuple_Size(tuple)
#define FLAGS 3
#else
#define ARGUMENTS PyObject *self, PyObject *const *items, Py_ssize_t given
#define ITEM(i) items[i]
#define GIVEN given
#define FLAGS 1
#endif
#define F(type) ((type)((struct function *)self)->address)
#define CALL(expression) { begin(&c); expression; end(&c); }

static PyObject *int_int_int(ARGUMENTS) {
  int a, b, r;
  struct call c = { self, NULL, NULL };
  if (GIVEN != 2 || convert(&c, 0, ITEM(0), &a) < 0 || convert(&c, 1, ITEM(1), &b) < 0) return fail(&c, GIVEN, 2);
  CALL(r = F(int (*)(int, int))(a, b))
  return PyLong_FromLong(r);
}
static PyObject *int_void(ARGUMENTS) {
  int r;
  struct call c = { self, NULL, NULL };
  (void)GIVEN;
  if (GIVEN != 0) return fail(&c, GIVEN, 0);
  CALL(r = F(int (*)(void))())
  return PyLong_FromLong(r);
}
static PyObject *int_int(ARGUMENTS) {
  int a, r;
  struct call c = { self, NULL, NULL };
  if (GIVEN != 1 || convert(&c, 0, ITEM(0), &a) < 0) return fail(&c, GIVEN, 1);
  CALL(r = F(int (*)(int))(a))
  return from_result(self, &r);
}
static PyObject *long_pointer_int(ARGUMENTS) {
  void *a;
  int b;
  long r;
  struct call c = { self, NULL, NULL };
  if (GIVEN != 2 || convert(&c, 0, ITEM(0), &a) < 0 || convert(&c, 1, ITEM(1), &b) < 0) return fail(&c, GIVEN, 2);
  CALL(r = F(long (*)(void *, int))(a, b))
  return from_result(self, &r);
}
static PyObject *point_point(ARGUMENTS) {
  struct point a, r;
  struct call c = { self, NULL, NULL };
  if (GIVEN != 1 || convert(&c, 0, ITEM(0), &a) < 0) return fail(&c, GIVEN, 1);
  CALL(r = F(struct point (*)(struct point))(a))
  return from_result(self, &r);
}

/* ---- constants: one function for all */
static int integer(int index, unsigned long long *out) {
  switch (index) {
    case 0: *out = 42; return 0;
    case 1: *out = (unsigned long long)-3; return 1;
    default: *out = 5; return 2; /* differs from the cdef */
  }
}
static void *address_of_variable(void) { return &variable; }

static const intptr_t types[] = {
  OP(13, 1), OP(1, 7), OP(1, 7), OP(15, 0),            /* 0: int(int, int); 1: int */
  OP(13, 1), OP(15, 0),                                /* 4: int(void) */
  OP(13, 1), OP(17, 1), OP(15, 0),                     /* 6: int(int) */
  OP(13, 13), OP(3, 13), OP(17, 1), OP(15, 0),         /* 9: long(long *, int) */
  OP(1, 9),                                            /* 13: long */
  OP(13, 17), OP(9, 0), OP(15, 0),                     /* 14: struct point(struct point) */
  OP(9, 0), OP(1, 14),                                 /* 17: struct point; 18: double */
  OP(3, 6),                                            /* 19: int(*)(int) */
};
static const struct global globals[] = {
  { "ANSWER", (void *)integer, OP(31, -1), (void *)0 },
  { "BELOW", (void *)integer, OP(31, -1), (void *)1 },
  { "WRONG", (void *)integer, OP(31, -1), (void *)2 },
  { "add", (void *)int_int_int, OP(23, 0), (void *)add },
  { "event", (void *)&externpy_event, OP(41, 19), (void *)event },
  { "fire", (void *)int_int, OP(23, 6), (void *)fire },
  { "mirrored", (void *)point_point, OP(23, 14), (void *)mirrored },
  { "nothing", (void *)int_void, OP(23, 4), (void *)nothing },
  { "subtract", (void *)int_int_int, OP(23, 0), (void *)subtract },
  { "sum", (void *)long_pointer_int, OP(23, 9), (void *)sum },
  { "swap_errno", (void *)int_int, OP(23, 6), (void *)swap_errno },
  { "variable", (void *)address_of_variable, OP(39, 1), (void *)0 },
};
static const struct field fields[] = {
  { "x", offsetof(struct point, x), sizeof(double), OP(17, 18) },
  { "y", offsetof(struct point, y), sizeof(double), OP(17, 18) },
};
static const struct record records[] = { { "point", 17, 2, sizeof(struct point), 8, 0, 2 } };
static const struct context context = {
  types, globals, fields, records, NULL, NULL, 12, 1, 0, 0, NULL, 20, FLAGS,
};

#ifndef TAG
#define TAG 0x3002
#endif

static PyObject *create(PyObject *spec, PyModuleDef *def) {
  const void *raw[4] = { "own_interface", (void *)(intptr_t)TAG, exports, &context };
  PyObject *backend = PyImport_ImportModule("_cffi_backend"), *address, *module;
  (void)spec;
  (void)def;
  if (backend == NULL) return NULL;
  exports[0] = (void *)(uintptr_t)SLOTS;
  address = PyLong_FromVoidPtr((void *)raw);
  module = PyObject_CallMethod(backend, "_init_cffi_1_0_external_module", "O", address);
  Py_XDECREF(address);
  Py_DECREF(backend);
  return module;
}
static PyModuleDef_Slot slots[] = {
  { Py_mod_create, (void *)create },
#ifdef Py_mod_multiple_interpreters
  { Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED },
#endif
#ifdef Py_mod_gil
  { Py_mod_gil, Py_MOD_GIL_NOT_USED },
#endif
  { 0, NULL },
};
static PyModuleDef def = { PyModuleDef_HEAD_INIT, "own_interface", NULL, 0, NULL, slots, NULL, NULL, NULL };
PyMODINIT_FUNC PyInit_own_interface(void) { return PyModuleDef_Init(&def); }
