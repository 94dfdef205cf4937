// Text to tokens (C11 6.4), one at a time, without copying: a token is a range of the text.
//
// Comments and line markers (`# 42 "f.h"`) are dropped here; any other `#` at the start of a line is handed out as
// Tok::kHash for directive.h. Continued lines were joined before (line_splice.h). Never fails: what is no token is
// Tok::kBad, and bad() tells why. A Lexer is a small value: copy it to look ahead. Borrows the text.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "cparse/token.h"

namespace cffi {

class Lexer {
 public:
  Lexer() = default;
  explicit Lexer(std::string_view text) : text_(text), end_(static_cast<uint32_t>(text.size())) {}
  // Only the part from `begin` to `end`; positions count from the start of `text`. Never at the start of a line.
  Lexer(std::string_view text, uint32_t begin, uint32_t end)
      : text_(text), position_(begin), end_(end), at_line_start_(false) {}

  Token next();

  // After the next `#` of a directive, without making tokens of what comes before it. False: there is none.
  bool skip_to_directive();

  // The end of the line at whose start the kHash token just handed out stood.
  uint32_t line_end() const;
  void skip_to(uint32_t position) { position_ = position; }
  uint32_t position() const { return position_; }
  std::string_view text() const { return text_; }
  std::string_view text_of(const Token& token) const { return text_.substr(token.begin, token.size()); }

  ErrorCode bad() const { return bad_; }

 private:
  char at(uint32_t position) const { return position < end_ ? text_[position] : '\0'; }
  bool skip_space();
  bool skip_block_comment();
  void skip_line();
  bool is_line_marker() const;
  bool is_digit_separator() const;
  void scan_identifier(Token& token);
  void scan_number();
  bool scan_quoted(char quote);
  Tok scan_punctuator();
  Tok scan_operator(char first);
  bool accept(char c);

  std::string_view text_;
  uint32_t position_ = 0;
  uint32_t end_ = 0;
  bool at_line_start_ = true;
  ErrorCode bad_ = ErrorCode::kIllegalCharacter;
};

}  // namespace cffi
