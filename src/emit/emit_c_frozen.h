// What lets a module run on released backends, which know the frozen interface only.
#pragma once

#include "emit/emit_context.h"

namespace cffi {

// In front of the preamble: what does not depend on the declarations.
void emit_c_frozen_head(EmitContext& context, bool embedding);
// After the tables: a C function for each function and each integer constant.
void emit_c_frozen_stubs(EmitContext& context);

}  // namespace cffi
