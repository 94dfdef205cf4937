// The second part of a declaration: from a name outwards to the type it has.
//
//   declarator: { "*" { qualifier } } direct-declarator
//   direct-declarator: ( name | "(" declarator ")" | nothing ) { "[" length "]" | "(" parameters ")" }
//
// Read once from left to right: each step (pointer, array, function) is noted in the order in which it stands from
// the name outwards, and build_type() then applies them to the base type from the last to the first. So nested
// parentheses cost nothing extra, and the base may still change by attributes after the declarator.
#pragma once

#include <string>
#include <string_view>

#include "cparse/attribute.h"
#include "cparse/parse_context.h"

namespace cffi {

enum class NameRule : uint8_t { kRequired, kOptional };

struct Declarator {
  std::string_view name;    // empty: none
  SourceRange range;        // of the name, or where it would stand
  uint32_t first_step = 0;  // its part of ParseContext::steps, up to the end
  Attributes attributes;
  std::string symbol;  // asm("symbol")

  bool is_plain(const ParseContext& ctx) const { return ctx.steps.size() == first_step; }
};

// With the attributes and the asm label after it. The caller cuts ctx.steps and ctx.parameters back (StackMark).
bool declarator(ParseContext& ctx, NameRule rule, Declarator& out);

// The declarator's type over `base`. In a parameter arrays and functions become pointers (C11 6.7.6.3p7, p8).
enum class TypeUse : uint8_t { kObject, kParameter };
bool build_type(ParseContext& ctx, QualType base, const Declarator& declarator, TypeUse use, QualType& type);

// type-name: specifiers and an abstract declarator (C11 6.7.7).
bool type_name(ParseContext& ctx, QualType& type);

// The parts of a type are counted, and how deep they nest: walks over types stay small whatever typedefs build.
bool type_within_limits(const Type* type);

}  // namespace cffi
