
#define _CFFI_FROZEN_TAG 0x2801
#define _CFFI_FROZEN_MOST 3
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 2 "<cdef source string>"
static int _cffi_d_add(int _x0, int _x1) { return add(_x0, _x1); }
static int32_t _cffi_d_subtract(int32_t _x0, int32_t _x1) { return subtract(_x0, _x1); }
static void _cffi_d_nothing(void) { nothing(); }
static char * _cffi_d_copy(char * _x0, const void * _x1, size_t _x2) { return copy(_x0, _x1, _x2); }
static double _cffi_d_scale(float _x0, double _x1) { return scale(_x0, _x1); }
#line 8
static int(* _cffi_d_handler(int _x0))(char) { return handler(_x0); }
#line 10
static struct point _cffi_d_middle(struct point _x0, const struct point * _x1) { return middle(_x0, _x1); }
static FILE * _cffi_d_reopen(const char * _x0, FILE * _x1) { return reopen(_x0, _x1); }
static wchar_t _cffi_d_wide(_cffi_char16_t _x0, _cffi_char32_t _x1) { return wide(_x0, _x1); }
static _cffi_bool _cffi_d_flip(_cffi_bool _x0) { return flip(_x0); }
static _cffi_float_complex_t _cffi_d_root(_cffi_double_complex_t _x0) { return root(_x0); }
static long double _cffi_d_precise(long double _x0) { return precise(_x0); }
static int _cffi_d_formatted(const char * _x0, va_list _x1) { return formatted(_x0, _x1); }
static int _cffi_d_table(int(* _x0)[4]) { return table(_x0); }
static char _cffi_d_letter(char _x0) { return letter(_x0); }
#line 18
static int _cffi_d_behind(void) { return behind(); }
#line N "_module.c"
#define _CFFI_C2(id, P, R, k, T0, k0, T1, k1) \
  _CFFI_CONVERTER(id, 2, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0) || _CFFI_FAILS(_CFFI_TAKE_##k1(T1), 1), T0 _cffi_x0; T1 _cffi_x1; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0, T1))_cffi_f)(_cffi_x0, _cffi_x1))
_CFFI_C2(0, *, int, S, int, S, int, S)
#define _CFFI_V0(id, P) \
  _CFFI_CONVERTER(id, 0,,) \
  _CFFI_GIVES_NONE(((void (P)(void))_cffi_f)())
_CFFI_V0(1, *)
#define _CFFI_C3(id, P, R, k, T0, k0, T1, k1, T2, k2) \
  _CFFI_CONVERTER(id, 3, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0) || _CFFI_FAILS(_CFFI_TAKE_##k1(T1), 1) || _CFFI_FAILS(_CFFI_TAKE_##k2(T2), 2), T0 _cffi_x0; T1 _cffi_x1; T2 _cffi_x2; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0, T1, T2))_cffi_f)(_cffi_x0, _cffi_x1, _cffi_x2))
_CFFI_C3(2, *, void *, O, void *, B, void *, B, size_t, U)
_CFFI_C2(3, *, double, F, float, F, double, F)
#define _CFFI_C1(id, P, R, k, T0, k0) \
  _CFFI_CONVERTER(id, 1, || _CFFI_FAILS(_CFFI_TAKE_##k0(T0), 0), T0 _cffi_x0; R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(T0))_cffi_f)(_cffi_x0))
_CFFI_C1(4, *, void *, O, int, S)
_CFFI_C2(5, *, struct point, O, struct point, O, void *, O)
_CFFI_C2(6, *, void *, O, void *, B, void *, O)
_CFFI_C2(7, *, wchar_t, O, _cffi_char16_t, O, _cffi_char32_t, O)
_CFFI_C1(8, *, _cffi_bool, T, _cffi_bool, T)
_CFFI_C1(9, *, _cffi_float_complex_t, O, _cffi_double_complex_t, O)
_CFFI_C1(10, *, long double, O, long double, O)
_CFFI_C2(11, *, int, S, void *, B, void *, O)
_CFFI_C1(12, *, int, S, void *, O)
_CFFI_C1(13, *, char, O, char, O)
#define _CFFI_C0(id, P, R, k) \
  _CFFI_CONVERTER(id, 0,, R _cffi_r;) \
  _CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(void))_cffi_f)())
_CFFI_C0(14, *, int, S)
#line 7 "<cdef source string>"
static void _cffi_k_printf(char *_cffi_o) { *(int(* *)(const char *, ...))_cffi_o = printf; }
#line N "_module.c"
#line 9 "<cdef source string>"
_CFFI_CHECK(0, struct point *)
#line 9
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->x)])0)
#line 9
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->y)])0)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  269, 1793, 273, 15, 1293, 5377, 1297, 15, 15629, 15, 2829, 6659,
  15619, 7169, 15, 4365, 3329, 3585, 15, 269, 2833, 271, 16141, 273,
  15, 269, 513, 15, 7437, 521, 7427, 15, 8717, 2833, 16387, 15,
  16653, 12801, 13057, 15, 10509, 257, 15, 16909, 12545, 15, 12045, 3841,
  15, 269, 2833, 17155, 15, 269, 17411, 15, 6669, 6673, 15, 269,
  15, 1, 4867, 6403, 9, 4097, 12289, 265, 261, 4,
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_FUNCTION(add, 0, 0)
  _CFFI_FUNCTION(behind, 14, 59)
  _CFFI_FUNCTION(copy, 2, 10)
  _CFFI_FUNCTION(flip, 8, 40)
  _CFFI_FUNCTION(formatted, 11, 49)
  _CFFI_FUNCTION(handler, 4, 22)
  _CFFI_FUNCTION(letter, 13, 56)
  _CFFI_FUNCTION(middle, 5, 28)
  _CFFI_FUNCTION(nothing, 1, 8)
  _CFFI_FUNCTION(precise, 10, 46)
  _CFFI_CONSTANT(printf, 62)
  _CFFI_FUNCTION(reopen, 6, 32)
  _CFFI_FUNCTION(root, 9, 43)
  _CFFI_FUNCTION(scale, 3, 15)
  _CFFI_FUNCTION(subtract, 0, 4)
  _CFFI_FUNCTION(table, 12, 53)
  _CFFI_FUNCTION(wide, 7, 36)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_FIELD(struct point, x, 1)
  _CFFI_FIELD(struct point, y, 1)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "_IO_FILE", 64, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "__va_list_tag", 67, 16, (size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN, -1, 0 },
  { "point", 29, 2, sizeof(struct point), _CFFI_ALIGNOF(struct point), 0, 2 },
};
static const struct _cffi_typename_s _cffi_typenames[] = {
  { "FILE", 64 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, NULL, _cffi_typenames,
  17, 3, 0, 1, NULL, 70, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M) \
  _CFFI_16(M, 0x0)
#define _CFFI_FROZEN_INTEGERS(M)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

