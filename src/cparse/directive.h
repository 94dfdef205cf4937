// Lines that start with `#`, and their operator forms _Pragma("...") and __pragma(...).
//
//   directive: "#" "define" identifier ( "..." | constant-expression )
//            | "#" "pragma" "pack" "(" [ "push" | "pop" | "show" ] [ "," identifier ] [ "," number ] ")"
//            | "#" "pragma" anything else, ignored
//            | "#" alone
//
// Both are called by ParseContext::advance() with the context's token on the `#` or the operator, and leave the
// lexer after what they read.
#pragma once

#include <string>

#include "cparse/parse_context.h"

namespace cffi {

bool directive(ParseContext& ctx);

// Declares the macro `name` if the text defines it and no directive has done so yet. False: its definition is wrong.
bool define_ahead(ParseContext& ctx, std::string_view name);
bool pragma_operator(ParseContext& ctx, Tok kind);

// For messages: the character itself, or `\x07` when it cannot be shown.
std::string shown_character(char c);

}  // namespace cffi
