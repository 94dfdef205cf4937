#include "emit/source_places.h"

namespace cffi {

SourceLines::Place SourcePlaces::place(uint32_t cdef, uint32_t offset) {
  auto sources = scope_.sources();
  if (cdef >= sources.size()) {
    return {"<cdef source string>", 1, 1};
  }
  sources_.resize(sources.size());
  if (sources_[cdef] == nullptr) {
    std::string name = "<cdef source string";
    name += cdef == 0 ? ">" : " " + std::to_string(cdef + 1) + ">";
    sources_[cdef] = std::make_unique<Source>(sources[cdef], name);
  }
  Source& source = *sources_[cdef];
  return source.lines.place(source.spliced.original({offset, offset}).begin);
}

}  // namespace cffi
