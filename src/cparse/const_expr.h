// Expressions whose value must be known: array lengths, enumerators, widths, `#define`.
//
//   constant-expression: conditional-expression      (C11 6.6; all operators but assignment, comma and ++ --)
//   primary: number | character | string | name | "(" expression ")" | "sizeof" ... | "_Alignof" ...
//          | "offsetof" "(" type-name "," designator ")" | "__builtin_types_compatible_p" "(" type "," type ")"
#pragma once

#include "cparse/const_value.h"
#include "cparse/parse_context.h"

namespace cffi {

// An integer constant expression. kNotConstant, kInvalidConstant, kDivisionByZero, ...
bool constant_expression(ParseContext& ctx, IntegerValue& value);

// Any expression, for sizeof and typeof: it has a type, its value need not be known.
bool conditional_expression(ParseContext& ctx, ConstValue& value);
bool unary_expression(ParseContext& ctx, ConstValue& value);
bool primary_expression(ParseContext& ctx, ConstValue& value);

// `.name`, `->name` or `[n]` applied to `value`.
bool member_of(ParseContext& ctx, ConstValue& value);
bool item_of(ParseContext& ctx, ConstValue& value);

}  // namespace cffi
