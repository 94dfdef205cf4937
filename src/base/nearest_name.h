// "Did you mean ...?": which of many names is the fewest edits away from one that was not found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cffi {

enum class LetterCase : uint8_t { kMatters, kIgnored };

// Edits (insert, delete, replace, swap of neighbours) from `a` to `b`; `limit + 1` when there are more than `limit`, or
// a name is so long (over 200 bytes) that nobody typed it.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit, LetterCase letters = LetterCase::kMatters);

// The nearest of the candidates, whatever their case.
class NearestName {
 public:
  explicit NearestName(std::string_view wanted) : wanted_(wanted) {}

  void consider(std::string_view candidate);
  // Empty when none is near enough to be worth naming. Of equally near ones, the first in alphabetical order.
  std::string take() { return std::move(best_); }

 private:
  std::string_view wanted_;
  std::string best_;
  size_t best_distance_ = 3;  // one more than is accepted
};

}  // namespace cffi
