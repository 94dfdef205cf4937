# The compiler that PyPI's package ziglang has, for the machine named by CFFI_ZIG_TARGET: clang, libc++ and the C library
# of that machine. CFFI_ZIG is the program.

set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CFFI_ZIG CFFI_ZIG_TARGET)
string(REGEX MATCH "^([^-]+)-([^-]+)" matched ${CFFI_ZIG_TARGET})
set(CMAKE_SYSTEM_PROCESSOR ${CMAKE_MATCH_1})
if(CMAKE_MATCH_2 STREQUAL "macos")
  set(CMAKE_SYSTEM_NAME Darwin)
elseif(CMAKE_MATCH_2 STREQUAL "windows")
  set(CMAKE_SYSTEM_NAME Windows)
else()
  set(CMAKE_SYSTEM_NAME Linux)
endif()

set(CMAKE_C_COMPILER ${CFFI_ZIG} cc -target ${CFFI_ZIG_TARGET})
set(CMAKE_ASM_COMPILER ${CFFI_ZIG} cc -target ${CFFI_ZIG_TARGET})
set(CMAKE_CXX_COMPILER ${CFFI_ZIG} c++ -target ${CFFI_ZIG_TARGET})
# This machine's archiver may not know the other's object files.
foreach(language C CXX ASM)
  set(CMAKE_${language}_ARCHIVE_CREATE "${CFFI_ZIG} ar qc <TARGET> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_APPEND "${CFFI_ZIG} ar q <TARGET> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_FINISH "${CFFI_ZIG} ranlib <TARGET>")
endforeach()

# CPython for Windows is made by MSVC, whose long double is a double. Functions of the C library that take one (sinl) are not
# to be called: zig's MinGW has them for 80 bits.
if(CMAKE_SYSTEM_NAME STREQUAL "Windows")
  set(CMAKE_C_FLAGS_INIT -mlong-double-64)
  set(CMAKE_CXX_FLAGS_INIT -mlong-double-64)
endif()

# zig compiles libc++ for each new set of options that something is linked with, which takes minutes: nothing is linked to
# find out what is known.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_ID_RUN TRUE)
  set(CMAKE_${language}_COMPILER_ID Clang)
  set(CMAKE_${language}_COMPILER_FRONTEND_VARIANT GNU)
  set(CMAKE_${language}_COMPILER_VERSION 22)
endforeach()
set(CMAKE_C_STANDARD_COMPUTED_DEFAULT 17)
set(CMAKE_CXX_STANDARD_COMPUTED_DEFAULT 17)
set(CMAKE_SKIP_RPATH ON)

# libc++ and the compiler's run time are always inside.
set(CFFI_HAVE_static_libgcc OFF)
set(CFFI_HAVE_static_libstdc__ OFF)
set(CFFI_HAVE_Wl___exclude_libs_ALL OFF)
