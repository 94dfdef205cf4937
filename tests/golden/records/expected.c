
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 3
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 21 "<cdef source string>"
static hidden * _cffi_d_find(handle _x0, by_pointer _x1, struct opaque * _x2) { return find(_x0, _x1, _x2); }
#line N "_module.c"
#define _CFFI_C3(id, P, R, k, T0, k0, T1, k1, T2, k2) \
  _CFFI_CONVERTER(id, 3, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0) || _CFFI_FAILS(_CFFI_TAKE_##k1(T1), 1) || _CFFI_FAILS(_CFFI_TAKE_##k2(T2), 2), T0 _cffi_x0; T1 _cffi_x1; T2 _cffi_x2; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0, T1, T2))_cffi_f)(_cffi_x0, _cffi_x1, _cffi_x2))
_CFFI_C3(0, *, void *, O, void *, O, void *, O, void *, O)
static int _cffi_integer(int _cffi_index, unsigned long long *_cffi_out) {
  switch (_cffi_index) {
#line 15 "<cdef source string>"
  _CFFI_CASE(0, FIRST)
#line N "_module.c"
  }
  return 0;
}
#line 2 "<cdef source string>"
_CFFI_CHECK(0, struct plain *)
#line 2
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 2
_CFFI_IS(&_p->s, char * *_t)
#line 2
_CFFI_IS(&_p->d, double(*_t)[3])
#line 2
_CFFI_IS(&_p->f, void(* *_t)(int, char))
}
#line 3
_CFFI_CHECK(1, union either *)
#line 3
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 3
_CFFI_IS(&_p->b, float *_t)
}
#line 4
_CFFI_CHECK(2, struct partial *)
#line 4
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 4
_CFFI_IS(&_p->s, const char * *_t)
}
#line 5
_CFFI_CHECK(3, struct bits *)
#line 5
(void)(_p->low | 0);
#line 5
(void)(_p->high | 0);
#line 5
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->rest)])0)
}
#line 6
_CFFI_CHECK(4, struct flexible *)
#line 6
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->count)])0)
#line 6
(void)_CFFI_IS_ARRAY(_p->data); _CFFI_IS(_p->data, char *_t)
}
#line 7
_CFFI_CHECK(5, struct measured *)
#line 7
(void)_CFFI_IS_ARRAY(_p->items); _CFFI_IS(_p->items, long *_t)
#line 7
(void)_CFFI_IS_ARRAY(_p->grid); _CFFI_IS(_p->grid[0], int *_t)
}
#line 8
_CFFI_CHECK(6, by_typedef *)
#line 8
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->x)])0)
}
#line 9
_CFFI_CHECK(7, tagged_t *)
#line 9
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->y)])0)
#line 9
_CFFI_IS(&_p->next, tagged_t * *_t)
}
#line 10
_CFFI_CHECK(8, by_pointer)
#line 10
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->h)])0)
#line 10
(void)_CFFI_IS_ARRAY(_p->tail); _CFFI_IS(_p->tail, char *_t)
}
#line 13
_CFFI_CHECK(9, struct anonymous_inside *)
#line 13
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 13
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->b)])0)
#line 13
_CFFI_IS(&_p->c, float *_t)
#line 13
(void)&_p->named;
#line 13
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->last)])0)
}
#line 14
_CFFI_CHECK(10, struct bits_inside *)
#line 14
(void)(_p->a | 0);
#line 14
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->b)])0)
}
#line 15
_CFFI_CHECK(11, struct enums *)
#line 15
_CFFI_IS(&_p->kind, enum kind *_t)
}
_CFFI_CHECK(12, struct tight *)
#line 17
_CFFI_INT(char, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 17
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->b)])0)
}
_CFFI_CHECK(13, struct qualified *)
#line 19
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->v)])0)
#line 19
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->c)])0)
#line 19
_CFFI_IS(&_p->p, int * const *_t)
}
#line 20
_CFFI_CHECK(14, struct aligned *)
#line 20
_CFFI_INT(char, (char (*)[_CFFI_SIZE(_p->a)])0)
#line 20
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->b)])0)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  2317, 2819, 3075, 3331, 15, 9229, 1793, 513, 15, 2563, 1289, 9,
  265, 3593, 1033, 4617, 11, 4105, 2569, 3849, 2057, 3081, 3337, 1801,
  2313, 2825, 4873, 4361, 1545, 1799, 3843, 1795, 8709, 3, 3585, 1283,
  1, 3329, 2049, 2305, 521, 777, 1539, 9989, _CFFI_LENGTH(((struct measured *)0)->items), 1541, _CFFI_LENGTH(((struct measured *)0)->grid[0]), 11525,
  _CFFI_LENGTH(((struct measured *)0)->grid),
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_ENUMERATOR(FIRST, 0)
  _CFFI_FUNCTION(find, 0, 0)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_POINTEE_FIELD(by_pointer, h, 6)
  _CFFI_POINTEE_OPEN_FIELD(by_pointer, tail, 29)
  _CFFI_COMPUTED_FIELD(e, 6)
  _CFFI_BITFIELD(a, 6, 3)
  _CFFI_FIELD(by_typedef, x, 6)
  _CFFI_FIELD(struct aligned, a, 7)
  _CFFI_FIELD(struct aligned, b, 6)
  _CFFI_FIELD(struct anonymous_inside, a, 6)
  _CFFI_FIELD(struct anonymous_inside, b, 6)
  _CFFI_FIELD(struct anonymous_inside, c, 37)
  _CFFI_FIELD(struct anonymous_inside, named, 40)
  _CFFI_FIELD(struct anonymous_inside, last, 6)
  _CFFI_BITFIELD(low, 38, 3)
  _CFFI_BITFIELD(high, 38, 5)
  _CFFI_BITFIELD(, 6, 0)
  _CFFI_FIELD(struct bits, rest, 6)
  _CFFI_COMPUTED_FIELD(, 41)
  _CFFI_FIELD(struct bits_inside, b, 6)
  _CFFI_FIELD(union either, a, 6)
  _CFFI_FIELD(union either, b, 37)
  _CFFI_FIELD(struct enums, kind, 16)
  _CFFI_FIELD(struct flexible, count, 6)
  _CFFI_OPEN_FIELD(struct flexible, data, 29)
  _CFFI_FIELD(struct measured, items, 43)
  _CFFI_FIELD(struct measured, grid, 47)
  _CFFI_FIELD(struct partial, a, 6)
  _CFFI_FIELD(struct partial, s, 31)
  _CFFI_FIELD(struct plain, a, 6)
  _CFFI_FIELD(struct plain, s, 31)
  _CFFI_FIELD(struct plain, d, 32)
  _CFFI_FIELD(struct plain, f, 35)
  _CFFI_FIELD(struct qualified, v, 6)
  _CFFI_FIELD(struct qualified, c, 6)
  _CFFI_FIELD(struct qualified, p, 42)
  _CFFI_FIELD(tagged_t, y, 6)
  _CFFI_FIELD(tagged_t, next, 30)
  _CFFI_FIELD(struct tight, a, 7)
  _CFFI_FIELD(struct tight, b, 6)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "$$handle", 11, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "$1", 12, 2, sizeof(*(by_pointer)0), _CFFI_POINTEE_ALIGNOF(by_pointer), 0, 2 },
  { "$4", 40, 2, (size_t)_CFFI_COMPUTED, _CFFI_COMPUTED, 2, 1 },
  { "$5", 41, 2, (size_t)_CFFI_COMPUTED, _CFFI_COMPUTED, 3, 1 },
  { "$by_typedef", 14, 2, sizeof(by_typedef), _CFFI_ALIGNOF(by_typedef), 4, 1 },
  { "$hidden", 10, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "aligned", 28, 0, sizeof(struct aligned), _CFFI_ALIGNOF(struct aligned), 5, 2 },
  { "anonymous_inside", 23, 0, sizeof(struct anonymous_inside), _CFFI_ALIGNOF(struct anonymous_inside), 7, 5 },
  { "bits", 20, 2, sizeof(struct bits), _CFFI_ALIGNOF(struct bits), 12, 4 },
  { "bits_inside", 24, 2, sizeof(struct bits_inside), _CFFI_ALIGNOF(struct bits_inside), 16, 2 },
  { "either", 18, 3, sizeof(union either), _CFFI_ALIGNOF(union either), 18, 2 },
  { "enums", 25, 2, sizeof(struct enums), _CFFI_ALIGNOF(struct enums), 20, 1 },
  { "flexible", 21, 2, sizeof(struct flexible), _CFFI_ALIGNOF(struct flexible), 21, 2 },
  { "measured", 22, 0, sizeof(struct measured), _CFFI_ALIGNOF(struct measured), 23, 2 },
  { "opaque", 13, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "partial", 19, 0, sizeof(struct partial), _CFFI_ALIGNOF(struct partial), 25, 2 },
  { "plain", 17, 2, sizeof(struct plain), _CFFI_ALIGNOF(struct plain), 27, 4 },
  { "qualified", 27, 2, sizeof(struct qualified), _CFFI_ALIGNOF(struct qualified), 31, 3 },
  { "tagged", 15, 2, sizeof(tagged_t), _CFFI_ALIGNOF(tagged_t), 34, 2 },
  { "tight", 26, 0, sizeof(struct tight), _CFFI_ALIGNOF(struct tight), 36, 2 },
};
static const struct _cffi_enum_s _cffi_enums[] = {
  { "kind", 16, _CFFI_ENUM_TYPE(enum kind), "FIRST" },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "by_pointer", 2 },
  { "by_typedef", 14 },
  { "handle", 1 },
  { "hidden", 10 },
  { "tagged_t", 15 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, _cffi_enums, _cffi_typenames,
  2, 20, 1, 5, NULL, 49, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M) \
  M(0x0)
#define _CFFI_FROZEN_INTEGERS(M) \
  M(0x0)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

