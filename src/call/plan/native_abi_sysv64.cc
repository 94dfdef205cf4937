// x86-64 with the System V ABI: Linux, macOS, the BSDs.
#include "call/plan/native_abi.h"

#if defined(CFFI_HAS_SYSV64)

extern "C" {
void cffi_invoke_general_sysv64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_registers_sysv64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_full_sysv64(void*, cffi::AnyFunction, const void*, uint64_t, uint64_t, uint64_t);
void cffi_closure_entry_sysv64();
}

namespace cffi {

constexpr NativeAbi kSysv64Abi = {
    .argument_registers = 6,
    .shape = kFrameShape,
    .place = place_sysv64,
    .invoke_general = cffi_invoke_general_sysv64,
    .invoke_registers = cffi_invoke_registers_sysv64,
    .invoke_full = cffi_invoke_full_sysv64,
    .closure_entry = cffi_closure_entry_sysv64,
};

}  // namespace cffi

#endif
