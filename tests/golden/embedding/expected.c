
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 1
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 1 "<cdef source string 2>"
static int _cffi_d_helper(int _x0) { return helper(_x0); }
#line N "_module.c"
#define _CFFI_C1(id, P, R, k, T0, k0) \
  _CFFI_CONVERTER(id, 1, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0), T0 _cffi_x0; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0))_cffi_f)(_cffi_x0))
_CFFI_C1(0, *, int, S, int, S)
#line 7 "<cdef source string>"
static void *_cffi_v_plugin_level(void) { int *_cffi_p = &plugin_level; return (void *)_cffi_p; }
static int _cffi_integer(int _cffi_index, unsigned long long *_cffi_out) {
  switch (_cffi_index) {
#line 2
  _CFFI_CASE(0, FAST)
#line 2
  _CFFI_CASE(1, SAFE)
#line N "_module.c"
  }
  return 0;
}
#line 3 "<cdef source string>"
static struct _cffi_externpy_s _cffi_e_plugin_sum = { "pkg._module.plugin_sum", sizeof(int), NULL, NULL };
#line 3
CFFI_DLLEXPORT int plugin_sum(const int * _x0, int _x1) { union { long long _cffi_a[2]; int _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(const int * *)(_cffi_p + 0) = _x0; *(int *)(_cffi_p + 8) = _x1; _cffi_call_python(&_cffi_e_plugin_sum, _cffi_p); return _cffi_u._cffi_r; }
static struct _cffi_externpy_s _cffi_e_plugin_mirror = { "pkg._module.plugin_mirror", sizeof(point_t), NULL, NULL };
#line 4
CFFI_DLLEXPORT point_t plugin_mirror(point_t _x0, enum mode _x1) { union { long long _cffi_a[2]; point_t _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(point_t **)(_cffi_p + 0) = &_x0; *(enum mode *)(_cffi_p + 8) = _x1; _cffi_call_python(&_cffi_e_plugin_mirror, _cffi_p); return _cffi_u._cffi_r; }
static struct _cffi_externpy_s _cffi_e_plugin_stop = { "pkg._module.plugin_stop", 0, NULL, NULL };
#line 5
CFFI_DLLEXPORT void plugin_stop(void) { union { long long _cffi_a[1]; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; _cffi_call_python(&_cffi_e_plugin_stop, _cffi_p); }
static struct _cffi_externpy_s _cffi_e_hidden = { "pkg._module.hidden", sizeof(int), NULL, NULL };
#line 6
CFFI_DLLEXPORT int hidden(int _x0) { union { long long _cffi_a[1]; int _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(int *)(_cffi_p + 0) = _x0; _cffi_call_python(&_cffi_e_hidden, _cffi_p); return _cffi_u._cffi_r; }
#line 2 "<cdef source string 2>"
static struct _cffi_externpy_s _cffi_e_visible = { "pkg._module.visible", sizeof(int), NULL, NULL };
#line 2
int visible(point_t * _x0) { union { long long _cffi_a[1]; int _cffi_r; } _cffi_u; char *_cffi_p = (char *)&_cffi_u; *(point_t * *)(_cffi_p + 0) = _x0; _cffi_call_python(&_cffi_e_visible, _cffi_p); return _cffi_u._cffi_r; }
#line 1 "<cdef source string>"
_CFFI_CHECK(0, point_t *)
#line 1
_CFFI_IS(&_p->x, double *_t)
#line 1
_CFFI_IS(&_p->y, double *_t)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  525, 515, 1793, 15, 1293, 9, 11, 15, 4877, 15, 525, 529,
  15, 525, 1283, 15, 3, 1027, 2051, 1, 2563, 3331, 3585,
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_ENUMERATOR(FAST, 0)
  _CFFI_ENUMERATOR(SAFE, 1)
  _CFFI_FUNCTION(helper, 0, 10)
  _CFFI_EXTERN_PYTHON(hidden, 20)
  _CFFI_VARIABLE(plugin_level, 2)
  _CFFI_EXTERN_PYTHON(plugin_mirror, 17)
  _CFFI_EXTERN_PYTHON(plugin_stop, 18)
  _CFFI_EXTERN_PYTHON(plugin_sum, 16)
  _CFFI_EXTERN_PYTHON(visible, 21)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_FIELD(point_t, x, 22)
  _CFFI_FIELD(point_t, y, 22)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "$point_t", 5, 2, sizeof(point_t), _CFFI_ALIGNOF(point_t), 0, 2 },
};
static const struct _cffi_enum_s _cffi_enums[] = {
  { "mode", 6, _CFFI_ENUM_TYPE(enum mode), "FAST,SAFE" },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "point_t", 5 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, _cffi_enums, _cffi_typenames,
  9, 1, 1, 1, NULL, 23, 1
};
#define _CFFI_FROZEN_FUNCTIONS(M) \
  M(0x0)
#define _CFFI_FROZEN_INTEGERS(M) \
  M(0x0) \
  M(0x1)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

