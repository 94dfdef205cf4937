static PyObject *_cffi_create(PyObject *_cffi_spec, struct PyModuleDef *_cffi_def) {
  void *_cffi_raw[4];
  PyObject *_cffi_backend, *_cffi_made;
  (void)_cffi_spec;
  (void)_cffi_def;
  _cffi_exports[_CFFI_EXPORT_RESERVED] = (void *)(uintptr_t)(sizeof(_cffi_exports) / sizeof(_cffi_exports[0]));
  _cffi_raw[0] = (void *)(uintptr_t)_CFFI_MODULE_NAME;
  _cffi_raw[1] = (void *)(uintptr_t)_CFFI_VERSION_TAG;
  _cffi_raw[2] = (void *)_cffi_exports;
  _cffi_raw[3] = (void *)(uintptr_t)&_cffi_type_context;
  _cffi_backend = PyImport_ImportModule("_cffi_backend");
  if (_cffi_backend == NULL)
    return NULL;
#ifdef _CFFI_FROZEN_TAG
  {
    int _cffi_knows = _cffi_knows_newer(_cffi_backend);
    _cffi_made = _cffi_knows < 0    ? NULL
                 : _cffi_knows == 0 ? _cffi_frozen_create(&_cffi_frozen_parts, _cffi_backend, _cffi_raw)
                                    : _cffi_init(_cffi_backend, _cffi_raw);
  }
#else
  _cffi_made = _cffi_init(_cffi_backend, _cffi_raw);
#endif
  Py_DECREF(_cffi_backend);
  return _cffi_made;
}
#ifdef Py_TARGET_ABI3T /* whose PyModuleDef nobody can look into */
PyABIInfo_VAR(_cffi_abi);
static PySlot _cffi_slots[] = {
  PySlot_PTR_STATIC(Py_mod_abi, &_cffi_abi),
  PySlot_PTR_STATIC(Py_mod_name, (uintptr_t)_CFFI_MODULE_NAME),
  PySlot_PTR(Py_mod_create, (uintptr_t)_cffi_create),
  PySlot_PTR(Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED),
  PySlot_PTR(Py_mod_gil, Py_MOD_GIL_NOT_USED),
  PySlot_END
};
PyMODEXPORT_FUNC _CFFI_EXPORT_FUNCTION(void) {
  return _cffi_slots;
}
#else
static struct PyModuleDef_Slot _cffi_slots[] = {
  { Py_mod_create, (void *)_cffi_create },
#ifdef Py_MOD_PER_INTERPRETER_GIL_SUPPORTED /* 3.15 declares the slot itself without it, too */
  { Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED },
#endif
#ifdef Py_MOD_GIL_NOT_USED
  { Py_mod_gil, Py_MOD_GIL_NOT_USED },
#endif
  { 0, NULL }
};
static struct PyModuleDef _cffi_module_def = {
  PyModuleDef_HEAD_INIT, _CFFI_MODULE_NAME, NULL, 0, NULL, _cffi_slots, NULL, NULL, NULL
};
PyMODINIT_FUNC _CFFI_INIT_FUNCTION(void) {
  return PyModuleDef_Init(&_cffi_module_def);
}
#endif
