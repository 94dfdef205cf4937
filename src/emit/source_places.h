// Where a declaration is in the user's sources: file and line, as compilers are told by `#line`.
//
// The first cdef() is called "<cdef source string>", the n-th "<cdef source string n>"; line markers inside move
// positions. Borrows the scope. Each text is scanned once, when first asked about.
#pragma once

#include <memory>
#include <vector>

#include "base/line_splice.h"
#include "base/source_text.h"
#include "decl/scope.h"

namespace cffi {

class SourcePlaces {
 public:
  explicit SourcePlaces(const Scope& scope) : scope_(scope) {}

  // `offset` in cdef number `cdef`.
  SourceLines::Place place(uint32_t cdef, uint32_t offset);
  SourceLines::Place place(const Declaration& declaration) { return place(declaration.cdef, declaration.range.begin); }

 private:
  const Scope& scope_;
  // Declarations know where they stand in a text whose continued lines are joined.
  struct Source {
    explicit Source(std::string_view text, std::string_view name) : spliced(text), lines(text, name) {}
    SplicedText spliced;
    SourceLines lines;
  };
  std::vector<std::unique_ptr<Source>> sources_;
};

}  // namespace cffi
