// How the types of a scope are written in C source that comes after the user's own declarations.
//
// By the typedef that the cdef gives a struct, union or enum, by tags, and by the run-time header's names for types
// that C and C++ spell differently. Some types cannot be written at all: a struct without tag and typedef. Borrows the
// scope.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ctype/type_text.h"
#include "decl/scope.h"

namespace cffi {

class CSpelling : public TypeNamer {
 public:
  // `asks_for_tags`: see layout_name().
  explicit CSpelling(const Scope& scope, bool asks_for_tags = false);

  std::string_view name_of(const Type* type) const override;
  bool can_spell(const Type* type) const;
  std::string declare(const QualType& type, std::string_view declarator) const {
    return cffi::declare(type, declarator, *this);
  }
  // Without qualifiers of its own: a cast, a local variable.
  std::string spell(const Type* type) const { return declare(QualType{type}, ""); }
  // By what C is asked for the layout of `record`: as it is spelled, or by its tag, if it has one, whatever a typedef
  // of its name means in C.
  std::string layout_name(const RecordType* record) const;
  // The typedef that names a pointer to `record`, for one that has no name itself; else empty.
  std::string_view pointer_name(const RecordType* record) const;

 private:
  void note_tags(const Scope& scope);
  void note_shown_name(const Typedef& declared);
  void note_only_name(const Typedef& declared);
  std::string_view name_of_tagged(const Type* type, std::string_view name, std::string_view tag,
                                  std::string_view keyword) const;

  std::unordered_map<const Type*, std::string_view> shown_;     // by a typedef, though there may be a tag
  std::unordered_map<const Type*, std::string> tagged_;         // "struct tag" where `name` says otherwise
  std::unordered_map<const Type*, std::string_view> typedefs_;  // of what cannot be spelled without
  std::unordered_map<const RecordType*, std::string_view> pointers_;
  bool asks_for_tags_;
};

// `T[]`, `T[...]`, or an array of these: C++ knows no pointers to them, and C no length that could be checked.
bool has_open_length(const Type* type);

// The items that such an array has in the end, and `path` followed to them: "a", "a[0]".
QualType innermost_items(QualType array, std::string& path);

// Every scope reachable from `scope`, itself first.
std::vector<const Scope*> reachable_from(const Scope& scope);

}  // namespace cffi
