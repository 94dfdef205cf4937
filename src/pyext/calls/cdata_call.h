// Calling a function pointer cdata: count, convert, call, convert back. One path for every way a function is reached.
#pragma once

#include <memory>
#include <vector>

#include "call/plan/call_plan.h"
#include "pyext/calls/c_argument.h"
#include "pyext/values/cdata_object.h"

namespace cffi {

// What a function pointer type's calls need, made once per type. Immutable.
struct CallRecipe {
  std::unique_ptr<CallPlan> plan;  // null for variadic functions: compiled per call from the actual arguments
  std::vector<ArgumentStep> arguments;
  CTypeObject* result;  // borrowed from the type's family
  ToPython read_result;
  bool is_variadic() const { return plan == nullptr; }
};

// A plan for a function of this type with these arguments; null with an exception set (NotImplementedError, TypeError).
std::unique_ptr<CallPlan> compile_plan(CTypeObject* function, const std::vector<CTypeObject*>& arguments,
                                       size_t fixed_count);

// What a C function returned, at `data`, as a Python object: records are copied, nothing refers to `data` afterwards.
PyObject* result_to_python(CTypeObject* type, char* data);

void free_call_recipe(CallRecipe* recipe);

}  // namespace cffi
