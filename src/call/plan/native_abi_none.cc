// Machines without an assembly path of our own: calls go through libffi, if it was built in.
#if !(defined(__x86_64__) && !defined(_WIN32)) && !(defined(__aarch64__) && !defined(__APPLE__) && !defined(_WIN32))

#include "call/plan/native_abi.h"

namespace cffi {

const NativeAbi* native_abi() { return nullptr; }

bool is_native_convention(CallConvention convention) { return convention == CallConvention::kDefault; }

}  // namespace cffi

#endif
