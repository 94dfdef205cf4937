// Continued lines joined (C11 5.1.1.2, phase 2): a backslash and the newline after it are nothing, even in the
// middle of a word. Blanks between the two are dropped as GCC and Clang do.
//
// Text without a continued line is borrowed, not copied.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace cffi {

class SplicedText {
 public:
  explicit SplicedText(std::string_view text);
  SplicedText(const SplicedText&) = delete;
  SplicedText& operator=(const SplicedText&) = delete;

  std::string_view text() const { return text_; }
  // Where a part of text() stands in the original.
  SourceRange original(SourceRange range) const;

 private:
  struct Cut {
    uint32_t position;  // in text_
    uint32_t removed;   // up to here
  };
  uint32_t original(uint32_t position) const;

  std::string_view text_;
  std::string joined_;
  std::vector<Cut> cuts_;
};

}  // namespace cffi
