// One name that a scope declares, of whatever kind, as Scope::listing() tells it.
#pragma once

#include <string_view>

#include "ctype/type.h"
#include "decl/declaration.h"

namespace cffi {

enum class ListedKind : uint8_t {
  kFunction,
  kExternPython,
  kVariable,
  kConstant,  // of a compiled module: macros, too
  kMacro,
  kEnumerator,
  kTypedef,
  kStruct,
  kUnion,
  kEnum,
};

struct ListedName {
  ListedKind kind;
  std::string_view name;
  // Of an enumerator its enum. Null: there is none (macros), or nobody knows it (enumerators of compiled modules whose
  // enum has no name).
  QualType type;
  const Declaration* declaration = nullptr;  // of the first six
  TextPlace place = {};                      // of records and enums: of the definition, if there is one
};

}  // namespace cffi
