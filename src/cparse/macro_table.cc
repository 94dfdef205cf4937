#include "cparse/macro_table.h"

namespace cffi {

MacroTable::MacroTable(std::string_view text) {
  if (text.find('#') == text.npos || text.find("define") == text.npos) {
    return;
  }
  Lexer lexer(text);
  while (lexer.skip_to_directive()) {
    uint32_t line_end = lexer.line_end();
    Lexer line(text, lexer.position(), line_end);
    if (line.text_of(line.next()) == "define") {
      Token name = line.next();
      macros_[line.text_of(name)] = {name.begin, line_end};
    }
    lexer.skip_to(line_end);
  }
}

Macro* MacroTable::find(std::string_view name) {
  auto found = macros_.find(name);
  return found == macros_.end() ? nullptr : &found->second;
}

}  // namespace cffi
