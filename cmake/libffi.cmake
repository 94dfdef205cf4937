# Finds a static libffi that can go into a shared object. Gives the target cffi_libffi, or none.
#
# Building never needs it: our own call path covers the platforms we support. It is the fallback for other
# conventions and the oracle of the call tests. It is never linked as a shared library.

if(CFFI_WITH_LIBFFI STREQUAL "OFF")
  return()
endif()

find_path(CFFI_LIBFFI_INCLUDE_DIR ffi.h)
# Debian's libffi_pic.a is the one that may be linked into a shared object; elsewhere libffi.a usually is, too.
find_library(CFFI_LIBFFI_ARCHIVE NAMES libffi_pic.a libffi.a)

if(CFFI_LIBFFI_INCLUDE_DIR AND CFFI_LIBFFI_ARCHIVE)
  add_library(cffi_libffi STATIC IMPORTED GLOBAL)
  set_target_properties(cffi_libffi PROPERTIES IMPORTED_LOCATION ${CFFI_LIBFFI_ARCHIVE})
  target_include_directories(cffi_libffi INTERFACE ${CFFI_LIBFFI_INCLUDE_DIR})
  target_compile_definitions(cffi_libffi INTERFACE CFFI_HAVE_LIBFFI=1)
elseif(CFFI_WITH_LIBFFI STREQUAL "ON")
  message(FATAL_ERROR "CFFI_WITH_LIBFFI is ON, but there is no static libffi with its header")
endif()
