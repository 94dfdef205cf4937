// A closure over a NativeAbi: where each argument lies when the entry code has stored the registers.
#pragma once

#include <memory>

#include "call/closure/closure.h"
#include "call/plan/native_abi.h"

namespace cffi {

// Errors: those of NativeAbi::place, kClosurePoolExhausted.
Result<std::unique_ptr<Closure>> make_native_closure(const NativeAbi& abi, const Target& target,
                                                     const Signature& signature, ClosureHandler handler, void* context);

}  // namespace cffi
