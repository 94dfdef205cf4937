/* Starting Python, exactly once, from any thread.

   Several libraries, each with this code, may be in one process, with others made by older versions of cffi. Starting
   the one interpreter is serialised among all of them by a word that all see and that nobody else needs at that time:
   a field of a type of Python's own, in the way those older versions do it. What follows, this library's own
   initialisation, is serialised by a lock of its own, which is never waited for with the GIL held. */
#ifdef _MSC_VER
#  define _CFFI_LOAD(word) (*(word)) /* volatile: acquires and releases there */
#  define _CFFI_STORE(word, value) (*(word) = (value))
#else
#  define _CFFI_LOAD(word) __atomic_load_n(word, __ATOMIC_ACQUIRE)
#  define _CFFI_STORE(word, value) __atomic_store_n(word, value, __ATOMIC_RELEASE)
#endif

static volatile int _cffi_ready;                   /* 0: not started; 1; -1: failed, for good */
static volatile unsigned long _cffi_starter;       /* the thread that runs the initialisation; else 0 */
static void *volatile _cffi_start_lock;            /* PyThread_type_lock; made when needed */

static int _cffi_swap_pointer(void *volatile *word, void *expected, void *value) {
#ifdef _MSC_VER
  return _InterlockedCompareExchangePointer(word, value, expected) == expected;
#else
  return __atomic_compare_exchange_n(word, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
#endif
}

/* The word: free is 0. Its value while taken is valid for Python, too. */
#if PY_VERSION_HEX >= 0x030C0000
static PyBufferProcs _cffi_no_buffer;
static int _cffi_word_swap(int take) {
  void *volatile *word = (void *volatile *)&PyCapsule_Type.tp_as_buffer;
  return take ? _cffi_swap_pointer(word, NULL, &_cffi_no_buffer) : _cffi_swap_pointer(word, &_cffi_no_buffer, NULL);
}
static int _cffi_word_in_use(void) { return 0; }
#else
#  define _CFFI_TAKEN (-42)
static int _cffi_word_swap(int take) {
  volatile int *word = (volatile int *)&PyCapsule_Type.tp_version_tag;
  int expected = take ? 0 : _CFFI_TAKEN;
#  ifdef _MSC_VER
  return _InterlockedCompareExchange((volatile long *)word, take ? _CFFI_TAKEN : 0, expected) == expected;
#  else
  return __atomic_compare_exchange_n(word, &expected, take ? _CFFI_TAKEN : 0, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
#  endif
}
/* By Python, which has been running for a while then. */
static int _cffi_word_in_use(void) {
  int value = _CFFI_LOAD((volatile int *)&PyCapsule_Type.tp_version_tag);
  return value != 0 && value != _CFFI_TAKEN;
}
#endif

static void _cffi_pause(void) {
#ifdef _WIN32
  Sleep(1);
#else
  struct timespec millisecond = { 0, 1000000 };
  nanosleep(&millisecond, NULL);
#endif
}

/* Extension modules take Python's functions from whoever offers them to everybody: that must be the library of Python,
   also where the program opened this library for itself alone. And this one stays when the program closes it: Python
   has its code. */
static void _cffi_keep_loaded(void) {
#ifndef _WIN32
  Dl_info place;
  if (dladdr((void *)(uintptr_t)Py_IsInitialized, &place) != 0 && place.dli_fname != NULL)
    (void)dlopen(place.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
  if (dladdr((void *)(uintptr_t)&_cffi_ready, &place) != 0 && place.dli_fname != NULL)
    (void)dlopen(place.dli_fname, RTLD_NOW | RTLD_NOLOAD);
#endif
}

/* As Py_InitializeEx(0) does it, but a failure leaves the program alive. */
static PyStatus _cffi_initialise_python(void) {
  PyPreConfig before;
  PyConfig config;
  PyStatus status;
  PyPreConfig_InitPythonConfig(&before);
  before.parse_argv = 0;
  before.coerce_c_locale = 0;
  before.coerce_c_locale_warn = 0;
  before.utf8_mode = 0;
  status = Py_PreInitialize(&before);
  if (PyStatus_Exception(status))
    return status;
  PyConfig_InitPythonConfig(&config);
  config.parse_argv = 0;
  config.configure_c_stdio = 0;
  config.install_signal_handlers = 0;
  status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  return status;
}

static const char *_cffi_variable(const char *name) {
  const char *value = getenv(name);
  return value != NULL ? value : "(not set)";
}

static int _cffi_no_python(PyStatus status) {
  fprintf(stderr,
          "Failed to initialize the Python-CFFI embedding logic:\n\n"
          "Python could not be started: %s%s%s\n\n"
          "From: %s\ncompiled with cffi version: %s, for Python %s\nPYTHONHOME: %s\nPYTHONPATH: %s\nPATH: %s\n\n",
          status.func != NULL ? status.func : "", status.func != NULL ? ": " : "",
          status.err_msg != NULL ? status.err_msg : "(no reason given)", _CFFI_MODULE_NAME, _CFFI_VERSION, PY_VERSION,
          _cffi_variable("PYTHONHOME"), _cffi_variable("PYTHONPATH"), _cffi_variable("PATH"));
  return 0;
}

/* The interpreter is not finalised when the program ends; what Python code has printed by then is not lost. */
static void _cffi_flush(void) {
  static const char *const names[] = { "stdout", "stderr" };
  size_t i;
  PyGILState_STATE gil;
  if (!Py_IsInitialized())
    return;
  gil = PyGILState_Ensure();
  for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
    PyObject *file = PySys_GetObject(names[i]);
    PyObject *done = file != NULL ? PyObject_CallMethod(file, "flush", NULL) : NULL;
    PyErr_Clear();
    Py_XDECREF(done);
  }
  PyGILState_Release(gil);
}

/* Afterwards there is an interpreter, and this thread may ask for its GIL; else 0. */
static int _cffi_start_interpreter(void) {
  int good = 1, taken;
  if (Py_IsInitialized() && PyGILState_GetThisThreadState() != NULL)
    return 1; /* Python called this thread, or even starts right now in it */
  while (!(taken = _cffi_word_swap(1)) && !_cffi_word_in_use())
    _cffi_pause();
  if (_cffi_ready < 0) {
    good = 0;
  } else if (!Py_IsInitialized()) {
    PyStatus status = _cffi_initialise_python();
    if (PyStatus_Exception(status)) {
      good = _cffi_no_python(status);
      _CFFI_STORE(&_cffi_ready, -1);
    } else {
      (void)PyEval_SaveThread();
    }
  }
  if (taken)
    (void)_cffi_word_swap(0);
  return good;
}

static char *_cffi_joined_code(void) {
  size_t size = 1, i;
  char *text, *to;
  for (i = 0; _cffi_code[i] != NULL; i++)
    size += strlen(_cffi_code[i]);
  to = text = (char *)malloc(size);
  if (text == NULL) {
    PyErr_NoMemory();
    return NULL;
  }
  *to = 0;
  for (i = 0; _cffi_code[i] != NULL; i++) {
    size_t length = strlen(_cffi_code[i]);
    memcpy(to, _cffi_code[i], length + 1);
    to += length;
  }
  return text;
}

static PyObject *_cffi_compiled_code(void) {
  PyCompilerFlags flags = { PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE, PY_MINOR_VERSION };
  PyObject *code = NULL, *file = PyUnicode_FromString("<init code for '" _CFFI_MODULE_NAME "'>");
  char *text = file != NULL ? _cffi_joined_code() : NULL;
  if (text != NULL)
    code = Py_CompileStringObject(text, file, Py_file_input, &flags, -1);
  free(text);
  Py_XDECREF(file);
  return code;
}

/* Like a module of its own, with nothing in it but the built-in names. */
static int _cffi_run_code(void) {
  PyObject *result = NULL, *globals = PyDict_New(), *code = NULL;
  if (globals != NULL && PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins()) == 0)
    code = _cffi_compiled_code();
  if (code != NULL)
    result = PyEval_EvalCode(code, globals, globals);
  Py_XDECREF(globals);
  Py_XDECREF(code);
  Py_XDECREF(result);
  return result != NULL;
}

/* The code imports the module by its name, from no file. A program may have imported it before. */
static int _cffi_make_module(void) {
  PyObject *made, *modules = PyImport_GetModuleDict();
  if (_cffi_exports[_CFFI_EXPORT_CALL_PYTHON] != NULL && PyDict_GetItemString(modules, _CFFI_MODULE_NAME) != NULL)
    return 1;
  made = _cffi_create(NULL, NULL);
  Py_XDECREF(made);
  return made != NULL;
}

static void _cffi_show_exception(void) {
#if PY_VERSION_HEX >= 0x030C0000
  PyObject *error = PyErr_GetRaisedException();
  if (error != NULL)
    PyErr_DisplayException(error);
  Py_XDECREF(error);
#else
  PyObject *type, *error, *traceback;
  PyErr_Fetch(&type, &error, &traceback);
  PyErr_NormalizeException(&type, &error, &traceback);
  PyErr_Display(type, error, traceback);
  Py_XDECREF(type);
  Py_XDECREF(error);
  Py_XDECREF(traceback);
#endif
}

/* Which Python it is, and where it looks for modules: what is needed to understand "No module named ...". */
static void _cffi_show_places(void) {
  static const char *const names[] = { "version", "executable", "prefix", "path" };
  size_t i;
  PyObject *backend = PyDict_GetItemString(PyImport_GetModuleDict(), "_cffi_backend");
  PyObject *file = backend != NULL ? PyObject_GetAttrString(backend, "__file__") : NULL;
  PyErr_Clear();
  PySys_FormatStderr("\nFrom: %s\ncompiled with cffi version: %s, for Python %s\n", _CFFI_MODULE_NAME, _CFFI_VERSION,
                     PY_VERSION);
  if (file != NULL)
    PySys_FormatStderr("_cffi_backend module: %R\n", file);
  else
    PySys_FormatStderr("_cffi_backend module: not loaded\n");
  Py_XDECREF(file);
  for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
    PyObject *value = PySys_GetObject(names[i]);
    PySys_FormatStderr("sys.%s: %R\n", names[i], value != NULL ? value : Py_None);
  }
  if (backend == NULL)
    PySys_FormatStderr("cffi must be installed where sys.path leads to: for this Python; else set PYTHONPATH, or put "
                       "the virtual environment that has it first in PATH\n");
  PySys_FormatStderr("\n");
}

static int _cffi_initialise(void) {
  if (_cffi_make_module() && _cffi_run_code())
    return 1;
  PySys_FormatStderr("Failed to initialize the Python-CFFI embedding logic:\n\n");
  _cffi_show_exception();
  _cffi_show_places();
  return -1;
}

/* With the GIL. */
static PyThread_type_lock _cffi_own_lock(void) {
  PyThread_type_lock lock = (PyThread_type_lock)_CFFI_LOAD(&_cffi_start_lock);
  if (lock == NULL) {
    lock = PyThread_allocate_lock();
    if (lock != NULL && !_cffi_swap_pointer(&_cffi_start_lock, NULL, lock)) {
      PyThread_free_lock(lock);
      lock = (PyThread_type_lock)_CFFI_LOAD(&_cffi_start_lock);
    }
  }
  return lock;
}

/* With the GIL. The initialisation may come here itself: it is served with what there is so far. */
static int _cffi_initialise_once(void) {
  unsigned long me = PyThread_get_thread_ident();
  PyThread_type_lock lock;
  int ready = _CFFI_LOAD(&_cffi_ready);
  if (ready != 0)
    return ready;
  if (_CFFI_LOAD(&_cffi_starter) == me)
    return _cffi_exports[_CFFI_EXPORT_CALL_PYTHON] != NULL ? 1 : -1;
  lock = _cffi_own_lock();
  if (lock == NULL)
    return -1;
  if (!PyThread_acquire_lock(lock, NOWAIT_LOCK)) {
    PyThreadState *thread = PyEval_SaveThread();
    PyThread_acquire_lock(lock, WAIT_LOCK);
    PyEval_RestoreThread(thread);
  }
  ready = _CFFI_LOAD(&_cffi_ready);
  if (ready == 0) {
    _CFFI_STORE(&_cffi_starter, me);
    ready = _cffi_initialise();
    (void)atexit(_cffi_flush);
    _CFFI_STORE(&_cffi_starter, 0);
    _CFFI_STORE(&_cffi_ready, ready);
  }
  PyThread_release_lock(lock);
  return ready;
}

_CFFI_UNUSED static int cffi_start_python(void) {
  int ready = _CFFI_LOAD(&_cffi_ready);
  if (ready == 0) {
    int saved_errno = errno;
    _cffi_keep_loaded();
    ready = -1;
    if (_cffi_start_interpreter()) {
      PyGILState_STATE gil = PyGILState_Ensure();
      ready = _cffi_initialise_once();
      PyGILState_Release(gil);
    }
    errno = saved_errno;
  }
  return ready > 0 ? 0 : -1;
}

_CFFI_UNUSED static void _cffi_call_python(struct _cffi_externpy_s *function, char *arguments) {
  if (cffi_start_python() == 0) {
    ((void (*)(struct _cffi_externpy_s *, char *))_cffi_exports[_CFFI_EXPORT_CALL_PYTHON])(function, arguments);
    return;
  }
  fprintf(stderr, "function %s() called, but initialization code failed.  Returning 0.\n", function->name);
  memset(arguments, 0, function->size_of_result);
}
