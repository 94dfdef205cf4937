// x86-64 with the System V ABI: Linux, macOS, the BSDs.
#if defined(__x86_64__) && !defined(_WIN32)

#include "call/plan/native_abi.h"

extern "C" {
void cffi_invoke_general_sysv64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_registers_sysv64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_full_sysv64(void*, cffi::AnyFunction, const void*, uint64_t, uint64_t, uint64_t);
void cffi_closure_entry_sysv64();
void cffi_closure_dead_sysv64();
}

namespace cffi {
namespace {

constexpr NativeAbi kAbi = {
    .call_abi = CallAbi::kSysV64,
    .argument_registers = 6,
    .shape = kFrameShape,
    .place = place_sysv64,
    .invoke_general = cffi_invoke_general_sysv64,
    .invoke_registers = cffi_invoke_registers_sysv64,
    .invoke_full = cffi_invoke_full_sysv64,
    .closure_entry = cffi_closure_entry_sysv64,
    .dead_closure_entry = cffi_closure_dead_sysv64,
};

}  // namespace

const NativeAbi* native_abi() { return &kAbi; }

bool is_native_convention(CallConvention convention) {
  switch (convention) {
    case CallConvention::kDefault:
    case CallConvention::kStdcall:
    case CallConvention::kFastcall:
    case CallConvention::kThiscall:
    case CallConvention::kSysvAbi:
      return true;
    case CallConvention::kVectorcall:
    case CallConvention::kMsAbi:
      return false;
  }
  return false;
}

}  // namespace cffi

#endif
