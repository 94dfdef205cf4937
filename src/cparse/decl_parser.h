// The outermost level: what a whole cdef is made of.
//
//   translation-unit: { external-declaration }
//   external-declaration: declaration-specifiers [ init-declarator { "," init-declarator } ] ( ";" | function-body )
//                       | "extern" string ( "{" translation-unit "}" | external-declaration )
//                       | static-assert | "asm" "(" ... ")" ";" | ";"
//   init-declarator: declarator [ "=" initialiser ]
//
// Function bodies and initialisers are skipped, but for `static const int X = 42;` and `int X = 42;`, which are
// constants.
#pragma once

#include "cparse/parse_context.h"

namespace cffi {

bool translation_unit(ParseContext& ctx);

}  // namespace cffi
