// What every part of the C generator works on: the declarations, their names in C, and the text so far.
#pragma once

#include <string_view>

#include "emit/c_names.h"
#include "emit/code_writer.h"
#include "emit/converter_classes.h"
#include "emit/source_places.h"
#include "tables/writer.h"

namespace cffi {

struct EmitContext {
  const Scope& scope;
  CNames names;
  SourcePlaces places;
  CodeWriter out;
  Tables tables;
  std::string_view module_name;  // full, dotted
  ConverterClasses converters = {};

  void at(const Declaration& declaration) {
    SourceLines::Place place = places.place(declaration);
    out.at(place.file, place.line);
  }
};

// kNotInC when it has no spelling: "'name': ...".
Result<void> check_spelling(const EmitContext& context, const Type* type, std::string_view name);

}  // namespace cffi
