# cffi_layer(NAME LAYER... [LIBRARIES LIBRARY...]): the static library of src/NAME, which may use the layers named and
# no others.
#
# Each layer has an include folder of its own that holds nothing but a link to its sources. A layer sees its own
# and those of the layers it names, so that an #include against the order does not build.
function(cffi_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cc)
  file(GLOB_RECURSE assembly CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.S)
  list(FILTER assembly EXCLUDE REGEX ${CFFI_FOREIGN_ASSEMBLY})
  if(NOT TARGET cffi_libffi)
    list(FILTER sources EXCLUDE REGEX "/libffi_(call|types)\\.cc$")  # libffi_call_none.cc stands in
  endif()
  if(sources)
    add_library(cffi_${name} STATIC ${sources} ${assembly})
    target_compile_options(cffi_${name} PRIVATE ${CFFI_NO_EXCEPTIONS})
    set_target_properties(cffi_${name} PROPERTIES INTERPROCEDURAL_OPTIMIZATION ${CFFI_LTO})
    cffi_precompile(cffi_${name})
    set(scope PUBLIC)
  else()
    add_library(cffi_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(cffi_${name} ${scope} $<BUILD_INTERFACE:${CMAKE_BINARY_DIR}/layers/${name}>)
  list(TRANSFORM arg_UNPARSED_ARGUMENTS PREPEND cffi_)
  target_link_libraries(cffi_${name} ${scope} ${arg_UNPARSED_ARGUMENTS} ${arg_LIBRARIES})
  cffi_layer_folder(${name})
endfunction()

# Makes the include folder: build/layers/NAME/NAME -> src/NAME.
function(cffi_layer_folder name)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/layers/${name})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/${name} ${CMAKE_BINARY_DIR}/layers/${name}/${name} SYMBOLIC)
endfunction()

# Assembly is for one processor, which its file name tells.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  set(CFFI_FOREIGN_ASSEMBLY "(x86_64|sysv64|win64)")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  set(CFFI_FOREIGN_ASSEMBLY "(aarch64|aapcs64)")
else()
  set(CFFI_FOREIGN_ASSEMBLY ".")
endif()
