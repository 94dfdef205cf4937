// The C source of a module in API mode: in our own protocol (kNewestInterface), and for backends that do not know it,
// in the frozen one.
//
// The text is the run-time header, the user's preamble, then what is generated: compiled as C99 or later, or as C++11
// or later, it needs no header of ours. The same input always gives the same text. Errors: kNotInC, kNotInModules,
// kOpaqueField, kOpaqueResult, kNotInVerify.
// Locks: that of the scope's types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "decl/scope.h"

namespace cffi {

// What a module for verify() does differently, as programs that use it expect:
// - the tags of enums need not be in the C, only their enumerators; those of structs are what is asked for, whatever a
//   typedef of the same name means there;
// - it stands alone: structs and enums of included FFIs are its own, and no other module is imported;
// - functions in Python are refused, for the FFI object cannot attach them.
struct EmitCOptions {
  std::string_view module_name;    // full, dotted
  std::string_view init_function;  // "PyInit_name", or "PyInitU_" and punycode
  std::string_view preamble;
  std::vector<std::string> includes;  // the module names of the included FFIs, in order
  uint32_t limited_api = 0;           // from 0x03090000 on; 0: none
  bool embedding = false;             // a library for C programs, which starts Python
  std::string_view init_code;         // the Python code it starts with
  bool for_released = true;           // runs on released backends, too
  bool for_verify = false;            // as described above; not for released backends
  std::string_view version;           // of cffi, for the error messages of such a library
};

Result<std::string> emit_c(const Scope& scope, const EmitCOptions& options);

}  // namespace cffi
