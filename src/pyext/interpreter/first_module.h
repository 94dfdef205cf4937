// A module object can be dropped from sys.modules and imported again while objects of its first life are in use. One
// interpreter has one State all the same: that of the first module object, which every later one is a copy of.
#pragma once

#include "pyext/python/py_ref.h"

namespace cffi {

// The first module object of this interpreter; empty without an exception when there is none, or none any more.
Ref<> first_module();
// Keeps `module` for that, until the interpreter ends. False with an exception set.
bool remember_first_module(PyObject* module);
// The interpreter ends: the module is garbage like others from now on, and no other takes its place.
void let_first_module_go();

}  // namespace cffi
