// Where a Scope finds names that no cdef declared: the tables of a compiled module.
//
// A Scope asks when its own tables miss, once per name and kind, and remembers what it got (not that there was
// nothing). Called under the lock of the scope's types. A failure (a malformed table, a layout that differs) is that of
// the lookup, each time.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/type.h"
#include "decl/declaration.h"

namespace cffi {

class DeclarationSource {
 public:
  virtual ~DeclarationSource() = default;

  // Null (of find_declaration: false): not declared here. Included modules are not asked: Scope does that.
  virtual Result<RecordType*> find_record(RecordKind kind, std::string_view tag) = 0;
  virtual Result<EnumType*> find_enum(std::string_view tag) = 0;
  virtual Result<QualType> find_typedef(std::string_view name) = 0;
  // Fills all of `declaration` but its name. `origin` is the entry in the tables.
  virtual Result<bool> find_declaration(std::string_view name, Declaration& declaration) = 0;

  // All names, for dir(lib), list_types() and suggestions. Tags without those of anonymous types.
  struct Entry {
    std::string_view name;
    bool is_constant = false;    // of a declaration: integer constant, enumerator
    bool is_enumerator = false;  // of a declaration
    bool is_union = false;       // of a tag
  };
  virtual Result<std::vector<Entry>> list_declarations() = 0;
  // Of the enums that have a tag or go by a typedef.
  virtual Result<std::vector<Entry>> list_enumerators() = 0;
  virtual Result<std::vector<Entry>> list_typedefs() = 0;
  virtual Result<std::vector<Entry>> list_records() = 0;
  virtual Result<std::vector<Entry>> list_enums() = 0;
};

}  // namespace cffi
