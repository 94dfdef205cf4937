// How types are written: the C spelling, and the place in it where a declarator's name goes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ctype/type.h"

namespace cffi {

struct TypeSpelling {
  std::string text;      // "int(*)(char *, ...)", "char *[5]", "struct foo *"
  size_t name_position;  // where the name (or a further "*", "[3]") is inserted
};

enum class SpellingStyle : uint8_t {
  kShown,  // unqualified, as reprs and getctype() show it
  kC,      // with qualifiers: what a C compiler must see
};

// A spelling longer than this is cut, with "..." at the end: parameters that are function pointers of function
// pointers can make it grow exponentially.
inline constexpr size_t kMaxSpelling = size_t{1} << 20;

TypeSpelling spell_type(const Type* type, SpellingStyle style = SpellingStyle::kShown);
TypeSpelling spell_type(const QualType& type, SpellingStyle style);

// The spelling with `declarator` put where the name goes: ("int[5]", "*p") gives "int(*p)[5]".
// Follows FFI.getctype(): a name gets a space before it, a "*" before "[" or "(" gets parentheses.
std::string declare(const Type* type, std::string_view declarator, SpellingStyle style = SpellingStyle::kShown);
std::string declare(const QualType& type, std::string_view declarator, SpellingStyle style);

// Names that take the place of a spelling: of records and enums, and of types that cannot be spelled without one
// (`typedef struct { int x; } *ptr_t;`).
class TypeNamer {
 public:
  virtual ~TypeNamer() = default;
  // Empty: spell it as usual.
  virtual std::string_view name_of(const Type* type) const = 0;
};

// In SpellingStyle::kC, with the names that `namer` gives.
std::string declare(const QualType& type, std::string_view declarator, const TypeNamer& namer);

}  // namespace cffi
