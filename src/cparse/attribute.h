// Attributes in all their spellings, and which of them change layout or meaning.
//
//   attribute: "__attribute__" "((" word [ "(" arguments ")" ], ... "))"
//            | "__declspec" "(" word [ "(" arguments ")" ] ... ")"
//            | "[[" [ prefix "::" ] word [ "(" arguments ")" ], ... "]]"
//            | "_Alignas" "(" ( type-name | constant-expression ) ")"
//            | a calling-convention word: __stdcall, WINAPI, ...
//
// Unknown ones are skipped with their arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cparse/parse_context.h"

namespace cffi {

struct Attributes {
  bool packed = false;
  bool ms_struct = false;
  bool gcc_struct = false;
  uint32_t aligned = 0;
  uint32_t declspec_aligned = 0;  // the part of `aligned` that __declspec gave
  uint64_t vector_size = 0;       // bytes
  uint64_t vector_items = 0;      // Clang's ext_vector_type
  std::string_view mode;          // "DI" of `mode(__DI__)`
  std::optional<CallConvention> convention;

  void add(const Attributes& more);
};

bool starts_attribute(const ParseContext& ctx);
// Zero or more attributes, added to `out`.
bool attributes(ParseContext& ctx, Attributes& out);

// "asm" "(" string { string } ")": the symbol that a declaration is linked to.
bool asm_label(ParseContext& ctx, std::string& symbol);

// The base type of a declaration as mode(...) and vector_size(...) change it.
bool apply_to_type(ParseContext& ctx, const Attributes& attributes, SourceRange range, QualType& type);

// What a convention means on the target: most words mean nothing on 64-bit machines.
CallConvention effective_convention(const Target& target, CallConvention convention);

}  // namespace cffi
