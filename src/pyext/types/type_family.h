// A type family: the Python owner of a TypeTable and of the ctypes that were made for its types.
#pragma once

#include <memory>
#include <vector>

#include "pyext/types/ctype_object.h"

namespace cffi {

struct TypeFamilyObject {
  PyObject_HEAD State* state;
  std::shared_ptr<TypeTable> table;
  std::vector<CTypeObject*> ctypes;             // strong: all that were made for `table`
  std::vector<TypeFamilyObject*> dependencies;  // strong: families whose types this one uses
  bool low_level;                               // made by a function of the module, not by declarations
};

// The family around `table`, made at first use. New reference.
Ref<TypeFamilyObject> make_type_family(State& state, std::shared_ptr<TypeTable> table);
// `family` uses types of `other` (FFI.include): keeps it alive. Also depend_on()s the tables.
void add_family_dependency(TypeFamilyObject* family, TypeFamilyObject* other);

extern PyType_Spec type_family_spec;

}  // namespace cffi
