// The values of number and character tokens (C11 6.4.4; C23 binary literals and digit separators; GNU and MSVC
// suffixes)
//
// Pure functions over the token's text. nullopt: not an integer constant, or too large for 64 bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ctype/target.h"

namespace cffi {

struct IntegerLiteral {
  uint64_t bits;
  Primitive type;  // int, unsigned, long, ... as C11 6.4.4.1p5 chooses it
};

std::optional<IntegerLiteral> parse_integer_literal(std::string_view text, const Target& target);
std::optional<IntegerLiteral> parse_character_literal(std::string_view text, const Target& target);

// The bytes of a narrow string literal's inside, escapes undone. Malformed escapes stand for themselves.
std::string parse_string_literal(std::string_view text);

}  // namespace cffi
