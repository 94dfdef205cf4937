#include "cparse/lexer.h"

#include <array>
#include <cstring>

namespace cffi {
namespace {

enum CharClass : uint8_t { kOther = 0, kIdentifierStart = 1, kDigit = 2, kSpace = 4, kBreak = 8 };

// `$` and non-ASCII letters (C11 6.4.2.1, in UTF-8) are identifier characters, as GCC and Clang have them.
constexpr std::array<uint8_t, 256> build_classes() {
  std::array<uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
    bool space = c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
    bool breaks = c == '\n' || c == '/' || c == '"' || c == '\'';  // where lines, comments and literals may begin
    table[static_cast<size_t>(c)] = letter                   ? kIdentifierStart
                                    : (c >= '0' && c <= '9') ? kDigit
                                    : space                  ? kSpace
                                    : breaks                 ? kBreak
                                                             : kOther;
  }
  return table;
}

constexpr std::array<uint8_t, 256> kClasses = build_classes();

bool has_class(char c, int classes) { return (kClasses[static_cast<unsigned char>(c)] & classes) != 0; }

bool is_string_prefix(std::string_view text) { return text == "L" || text == "u" || text == "U" || text == "u8"; }

}  // namespace

bool Lexer::skip_block_comment() {
  size_t close = text_.substr(0, end_).find("*/", position_ + 2);
  if (close == std::string_view::npos) {
    bad_ = ErrorCode::kUnterminatedComment;
    return false;
  }
  position_ = static_cast<uint32_t>(close + 2);
  return true;
}

uint32_t Lexer::line_end() const {
  bool in_line_comment = false;
  for (uint32_t p = position_; p < end_; ++p) {
    if (text_[p] == '\n') {
      return p;
    }
    in_line_comment = in_line_comment || (text_[p] == '/' && at(p + 1) == '/');
    if (!in_line_comment && text_[p] == '/' &&
        at(p + 1) == '*') {  // a comment may go on over lines (C11 5.1.1.2: phase 3 before 4)
      size_t close = text_.substr(0, end_).find("*/", p + 2);
      if (close == std::string_view::npos) {
        return end_;
      }
      p = static_cast<uint32_t>(close + 1);
    }
  }
  return end_;
}

void Lexer::skip_line() { position_ = line_end(); }

// `# 42` or `#line 42` at position_, which stands on the `#`.
bool Lexer::is_line_marker() const {
  uint32_t p = position_ + 1;
  while (at(p) == ' ' || at(p) == '\t') {
    ++p;
  }
  if (text_.compare(p, 4, "line") == 0 && (at(p + 4) == ' ' || at(p + 4) == '\t')) {
    p += 4;
    while (at(p) == ' ' || at(p) == '\t') {
      ++p;
    }
  }
  return has_class(at(p), kDigit) && p < end_;
}

// To the next character that belongs to a token. False: an unterminated comment.
bool Lexer::skip_space() {
  while (position_ < end_) {
    char c = text_[position_];
    if (c == '\n') {
      at_line_start_ = true;
      ++position_;
    } else if (has_class(c, kSpace)) {
      ++position_;
    } else if (c == '/' && at(position_ + 1) == '*') {
      if (!skip_block_comment()) {
        return false;
      }
    } else if (c == '/' && at(position_ + 1) == '/') {
      skip_line();
    } else if (c == '#' && at_line_start_ && is_line_marker()) {
      const void* newline = std::memchr(text_.data() + position_, '\n', end_ - position_);
      position_ = newline == nullptr ? end_ : static_cast<uint32_t>(static_cast<const char*>(newline) - text_.data());
    } else {
      return true;
    }
  }
  return true;
}

void Lexer::scan_identifier(Token& token) {
  while (has_class(at(position_), kIdentifierStart | kDigit) && position_ < end_) {
    ++position_;
  }
  std::string_view word = text_.substr(token.begin, position_ - token.begin);
  char next = at(position_);
  if ((next == '"' || next == '\'') && is_string_prefix(word)) {
    token.kind = scan_quoted(next) ? (next == '"' ? Tok::kString : Tok::kCharacter) : Tok::kBad;
    return;
  }
  token.word = find_word(word);
  token.kind = token.word != nullptr ? token.word->kind : Tok::kIdentifier;
}

// A preprocessing number (C11 6.4.8): literal.h decides what it means.
void Lexer::scan_number() {
  while (position_ < end_) {
    char c = text_[position_];
    char next = at(position_ + 1);
    if ((c == 'e' || c == 'E' || c == 'p' || c == 'P') && (next == '+' || next == '-')) {
      position_ += 2;
    } else if (has_class(c, kIdentifierStart | kDigit) || c == '.' ||
               (c == '\'' && has_class(next, kIdentifierStart | kDigit))) {  // C23 digit separators
      if (c == '.' && next == '.') {
        return;  // `A...`: not part of a number
      }
      ++position_;
    } else {
      return;
    }
  }
}

// position_ stands on the opening quote.
bool Lexer::scan_quoted(char quote) {
  for (++position_; position_ < end_ && text_[position_] != '\n'; ++position_) {
    if (text_[position_] == quote) {
      ++position_;
      return true;
    }
    if (text_[position_] == '\\') {
      ++position_;
    }
  }
  position_ = position_ < end_ ? position_ : end_;
  bad_ = ErrorCode::kUnterminatedLiteral;
  return false;
}

bool Lexer::accept(char c) {
  if (at(position_) != c || position_ >= end_) {
    return false;
  }
  ++position_;
  return true;
}

Tok Lexer::scan_punctuator() {
  char c = text_[position_++];
  switch (c) {
    case '(':
      return Tok::kLeftParen;
    case ')':
      return Tok::kRightParen;
    case '[':
      return Tok::kLeftBracket;
    case ']':
      return Tok::kRightBracket;
    case '{':
      return Tok::kLeftBrace;
    case '}':
      return Tok::kRightBrace;
    case ';':
      return Tok::kSemicolon;
    case ',':
      return Tok::kComma;
    case '?':
      return Tok::kQuestion;
    case '~':
      return Tok::kTilde;
    case '*':
      return accept('=') ? Tok::kOtherPunctuator : Tok::kStar;
    case '/':
      return accept('=') ? Tok::kOtherPunctuator : Tok::kSlash;
    case '^':
      return accept('=') ? Tok::kOtherPunctuator : Tok::kCaret;
    case '=':
      return accept('=') ? Tok::kEqual : Tok::kAssign;
    case '!':
      return accept('=') ? Tok::kNotEqual : Tok::kNot;
    case ':':
      return accept('>') ? Tok::kRightBracket : Tok::kColon;  // digraphs: C11 6.4.6p3
    case '#':
      return Tok::kOtherPunctuator;
    case '.':
      if (at(position_) == '.' && at(position_ + 1) == '.') {
        position_ += 2;
        return Tok::kEllipsis;
      }
      return Tok::kDot;
    default:
      return scan_operator(c);
  }
}

// One flat case a character: what counts as complexity here is the number of C's operators.
// NOLINTNEXTLINE(readability-function-cognitive-complexity)
Tok Lexer::scan_operator(char first) {
  switch (first) {
    case '%':
      return accept('>') ? Tok::kRightBrace : (accept('=') || accept(':')) ? Tok::kOtherPunctuator : Tok::kPercent;
    case '+':
      return accept('+') ? Tok::kPlusPlus : accept('=') ? Tok::kOtherPunctuator : Tok::kPlus;
    case '&':
      return accept('&') ? Tok::kAndAnd : accept('=') ? Tok::kOtherPunctuator : Tok::kAmpersand;
    case '|':
      return accept('|') ? Tok::kOrOr : accept('=') ? Tok::kOtherPunctuator : Tok::kPipe;
    case '-':
      return accept('-')   ? Tok::kMinusMinus
             : accept('>') ? Tok::kArrow
             : accept('=') ? Tok::kOtherPunctuator
                           : Tok::kMinus;
    case '<':
      if (accept(':')) {
        return Tok::kLeftBracket;
      }
      if (accept('%')) {
        return Tok::kLeftBrace;
      }
      return accept('<')   ? (accept('=') ? Tok::kOtherPunctuator : Tok::kShiftLeft)
             : accept('=') ? Tok::kLessEqual
                           : Tok::kLess;
    case '>':
      return accept('>')   ? (accept('=') ? Tok::kOtherPunctuator : Tok::kShiftRight)
             : accept('=') ? Tok::kGreaterEqual
                           : Tok::kGreater;
    default:
      bad_ = ErrorCode::kIllegalCharacter;
      return Tok::kBad;
  }
}

Token Lexer::next() {
  Token token;
  bool clean = skip_space();
  token.begin = position_;
  token.end = position_;
  token.first_on_line = at_line_start_;
  at_line_start_ = false;
  if (!clean) {
    token.kind = Tok::kBad;
    token.end = position_ + 2;
    position_ = end_;
    return token;
  }
  if (position_ >= end_) {
    return token;
  }
  char c = text_[position_];
  if (has_class(c, kIdentifierStart)) {
    scan_identifier(token);
  } else if (has_class(c, kDigit) || (c == '.' && has_class(at(position_ + 1), kDigit))) {
    scan_number();
    token.kind = Tok::kNumber;
  } else if (c == '"' || c == '\'') {
    token.kind = scan_quoted(c) ? (c == '"' ? Tok::kString : Tok::kCharacter) : Tok::kBad;
  } else if (c == '#' && token.first_on_line) {
    token.kind = Tok::kHash;
    ++position_;
  } else {
    token.kind = scan_punctuator();
  }
  token.end = position_;
  return token;
}

// The `'` at position_ is one of a number (C23): the word before it is no prefix of a literal.
bool Lexer::is_digit_separator() const {
  uint32_t begin = position_;
  while (begin > 0 && has_class(text_[begin - 1], kIdentifierStart | kDigit)) {
    --begin;
  }
  return begin < position_ && !is_string_prefix(text_.substr(begin, position_ - begin));
}

bool Lexer::skip_to_directive() {
  while (skip_space() && position_ < end_) {
    char c = text_[position_];
    if (c == '#' && at_line_start_) {
      ++position_;
      at_line_start_ = false;
      return true;
    }
    at_line_start_ = false;
    while (position_ < end_ && !has_class(text_[position_], kBreak)) {
      ++position_;
    }
    c = at(position_);
    if (c == '"' || (c == '\'' && !is_digit_separator())) {
      if (!scan_quoted(c)) {
        return false;
      }
    } else if (c == '\'' || (c == '/' && at(position_ + 1) != '/' && at(position_ + 1) != '*')) {
      ++position_;
    }
  }
  return false;
}

}  // namespace cffi
