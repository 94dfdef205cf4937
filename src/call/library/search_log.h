// What was tried to open a library, in order, for the error that tells it. No locks, no errors.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cffi {

class SearchLog {
 public:
  void add(std::string place, std::string outcome) { attempts_.push_back({std::move(place), std::move(outcome)}); }
  bool has(std::string_view place) const;
  size_t size() const { return attempts_.size(); }
  // The outcome of the first attempt, then a line for each of the others.
  std::string report() const;

 private:
  struct Attempt {
    std::string place;
    std::string outcome;
  };
  std::vector<Attempt> attempts_;
};

}  // namespace cffi
