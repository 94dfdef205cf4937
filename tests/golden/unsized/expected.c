
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 1
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 4 "<cdef source string>"
static counter _cffi_d_next(counter _x0) { return next(_x0); }
static real _cffi_d_half(real * _x0) { return half(_x0); }
#line N "_module.c"
#define _CFFI_C1(id, P, R, k, T0, k0) \
  _CFFI_CONVERTER(id, 1, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0), T0 _cffi_x0; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0))_cffi_f)(_cffi_x0))
_CFFI_C1(0, *, counter, O, counter, O)
_CFFI_C1(1, *, real, O, void *, O)
#line 6 "<cdef source string>"
_CFFI_CHECK(0, struct holder *)
#line 6
_CFFI_IS(&_p->c, counter *_t)
#line 6
_CFFI_IS(&_p->r, real *_t)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  269, _CFFI_OP(_CFFI_OP_PRIMITIVE, _CFFI_INTEGER_TYPE(counter)), 15, 1549, 1539, 15, _CFFI_OP(_CFFI_OP_PRIMITIVE, _CFFI_FLOAT_TYPE(real)), 1793, 9, 1797, _CFFI_LENGTH((*(measured *)0)),
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_FUNCTION(half, 1, 3)
  _CFFI_FUNCTION(next, 0, 0)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_FIELD(struct holder, c, 1)
  _CFFI_FIELD(struct holder, r, 6)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "holder", 8, 0, sizeof(struct holder), _CFFI_ALIGNOF(struct holder), 0, 2 },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "counter", 1 },
  { "measured", 9 },
  { "real", 6 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, NULL, _cffi_typenames,
  2, 1, 0, 3, NULL, 11, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M) \
  M(0x0) \
  M(0x1)
#define _CFFI_FROZEN_INTEGERS(M)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

