// What lets a module run on released backends, which know the frozen interface only: behind the tables.
#pragma once

#include "emit/emit_context.h"

namespace cffi {

void emit_c_frozen(EmitContext& context, bool embedding);

}  // namespace cffi
