// The first part of a declaration: storage, qualifiers, and the type that its declarators start from.
//
//   declaration-specifiers: { storage | qualifier | type-specifier | attribute | "inline" | "_Noreturn" }
//   type-specifier: { arithmetic keywords } | struct-or-union-specifier | enum-specifier | typedef-name
//                 | ( "typeof" | "typeof_unqual" ) "(" ( type-name | expression ) ")" | "_Atomic" "(" type-name ")"
//                 | "..." (after typedef) | arithmetic keywords "..." (after typedef)
#pragma once

#include "cparse/attribute.h"
#include "cparse/parse_context.h"

namespace cffi {

struct Specifiers {
  QualType type;
  Attributes attributes;
  bool is_typedef = false;
  bool is_extern = false;
  bool is_static = false;
  bool is_thread_local = false;
  bool is_constexpr = false;
  bool has_tag = false;                  // `struct s` or `enum e`: may stand without a declarator
  bool is_older_enum = false;            // `enum e` without braces, declared before
  bool is_opaque = false;                // `typedef ... T;`: type is null
  bool is_unsized = false;               // `typedef int... T;`
  RecordType* defined_record = nullptr;  // a struct or union without a tag, whose braces stand here
  EnumType* defined_enum = nullptr;      // the same of an enum
  SourceRange range;
};

bool declaration_specifiers(ParseContext& ctx, Specifiers& specifiers);

// The qualifier that a keyword is (C11 6.7.3), or kNoQualifier. In the header, because it is asked of most tokens.
constexpr uint8_t qualifier_of(Tok kind) {
  switch (kind) {
    case Tok::kConst:
      return kConst;
    case Tok::kVolatile:
      return kVolatile;
    case Tok::kRestrict:
      return kRestrict;
    case Tok::kAtomic:
      return kAtomic;
    default:
      return kNoQualifier;
  }
}

// A qualifier, added to `qualifiers`; false: the token at hand is none.
inline bool accept_qualifier(ParseContext& ctx, uint8_t& qualifiers) {
  uint8_t qualifier = qualifier_of(ctx.kind());
  if (qualifier == kNoQualifier) {
    return false;
  }
  qualifiers |= qualifier;
  ctx.advance();
  return true;
}

// Whether the token at hand can start a type name. (In expressions and parameter lists: what follows `(`.)
bool starts_type_name(ParseContext& ctx);

// The type that an identifier stands for: a typedef, or a standard name. False without an error when it is none.
bool find_type_name(ParseContext& ctx, const Token& token, QualType& type);

// `type` with more qualifiers. Those of an array belong to its items (C11 6.7.3p9).
QualType qualified(TypeTable& types, QualType type, uint8_t qualifiers);
QualType unqualified(TypeTable& types, QualType type);

}  // namespace cffi
