#include "call/plan/call_plan.h"

#include "call/libffi/libffi_call.h"
#include "call/plan/native_abi.h"
#include "call/plan/native_plan.h"

namespace cffi {

Result<std::unique_ptr<CallPlan>> CallPlan::compile(const Target& target, const Signature& signature) {
  const NativeAbi* abi = native_abi();
  if (abi != nullptr && abi->call_abi == target.call_abi && is_native_convention(signature.convention)) {
    return NativePlan::compile(*abi, target, signature);
  }
  return compile_libffi_plan(target, signature);
}

}  // namespace cffi
