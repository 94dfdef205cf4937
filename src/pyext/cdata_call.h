// Calling a function pointer cdata: count, convert, call, convert back. One path for every way a function is reached.
#pragma once

#include <memory>
#include <vector>

#include "call/call_plan.h"
#include "pyext/argument.h"
#include "pyext/cdata_object.h"

namespace cffi {

// What a function pointer type's calls need, made once per type. Immutable.
struct CallRecipe {
  std::unique_ptr<CallPlan> plan;  // null for variadic functions: compiled per call from the actual arguments
  std::vector<CTypeObject*> arguments;  // borrowed from the type's family
  std::vector<ArgumentConverter> converters;
  CTypeObject* result;
  bool variadic;
};

// vectorcall of function pointer cdata.
PyObject* call_cdata(PyObject* self, PyObject* const* arguments, size_t flags_and_count, PyObject* keyword_names);

void free_call_recipe(CallRecipe* recipe);

}  // namespace cffi
