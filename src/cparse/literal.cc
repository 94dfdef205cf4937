#include "cparse/literal.h"

#include <array>

namespace cffi {
namespace {

int digit_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

struct Suffix {
  bool is_unsigned = false;
  int longs = 0;
};

bool is_msvc_width(std::string_view text) { return text == "8" || text == "16" || text == "32" || text == "64"; }

// u, l, ul, ll, z (C23 size_t), wb (C23 _BitInt), i64 (MSVC) in any order and case that occurs.
std::optional<Suffix> parse_suffix(std::string_view text) {
  Suffix suffix;
  while (!text.empty()) {
    char c = text.front();
    if ((c == 'u' || c == 'U') && !suffix.is_unsigned) {
      suffix.is_unsigned = true;
      text.remove_prefix(1);
    } else if ((c == 'l' || c == 'L') && suffix.longs == 0) {
      suffix.longs = text.size() > 1 && text[1] == c ? 2 : 1;
      text.remove_prefix(static_cast<size_t>(suffix.longs));
    } else if ((c == 'z' || c == 'Z') && suffix.longs == 0) {
      suffix.longs = 1;
      text.remove_prefix(1);
    } else if (text.substr(0, 2) == "wb" || text.substr(0, 2) == "WB") {
      text.remove_prefix(2);
    } else if ((c == 'i' || c == 'I') && is_msvc_width(text.substr(1))) {
      suffix.longs = text.substr(1) == "64" ? 2 : 0;
      return suffix;
    } else {
      return std::nullopt;
    }
  }
  return suffix;
}

// The first of the types of C11 6.4.4.1p5 in which `value` fits.
Primitive literal_type(uint64_t value, const Suffix& suffix, bool decimal, const Target& target) {
  struct Candidate {
    Primitive type;
    bool is_unsigned;
    int longs;
  };
  static constexpr std::array<Candidate, 6> kCandidates = {{
      {Primitive::kInt, false, 0},
      {Primitive::kUnsignedInt, true, 0},
      {Primitive::kLong, false, 1},
      {Primitive::kUnsignedLong, true, 1},
      {Primitive::kLongLong, false, 2},
      {Primitive::kUnsignedLongLong, true, 2},
  }};
  for (const Candidate& candidate : kCandidates) {
    bool allowed = candidate.longs >= suffix.longs &&
                   (candidate.is_unsigned == suffix.is_unsigned || (!suffix.is_unsigned && !decimal));
    int bits = target.primitive(candidate.type).size * 8 - (candidate.is_unsigned ? 0 : 1);
    if (allowed && (bits >= 64 || value >> bits == 0)) {
      return candidate.type;
    }
  }
  return Primitive::kUnsignedLongLong;
}

// One character of a literal, escapes undone (C11 6.4.4.4). Advances `text`.
uint32_t next_character(std::string_view& text) {
  char c = text.front();
  text.remove_prefix(1);
  if (c != '\\' || text.empty()) {
    return static_cast<unsigned char>(c);
  }
  c = text.front();
  text.remove_prefix(1);
  if (c >= '0' && c <= '7') {
    uint32_t value = static_cast<uint32_t>(c - '0');
    for (int i = 0; i < 2 && !text.empty() && text.front() >= '0' && text.front() <= '7'; ++i) {
      value = value * 8 + static_cast<uint32_t>(text.front() - '0');
      text.remove_prefix(1);
    }
    return value;
  }
  if (c == 'x' || c == 'u' || c == 'U') {
    uint32_t value = 0;
    for (int i = 0; i < 8 && !text.empty() && digit_value(text.front()) < 16; ++i) {
      value = value * 16 + static_cast<uint32_t>(digit_value(text.front()));
      text.remove_prefix(1);
    }
    return value;
  }
  static constexpr std::string_view kLetters = "abefnrtv";
  static constexpr std::string_view kMeanings = "\a\b\x1b\f\n\r\t\v";
  size_t at = kLetters.find(c);
  return at == std::string_view::npos ? static_cast<unsigned char>(c) : static_cast<unsigned char>(kMeanings[at]);
}

// The first code point of UTF-8 text; a byte that starts none stands for itself.
uint32_t next_code_point(std::string_view& text) {
  auto lead = static_cast<unsigned char>(text.front());
  size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  if (length == 1 || text.size() < length) {
    return next_character(text);
  }
  uint32_t value = lead & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
  }
  text.remove_prefix(length);
  return value;
}

}  // namespace

std::optional<IntegerLiteral> parse_integer_literal(std::string_view text, const Target& target) {
  unsigned base = 10;
  if (text.size() > 1 && text[0] == '0') {
    char mark = static_cast<char>(text[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
    text.remove_prefix(base == 8 ? 1 : 2);
    if (text.empty()) {
      return std::nullopt;
    }
  }
  uint64_t value = 0;
  size_t i = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '\'' && i > 0) {
      continue;
    }
    auto digit = static_cast<unsigned>(digit_value(text[i]));
    if (digit >= base) {
      break;
    }
    if (__builtin_mul_overflow(value, uint64_t{base}, &value) ||
        __builtin_add_overflow(value, uint64_t{digit}, &value)) {
      return std::nullopt;
    }
  }
  if (i == 0 && base != 8) {
    return std::nullopt;
  }
  auto suffix = parse_suffix(text.substr(i));
  if (!suffix) {
    return std::nullopt;
  }
  return IntegerLiteral{value, literal_type(value, *suffix, base == 10, target)};
}

std::optional<IntegerLiteral> parse_character_literal(std::string_view text, const Target& target) {
  size_t quote = text.find('\'');
  std::string_view prefix = text.substr(0, quote);
  std::string_view inside = text.substr(quote + 1, text.size() - quote - 2);
  if (inside.empty()) {
    return std::nullopt;
  }
  if (!prefix.empty()) {
    uint32_t value = inside.front() == '\\' ? next_character(inside) : next_code_point(inside);
    if (!inside.empty()) {
      return std::nullopt;
    }
    Primitive type = prefix == "L"   ? Primitive::kWchar
                     : prefix == "u" ? Primitive::kChar16
                     : prefix == "U" ? Primitive::kChar32
                                     : Primitive::kUnsignedChar;
    uint64_t bits = value;
    if (type == Primitive::kWchar && target.wchar_is_signed) {
      bits = static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(value)));
    }
    return IntegerLiteral{bits, type};
  }
  // Several characters: each shifts the former up by a byte, as GCC, Clang and MSVC do.
  uint32_t value = 0;
  int count = 0;
  for (; !inside.empty(); ++count) {
    value = value << 8 | (next_character(inside) & 0xff);
  }
  if (count > 4) {
    return std::nullopt;
  }
  if (count == 1 && target.char_is_signed) {
    value = static_cast<uint32_t>(static_cast<int32_t>(static_cast<int8_t>(value)));
  }
  return IntegerLiteral{static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(value))), Primitive::kInt};
}

std::string parse_string_literal(std::string_view text) {
  size_t quote = text.find('"');
  if (quote == std::string_view::npos || text.size() < quote + 2) {
    return {};
  }
  std::string_view inside = text.substr(quote + 1, text.size() - quote - 2);
  std::string bytes;
  bytes.reserve(inside.size());
  while (!inside.empty()) {
    bytes.push_back(static_cast<char>(next_character(inside)));
  }
  return bytes;
}

}  // namespace cffi
