// Where the fields are of a struct or union that a module describes: a pure function from the entry and the types of
// its fields to a body, and to what differs between the cdef (the layout computed from those types) and the compiler.
//
// Errors: kMalformedTables, also for types that no compiler would lay out, and for fields beyond the end.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"
#include "tables/module_tables.h"

namespace cffi {

struct LayoutDifference {
  enum class Kind : uint8_t { kFieldOffset, kFieldSize, kTotalSize, kTotalAlignment };
  Kind kind;
  std::string_view field;  // empty for totals
  uint64_t cdef;
  uint64_t compiler;
};

struct RecordDescription {
  const RecordEntry* entry;
  std::string_view name;  // as spelled: "struct foo"
  std::span<const FieldEntry> fields;
  std::span<const QualType> types;  // of these fields; complete, or open arrays
};

struct EntryLayout {
  std::vector<Field> fields;
  std::vector<Field> unnamed_bits;
  RecordBody body;                            // its spans point into these
  std::vector<LayoutDifference> differences;  // when there are any, the body is of no use
};

Result<EntryLayout> lay_out_entry(const ModuleTables& tables, const Target& target,
                                  const RecordDescription& description);

}  // namespace cffi
