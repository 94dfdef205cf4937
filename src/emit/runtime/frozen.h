/* Released backends know the frozen interface only. What they do not offer stands in here, and they get tables of their
   own, made when the module is imported: a C function for each function and each constant, and types to write to. */
struct _cffi_frozen_parts_s {
  const struct _cffi_type_context_s *context;
  void *const *stubs;    /* for each function, in order */
  void *const *integers; /* for each integer constant */
  size_t stub_count;
};
struct _cffi_frozen_function_s {
  struct _cffi_function_s self;
  const struct _cffi_global_s *global;
  uintptr_t slot, result_slot; /* of its type, which the arguments' follow */
  const signed char *kinds;    /* of the arguments */
  int result_kind, form;       /* the opcode that tells how it is called: _CFFI_OP_FUNCTION_... */
};
static struct _cffi_frozen_function_s *_cffi_frozen_functions;
static uintptr_t *_cffi_frozen_types;
static signed char *_cffi_frozen_kinds; /* for each slot of an argument */

_CFFI_SHARED static PyObject *_cffi_frozen_call(int number, PyObject *args) {
  typedef PyObject *(*converter_t)(PyObject *, PyObject *const *, Py_ssize_t);
  struct _cffi_frozen_function_s *function = &_cffi_frozen_functions[number];
  converter_t converter = (converter_t)(uintptr_t)function->global->address;
  if (function->form != _CFFI_OP_FUNCTION_VARARGS)
    return converter((PyObject *)function, &args, function->form == _CFFI_OP_FUNCTION_ONEARG);
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
static void _cffi_frozen_begin(struct _cffi_call_s *call) {
  call->thread = PyEval_SaveThread();
  ((void (*)(void))_cffi_exports[_CFFI_EXPORT_RESTORE_ERRNO])();
}
static void _cffi_frozen_free(void *temporaries) {
  while (temporaries != NULL) {
    void *next = *(void **)temporaries;
    free(temporaries);
    temporaries = next;
  }
}
static void _cffi_frozen_end(struct _cffi_call_s *call) {
  ((void (*)(void))_cffi_exports[_CFFI_EXPORT_SAVE_ERRNO])();
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

/* The backend's ctype for a slot: it put that there, or where the slot leads to, when it made the function. */
static void *_cffi_frozen_ctype(uintptr_t slot) {
  while ((_cffi_frozen_types[slot] & 0xFF) == _CFFI_OP_NOOP)
    slot = _cffi_frozen_types[slot] >> 8;
  return (void *)_cffi_frozen_types[slot];
}
static int _cffi_frozen_function_pointer(void *ctype, PyObject *o, void *to) {
  char *address = ((char *(*)(PyObject *, void *))_cffi_exports[_CFFI_EXPORT_TO_POINTER])(o, ctype);
  memcpy(to, &address, sizeof(address));
  return address == NULL && PyErr_Occurred() ? -1 : 0;
}
static int _cffi_frozen_pointer(struct _cffi_call_s *call, void *ctype, PyObject *o, void *to) {
  char *address = NULL;
  Py_ssize_t size =
      ((Py_ssize_t (*)(void *, PyObject *, char **))_cffi_exports[_CFFI_EXPORT_PREPARE_POINTER])(ctype, o, &address);
  if (size > 0) {
    void **block = size <= PY_SSIZE_T_MAX - 16 ? (void **)calloc(1, (size_t)size + 16) : NULL;
    if (block == NULL) {
      PyErr_NoMemory();
      return -1;
    }
    *block = call->temporaries;
    call->temporaries = (void *)block;
    address = (char *)block + 16;
    size = ((int (*)(char *, void *, PyObject *))_cffi_exports[_CFFI_EXPORT_FILL_ARRAY])(address, ctype, o);
  }
  memcpy(to, &address, sizeof(address));
  return size < 0 ? -1 : 0;
}
static const signed char _cffi_frozen_sizes[] = { _CFFI_INTEGER_SIZES }; /* below 0: with a sign */
/* How values of a type pass, for each slot: 0, the size of an integer as above, or one of these. */
enum { _CFFI_FROZEN_BOOL = 16, _CFFI_FROZEN_RECORD, _CFFI_FROZEN_POINTER, _CFFI_FROZEN_FUNCTION };
static uintptr_t _cffi_frozen_op(const uintptr_t *types, uintptr_t slot) {
  while ((types[slot] & 0xFF) == _CFFI_OP_NOOP)
    slot = types[slot] >> 8;
  return types[slot];
}
static int _cffi_frozen_kind(const uintptr_t *types, uintptr_t slot) {
  uintptr_t op = _cffi_frozen_op(types, slot), argument = op >> 8;
  switch (op & 0xFF) {
  case _CFFI_OP_PRIMITIVE:
    return argument == _CFFI_PRIMITIVE_BOOL        ? _CFFI_FROZEN_BOOL
           : argument < sizeof(_cffi_frozen_sizes) ? _cffi_frozen_sizes[argument]
                                                   : 0;
  case _CFFI_OP_POINTER:
    op = _cffi_frozen_op(types, argument);
    return (op & 0xFF) == _CFFI_OP_FUNCTION ? _CFFI_FROZEN_FUNCTION : _CFFI_FROZEN_POINTER;
  case _CFFI_OP_RECORD: return _CFFI_FROZEN_RECORD;
  default: return 0;
  }
}
#define _CFFI_FROZEN_TAKE(kind, slot, returned, type) \
  case kind: { \
    returned x = ((returned (*)(PyObject *))_cffi_exports[slot])(o); \
    type value = (type)x; \
    memcpy(to, &value, sizeof(value)); \
    return x == (returned)-1 && PyErr_Occurred() ? -1 : 0; \
  }
static int _cffi_frozen_convert(struct _cffi_call_s *call, int i, PyObject *o, void *to) {
  struct _cffi_frozen_function_s *function = (struct _cffi_frozen_function_s *)call->self;
  void *ctype = _cffi_frozen_ctype(function->slot + 1 + (uintptr_t)i);
  switch (function->kinds[i]) {
  case _CFFI_FROZEN_POINTER: return _cffi_frozen_pointer(call, ctype, o, to);
  case _CFFI_FROZEN_FUNCTION: return _cffi_frozen_function_pointer(ctype, o, to);
  _CFFI_FROZEN_TAKE(_CFFI_FROZEN_BOOL, _CFFI_EXPORT_TO_BOOL, _cffi_bool, _cffi_bool)
  _CFFI_FROZEN_TAKE(-1, _CFFI_EXPORT_TO_INT8, int, signed char)
  _CFFI_FROZEN_TAKE(1, _CFFI_EXPORT_TO_UINT8, int, unsigned char)
  _CFFI_FROZEN_TAKE(-2, _CFFI_EXPORT_TO_INT16, int, int16_t)
  _CFFI_FROZEN_TAKE(2, _CFFI_EXPORT_TO_UINT16, int, uint16_t)
  _CFFI_FROZEN_TAKE(-4, _CFFI_EXPORT_TO_INT32, int, int32_t)
  _CFFI_FROZEN_TAKE(4, _CFFI_EXPORT_TO_UINT32, unsigned int, uint32_t)
  _CFFI_FROZEN_TAKE(-8, _CFFI_EXPORT_TO_INT64, long long, int64_t)
  _CFFI_FROZEN_TAKE(8, _CFFI_EXPORT_TO_UINT64, unsigned long long, uint64_t)
  default: return ((int (*)(char *, void *, PyObject *))_cffi_exports[_CFFI_EXPORT_STORE])((char *)to, ctype, o);
  }
}
static PyObject *_cffi_frozen_from(PyObject *self, const void *value) {
  struct _cffi_frozen_function_s *function = (struct _cffi_frozen_function_s *)self;
  int kind = function->result_kind;
  int is_pointer = kind == _CFFI_FROZEN_POINTER || kind == _CFFI_FROZEN_FUNCTION;
  int slot = is_pointer                    ? _CFFI_EXPORT_FROM_POINTER
             : kind == _CFFI_FROZEN_RECORD ? _CFFI_EXPORT_FROM_RECORD
                                           : _CFFI_EXPORT_FROM_ADDRESS;
  char *data = (char *)(uintptr_t)value;
  if (is_pointer)
    memcpy(&data, value, sizeof(data));
  return ((PyObject *(*)(char *, void *))_cffi_exports[slot])(data, _cffi_frozen_ctype(function->result_slot));
}

static void _cffi_frozen_describe(struct _cffi_frozen_function_s *function, const struct _cffi_global_s *global,
                                  const uintptr_t *types) {
  uintptr_t slot = global->type_op >> 8;
  function->self._cffi_function = (void (*)(void))(uintptr_t)global->extra;
  function->global = global;
  function->slot = slot;
  function->result_slot = types[slot] >> 8;
  function->kinds = &_cffi_frozen_kinds[slot + 1];
  function->result_kind = _cffi_frozen_kind(types, function->result_slot);
  function->form = (types[slot + 1] & 0xFF) == _CFFI_OP_FUNCTION_END   ? _CFFI_OP_FUNCTION_NOARGS
                   : (types[slot + 2] & 0xFF) == _CFFI_OP_FUNCTION_END ? _CFFI_OP_FUNCTION_ONEARG
                                                                       : _CFFI_OP_FUNCTION_VARARGS;
  for (slot++; (types[slot] & 0xFF) != _CFFI_OP_FUNCTION_END; slot++)
    _cffi_frozen_kinds[slot] = (signed char)_cffi_frozen_kind(types, slot);
}
static void _cffi_frozen_fill(const struct _cffi_frozen_parts_s *parts, struct _cffi_global_s *globals) {
  struct _cffi_frozen_function_s *function = _cffi_frozen_functions;
  int i;
  for (i = 0; i < parts->context->global_count; i++) {
    const struct _cffi_global_s *global = &parts->context->globals[i];
    uintptr_t op = global->type_op & 0xFF;
    globals[i] = *global;
    if (op == _CFFI_OP_FUNCTION_VARARGS) {
      _cffi_frozen_describe(function, global, parts->context->types);
      globals[i].type_op = _CFFI_OP(function->form, function->slot);
      globals[i].address = parts->stubs[function++ - _cffi_frozen_functions];
    } else if (op == _CFFI_OP_ENUM || op == _CFFI_OP_CONSTANT_INT) {
      globals[i].address = parts->integers[(intptr_t)global->extra];
      globals[i].extra = NULL;
    }
  }
}
/* Kept for ever, as the module is. */
static int _cffi_frozen_allocate(const struct _cffi_frozen_parts_s *parts, struct _cffi_type_context_s *context) {
  size_t types = (size_t)parts->context->type_count, globals = (size_t)parts->context->global_count;
  struct _cffi_global_s *copy = (struct _cffi_global_s *)calloc(globals + 1, sizeof(*copy));
  _cffi_frozen_functions =
      (struct _cffi_frozen_function_s *)calloc(parts->stub_count, sizeof(*_cffi_frozen_functions));
  _cffi_frozen_types = (uintptr_t *)calloc(types + 1, sizeof(uintptr_t));
  _cffi_frozen_kinds = (signed char *)calloc(types + 1, 1);
  if (copy == NULL || _cffi_frozen_functions == NULL || _cffi_frozen_types == NULL || _cffi_frozen_kinds == NULL) {
    free((void *)copy);
    free((void *)_cffi_frozen_functions);
    free((void *)_cffi_frozen_types);
    free((void *)_cffi_frozen_kinds);
    PyErr_NoMemory();
    return -1;
  }
  memcpy(_cffi_frozen_types, parts->context->types, types * sizeof(uintptr_t));
  _cffi_frozen_fill(parts, copy);
  *context = *parts->context;
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
static PyObject *_cffi_frozen_create(const struct _cffi_frozen_parts_s *parts, PyObject *backend, void **raw) {
  static struct _cffi_type_context_s context;
  static PyObject *first;
  if (first != NULL)
    return _cffi_frozen_again(first);
  if (context.types == NULL && _cffi_frozen_allocate(parts, &context) < 0)
    return NULL;
  _cffi_exports[_CFFI_EXPORT_BEGIN_CALL] = (void *)_cffi_frozen_begin;
  _cffi_exports[_CFFI_EXPORT_FAIL_CALL] = (void *)_cffi_frozen_fail;
  _cffi_exports[_CFFI_EXPORT_CONVERT_ARGUMENT] = (void *)_cffi_frozen_convert;
  _cffi_exports[_CFFI_EXPORT_END_CALL] = (void *)_cffi_frozen_end;
  _cffi_exports[_CFFI_EXPORT_CONVERT_RESULT] = (void *)_cffi_frozen_from;
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
