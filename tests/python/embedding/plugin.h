/* What a plug-in offers: for those who use it, and for the script that builds it. */
#ifndef CFFI_DLLEXPORT
#  define CFFI_DLLEXPORT extern
#endif

typedef struct {
  double x, y;
} point_t;

CFFI_DLLEXPORT int plugin_sum(const int *values, int count);
CFFI_DLLEXPORT point_t plugin_mirror(point_t p, long double factor);
CFFI_DLLEXPORT void plugin_greet(const char *name, char *out);
