// Writes C text and keeps the compiler's idea of where it stands: in the generated file, or at a line of the user's
// sources, so that an error in what was generated from a declaration is shown at that declaration.
//
// A `#line` is written only where the next line would not be counted right without it. The caller writes whole lines
// before at() and home(). No locks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text_writer.h"

namespace cffi {

class CodeWriter {
 public:
  // `file`: what the generated file is called in errors.
  explicit CodeWriter(std::string_view file) : file_(file) {}

  template <typename T>
  CodeWriter& operator<<(const T& value) {
    out_ << value;
    return *this;
  }

  // The next line comes from that line of that file.
  void at(std::string_view file, uint32_t line);
  // The next line comes from nowhere else.
  void home();

  std::string take() { return out_.take(); }

 private:
  void count();
  void direct(std::string_view file, uint64_t line, bool same_file);

  TextWriter out_;
  std::string file_;
  size_t counted_ = 0;      // bytes of out_ in physical_ and shown_
  uint64_t physical_ = 1;   // number of the next line in the generated file
  std::string shown_file_;  // empty: the generated file
  uint64_t shown_ = 1;      // what the compiler counts the next line as
};

// `text` in double quotes, as a C string literal.
std::string quoted(std::string_view text);

}  // namespace cffi
