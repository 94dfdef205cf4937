// Random values of C types as bytes, with a mask of the bits that mean something (not padding).
#pragma once

#include <cstdint>
#include <vector>

#include "random_types.h"

namespace cffi::test {

struct Value {
  const Type* type = nullptr;
  std::vector<uint8_t> bytes;  // as in memory
  std::vector<uint8_t> mask;

  // Does `memory` hold this value?
  bool equals(const void* memory) const;
};

Value random_value(const Target& target, const Type* type, Random& random);

// The 8 bytes that call frames and closure results want of integers and pointers: sign- or zero-extended. False when
// `value` is of another type.
bool widen(const Target& target, const Value& value, int64_t& word);

struct Case {
  OwnedSignature signature;
  std::vector<Value> arguments;
  Value result;
};

Case random_case(RandomTypes& types, bool allow_variadic);

}  // namespace cffi::test
