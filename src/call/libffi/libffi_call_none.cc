// Stands in for libffi_call.cc where libffi was not built in.
#if !defined(CFFI_HAVE_LIBFFI)

#include "call/libffi/libffi_call.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

Failure unsupported(const Signature& signature) {
  return fail(ErrorCode::kCallUnsupported, {spell_type(signature.result).text, "the result of this calling convention",
                                            "this build has neither a call path of its own for it nor libffi"});
}

}  // namespace

bool has_libffi() { return false; }

Result<std::unique_ptr<CallPlan>> compile_libffi_plan(const Target&, const Signature& signature) {
  return unsupported(signature);
}

Result<std::unique_ptr<Closure>> make_libffi_closure(const Target&, const Signature& signature, ClosureHandler, void*) {
  return unsupported(signature);
}

}  // namespace cffi

#endif
