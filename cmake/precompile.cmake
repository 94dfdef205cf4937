# cffi_precompile(TARGET HEADER...): most of the compiler's time goes into the standard headers, so parse them once.
#
# Every file still has to include what it uses: the presets without this option (fuzz, aarch64) check it.
function(cffi_precompile target)
  if(CFFI_PRECOMPILE_HEADERS)
    set(common <algorithm> <array> <atomic> <cstring> <memory> <optional> <span> <string> <string_view> <vector>)
    foreach(header ${ARGN} ${common})
      string(REPLACE ">" "$<ANGLE-R>" header ${header})
      target_precompile_headers(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${header}>")
    endforeach()
  endif()
endfunction()
