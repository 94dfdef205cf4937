#include "call/closure/closure.h"

#include "call/closure/native_closure.h"
#include "call/libffi/libffi_call.h"
#include "call/plan/native_abi.h"

namespace cffi {

Result<std::unique_ptr<Closure>> Closure::make(const Target& target, const Signature& signature, ClosureHandler handler,
                                               void* context) {
  if (signature.variadic) {
    return fail(ErrorCode::kCallUnsupported,
                {"...", "argument of a callback", "the types of the extra arguments are unknown when it is called"});
  }
  if (const NativeAbi* abi = find_native_abi(target, signature.convention)) {
    return make_native_closure(*abi, target, signature, handler, context);
  }
  return make_libffi_closure(target, signature, handler, context);
}

}  // namespace cffi
