// The numbers of the frozen interface (tables/interface.def, ctype/primitive.def) as generated C has them: `#define`s
// in front of runtime/module.h, which works with the names.
#pragma once

#include <string_view>

#include "emit/code_writer.h"
#include "tables/format.h"

namespace cffi {

void write_runtime_interface(CodeWriter& out);

// "POINTER": generated C has _CFFI_OP_POINTER.
std::string_view name_in_c(Op op);

}  // namespace cffi
