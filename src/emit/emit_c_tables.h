// The tables as C initialisers, as tables/format.h lays them out.
#pragma once

#include "emit/emit_context.h"

namespace cffi {

// `includes`: module names.
void emit_c_tables(EmitContext& context, const std::vector<std::string>& includes);

}  // namespace cffi
