// extern "Python": C functions that pack their arguments into 8-byte slots and have Python called.
#pragma once

#include "emit/emit_context.h"

namespace cffi {

Result<void> emit_c_extern_python(EmitContext& context);

}  // namespace cffi
