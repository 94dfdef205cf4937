
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 1
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 3 "<cdef source string>"
static struct _cffi_externpy_s _cffi_e_on_event = { "pkg._module.on_event", sizeof(int), NULL, NULL };
#line 3
static int on_event(int _x0, char * _x1) { union { long long _cffi_a[2]; int _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(int *)(_cffi_p + 0) = _x0; *(char * *)(_cffi_p + 8) = _x1; _cffi_call_python(&_cffi_e_on_event, _cffi_p); return _cffi_u._cffi_r; }
static struct _cffi_externpy_s _cffi_e_nothing = { "pkg._module.nothing", 0, NULL, NULL };
#line 4
static void nothing(void) { union { long long _cffi_a[1]; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; _cffi_call_python(&_cffi_e_nothing, _cffi_p); }
static struct _cffi_externpy_s _cffi_e_visible = { "pkg._module.visible", sizeof(struct large), NULL, NULL };
#line 5
struct large visible(struct large _x0, union number _x1, long double _x2, _cffi_double_complex_t _x3) { union { long long _cffi_a[4]; struct large _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(struct large **)(_cffi_p + 0) = &_x0; *(union number **)(_cffi_p + 8) = &_x1; *(long double **)(_cffi_p + 16) = &_x2; *(_cffi_double_complex_t **)(_cffi_p + 24) = &_x3; _cffi_call_python(&_cffi_e_visible, _cffi_p); return _cffi_u._cffi_r; }
#line 7
static struct _cffi_externpy_s _cffi_e_grouped = { "pkg._module.grouped", sizeof(short), NULL, NULL };
#line 7
static short grouped(short _x0) { union { long long _cffi_a[1]; short _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(short *)(_cffi_p + 0) = _x0; _cffi_call_python(&_cffi_e_grouped, _cffi_p); return _cffi_u._cffi_r; }
#line 1
_CFFI_CHECK(0, struct large *)
#line 1
_CFFI_IS(&_p->values, double(*_t)[5])
}
#line 2
_CFFI_CHECK(1, union number *)
#line 2
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->i)])0)
#line 2
_CFFI_IS(&_p->f, float *_t)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  269, 1793, 4099, 15, 4621, 15, 1805, 9, 265, 3841, 12545, 15,
  3341, 1281, 15, 3, 513, 1027, 1, 1539, 3075, 5893, 5, 3585,
  3329,
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_EXTERN_PYTHON(grouped, 20)
  _CFFI_EXTERN_PYTHON(nothing, 17)
  _CFFI_EXTERN_PYTHON(on_event, 15)
  _CFFI_EXTERN_PYTHON(visible, 19)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_FIELD(struct large, values, 21)
  _CFFI_FIELD(union number, i, 1)
  _CFFI_FIELD(union number, f, 24)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "large", 7, 2, sizeof(struct large), _CFFI_ALIGNOF(struct large), 0, 1 },
  { "number", 8, 3, sizeof(union number), _CFFI_ALIGNOF(union number), 1, 2 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, NULL, NULL,
  4, 2, 0, 0, NULL, 25, 1
};
#define _CFFI_FROZEN_FUNCTIONS(M)
#define _CFFI_FROZEN_INTEGERS(M)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

