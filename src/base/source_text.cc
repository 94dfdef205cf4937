#include "base/source_text.h"

#include <algorithm>
#include <optional>

#include "base/text_writer.h"

namespace cffi {
namespace {

constexpr size_t kExcerptWidth = 100;  // of the shown line, in bytes
constexpr size_t kExcerptBefore = 60;  // how much of a long line is shown before the error

struct LineMarker {
  uint32_t line = 0;
  std::optional<std::string> file;
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_utf8_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
}

// The inside of a quoted file name at the start of `text`, escapes undone; nullopt when there is none.
std::optional<std::string> quoted_name(std::string_view text) {
  if (text.empty() || text.front() != '"') {
    return std::nullopt;
  }
  std::string name;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      return name;
    }
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
    }
    name.push_back(text[i]);
  }
  return std::nullopt;
}

// `# 42 "f.h" flags` (what preprocessors write) or `#line 42 "f.h"` (C11 6.10.4).
std::optional<LineMarker> parse_line_marker(std::string_view line) {
  skip_blanks(line);
  if (line.empty() || line.front() != '#') {
    return std::nullopt;
  }
  line.remove_prefix(1);
  skip_blanks(line);
  if (line.substr(0, 4) == "line") {
    line.remove_prefix(4);
    skip_blanks(line);
  }
  if (line.empty() || !is_digit(line.front())) {
    return std::nullopt;
  }
  LineMarker marker;
  while (!line.empty() && is_digit(line.front())) {
    uint64_t value = uint64_t{marker.line} * 10 + static_cast<uint64_t>(line.front() - '0');
    marker.line = static_cast<uint32_t>(std::min<uint64_t>(value, UINT32_MAX));
    line.remove_prefix(1);
  }
  skip_blanks(line);
  marker.file = quoted_name(line);
  return marker;
}

// Control characters would break the excerpt's alignment (and terminals): they are shown as '?'.
char shown(char c) {
  auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\t') || code == 0x7F ? '?' : c;
}

}  // namespace

SourceText::SourceText(std::string_view text, std::string_view file) : text_(text), file_(file) {}

SourcePosition SourceText::position(uint32_t offset) const {
  size_t end = std::min<size_t>(offset, text_.size());
  SourcePosition position{std::string(file_), 1, 1};
  size_t line_start = 0;
  for (size_t newline = text_.find('\n'); newline != std::string_view::npos && newline < end;
       newline = text_.find('\n', line_start)) {
    auto marker = parse_line_marker(text_.substr(line_start, newline - line_start));
    if (marker) {
      position.line = marker->line;  // the number of the line after the marker
      if (marker->file) {
        position.file = std::move(*marker->file);
      }
    } else if (position.line < UINT32_MAX) {
      ++position.line;
    }
    line_start = newline + 1;
  }
  position.column = static_cast<uint32_t>(end - line_start + 1);
  return position;
}

std::string SourceText::excerpt(SourceRange range) const {
  size_t begin = std::min<size_t>(range.begin, text_.size());
  size_t line_start = begin == 0 ? std::string_view::npos : text_.rfind('\n', begin - 1);
  line_start = line_start == std::string_view::npos ? 0 : line_start + 1;
  size_t line_end = std::min(text_.find('\n', begin), text_.size());
  if (line_end > begin && text_[line_end - 1] == '\r') {
    --line_end;
  }

  size_t from = line_start;
  size_t to = line_end;
  if (to - from > kExcerptWidth) {
    from = begin - line_start > kExcerptBefore ? begin - kExcerptBefore : line_start;
    to = std::min(from + kExcerptWidth, line_end);
    while (from < begin && is_utf8_continuation(text_[from])) {
      ++from;
    }
    while (to < line_end && to > begin && is_utf8_continuation(text_[to])) {
      --to;
    }
  }
  TextWriter line;
  TextWriter carets;
  if (from > line_start) {
    line << "...";
    carets << "   ";
  }
  size_t marked_end = std::clamp<size_t>(range.end, begin, to);
  for (size_t i = from; i < to; ++i) {
    line << shown(text_[i]);
    if (is_utf8_continuation(text_[i])) {
      continue;
    }
    if (i < begin) {
      carets << (text_[i] == '\t' ? '\t' : ' ');
    } else if (i < marked_end) {
      carets << '^';
    }
  }
  if (to < line_end) {
    line << "...";
  }
  if (marked_end == begin) {
    carets << '^';
  }
  line << '\n' << carets.view();
  return line.take();
}

void SourceText::locate(Error& error) const {
  SourcePosition at = position(error.range.begin);
  TextWriter location;
  location << at.file << ':' << at.line << ':' << at.column;
  error.location = location.take();
  error.excerpt = excerpt(error.range);
}

SourceLines::SourceLines(std::string_view text, std::string_view file) : files_{std::string(file)} {
  lines_.push_back({0, 1, 0});
  size_t begin = 0;
  for (size_t newline = text.find('\n'); newline != std::string_view::npos; newline = text.find('\n', begin)) {
    Line next = lines_.back();
    if (auto marker = parse_line_marker(text.substr(begin, newline - begin))) {
      next.number = marker->line;
      if (marker->file) {
        next.file = static_cast<uint32_t>(files_.size());
        files_.push_back(std::move(*marker->file));
      }
    } else if (next.number < UINT32_MAX) {
      ++next.number;
    }
    begin = newline + 1;
    next.begin = static_cast<uint32_t>(begin);
    lines_.push_back(next);
  }
}

SourceLines::Place SourceLines::place(uint32_t offset) const {
  auto after = std::upper_bound(lines_.begin(), lines_.end(), offset,
                                [](uint32_t wanted, const Line& line) { return wanted < line.begin; });
  const Line& line = *std::prev(after);
  return {files_[line.file], line.number, offset - line.begin + 1};
}

}  // namespace cffi
