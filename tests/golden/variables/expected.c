
#define _CFFI_FROZEN_TAG 0x2601
#define _CFFI_FROZEN_MOST 1
#line 1 "<cffi source>"

#line N "_module.c"
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC push_options
#pragma GCC optimize ("Og")
#endif
#line 9 "<cdef source string>"
static void *_cffi_v_callback(void) { int(* *_cffi_p)(int) = &callback; return (void *)_cffi_p; }
#line 7
static void *_cffi_v_grid(void) { (void)_CFFI_IS_ARRAY(grid); int *_cffi_p = grid[0]; (void)_cffi_p; return (void *)&grid; }
#line 10
static void *_cffi_v_limits(void) { const int(*_cffi_p)[2] = &limits; return (void *)_cffi_p; }
#line 5
static void *_cffi_v_measured(void) { (void)_CFFI_IS_ARRAY(measured); int *_cffi_p = measured; (void)_cffi_p; return (void *)&measured; }
#line 8
static void *_cffi_v_nameless(void) { return (void *)&nameless; }
#line 1
static void *_cffi_v_number(void) { int *_cffi_p = &number; return (void *)_cffi_p; }
#line 13
static void *_cffi_v_of_thread(void) { int *_cffi_p = &of_thread; return (void *)_cffi_p; }
#line 4
static void *_cffi_v_open_row(void) { (void)_CFFI_IS_ARRAY(open_row); int *_cffi_p = open_row; (void)_cffi_p; return (void *)&open_row; }
#line 11
static void _cffi_k_origin(char *_cffi_o) { *(struct point *)_cffi_o = origin; }
#line 2
static void *_cffi_v_pointer(void) { int * *_cffi_p = &pointer; return (void *)_cffi_p; }
static void *_cffi_v_row(void) { int(*_cffi_p)[5] = &row; return (void *)_cffi_p; }
#line 6
static void *_cffi_v_table(void) { (void)_CFFI_IS_ARRAY(table); int(*_cffi_p)[3] = table; (void)_cffi_p; return (void *)&table; }
#line 12
static void *_cffi_v_ticks(void) { volatile int *_cffi_p = &ticks; return (void *)_cffi_p; }
#line N "_module.c"
#line 11 "<cdef source string>"
_CFFI_CHECK(0, struct point *)
#line 11
_CFFI_INT(int, (char (*)[_CFFI_SIZE(_p->x)])0)
}
#line N "_module.c"
static const uintptr_t _cffi_types[] = {
  269, 1793, 15, 259, 261, 5, 263, 261, 3, 9, 3, 261,
  2, 265, 261, _CFFI_LENGTH(grid[0]), 3591, 261, _CFFI_LENGTH(measured), 1797, _CFFI_LENGTH(table),
};
static const struct _cffi_global_s _cffi_globals[] = {
  _CFFI_VARIABLE(callback, 10)
  _CFFI_VARIABLE(grid, 16)
  _CFFI_VARIABLE(limits, 11)
  _CFFI_VARIABLE(measured, 17)
  _CFFI_VARIABLE(nameless, 9)
  _CFFI_VARIABLE(number, 1)
  _CFFI_VARIABLE(of_thread, 1)
  _CFFI_VARIABLE(open_row, 6)
  _CFFI_CONSTANT(origin, 13)
  _CFFI_VARIABLE(pointer, 3)
  _CFFI_VARIABLE(row, 4)
  _CFFI_VARIABLE(table, 19)
  _CFFI_VARIABLE(ticks, 1)
};
static const struct _cffi_field_s _cffi_fields[] = {
  _CFFI_COMPUTED_FIELD(a, 1)
  _CFFI_FIELD(struct point, x, 1)
};
static const struct _cffi_record_s _cffi_records[] = {
  { "$1", 9, 2, (size_t)_CFFI_COMPUTED, _CFFI_COMPUTED, 0, 1 },
  { "point", 13, 2, sizeof(struct point), _CFFI_ALIGNOF(struct point), 1, 1 },
};
static const struct _cffi_type_context_s _cffi_type_context = {
  _cffi_types, _cffi_globals, _cffi_fields, _cffi_records, NULL, NULL,
  13, 2, 0, 0, NULL, 21, 0
};
#define _CFFI_FROZEN_FUNCTIONS(M)
#define _CFFI_FROZEN_INTEGERS(M)
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC pop_options
#endif

