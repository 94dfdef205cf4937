// Functions: each gets a C function of the declared signature, which calls what the user's source has under the name
// (a function or a macro), and each class of signatures one converter from Python's arguments.
#pragma once

#include "emit/emit_context.h"

namespace cffi {

Result<void> emit_c_functions(EmitContext& context);

// "int _x0, char *_x1"; "void".
std::string parameter_list(const CSpelling& names, const FunctionType* function);

}  // namespace cffi
