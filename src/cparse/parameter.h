// Parameter lists (C11 6.7.6.3).
//
//   parameters: "(" ")" | "(" "void" ")" | "(" "..." ")" | "(" parameter { "," parameter } [ "," "..." ] ")"
//   parameter: declaration-specifiers [ declarator ]
#pragma once

#include "cparse/parse_context.h"

namespace cffi {

// "(" is at hand. The types go to ctx.parameters, their place and number to `step`.
bool parameter_list(ParseContext& ctx, DeclaratorStep& step);

}  // namespace cffi
