// Function definitions as before C89, which some headers still have: `int f(a, b) char *b; { ... }`.
//
//   identifier-list: name { "," name }
//   declaration-list: { specifiers declarator { "," declarator } ";" }
#pragma once

#include "cparse/parse_context.h"

namespace cffi {

// After the "(" of a parameter list: whether only names follow, and then a declaration list or a body.
bool starts_identifier_list(ParseContext& ctx);

// The names and ")". Their types are `int` until old_style_declarations().
bool identifier_list(ParseContext& ctx, DeclaratorStep& step);

// To the "{" of the body. The types become those that a caller passes (C11 6.5.2.2p6).
bool old_style_declarations(ParseContext& ctx, DeclaratorStep step);

}  // namespace cffi
