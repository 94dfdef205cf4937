// What a module offers by name: from the declarations of a scope to the description that tables are written from.
//
// For C source and for Python source in turn: these differ in what a compiler finds out. Locks: that of the types.
#pragma once

#include "base/result.h"
#include "decl/scope.h"
#include "emit/c_spelling.h"
#include "tables/writer.h"

namespace cffi {

enum class ModuleKind : uint8_t {
  kOwnBackend,
  kAnyBackend,  // with what released backends look for in the module itself
  kVerify,
};

// Those whose structs and enums the module describes: the others are in modules that it imports, which one for verify()
// does not.
std::vector<const Scope*> described_scopes(const Scope& scope, bool for_verify);
// Functions, variables, constants; WantedGlobal::origin is the Declaration, null for enumerators of included FFIs.
WantedTables describe_for_c(const Scope& scope, const CSpelling& names, ModuleKind kind);
// kNeedsCompiler, kLayoutNotInPy, kOpaqueField: not everything can be said in a module in ABI mode.
Result<WantedTables> describe_for_python(const Scope& scope);

inline const Declaration* declaration_of(const WantedGlobal& global) {
  return static_cast<const Declaration*>(global.origin);
}

// What a variable or constant is in a generated module.
enum class ValueKind : uint8_t {
  kInteger,  // a number, of whatever integer type
  kTyped,    // a value of its type
  kVariable,
};
ValueKind value_kind(const Declaration& declaration);

// Of an enumerator that the writer of the tables added. Unsigned where its enum is.
IntegerValue enumerator_value(const WantedGlobal& global);
// "A,B,C"
std::string enumerator_list(const EnumType* type);
// The number of the fixed-width integer type (in the list of primitives) that an enum without a C name is held in.
int primitive_number(const Target& target, const EnumType* type);

}  // namespace cffi
