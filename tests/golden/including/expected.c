
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 4
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 2 "<cdef source string>"
static enum mode _cffi_d_use(struct inner * _x0, int _x1, struct unseen * _x2, union either _x3) { return use(_x0, _x1, _x2, _x3); }
#line N "_module.c"
#define _CFFI_C4(id, P, R, k, T0, k0, T1, k1, T2, k2, T3, k3) \
  _CFFI_CONVERTER(id, 4, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0) || _CFFI_FAILS(_CFFI_TAKE_##k1(T1), 1) || _CFFI_FAILS(_CFFI_TAKE_##k2(T2), 2) || _CFFI_FAILS(_CFFI_TAKE_##k3(T3), 3), T0 _cffi_x0; T1 _cffi_x1; T2 _cffi_x2; T3 _cffi_x3; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0, T1, T2, T3))_cffi_f)(_cffi_x0, _cffi_x1, _cffi_x2, _cffi_x3))
_CFFI_C4(0, *, enum mode, O, void *, O, int, S, void *, O, union either, O)
static int _cffi_integer(int _cffi_index, unsigned long long *_cffi_out) {
  switch (_cffi_index) {
  _CFFI_CASE(0, OFF)
  _CFFI_CASE(1, ON)
  }
  return 0;
}
#line 1 "<cdef source string>"
_CFFI_CHECK(0, struct outer *)
#line 1
_CFFI_IS(&_p->in, struct inner *_t)
#line 1
_CFFI_IS(&_p->next, inner_t * *_t)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  1549, 1795, 1793, 2051, 265, 15, 11, 521, 1033, 9, 777, 2307,
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_ENUMERATOR(OFF, 0)
  _CFFI_ENUMERATOR(ON, 1)
  _CFFI_FUNCTION(use, 0, 0)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_FIELD(struct outer, in, 7)
  _CFFI_FIELD(struct outer, next, 11)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "$inner_t", 9, 8, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "either", 4, 9, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "inner", 7, 8, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "outer", 10, 2, sizeof(struct outer), _CFFI_ALIGNOF(struct outer), 0, 2 },
  { "unseen", 8, 24, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
};
static const struct _cffi_enum_s _cffi_enums[] = {
  { "mode", 6, _CFFI_ENUM_TYPE(enum mode), "OFF,ON" },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "count_t", 2 },
  { "inner_t", 9 },
};
static const char *const _cffi_includes[] = { "pkg._included", NULL };
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, _cffi_enums, _cffi_typenames,
  3, 5, 1, 2, _cffi_includes, 12, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M) \
  M(0x0)
#define _CFFI_FROZEN_INTEGERS(M) \
  M(0x0) \
  M(0x1)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

