// What is said about structs whose layout in the cdef is not the compiler's: the sentence that programs know, and below
// it all differences of the module, both sides beside each other.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tables/record_entry_layout.h"

namespace cffi {

struct DifferingRecord {
  std::string_view name;  // "struct foo"
  std::vector<LayoutDifference> differences;
};

// "wrong offset for field 'x'"
std::string what_is_wrong(const LayoutDifference& difference);
// About one record's first difference.
std::string describe_difference(const DifferingRecord& record);
// Empty when there is but one difference.
std::string difference_table(std::string_view module_name, std::span<const DifferingRecord> records);

}  // namespace cffi
