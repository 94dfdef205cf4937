/* For released backends, which ask for a C function for each function and each constant: by number. */
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
/* What the generator counted: _CFFI_FROZEN_FUNCTIONS(M) is M(0x0) M(0x1) ... */
_CFFI_FROZEN_FUNCTIONS(_CFFI_FROZEN_STUB)
_CFFI_FROZEN_INTEGERS(_CFFI_FROZEN_INTEGER)
static void *const _cffi_frozen_stubs[] = { _CFFI_FROZEN_FUNCTIONS(_CFFI_FROZEN_STUB_ROW) NULL };
static void *const _cffi_frozen_integers[] = { _CFFI_FROZEN_INTEGERS(_CFFI_FROZEN_INTEGER_ROW) NULL };
static const struct _cffi_frozen_parts_s _cffi_frozen_parts = {
  &_cffi_type_context, _cffi_frozen_stubs, _cffi_frozen_integers, sizeof(_cffi_frozen_stubs) / sizeof(void *)
};
