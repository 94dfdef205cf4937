# One line that says what to install where there is no compiler, or none that knows C++20. (CMake wraps the lines of a
# message unless they begin with a space.)

include(CheckLanguage)
foreach(language C CXX)
  check_language(${language})
  if(NOT CMAKE_${language}_COMPILER)
    message(FATAL_ERROR " Building cffi needs a C++ compiler: install one (Debian, Ubuntu: g++; Fedora: gcc-c++; Alpine: g++ "
                        "and musl-dev), or name it in the environment variables CC and CXX")
  endif()
endforeach()

function(cffi_check_compiler_version)
  set(least_GNU 11)
  set(least_Clang 14)
  set(least ${least_${CMAKE_CXX_COMPILER_ID}})
  if(least AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS least)
    message(FATAL_ERROR " Building cffi needs a compiler of C++20: ${CMAKE_CXX_COMPILER} is version "
                        "${CMAKE_CXX_COMPILER_VERSION}, and GCC 11 or clang 14 would do")
  endif()
endfunction()
