// Constants and variables: one function for all integers, one each for typed constants (it stores the value) and for
// variables (it returns the address, so that macros and thread-local variables do as well).
#pragma once

#include "emit/emit_context.h"

namespace cffi {

Result<void> emit_c_constants(EmitContext& context);

// The number of an integer constant in that one function: the place of its row among the integer rows.
bool is_integer_row(const GlobalRow& row);

}  // namespace cffi
