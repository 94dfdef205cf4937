#[=======================================================================[.rst:
FindCffi
--------

Generates the C source of CFFI modules in a CMake build:

  find_package(Python REQUIRED COMPONENTS Interpreter Development.Module)
  find_package(Cffi REQUIRED)

  # From a build script, which defines an FFI (or a function that returns one):
  cffi_generate(_m.c SCRIPT build_m.py [FFI_VAR ffibuilder])
  # Or from two files, without Python code:
  cffi_generate(_m.c MODULE package._m CDEF m.cdef SOURCE m.c)

  python_add_library(_m MODULE WITH_SOABI ${CMAKE_CURRENT_BINARY_DIR}/_m.c)

The output, when relative, lies in CMAKE_CURRENT_BINARY_DIR. It is made again when the script, or a file that the script
imports or reads, changes; DEPENDS adds further ones.

scikit-build-core finds this module by itself where cffi is a build requirement. Elsewhere, put the folder that
`cffi-gen-src --cmake-dir` prints into CMAKE_MODULE_PATH.

Sets Cffi_FOUND and Cffi_VERSION.
#]=======================================================================]

if(NOT Python_EXECUTABLE)
  find_package(Python QUIET COMPONENTS Interpreter)
endif()

if(Python_EXECUTABLE)
  execute_process(
    COMMAND "${Python_EXECUTABLE}" -c "import cffi; print(cffi.__version__)"
    OUTPUT_VARIABLE Cffi_VERSION
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  Cffi
  REQUIRED_VARS Python_EXECUTABLE Cffi_VERSION
  VERSION_VAR Cffi_VERSION
  REASON_FAILURE_MESSAGE "no Python that can import cffi: pip install cffi")

function(cffi_generate output)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SCRIPT;FFI_VAR;MODULE;CDEF;SOURCE" "DEPENDS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "cffi_generate(): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(arg_SCRIPT AND NOT arg_MODULE AND NOT arg_CDEF AND NOT arg_SOURCE)
    set(inputs "${arg_SCRIPT}")
    set(mode exec-python)
    if(arg_FFI_VAR)
      list(APPEND mode --ffi-var "${arg_FFI_VAR}")
    endif()
  elseif(arg_MODULE AND arg_CDEF AND arg_SOURCE AND NOT arg_SCRIPT)
    set(inputs "${arg_CDEF}" "${arg_SOURCE}")
    set(mode read-sources)
    set(name "${arg_MODULE}")
  else()
    message(FATAL_ERROR "cffi_generate() takes either SCRIPT, or MODULE, CDEF and SOURCE")
  endif()

  list(TRANSFORM inputs PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/]")
  cmake_path(ABSOLUTE_PATH output BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${Python_EXECUTABLE}" -m cffi.gen_src ${mode} --depfile "${output}.d" ${name} ${inputs} "${output}"
    DEPENDS ${inputs} ${arg_DEPENDS}
    DEPFILE "${output}.d"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Generating ${output}"
    VERBATIM)
endfunction()
