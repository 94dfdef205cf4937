#include "cparse/near_names.h"

#include <algorithm>
#include <array>

namespace cffi {
namespace {

constexpr size_t kLongestCompared = 64;

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Levenshtein distance without regard to case, or `limit` when it is at least that.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit) {
  std::array<size_t, kLongestCompared + 1> row;
  for (size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    size_t smallest = row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t substitute = diagonal + (folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
      smallest = std::min(smallest, row[j]);
    }
    if (smallest >= limit) {
      return limit;
    }
  }
  return row[b.size()];
}

}  // namespace

void NearestName::consider(std::string_view candidate) {
  size_t difference =
      candidate.size() > wanted_.size() ? candidate.size() - wanted_.size() : wanted_.size() - candidate.size();
  if (difference > 2 || wanted_.size() > kLongestCompared || candidate.size() > kLongestCompared) {
    return;
  }
  // In a short name, two edits are another name.
  size_t limit = std::min(best_distance_ + 1, wanted_.size() < 4 ? size_t{2} : size_t{3});
  size_t distance = edit_distance(wanted_, candidate, limit);
  if (distance >= limit || distance > best_distance_ || (distance == best_distance_ && candidate >= best_)) {
    return;
  }
  best_distance_ = distance;
  best_ = candidate;
}

}  // namespace cffi
