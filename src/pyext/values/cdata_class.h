// The classes _CDataBase and __CDataOwn: slots, attributes, `with`.
#pragma once

#include "pyext/interpreter/state.h"

namespace cffi {

bool add_cdata_classes(State& state);

}  // namespace cffi
