// The entry points of the parser, for its two modes: a whole cdef, and one type string.
//
// Both read the same grammar (C89 to C23 declarations, GNU and MSVC spellings, CFFI's dots). Time is linear in
// the text, recursion is limited to kMaxNesting, and every error has a range, a location and an excerpt.
// Locks: that of the scope's type tables, for the whole call.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/source_text.h"
#include "decl/scope.h"

namespace cffi {

inline constexpr int kMaxNesting = 200;

struct CdefOptions {
  bool override = false;  // a differing redeclaration replaces the earlier one
  bool packed = false;
  uint32_t pack = 0;       // 0: none; else a power of two
  bool embedding = false;  // functions are extern "Python", and exported
};

// All or nothing: on error the scope is as it was.
Result<void> parse_cdef(Scope& scope, std::string_view text, const CdefOptions& options);

// Whether a type string may declare what it names: "struct { int x, y; } *", "enum e { A, B }".
enum class TypeDefinitions : uint8_t { kRefused, kDeclared };

// "int(*)(struct foo *)", "char[]", "uint8_t": a type name (C11 6.7.7), also the bare function form "int(int)".
Result<QualType> parse_type(const Scope& scope, std::string_view text,
                            TypeDefinitions definitions = TypeDefinitions::kRefused);

}  // namespace cffi
