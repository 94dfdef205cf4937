// Appends text and numbers to a growing string: the one way in which the core produces text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cffi {

class TextWriter {
 public:
  TextWriter& operator<<(std::string_view text) {
    text_.append(text);
    return *this;
  }
  TextWriter& operator<<(const char* text) { return *this << std::string_view(text); }
  TextWriter& operator<<(char c) {
    text_.push_back(c);
    return *this;
  }
  TextWriter& operator<<(int64_t value) { return *this << std::string_view(std::to_string(value)); }
  TextWriter& operator<<(uint64_t value) { return *this << std::string_view(std::to_string(value)); }
  TextWriter& operator<<(int value) { return *this << static_cast<int64_t>(value); }
  TextWriter& operator<<(unsigned value) { return *this << static_cast<uint64_t>(value); }

  size_t size() const { return text_.size(); }
  std::string_view view() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace cffi
