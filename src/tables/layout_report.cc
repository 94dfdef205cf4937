#include "tables/layout_report.h"

#include <algorithm>

#include "base/text_writer.h"

namespace cffi {
namespace {

using Kind = LayoutDifference::Kind;

constexpr size_t kNumberWidth = 12;

std::string row_label(const LayoutDifference& difference) {
  std::string field(difference.field);
  switch (difference.kind) {
    case Kind::kFieldOffset:
      return "  offset of " + field;
    case Kind::kFieldSize:
      return "  size of " + field;
    case Kind::kTotalSize:
      return "  total size";
    case Kind::kTotalAlignment:
      return "  alignment";
  }
  return {};
}

std::string padded(std::string_view text, size_t width) {
  return std::string(width - std::min(width, text.size()), ' ').append(text);
}

void write_row(TextWriter& out, std::string_view label, size_t width, std::string_view cdef,
               std::string_view compiler) {
  out << '\n'
      << label << std::string(width - std::min(width, label.size()), ' ') << padded(cdef, kNumberWidth)
      << padded(compiler, kNumberWidth);
}

}  // namespace

std::string what_is_wrong(const LayoutDifference& difference) {
  std::string field(difference.field);
  switch (difference.kind) {
    case Kind::kFieldOffset:
      return "wrong offset for field '" + field + "'";
    case Kind::kFieldSize:
      return "wrong size for field '" + field + "'";
    case Kind::kTotalSize:
      return "wrong total size";
    case Kind::kTotalAlignment:
      return "wrong total alignment";
  }
  return {};
}

std::string describe_difference(const DifferingRecord& record) {
  const LayoutDifference& first = record.differences.front();
  TextWriter out;
  out << record.name << ": " << what_is_wrong(first) << " (cdef says " << first.cdef << ", but C compiler says "
      << first.compiler << "). fix it or use \"...;\" as the last field in the cdef for " << record.name
      << " to make it flexible";
  return out.take();
}

std::string difference_table(std::string_view module_name, std::span<const DifferingRecord> records) {
  size_t count = 0;
  size_t width = 0;
  for (const DifferingRecord& record : records) {
    count += record.differences.size();
    width = std::max(width, record.name.size());
    for (const LayoutDifference& difference : record.differences) {
      width = std::max(width, row_label(difference).size());
    }
  }
  if (count < 2) {
    return {};
  }
  TextWriter out;
  out << "\nall differences in module '" << module_name << "':";
  write_row(out, "", width, "cdef", "compiler");
  for (const DifferingRecord& record : records) {
    out << '\n' << record.name;
    for (const LayoutDifference& difference : record.differences) {
      write_row(out, row_label(difference), width, std::to_string(difference.cdef),
                std::to_string(difference.compiler));
    }
  }
  return out.take();
}

}  // namespace cffi
