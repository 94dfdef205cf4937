/* Released backends know the frozen interface only. What they do not offer stands in here, and they get tables of their
   own, made when the module is imported: a C function for each function and each constant, and types to write to. */
#define _CFFI_16(M, n) \
  M(n##0) M(n##1) M(n##2) M(n##3) M(n##4) M(n##5) M(n##6) M(n##7) \
  M(n##8) M(n##9) M(n##A) M(n##B) M(n##C) M(n##D) M(n##E) M(n##F)
#define _CFFI_256(M, n) \
  _CFFI_16(M, n##0) _CFFI_16(M, n##1) _CFFI_16(M, n##2) _CFFI_16(M, n##3) \
  _CFFI_16(M, n##4) _CFFI_16(M, n##5) _CFFI_16(M, n##6) _CFFI_16(M, n##7) \
  _CFFI_16(M, n##8) _CFFI_16(M, n##9) _CFFI_16(M, n##A) _CFFI_16(M, n##B) \
  _CFFI_16(M, n##C) _CFFI_16(M, n##D) _CFFI_16(M, n##E) _CFFI_16(M, n##F)
#define _CFFI_FROZEN_STUB(n) \
  static PyObject *_cffi_f##n(PyObject *_cffi_lib, PyObject *_cffi_args) { \
    (void)_cffi_lib; \
    return _cffi_frozen_call(n, _cffi_args); \
  }
#define _CFFI_FROZEN_INTEGER(n) \
  static int _cffi_i##n(unsigned long long *_cffi_out) { return _cffi_integer(n, _cffi_out); }
#define _CFFI_FROZEN_STUB_ROW(n) (void *)_cffi_f##n,
#define _CFFI_FROZEN_INTEGER_ROW(n) (void *)_cffi_i##n,

static PyObject *_cffi_init(PyObject *backend, void **raw);
struct _cffi_frozen_function_s { struct _cffi_function_s self; const struct _cffi_global_s *global; int form; };
static struct _cffi_frozen_function_s *_cffi_frozen_functions;
static uintptr_t *_cffi_frozen_types;

_CFFI_SHARED static PyObject *_cffi_frozen_call(int number, PyObject *args) {
  typedef PyObject *(*converter_t)(PyObject *, PyObject *const *, Py_ssize_t);
  struct _cffi_frozen_function_s *function = &_cffi_frozen_functions[number];
  converter_t converter = (converter_t)(uintptr_t)function->global->address;
  if (function->form != 23)
    return converter((PyObject *)function, &args, function->form == 27);
#ifdef Py_LIMITED_API
  {
    PyObject *items[_CFFI_FROZEN_MOST];
    Py_ssize_t i, given = PyTuple_Size(args);
    for (i = 0; i < given && i < _CFFI_FROZEN_MOST; i++)
      items[i] = PyTuple_GetItem(args, i);
    return converter((PyObject *)function, items, given);
  }
#else
  return converter((PyObject *)function, ((PyTupleObject *)args)->ob_item, Py_SIZE(args));
#endif
}
/* What the generator counted: _CFFI_FROZEN_FUNCTIONS(M) is M(0x0) M(0x1) ... */
_CFFI_FROZEN_FUNCTIONS(_CFFI_FROZEN_STUB)
_CFFI_FROZEN_INTEGERS(_CFFI_FROZEN_INTEGER)
static void *const _cffi_frozen_stubs[] = { _CFFI_FROZEN_FUNCTIONS(_CFFI_FROZEN_STUB_ROW) NULL };
static void *const _cffi_frozen_integers[] = { _CFFI_FROZEN_INTEGERS(_CFFI_FROZEN_INTEGER_ROW) NULL };

static void _cffi_frozen_begin(struct _cffi_call_s *call) {
  call->thread = PyEval_SaveThread();
  ((void (*)(void))_cffi_exports[13])();
}
static void _cffi_frozen_free(void *temporaries) {
  while (temporaries != NULL) {
    void *next = *(void **)temporaries;
    free(temporaries);
    temporaries = next;
  }
}
static void _cffi_frozen_end(struct _cffi_call_s *call) {
  ((void (*)(void))_cffi_exports[14])();
  PyEval_RestoreThread(call->thread);
  _cffi_frozen_free(call->temporaries);
}
static PyObject *_cffi_frozen_fail(struct _cffi_call_s *call, Py_ssize_t given, int expected) {
  _cffi_frozen_free(call->temporaries);
  if (given != expected)
    PyErr_Format(PyExc_TypeError, "%s expected %d arguments, got %zd",
                 ((struct _cffi_frozen_function_s *)call->self)->global->name, expected, given);
  return NULL;
}

/* The slot that tells a type, and the backend's ctype for it: it put that there when it made the function. */
static uintptr_t _cffi_frozen_slot(uintptr_t slot) {
  while ((_cffi_types[slot] & 0xFF) == 17)
    slot = _cffi_types[slot] >> 8;
  return slot;
}
static void *_cffi_frozen_ctype(uintptr_t slot) {
  while ((_cffi_frozen_types[slot] & 0xFF) == 17)
    slot = _cffi_frozen_types[slot] >> 8;
  return (void *)_cffi_frozen_types[slot];
}
static int _cffi_frozen_function_pointer(void *ctype, PyObject *o, void *to) {
  char *address = ((char *(*)(PyObject *, void *))_cffi_exports[11])(o, ctype);
  memcpy(to, &address, sizeof(address));
  return address == NULL && PyErr_Occurred() ? -1 : 0;
}
static int _cffi_frozen_pointer(struct _cffi_call_s *call, void *ctype, PyObject *o, void *to) {
  char *address = NULL;
  Py_ssize_t size = ((Py_ssize_t (*)(void *, PyObject *, char **))_cffi_exports[23])(ctype, o, &address);
  if (size > 0) {
    void **block = size <= PY_SSIZE_T_MAX - 16 ? (void **)calloc(1, (size_t)size + 16) : NULL;
    if (block == NULL) {
      PyErr_NoMemory();
      return -1;
    }
    *block = call->temporaries;
    call->temporaries = (void *)block;
    address = (char *)block + 16;
    size = ((int (*)(char *, void *, PyObject *))_cffi_exports[24])(address, ctype, o);
  }
  memcpy(to, &address, sizeof(address));
  return size < 0 ? -1 : 0;
}
/* The sizes of the primitive integers, in the order of their numbers; below 0: with a sign. */
#define _CFFI_SIZED(type) -(int)sizeof(type), (int)sizeof(type)
static const signed char _cffi_frozen_sizes[] = {
  0, 0, 0, -1, 1, _CFFI_SIZED(short), _CFFI_SIZED(int), _CFFI_SIZED(long), _CFFI_SIZED(long long), 0, 0, 0, 0,
  -1, 1, -2, 2, -4, 4, -8, 8, _CFFI_SIZED(intptr_t), -(int)sizeof(ptrdiff_t), (int)sizeof(size_t),
  -(int)sizeof(Py_ssize_t), _CFFI_SIZED(int_least8_t), _CFFI_SIZED(int_least16_t), _CFFI_SIZED(int_least32_t),
  _CFFI_SIZED(int_least64_t), _CFFI_SIZED(int_fast8_t), _CFFI_SIZED(int_fast16_t), _CFFI_SIZED(int_fast32_t),
  _CFFI_SIZED(int_fast64_t), _CFFI_SIZED(intmax_t)
};
#define _CFFI_FROZEN_TAKE(size, slot, returned, type) \
  case size: { \
    returned x = ((returned (*)(PyObject *))_cffi_exports[slot])(o); \
    type value = (type)x; \
    memcpy(to, &value, sizeof(value)); \
    return x == (returned)-1 && PyErr_Occurred() ? -1 : 0; \
  }
static int _cffi_frozen_convert(struct _cffi_call_s *call, int i, PyObject *o, void *to) {
  uintptr_t slot = (((struct _cffi_frozen_function_s *)call->self)->global->type_op >> 8) + 1 + (uintptr_t)i;
  uintptr_t op = _cffi_types[_cffi_frozen_slot(slot)], number = op >> 8;
  if ((op & 0xFF) == 3)
    return (_cffi_types[_cffi_frozen_slot(number)] & 0xFF) == 13
               ? _cffi_frozen_function_pointer(_cffi_frozen_ctype(slot), o, to)
               : _cffi_frozen_pointer(call, _cffi_frozen_ctype(slot), o, to);
  if (op == _CFFI_OP(1, 1)) {
    _cffi_bool value = ((_cffi_bool (*)(PyObject *))_cffi_exports[22])(o);
    memcpy(to, &value, sizeof(value));
    return value && PyErr_Occurred() ? -1 : 0;
  }
  switch ((op & 0xFF) == 1 && number < sizeof(_cffi_frozen_sizes) ? _cffi_frozen_sizes[number] : 0) {
  _CFFI_FROZEN_TAKE(-1, 1, int, signed char)
  _CFFI_FROZEN_TAKE(1, 2, int, unsigned char)
  _CFFI_FROZEN_TAKE(-2, 3, int, int16_t)
  _CFFI_FROZEN_TAKE(2, 4, int, uint16_t)
  _CFFI_FROZEN_TAKE(-4, 5, int, int32_t)
  _CFFI_FROZEN_TAKE(4, 6, unsigned int, uint32_t)
  _CFFI_FROZEN_TAKE(-8, 7, long long, int64_t)
  _CFFI_FROZEN_TAKE(8, 8, unsigned long long, uint64_t)
  default: return ((int (*)(char *, void *, PyObject *))_cffi_exports[17])((char *)to, _cffi_frozen_ctype(slot), o);
  }
}
static PyObject *_cffi_frozen_from(PyObject *self, const void *value) {
  uintptr_t function = ((struct _cffi_frozen_function_s *)self)->global->type_op >> 8, slot = _cffi_types[function] >> 8;
  int op = (int)(_cffi_types[_cffi_frozen_slot(slot)] & 0xFF);
  char *data = (char *)(uintptr_t)value;
  if (op == 3)
    memcpy(&data, value, sizeof(data));
  return ((PyObject *(*)(char *, void *))_cffi_exports[op == 3 ? 10 : op == 9 ? 18 : 16])(data, _cffi_frozen_ctype(slot));
}

/* Kept for ever, as the module is. */
static int _cffi_frozen_fill(struct _cffi_type_context_s *context) {
  size_t globals = (size_t)context->global_count, types = (size_t)context->type_count * sizeof(uintptr_t), i;
  struct _cffi_global_s *copy = (struct _cffi_global_s *)malloc((globals + 1) * sizeof(*copy));
  struct _cffi_frozen_function_s *function =
      (struct _cffi_frozen_function_s *)calloc(sizeof(_cffi_frozen_stubs) / sizeof(void *), sizeof(*function));
  _cffi_frozen_types = (uintptr_t *)malloc(types + 1);
  _cffi_frozen_functions = function;
  if (copy == NULL || function == NULL || _cffi_frozen_types == NULL) {
    free((void *)copy);
    free((void *)function);
    free((void *)_cffi_frozen_types);
    PyErr_NoMemory();
    return -1;
  }
  memcpy(_cffi_frozen_types, context->types, types);
  for (i = 0; i < globals; i++) {
    const struct _cffi_global_s *global = &context->globals[i];
    uintptr_t op = global->type_op & 0xFF, slot = global->type_op >> 8;
    copy[i] = *global;
    if (op == 23) {
      function->self.function = (void (*)(void))(uintptr_t)global->extra;
      function->global = global;
      function->form = (context->types[slot + 1] & 0xFF) == 15 ? 25 : (context->types[slot + 2] & 0xFF) == 15 ? 27 : 23;
      copy[i].type_op = _CFFI_OP(function->form, slot);
      copy[i].address = _cffi_frozen_stubs[function++ - _cffi_frozen_functions];
    } else if (op == 11 || op == 31) {
      copy[i].address = _cffi_frozen_integers[(intptr_t)global->extra];
      copy[i].extra = NULL;
    }
  }
  context->types = _cffi_frozen_types;
  context->globals = copy;
  return 0;
}
/* The first one's ffi and lib, whenever the module is imported again. */
static PyObject *_cffi_frozen_again(PyObject *first) {
  static const char *const names[] = { "ffi", "lib" };
  PyObject *module = PyModule_New(_CFFI_MODULE_NAME);
  int i;
  for (i = 0; i < 2 && module != NULL; i++) {
    PyObject *value = PyObject_GetAttrString(first, names[i]);
    if (value == NULL || PyObject_SetAttrString(module, names[i], value) < 0)
      Py_CLEAR(module);
    Py_XDECREF(value);
  }
  return module;
}
static PyObject *_cffi_frozen_create(PyObject *backend, void **raw) {
  static struct _cffi_type_context_s context;
  static PyObject *first;
  if (first != NULL)
    return _cffi_frozen_again(first);
  if (context.types == NULL) {
    context = _cffi_type_context;
    if (_cffi_frozen_fill(&context) < 0) {
      context.types = NULL;
      return NULL;
    }
  }
  _cffi_exports[28] = (void *)_cffi_frozen_begin;
  _cffi_exports[29] = (void *)_cffi_frozen_fail;
  _cffi_exports[30] = (void *)_cffi_frozen_convert;
  _cffi_exports[31] = (void *)_cffi_frozen_end;
  _cffi_exports[32] = (void *)_cffi_frozen_from;
  raw[1] = (void *)(uintptr_t)_CFFI_FROZEN_TAG;
  raw[3] = (void *)&context;
  first = _cffi_init(backend, raw);
  Py_XINCREF(first);
  return first;
}
/* Does the backend say that it knows the newer interface? Released ones say nothing. -1: an exception is set. */
static int _cffi_knows_newer(PyObject *backend) {
  Py_ssize_t i;
  int knows = 0;
  PyObject *interfaces = PyObject_GetAttrString(backend, "_interfaces");
  if (interfaces == NULL) {
    if (!PyErr_ExceptionMatches(PyExc_AttributeError))
      return -1;
    PyErr_Clear();
    return 0;
  }
  for (i = 0; knows == 0 && i < PyTuple_Size(interfaces); i++) {
    long first, last;
    if (!PyArg_ParseTuple(PyTuple_GetItem(interfaces, i), "ll", &first, &last))
      knows = -1;
    else
      knows = first <= _CFFI_VERSION_TAG && _CFFI_VERSION_TAG <= last;
  }
  Py_DECREF(interfaces);
  return knows;
}
