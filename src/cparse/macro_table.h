// The macros of one text. They count for all of it, also for what stands before them; of several with one name, the
// last one counts.
//
// Finding them reads no values: those are read where the first use or the #define itself stands (directive.h).
#pragma once

#include <string_view>
#include <unordered_map>

#include "cparse/lexer.h"

namespace cffi {

struct Macro {
  enum class State : uint8_t { kUnread, kBeingRead, kDeclared };
  uint32_t begin = 0;  // of the name
  uint32_t line_end = 0;
  State state = State::kUnread;
};

class MacroTable {
 public:
  MacroTable() = default;
  explicit MacroTable(std::string_view text);

  // Null: the text does not define it.
  Macro* find(std::string_view name);

 private:
  std::unordered_map<std::string_view, Macro> macros_;
};

}  // namespace cffi
