#include "call/plan/native_abi.h"

namespace cffi {
namespace {

// The words of 32-bit Windows mean nothing on 64-bit machines; those of one 64-bit system name the ABI of the other.
CallAbi call_abi_of(const Target& target, CallConvention convention) {
  bool is_x86_64 = target.call_abi == CallAbi::kSysV64 || target.call_abi == CallAbi::kWin64;
  switch (convention) {
    case CallConvention::kDefault:
      return target.call_abi;
    case CallConvention::kStdcall:
    case CallConvention::kFastcall:
    case CallConvention::kThiscall:
      return target.pointer.size == 8 ? target.call_abi : CallAbi::kOther;
    case CallConvention::kMsAbi:
      return is_x86_64 ? CallAbi::kWin64 : CallAbi::kOther;
    case CallConvention::kSysvAbi:
      return is_x86_64 ? CallAbi::kSysV64 : target.call_abi;
    case CallConvention::kVectorcall:
      return CallAbi::kOther;
  }
  return CallAbi::kOther;
}

}  // namespace

const NativeAbi* find_native_abi(const Target& target, CallConvention convention) {
  switch (call_abi_of(target, convention)) {
#if defined(CFFI_HAS_SYSV64)
    case CallAbi::kSysV64:
      return &kSysv64Abi;
#endif
#if defined(CFFI_HAS_WIN64)
    case CallAbi::kWin64:
      return &kWin64Abi;
#endif
#if defined(CFFI_HAS_AAPCS64)
    case CallAbi::kAapcs64:
    case CallAbi::kAapcs64Darwin:  // other places, the same registers
    case CallAbi::kAapcs64Windows:
      return &kAapcs64Abi;
#endif
    default:
      return nullptr;
  }
}

}  // namespace cffi
