// AArch64 with AAPCS64: Linux and the BSDs. Not Darwin, whose variadic and stack rules differ (classify_aapcs64.h).
#if defined(__aarch64__) && !defined(__APPLE__) && !defined(_WIN32)

#include "call/plan/native_abi.h"

extern "C" {
void cffi_invoke_general_aapcs64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_registers_aapcs64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_full_aapcs64(void*, cffi::AnyFunction, const void*, uint64_t, uint64_t, uint64_t);
void cffi_closure_entry_aapcs64();
void cffi_closure_dead_aapcs64();
}

namespace cffi {
namespace {

constexpr NativeAbi kAbi = {
    .call_abi = CallAbi::kAapcs64,
    .argument_registers = 8,
    .shape = kFrameShape,
    .place = place_aapcs64,
    .invoke_general = cffi_invoke_general_aapcs64,
    .invoke_registers = cffi_invoke_registers_aapcs64,
    .invoke_full = cffi_invoke_full_aapcs64,
    .closure_entry = cffi_closure_entry_aapcs64,
    .dead_closure_entry = cffi_closure_dead_aapcs64,
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
