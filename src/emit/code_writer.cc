#include "emit/code_writer.h"

namespace cffi {

void CodeWriter::count() {
  std::string_view text = out_.view().substr(counted_);
  for (char c : text) {
    if (c == '\n') {
      ++physical_;
      ++shown_;
    }
  }
  counted_ = out_.size();
}

void CodeWriter::direct(std::string_view file, uint64_t line, bool same_file) {
  out_ << "#line " << line;
  if (!same_file) {
    out_ << ' ' << quoted(file);
  }
  out_ << '\n';
  count();
  shown_ = line;
}

void CodeWriter::at(std::string_view file, uint32_t line) {
  count();
  bool same_file = shown_file_ == file;
  if (same_file && shown_ == line) {
    return;
  }
  direct(file, line, same_file);
  shown_file_ = file;
}

void CodeWriter::home() {
  count();
  if (shown_file_.empty()) {
    return;
  }
  direct(file_, physical_ + 1, false);
  shown_file_.clear();
}

std::string quoted(std::string_view text) {
  static constexpr std::string_view kDigits = "01234567";
  TextWriter out;
  out << '"';
  for (char c : text) {
    auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out << '\\' << c;
    } else if (code < 0x20 || code == 0x7F) {
      out << '\\' << kDigits[code >> 6] << kDigits[code >> 3 & 7] << kDigits[code & 7];
    } else {
      out << c;
    }
  }
  out << '"';
  return out.take();
}

}  // namespace cffi
