// Structures and unions.
//
//   struct-or-union-specifier: ( "struct" | "union" ) { attribute } [ tag ] [ "{" { member } "}" { attribute } ]
//   member: declaration-specifiers [ member-declarator { "," member-declarator } ] ";" | static-assert | "..." ";"
//   member-declarator: declarator [ ":" width ] | ":" width
#pragma once

#include "cparse/parse_context.h"
#include "cparse/specifier.h"

namespace cffi {

// "struct" or "union" is at hand.
bool record_specifier(ParseContext& ctx, Specifiers& specifiers);

// For the braces of a struct, union or enum, which are at hand: not every type string may have them.
bool may_define(ParseContext& ctx, std::string_view keyword, std::string_view tag, SourceRange range);

// Gives an anonymous record or enum its name: that of the typedef, or "struct $1" when `name` is empty.
void name_anonymous(ParseContext& ctx, Specifiers& specifiers, std::string_view name);

}  // namespace cffi
