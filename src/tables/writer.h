// What is written into the tables of a module: the only producer of tables, for both forms of generated modules.
//
// From a plain description (what is to be found by name, and the types of it all) to the arrays of format.h: every type
// that the description reaches gets a slot, names are sorted, records and enums that the description does not list come
// from an included FFI and become external ones. What only a C compiler knows stays an expression for it. The same
// description always gives the same tables. Pure; locks as for reading types. Errors: kNotInModules.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/type.h"
#include "tables/format.h"

namespace cffi {

// One use of a type. `object` is a C expression of that type: what the lengths of `T[...]` are asked of.
struct WantedType {
  const Type* type = nullptr;  // null: none
  std::string object = {};
};

struct WantedGlobal {
  std::string_view name;
  Op op;
  WantedType type = {};
  const void* origin = nullptr;            // the caller's own
  const Enumerator* enumerator = nullptr;  // of an enum of an included FFI: added by the writer
  const EnumType* enumeration = nullptr;
};

struct WantedField {
  std::string_view name;
  WantedType type;
  const Field* field;
};

struct WantedRecord {
  const RecordType* type;
  int flags = 0;  // RecordEntryFlag bits
  std::vector<WantedField> fields = {};
  bool is_optional = false;  // written only when something else is made of it
};

struct WantedTypename {
  std::string_view name;
  WantedType type;
};

struct WantedTables {
  std::vector<WantedGlobal> globals;
  std::vector<WantedRecord> records;  // own ones
  std::vector<const EnumType*> enums;
  std::vector<const Type*> external_types = {};  // records and enums of included FFIs, used or not
  std::vector<WantedTypename> typenames;         // those of types that the format cannot tell are left out
  // The record or enum that is written for one that is reached. Empty: itself.
  std::function<const Type*(const Type*)> meaning = {};
};

// A slot of the array of types.
struct TypeSlot {
  Op op = Op::kPrimitive;  // without meaning in a length
  int64_t argument = 0;
  bool is_length = false;                      // the slot after kArray: `argument`, or
  std::string length_of = {};                  // as many items as this C expression has
  const UnsizedNumberType* unsized = nullptr;  // the argument of kPrimitive is what a compiler finds this to be
};

struct GlobalRow {
  WantedGlobal global;
  int32_t argument;  // type index, or -1
};

struct FieldRow {
  WantedField wanted;
  int32_t type_index;
};

struct RecordRow {
  std::string name;  // "tag", "$typedef_name", "$1"
  const RecordType* type;
  int32_t type_index;
  int flags;
  std::vector<FieldRow> fields;
};

struct EnumRow {
  std::string name;
  const EnumType* type;
  int32_t type_index;
};

struct TypenameRow {
  std::string_view name;
  int32_t type_index;
};

struct Tables {
  std::vector<TypeSlot> types;
  std::vector<GlobalRow> globals;
  std::vector<RecordRow> records;
  std::vector<EnumRow> enums;
  std::vector<TypenameRow> typenames;
};

Result<Tables> write_tables(WantedTables wanted);

}  // namespace cffi
