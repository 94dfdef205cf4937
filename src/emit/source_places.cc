#include "emit/source_places.h"

namespace cffi {

SourceLines::Place SourcePlaces::place(uint32_t cdef, uint32_t offset) {
  auto sources = scope_.sources();
  if (cdef >= sources.size()) {
    return {"<cdef source string>", 1};
  }
  lines_.resize(sources.size());
  if (lines_[cdef] == nullptr) {
    std::string name = "<cdef source string";
    name += cdef == 0 ? ">" : " " + std::to_string(cdef + 1) + ">";
    lines_[cdef] = std::make_unique<SourceLines>(sources[cdef], name);
  }
  return lines_[cdef]->place(offset);
}

}  // namespace cffi
