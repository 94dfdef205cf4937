// What crosses the border in one call: types only, no values.
#pragma once

#include <cstdint>
#include <span>

#include "ctype/type.h"

namespace cffi {

// Borrowed views: the caller keeps the arrays alive while a plan is compiled. Types are canonical.
// Of a variadic call, `arguments` has the extra ones too, already promoted (float to double, small ints to int).
struct Signature {
  const Type* result;
  std::span<const Type* const> arguments;
  uint32_t fixed_count;  // arguments before the `...`; equal to arguments.size() when not variadic
  bool variadic = false;
  CallConvention convention = CallConvention::kDefault;
};

}  // namespace cffi
