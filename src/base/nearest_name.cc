#include "base/nearest_name.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cffi {
namespace {

constexpr size_t kLongestCompared = 200;

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b, size_t limit, LetterCase letters) {
  size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit || a.size() > kLongestCompared || b.size() > kLongestCompared) {
    return limit + 1;
  }
  auto same = [&](size_t i, size_t j) {
    return letters == LetterCase::kMatters ? a[i] == b[j] : folded(a[i]) == folded(b[j]);
  };
  // Three rows of the usual table: swaps look two rows back.
  using Row = std::array<size_t, kLongestCompared + 1>;
  Row rows[3];
  Row* before = &rows[0];
  Row* last = &rows[1];
  Row* row = &rows[2];
  for (size_t j = 0; j <= b.size(); ++j) {
    (*last)[j] = j;
  }
  for (size_t i = 1; i <= a.size(); ++i) {
    (*row)[0] = i;
    size_t best = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t replace = (*last)[j - 1] + (same(i - 1, j - 1) ? 0 : 1);
      size_t edits = std::min({replace, (*last)[j] + 1, (*row)[j - 1] + 1});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1)) {
        edits = std::min(edits, (*before)[j - 2] + 1);
      }
      (*row)[j] = edits;
      best = std::min(best, edits);
    }
    if (best > limit + 1) {
      return limit + 1;  // a swap can win back at most one row
    }
    Row* oldest = std::exchange(before, last);
    last = std::exchange(row, oldest);
  }
  return std::min((*last)[b.size()], limit + 1);
}

void NearestName::consider(std::string_view candidate) {
  // In a short name, two edits are another name.
  size_t limit = std::min<size_t>(best_distance_, wanted_.size() < 4 ? 1 : 2);
  size_t distance = edit_distance(wanted_, candidate, limit, LetterCase::kIgnored);
  if (distance > limit || (distance == best_distance_ && candidate >= best_)) {
    return;
  }
  best_distance_ = distance;
  best_ = candidate;
}

}  // namespace cffi
