// Calls from C into the library: a C function pointer that ends in a C++ handler.
//
// Entry points come from closure_pool: machine code that was assembled at build time and lies in this library's own
// text section, so that no memory is ever both writable and executable and fork() copies nothing special.
//
// Lifetime: code() is valid until the Closure is destroyed. Destroying it while a C thread is inside is the
// caller's mistake to prevent. Errors of make(): kCallUnsupported, kClosurePoolExhausted, kNoLibffiClosure.
// Locks: make() and the destructor take the pool's own lock; a call through code() takes none.
#pragma once

#include <memory>

#include "base/result.h"
#include "call/plan/signature.h"
#include "ctype/target.h"

namespace cffi {

// `arguments[i]` points to argument i, as in memory. The handler writes the result at `result`: records, floats,
// complex as in memory; integers and pointers as 8 bytes, sign- or zero-extended. `result` has room for
// max(16, size of the result) bytes and starts zeroed. errno on entry is still the C caller's.
using ClosureHandler = void (*)(void* context, void* result, void* const* arguments);

class Closure {
 public:
  static Result<std::unique_ptr<Closure>> make(const Target& target, const Signature& signature, ClosureHandler handler,
                                               void* context);
  virtual ~Closure() = default;
  Closure(const Closure&) = delete;
  Closure& operator=(const Closure&) = delete;

  void* code() const { return code_; }

 protected:
  Closure() = default;
  void* code_ = nullptr;
};

}  // namespace cffi
