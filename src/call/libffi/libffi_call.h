// Calls and closures through libffi: the fallback for other platforms and conventions, and the oracle of the tests.
//
// libffi_call.cc is the only file that sees ffi.h; it is compiled only where a static libffi was found, else
// libffi_call_none.cc stands in, whose functions fail with kCallUnsupported.
// Frames and closures keep the contracts of call_plan.h and closure.h. Unions and bit-fields by value are unknown to
// libffi: kCallUnsupported.
#pragma once

#include <memory>

#include "call/closure/closure.h"
#include "call/plan/call_plan.h"

namespace cffi {

bool has_libffi();

Result<std::unique_ptr<CallPlan>> compile_libffi_plan(const Target& target, const Signature& signature);
Result<std::unique_ptr<Closure>> make_libffi_closure(const Target& target, const Signature& signature,
                                                     ClosureHandler handler, void* context);

}  // namespace cffi
