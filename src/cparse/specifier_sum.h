// The sets of arithmetic keywords that are types, as one flat table: from a sum of keyword weights to a primitive.
#pragma once

#include <cstdint>
#include <optional>

#include "cparse/token.h"
#include "ctype/primitive.h"

namespace cffi {

// The weight of a keyword; 0: it is no arithmetic keyword. Adding up weights never carries: at most 7 of each count.
uint64_t specifier_weight(Tok keyword);

// Null when no type is written like this (C11 6.7.2p2, and the extensions of GNU and MSVC).
std::optional<Primitive> primitive_of_sum(uint64_t sum);

}  // namespace cffi
