
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 1
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 10 "<cdef source string>"
static void _cffi_k_LETTER(char *_cffi_o) { *(char *)_cffi_o = LETTER; }
static void _cffi_k_NAME(char *_cffi_o) { *(char * *)_cffi_o = NAME; }
#line 9
static void _cffi_k_RATIO(char *_cffi_o) { *(double *)_cffi_o = RATIO; }
#line 12
static void _cffi_k_TITLE(char *_cffi_o) { *(const char * *)_cffi_o = TITLE; }
static int _cffi_integer(int _cffi_index, unsigned long long *_cffi_out) {
  switch (_cffi_index) {
#line 14
  _CFFI_CASE(0, DARK)
#line 8
  _CFFI_CASE(1, FLAG)
#line 1
  _CFFI_CASE_IS(2, 42LL, FORTY_TWO)
#line 7
  _CFFI_CASE(3, FOUND)
#line 13
  _CFFI_CASE(4, GREEN)
#line 6
  _CFFI_CASE_IS(5, 4LL, KNOWN)
#line 3
  _CFFI_CASE_IS(6, 18446744073709551615ULL, LARGEST)
#line 14
  _CFFI_CASE(7, LIGHT)
#line 2
  _CFFI_CASE_IS(8, -1LL, MINUS_ONE)
#line 16
  _CFFI_CASE(9, NAMELESS)
#line 15
  _CFFI_CASE(10, NO)
#line 13
  _CFFI_CASE(11, RED)
#line 4
  _CFFI_CASE_IS(12, (-9223372036854775807LL - 1), SMALLEST)
  _CFFI_CASE(13, UNKNOWN)
#line 15
  _CFFI_CASE(14, YES)
#line N "_module.c"
  }
  return 0;
}
static const uintptr_t _cffi_types[] = {
  3585, 513, 259, 267, 523, 779, 11,
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_ENUMERATOR(DARK, 0)
  _CFFI_INTEGER(FLAG, 1)
  _CFFI_INTEGER(FORTY_TWO, 2)
  _CFFI_INTEGER(FOUND, 3)
  _CFFI_ENUMERATOR(GREEN, 4)
  _CFFI_INTEGER(KNOWN, 5)
  _CFFI_INTEGER(LARGEST, 6)
  _CFFI_CONSTANT(LETTER, 1)
  _CFFI_ENUMERATOR(LIGHT, 7)
  _CFFI_INTEGER(MINUS_ONE, 8)
  _CFFI_CONSTANT(NAME, 2)
  _CFFI_ENUMERATOR(NAMELESS, 9)
  _CFFI_ENUMERATOR(NO, 10)
  _CFFI_CONSTANT(RATIO, 0)
  _CFFI_ENUMERATOR(RED, 11)
  _CFFI_INTEGER(SMALLEST, 12)
  _CFFI_CONSTANT(TITLE, 2)
  _CFFI_INTEGER(UNKNOWN, 13)
  _CFFI_ENUMERATOR(YES, 14)
};
static const struct _cffi_enum_s _cffi_enums[] = {
  { "$1", 6, 21, "NAMELESS" },
  { "$answer_t", 3, _CFFI_ENUM_TYPE(answer_t), "YES,NO" },
  { "color", 4, _CFFI_ENUM_TYPE(enum color), "RED,GREEN" },
  { "shade", 5, _CFFI_ENUM_TYPE(enum shade), "DARK,LIGHT" },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "answer_t", 3 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, NULL, NULL, _cffi_enums, _cffi_typenames,
  19, 0, 4, 1, NULL, 7, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M)
#define _CFFI_FROZEN_INTEGERS(M) \
  M(0x0) \
  M(0x1) \
  M(0x2) \
  M(0x3) \
  M(0x4) \
  M(0x5) \
  M(0x6) \
  M(0x7) \
  M(0x8) \
  M(0x9) \
  M(0xA) \
  M(0xB) \
  M(0xC) \
  M(0xD) \
  M(0xE)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

