/* The module is a library for C programs: the first call from C starts Python. This stands in front of the preamble,
   which may call cffi_start_python(), too. */
#ifdef _WIN32
#  include <windows.h>
#else
#  include <dlfcn.h>
#  include <time.h>
#endif
#undef _cffi_call_python
static void _cffi_call_python(struct _cffi_externpy_s *function, char *arguments);
/* Starts Python and runs the initialisation code, if that was not done yet. 0; or -1 after a failure, which was
   reported when it happened. Any thread may call it, with or without the GIL. */
static int cffi_start_python(void);
