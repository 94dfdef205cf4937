// What follows the "=" of a declarator: skipped, except for integer constants.
#pragma once

#include <optional>

#include "cparse/parse_context.h"

namespace cffi {

struct Initialiser {
  std::optional<IntegerValue> value;  // where it is an integer constant expression
  bool is_number = false;             // `5`, `-0x10`, `(5)`: no expression of several numbers, no character
};

// [ "=" initialiser ]
bool initialiser(ParseContext& ctx, Initialiser& found);

}  // namespace cffi
