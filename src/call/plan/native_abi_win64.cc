// x86-64 with the Microsoft x64 convention: Windows, and elsewhere functions that are declared ms_abi.
#include "call/plan/native_abi.h"

#if defined(CFFI_HAS_WIN64)

extern "C" {
void cffi_invoke_general_win64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_registers_win64(const cffi::CallPlan&, void*, cffi::AnyFunction);
void cffi_invoke_full_win64(void*, cffi::AnyFunction, const void*, uint64_t, uint64_t, uint64_t);
void cffi_closure_entry_win64();
}

namespace cffi {

constexpr NativeAbi kWin64Abi = {
    .argument_registers = 4,
    .shape = kWin64FrameShape,
    .place = place_win64,
    .invoke_general = cffi_invoke_general_win64,
    .invoke_registers = cffi_invoke_registers_win64,
    .invoke_full = cffi_invoke_full_win64,
    .closure_entry = cffi_closure_entry_win64,
};

}  // namespace cffi

#endif
