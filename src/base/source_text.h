// A source text and the way from a byte offset to file, line, column and an excerpt with a caret.
//
// Nothing is computed until an error is printed: then one scan from the start finds the line and
// applies the line markers (`# 42 "file.h"`, `#line 42`) that stand before the offset.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace cffi
