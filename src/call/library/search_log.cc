#include "call/library/search_log.h"

#include <algorithm>

#include "base/text_writer.h"

namespace cffi {

bool SearchLog::has(std::string_view place) const {
  return std::any_of(attempts_.begin(), attempts_.end(), [place](const Attempt& a) { return a.place == place; });
}

std::string SearchLog::report() const {
  TextWriter out;
  for (size_t i = 0; i < attempts_.size(); ++i) {
    if (i == 0) {
      out << attempts_[i].outcome;
    } else {
      out << (i == 1 ? "\n  also tried:" : "") << "\n  " << attempts_[i].place << ": " << attempts_[i].outcome;
    }
  }
  return out.take();
}

}  // namespace cffi
