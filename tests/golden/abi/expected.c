
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 2
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 22 "<cdef source string>"
static int _cffi_d_add(int _x0, int _x1) { return add(_x0, _x1); }
#line 24
static FILE * _cffi_d_reopen(const char * _x0, FILE * _x1) { return reopen(_x0, _x1); }
static hidden * _cffi_d_find(handle _x0, struct opaque * _x1) { return find(_x0, _x1); }
#line N "_module.c"
#define _CFFI_C2(id, P, R, k, T0, k0, T1, k1) \
  _CFFI_CONVERTER(id, 2, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0) || _CFFI_FAILS(_CFFI_TAKE_##k1(T1), 1), T0 _cffi_x0; T1 _cffi_x1; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0, T1))_cffi_f)(_cffi_x0, _cffi_x1))
_CFFI_C2(0, *, int, S, int, S, int, S)
_CFFI_C2(1, *, void *, O, void *, B, void *, O)
_CFFI_C2(2, *, void *, O, void *, O, void *, O)
#line 18 "<cdef source string>"
static void *_cffi_v_number(void) { int *_cffi_p = &number; return (void *)_cffi_p; }
#line 20
static void *_cffi_v_open_row(void) { (void)_CFFI_IS_ARRAY(open_row); int *_cffi_p = open_row; (void)_cffi_p; return (void *)&open_row; }
#line 23
static void _cffi_k_printf(char *_cffi_o) { *(int(* *)(const char *, ...))_cffi_o = printf; }
#line 19
static void *_cffi_v_row(void) { int(*_cffi_p)[5] = &row; return (void *)_cffi_p; }
#line 21
static void _cffi_k_title(char *_cffi_o) { *(const char * *)_cffi_o = title; }
static int _cffi_integer(int _cffi_index, unsigned long long *_cffi_out) {
  switch (_cffi_index) {
#line 14
  _CFFI_CASE_IS(0, 42LL, FORTY_TWO)
#line 17
  _CFFI_CASE(1, FOUND)
#line 12
  _CFFI_CASE(2, GREEN)
#line 16
  _CFFI_CASE_IS(3, 4LL, KNOWN)
#line 15
  _CFFI_CASE_IS(4, 18446744073709551615ULL, LARGEST)
#line 12
  _CFFI_CASE(5, RED)
  _CFFI_CASE(6, YES)
#line N "_module.c"
  }
  return 0;
}
#line 3 "<cdef source string>"
_CFFI_CHECK(0, struct plain *)
#line 3
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 3
_CFFI_IS(&_p->s, char * *_t)
#line 3
_CFFI_IS(&_p->d, double(*_t)[3])
#line 3
_CFFI_IS(&_p->f, void(* *_t)(int, char))
}
#line 4
_CFFI_CHECK(1, union either *)
#line 4
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 4
_CFFI_IS(&_p->b, float *_t)
}
#line 5
_CFFI_CHECK(2, struct bits *)
#line 5
(void)(_p->low | 0);
#line 5
(void)(_p->high | 0);
#line 5
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->rest)])0)
}
#line 6
_CFFI_CHECK(3, struct flexible *)
#line 6
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->count)])0)
#line 6
(void)_CFFI_IS_ARRAY(_p->data); _CFFI_IS(_p->data, char *_t)
}
#line 7
_CFFI_CHECK(4, struct anonymous_inside *)
#line 7
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 7
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->b)])0)
#line 7
_CFFI_IS(&_p->c, float *_t)
#line 7
(void)&_p->named;
#line 7
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->last)])0)
}
#line 8
_CFFI_CHECK(5, by_typedef *)
#line 8
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->x)])0)
}
#line 9
_CFFI_CHECK(6, tagged_t *)
#line 9
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->y)])0)
#line 9
_CFFI_IS(&_p->next, tagged_t * *_t)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  269, 1793, 273, 15, 269, 4355, 271, 2317, 1297, 5891, 15, 6157,
  6659, 6915, 15, 10765, 273, 513, 15, 261, 5, 263, 1027, 1033,
  6403, 777, 9, 2313, 521, 2825, 11, 267, 2569, 1801, 1545, 2057,
  1289, 7427, 10245, 3, 3585, 3843, 1, 3329, 2049, 4359, 265,
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_INTEGER(FORTY_TWO, 0)
  _CFFI_INTEGER(FOUND, 1)
  _CFFI_ENUMERATOR(GREEN, 2)
  _CFFI_INTEGER(KNOWN, 3)
  _CFFI_INTEGER(LARGEST, 4)
  _CFFI_ENUMERATOR(RED, 5)
  _CFFI_ENUMERATOR(YES, 6)
  _CFFI_FUNCTION(add, 0, 0)
  _CFFI_FUNCTION(find, 2, 11)
  _CFFI_VARIABLE(number, 1)
  _CFFI_VARIABLE(open_row, 21)
  _CFFI_CONSTANT(printf, 22)
  _CFFI_FUNCTION(reopen, 1, 7)
  _CFFI_VARIABLE(row, 19)
  _CFFI_CONSTANT(title, 5)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_COMPUTED_FIELD(e, 1)
  _CFFI_FIELD(by_typedef, x, 1)
  _CFFI_FIELD(struct anonymous_inside, a, 1)
  _CFFI_FIELD(struct anonymous_inside, b, 1)
  _CFFI_FIELD(struct anonymous_inside, c, 43)
  _CFFI_FIELD(struct anonymous_inside, named, 46)
  _CFFI_FIELD(struct anonymous_inside, last, 1)
  _CFFI_BITFIELD(low, 44, 3)
  _CFFI_BITFIELD(high, 44, 5)
  _CFFI_FIELD(struct bits, rest, 1)
  _CFFI_FIELD(union either, a, 1)
  _CFFI_FIELD(union either, b, 43)
  _CFFI_FIELD(struct flexible, count, 1)
  _CFFI_OPEN_FIELD(struct flexible, data, 45)
  _CFFI_FIELD(struct plain, a, 1)
  _CFFI_FIELD(struct plain, s, 5)
  _CFFI_FIELD(struct plain, d, 38)
  _CFFI_FIELD(struct plain, f, 41)
  _CFFI_FIELD(tagged_t, y, 1)
  _CFFI_FIELD(tagged_t, next, 37)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "$$handle", 26, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "$3", 46, 2, (size_t)_CFFI_COMPUTED, _CFFI_COMPUTED, 0, 1 },
  { "$by_typedef", 28, 2, sizeof(by_typedef), _CFFI_ALIGNOF(by_typedef), 1, 1 },
  { "$hidden", 25, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "_IO_FILE", 23, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "anonymous_inside", 36, 0, sizeof(struct anonymous_inside), _CFFI_ALIGNOF(struct anonymous_inside), 2, 5 },
  { "bits", 34, 2, sizeof(struct bits), _CFFI_ALIGNOF(struct bits), 7, 3 },
  { "either", 33, 3, sizeof(union either), _CFFI_ALIGNOF(union either), 10, 2 },
  { "flexible", 35, 2, sizeof(struct flexible), _CFFI_ALIGNOF(struct flexible), 12, 2 },
  { "opaque", 27, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "plain", 32, 2, sizeof(struct plain), _CFFI_ALIGNOF(struct plain), 14, 4 },
  { "tagged", 29, 2, sizeof(tagged_t), _CFFI_ALIGNOF(tagged_t), 18, 2 },
};
static const struct _cffi_enum_s _cffi_enums[] = {
  { "$answer_t", 30, _CFFI_ENUM_TYPE(answer_t), "YES" },
  { "color", 31, _CFFI_ENUM_TYPE(enum color), "RED,GREEN" },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "FILE", 23 },
  { "answer_t", 30 },
  { "by_typedef", 28 },
  { "handle", 12 },
  { "hidden", 25 },
  { "tagged_t", 29 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, _cffi_enums, _cffi_typenames,
  15, 12, 2, 6, NULL, 47, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M) \
  M(0x0) \
  M(0x1) \
  M(0x2)
#define _CFFI_FROZEN_INTEGERS(M) \
  M(0x0) \
  M(0x1) \
  M(0x2) \
  M(0x3) \
  M(0x4) \
  M(0x5) \
  M(0x6)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

