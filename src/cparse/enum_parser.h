// Enumerations.
//
//   enum-specifier: "enum" { attribute } [ tag ] [ ":" type-name ] [ "{" enumerator { "," enumerator } [ "," ] "}" ]
//   enumerator: name { attribute } [ "=" ( constant-expression | "..." ) ] | "..."
#pragma once

#include "cparse/parse_context.h"
#include "cparse/specifier.h"

namespace cffi {

// "enum" is at hand.
bool enum_specifier(ParseContext& ctx, Specifiers& specifiers);

}  // namespace cffi
