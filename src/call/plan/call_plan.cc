#include "call/plan/call_plan.h"

#include "call/libffi/libffi_call.h"
#include "call/plan/native_abi.h"
#include "call/plan/native_plan.h"

namespace cffi {

Result<std::unique_ptr<CallPlan>> CallPlan::compile(const Target& target, const Signature& signature) {
  if (const NativeAbi* abi = find_native_abi(target, signature.convention)) {
    return NativePlan::compile(*abi, target, signature);
  }
  return compile_libffi_plan(target, signature);
}

}  // namespace cffi
