#include "base/line_splice.h"

#include <algorithm>

namespace cffi {
namespace {

// After the newline that follows the backslash at `position`; `position` itself when none does.
size_t after_continuation(std::string_view text, size_t position) {
  size_t newline = text.find_first_not_of(" \t\r\v\f", position + 1);
  return newline != std::string_view::npos && text[newline] == '\n' ? newline + 1 : position;
}

}  // namespace

SplicedText::SplicedText(std::string_view text) : text_(text) {
  size_t copied = 0;
  for (size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    size_t next = after_continuation(text, at);
    if (next != at) {
      joined_.append(text.substr(copied, at - copied));
      copied = next;
      cuts_.push_back({static_cast<uint32_t>(joined_.size()), static_cast<uint32_t>(next - joined_.size())});
    }
    at = std::max(next, at + 1);
  }
  if (!cuts_.empty()) {
    joined_.append(text.substr(copied));
    text_ = joined_;
  }
}

uint32_t SplicedText::original(uint32_t position) const {
  auto after = std::upper_bound(cuts_.begin(), cuts_.end(), position,
                                [](uint32_t wanted, const Cut& cut) { return wanted < cut.position; });
  return after == cuts_.begin() ? position : position + std::prev(after)->removed;
}

SourceRange SplicedText::original(SourceRange range) const {
  uint32_t begin = original(range.begin);
  return {begin, range.end > range.begin ? original(range.end - 1) + 1 : begin};
}

}  // namespace cffi
