// The `...` part of a call: the types of its arguments are known for each call only.
#pragma once

#include <memory>
#include <span>

#include "pyext/calls/cdata_call.h"

namespace cffi {

// A plan for the given arguments: the declared ones as declared, the others, which must be cdata, by their own types
// after the default argument promotions (C11 6.5.2.2p6). Null with TypeError set.
std::unique_ptr<CallPlan> compile_variadic_plan(CTypeObject* function, const CallRecipe& recipe,
                                                std::span<PyObject* const> arguments);

// Stores a cdata argument of the `...` part, promoted, in its slot of the call frame.
void store_variadic_argument(CDataObject* argument, char* slot);

}  // namespace cffi
