// What one calling convention brings to calls and closures, and which of them this library has machine code for.
//
// Constant tables: no state, no locks, no errors.
#pragma once

#include "call/plan/call_plan.h"
#include "call/plan/frame_shape.h"
#include "call/plan/host_abis.h"
#include "call/plan/placement.h"

namespace cffi {

struct NativeAbi {
  uint8_t argument_registers;  // general ones
  FrameShape shape;
  Result<Placement> (*place)(const Target&, const Signature&);
  // Register-only signatures, without and with vector registers: CallPlan::invoke's own signature.
  void (*invoke_general)(const CallPlan&, void* frame, AnyFunction);
  void (*invoke_registers)(const CallPlan&, void* frame, AnyFunction);
  // Everything else: `stack_size` bytes (a multiple of 8) at `stack` become the arguments on the stack.
  void (*invoke_full)(void* frame, AnyFunction, const void* stack, uint64_t stack_size, uint64_t stack_alignment,
                      uint64_t flags);
  // Where closure slots point their first word (closure_entry_*.S).
  void (*closure_entry)();
};

// native_abi_*.cc
#if defined(CFFI_HAS_SYSV64)
extern const NativeAbi kSysv64Abi;
#endif
#if defined(CFFI_HAS_WIN64)
extern const NativeAbi kWin64Abi;
#endif
#if defined(CFFI_HAS_AAPCS64)
extern const NativeAbi kAapcs64Abi;
#endif

// What `convention` means on `target`; null where there is only libffi, or nothing.
const NativeAbi* find_native_abi(const Target& target, CallConvention convention);

}  // namespace cffi
