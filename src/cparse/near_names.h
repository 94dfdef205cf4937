// "Did you mean ...?": the candidate that is the fewest edits away from a name that was not found.
#pragma once

#include <string>
#include <string_view>

namespace cffi {

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
