// What every part of the C generator works on: the declarations, their names in C, and the text so far.
#pragma once

#include <string_view>

#include "emit/c_spelling.h"
#include "emit/code_writer.h"
#include "emit/converter_classes.h"
#include "emit/source_places.h"
#include "tables/writer.h"

namespace cffi {

struct EmitContext {
  const Scope& scope;
  CSpelling names;
  SourcePlaces places;
  CodeWriter out;
  Tables tables;
  std::string_view module_name;  // full, dotted
  bool for_verify = false;       // see EmitCOptions
  ConverterClasses converters = {};

  // The enum has a tag only, which C may not know.
  bool is_doubtful(const EnumType* type) const {
    return for_verify && names.can_spell(type) && names.spell(type).rfind("enum ", 0) == 0;
  }

  void at(const Declaration& declaration) {
    SourceLines::Place place = places.place(declaration);
    out.at(place.file, place.line);
  }
};

// kNotInC when it has no spelling: "'name': ...".
Result<void> check_spelling(const EmitContext& context, const Type* type, std::string_view name);

}  // namespace cffi
