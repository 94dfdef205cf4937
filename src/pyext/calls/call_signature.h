// What calls and callbacks ask of a function pointer type before they compile anything.
#pragma once

#include <span>
#include <vector>

#include "call/plan/signature.h"
#include "pyext/types/ctype_object.h"

namespace cffi {

// Whether values of the result and of all arguments can be made. False with TypeError set, or what raise_if_partial()
// says. Realizes the signature.
bool check_signature(CTypeObject* function);

// Of the declared arguments. The signature is realized.
std::vector<CTypeObject*> declared_arguments(CTypeObject* function);

// The Signature of one call, with the array that it refers to.
class CallSignature {
 public:
  // `arguments`: the declared ones, followed by those of the `...`.
  CallSignature(CTypeObject* function, std::span<CTypeObject* const> arguments, size_t fixed_count);
  CallSignature(const CallSignature&) = delete;
  CallSignature& operator=(const CallSignature&) = delete;
  operator const Signature&() const { return signature_; }  // NOLINT(google-explicit-constructor): it is one

 private:
  std::vector<const Type*> types_;
  Signature signature_;
};

}  // namespace cffi
