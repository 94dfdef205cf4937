// What one processor and ABI brings to calls and closures. Exactly one of native_abi_sysv64.cc, native_abi_aapcs64.cc
// and native_abi_none.cc defines native_abi(), whichever this library is built for.
#pragma once

#include "call/plan/call_plan.h"
#include "call/plan/frame_shape.h"
#include "call/plan/placement.h"

namespace cffi {

struct NativeAbi {
  CallAbi call_abi;
  uint8_t argument_registers;  // general ones
  FrameShape shape;
  Result<Placement> (*place)(const Target&, const Signature&);
  // Register-only signatures, without and with vector registers: CallPlan::invoke's own signature.
  void (*invoke_general)(const CallPlan&, void* frame, AnyFunction);
  void (*invoke_registers)(const CallPlan&, void* frame, AnyFunction);
  // Everything else: `stack_size` bytes (a multiple of 8) at `stack` become the arguments on the stack.
  void (*invoke_full)(void* frame, AnyFunction, const void* stack, uint64_t stack_size, uint64_t stack_alignment,
                      uint64_t flags);
  // Where closure slots point their first word (closure_entry_*.S), and the stand-in for a destroyed closure.
  void (*closure_entry)();
  void (*dead_closure_entry)();
};

// Null where there is only libffi, or nothing.
const NativeAbi* native_abi();

// Whether `convention` means the native one here. (stdcall and the like are words without meaning on 64-bit Unix.)
bool is_native_convention(CallConvention convention);

}  // namespace cffi
