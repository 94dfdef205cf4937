// AArch64 with AAPCS64: Linux and the BSDs.
#include "call/plan/native_abi.h"

#if defined(CFFI_HAS_AAPCS64)

extern "C" {
void cffi_invoke_general_aapcs64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_registers_aapcs64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_full_aapcs64(void*, cffi::AnyFunction, const void*, uint64_t, uint64_t, uint64_t);
void cffi_closure_entry_aapcs64();
}

namespace cffi {

constexpr NativeAbi kAapcs64Abi = {
    .argument_registers = 8,
    .shape = kFrameShape,
    .place = place_aapcs64,
    .invoke_general = cffi_invoke_general_aapcs64,
    .invoke_registers = cffi_invoke_registers_aapcs64,
    .invoke_full = cffi_invoke_full_aapcs64,
    .closure_entry = cffi_closure_entry_aapcs64,
};

}  // namespace cffi

#endif
