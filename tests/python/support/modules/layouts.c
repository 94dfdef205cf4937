/* A module of the frozen interface, by hand, whose cdef and compiler do not agree everywhere. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdint.h>

struct point {
  int x, y;
};
struct order {
  int b, a;
}; /* cdef: int a; int b; */
struct narrow {
  short a;
}; /* cdef: int a; */
struct longer {
  int a, b;
}; /* cdef: int a; */
struct partial {
  short hidden;
  int x;
}; /* cdef: int x; ...; */
union wide {
  int a;
  long b[2];
}; /* cdef: int a; */

static int take_partial(struct partial p) { return p.x; }
static int take_point(struct point p) { return p.x - p.y; }
static void store_take_partial(char *out) { *(int (**)(struct partial))out = take_partial; }
static void store_take_point(char *out) { *(int (**)(struct point))out = take_point; }

/* An integer of more than 64 bits was found behind `int...`, a value that is not the cdef's behind a constant. */
static int seven(unsigned long long *out) {
  *out = 7;
  return 2;
}

struct global {
  const char *name;
  void *address;
  void *type;
  void *size_or_direct;
};
struct record {
  const char *name;
  int type_index, flags;
  size_t size;
  int alignment, first_field, fields;
};
struct field {
  const char *name;
  size_t offset, size;
  void *type;
};
struct enumeration {
  const char *name;
  int type_index, primitive;
  const char *enumerators;
};
struct type_name {
  const char *name;
  int type_index;
};
struct context {
  void **types;
  const struct global *globals;
  const struct field *fields;
  const struct record *records;
  const struct enumeration *enums;
  const struct type_name *typenames;
  int global_count, record_count, enum_count, typename_count;
  const char *const *includes;
  int type_count, flags;
};

#define OP(code, argument) ((void *)(uintptr_t)((code) | (uint64_t)(int64_t)(argument) << 8))
enum { PRIMITIVE = 1, POINTER = 3, RECORD = 9, ENUM = 11, FUNCTION = 13, END = 15, NOOP = 17, CONSTANT = 29 };
enum { UNION = 1, CHECK = 2 };
#define FIELD(record, name, offset_of) {#name, offsetof(record, offset_of), sizeof(((record *)0)->name), OP(NOOP, 0)}
#define LAID_OUT(type) sizeof(type), (int)_Alignof(type)

static void *types[] = {
    OP(PRIMITIVE, 7), OP(FUNCTION, 0), OP(RECORD, 4), OP(END, 0),       OP(POINTER, 1),    OP(FUNCTION, 0),
    OP(RECORD, 5),    OP(END, 0),      OP(POINTER, 5), OP(RECORD, 3),    OP(PRIMITIVE, -1), OP(RECORD, 0),
    OP(RECORD, 1),    OP(RECORD, 2),   OP(RECORD, 6), OP(RECORD, 7), OP(ENUM, 0),
};
static const struct global globals[] = {
    {"DIFFERS", (void *)seven, OP(ENUM, -1), 0},
    {"take_partial", (void *)store_take_partial, OP(CONSTANT, 4), 0},
    {"take_point", (void *)store_take_point, OP(CONSTANT, 8), 0},
};
static const struct field fields[] = {
    FIELD(struct longer, a, a),  FIELD(struct narrow, a, a), FIELD(struct order, a, a), FIELD(struct order, b, b),
    FIELD(struct partial, x, x), FIELD(struct point, x, x),  FIELD(struct point, y, y), {"n", 0, 4, OP(NOOP, 10)},
    FIELD(union wide, a, a),     {"inner", 0, sizeof(struct order), OP(NOOP, 9)},
};
static const struct record records[] = {
    {"longer", 11, CHECK, LAID_OUT(struct longer), 0, 1},
    {"narrow", 12, CHECK, LAID_OUT(struct narrow), 1, 1},
    {"nested", 13, CHECK, LAID_OUT(struct order), 9, 1},
    {"order", 9, CHECK, LAID_OUT(struct order), 2, 2},
    {"partial", 2, 0, LAID_OUT(struct partial), 4, 1},
    {"point", 6, CHECK, LAID_OUT(struct point), 5, 2},
    {"unsized", 14, CHECK, 4, 4, 7, 1},
    {"wide", 15, CHECK | UNION, LAID_OUT(union wide), 8, 1},
};
static const struct enumeration enums[] = {{"differing", 16, 7, "DIFFERS"}};
static const struct type_name typenames[] = {{"unsized_t", 10}};
static const struct context context = {types, globals, fields, records, enums, typenames, 3, 8, 1, 1, NULL, 17, 0};

static void *exports[25];

PyMODINIT_FUNC PyInit_layouts(void) {
  void *raw[4] = {(void *)"layouts", (void *)0x2601, (void *)exports, (void *)&context};
  PyObject *backend = PyImport_ImportModule("_cffi_backend");
  PyObject *module = NULL;
  if (backend != NULL) {
    PyObject *address = PyLong_FromVoidPtr(raw);
    if (address != NULL) {
      module = PyObject_CallMethod(backend, "_init_cffi_1_0_external_module", "O", address);
      Py_DECREF(address);
    }
    Py_DECREF(backend);
  }
  return module;
}
