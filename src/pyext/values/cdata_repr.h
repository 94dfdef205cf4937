// repr() of cdata.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

Ref<> cdata_repr(CDataObject* self);                         // of views and values
Ref<> cdata_own_repr(CDataObject* self);                     // "owning 4 bytes"
Ref<> cdata_repr_with(CDataObject* self, PyObject* middle);  // <cdata 'T' MIDDLE>

}  // namespace cffi
