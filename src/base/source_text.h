// A source text and the way from a byte offset to file, line, column and an excerpt with a caret.
//
// Nothing is computed until an error is printed: then one scan from the start finds the line and
// applies the line markers (`# 42 "file.h"`, `#line 42`) that stand before the offset.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace cffi {

struct SourcePosition {
  std::string file;
  uint32_t line = 1;    // 1-based, as moved by line markers
  uint32_t column = 1;  // 1-based, in bytes
};

class SourceText {
 public:
  // Borrows `text`, which must outlive this object. `file` names positions before any line marker.
  explicit SourceText(std::string_view text, std::string_view file = "<cdef source string>");

  std::string_view text() const { return text_; }
  SourcePosition position(uint32_t offset) const;
  // Two lines: the physical line at `range.begin` (shortened around it when very long) and carets below the range.
  std::string excerpt(SourceRange range) const;
  // Fills `location` and `excerpt` of an error that has a range in this text.
  void locate(Error& error) const;

 private:
  std::string_view text_;
  std::string_view file_;
};

// Positions of many offsets: the text is scanned once, then each question takes a binary search. Borrows the text.
class SourceLines {
 public:
  explicit SourceLines(std::string_view text, std::string_view file = "<cdef source string>");

  struct Place {
    std::string_view file;  // lives as long as this object
    uint32_t line = 1;
    uint32_t column = 1;  // 1-based, in bytes
  };
  Place place(uint32_t offset) const;

 private:
  struct Line {
    uint32_t begin;
    uint32_t number;
    uint32_t file;  // index in files_
  };
  std::vector<Line> lines_;
  std::vector<std::string> files_;
};

}  // namespace cffi
