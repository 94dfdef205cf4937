// The classes _CDataBase and __CDataOwn: slots, attributes, `with`.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

extern PyType_Spec cdata_base_spec;  // _CDataBase
extern PyType_Spec cdata_own_spec;   // __CDataOwn

}  // namespace cffi
