// Whether the layout of a declared struct or union is that of the compiler, for types that were laid out from their
// declaration before a module described them (verify()). Pure. Errors: kMalformedTables, of a field that was never
// declared.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tables/layout_report.h"

namespace cffi {

// The first is what is said: totals before fields. `record` is complete.
Result<std::vector<LayoutDifference>> compare_layout(const ModuleTables& tables, const Target& target,
                                                     const RecordType& record, const RecordEntry& entry,
                                                     std::span<const FieldEntry> fields);

// About the first difference, in the words that users of verify() know.
std::string describe_verified(const DifferingRecord& record, bool has_dots);

}  // namespace cffi
