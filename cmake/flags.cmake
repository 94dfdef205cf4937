# How everything here is compiled.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# -O3 only makes the extension larger: its hot paths are short and branch-bound.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_C_FLAGS_RELEASE "${CMAKE_C_FLAGS_RELEASE}")
# Development builds keep their assertions.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")

# An extension is bound when it is loaded: calls of Python's functions need no stubs that could bind them later.
# (Windows has no such stubs.)
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag(-fno-plt CFFI_HAVE_NO_PLT)
if(CFFI_HAVE_NO_PLT AND NOT WIN32)
  add_compile_options($<$<COMPILE_LANGUAGE:C,CXX>:-fno-plt>)
endif()

# The call path is a few short functions: where a change elsewhere lets them begin within a cache line decides some 5 % of
# a call. Half a line is enough, and costs 1 % of size.
check_cxx_compiler_flag(-falign-functions=32 CFFI_HAVE_ALIGN_FUNCTIONS)
if(CFFI_HAVE_ALIGN_FUNCTIONS)
  add_compile_options($<$<COMPILE_LANGUAGE:C,CXX>:-falign-functions=32>)
endif()

add_compile_options(-Wall -Wextra -ffunction-sections -fdata-sections)
if(CFFI_WERROR)
  add_compile_options(-Werror)
endif()

if(CFFI_SANITIZE)
  add_compile_options(-fsanitize=${CFFI_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CFFI_SANITIZE})
  if(CFFI_SANITIZE MATCHES "undefined")
    # Without vptr: the core is built without the type information that this check reads.
    add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=vptr)
  endif()
endif()
if(CFFI_BUILD_FUZZERS)
  # Coverage for the code under test; only the fuzzers themselves link libFuzzer's main().
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The core and the binding report failures as values.
set(CFFI_NO_EXCEPTIONS $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
