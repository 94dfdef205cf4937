// _Generic: which of several expressions the type of another one selects.
//
//   generic-selection: "_Generic" "(" ( conditional | type-name ) { "," ( type-name | "default" ) ":" conditional } ")"
//                    | "__builtin_choose_expr" "(" constant "," conditional "," conditional ")"
#pragma once

#include "cparse/const_value.h"
#include "cparse/parse_context.h"

namespace cffi {

bool generic_selection(ParseContext& ctx, ConstValue& value);
bool choose_expr(ParseContext& ctx, ConstValue& value);

}  // namespace cffi
