// Any bytes become tokens that lie inside the text, in order, and the lexer reaches the end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/source_text.h"
#include "cparse/lexer.h"
#include "cparse/literal.h"
#include "ctype/target.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void look_at(const cffi::Lexer& lexer, const cffi::Token& token) {
  std::string_view text = lexer.text_of(token);
  if (token.kind == cffi::Tok::kNumber) {
    (void)cffi::parse_integer_literal(text, cffi::target_x86_64_linux());
  } else if (token.kind == cffi::Tok::kCharacter) {
    (void)cffi::parse_character_literal(text, cffi::target_x86_64_windows());
  } else if (token.kind == cffi::Tok::kString) {
    require(cffi::parse_string_literal(text).size() <= text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  cffi::Lexer lexer(text);
  uint32_t reached = 0;
  for (size_t steps = 0;; ++steps) {
    require(steps <= size + 1);
    cffi::Token token = lexer.next();
    require(token.begin >= reached && token.end >= token.begin && token.end <= size + 2);
    if (token.kind == cffi::Tok::kEnd || token.kind == cffi::Tok::kBad) {
      break;
    }
    require(token.end <= size && token.size() > 0);
    require(lexer.line_end() >= lexer.position() && lexer.line_end() <= size);
    look_at(lexer, token);
    reached = token.end;
  }
  cffi::SourceText source(text);
  (void)source.excerpt({reached, reached + 1});
  require(source.position(reached).column > 0);
  return 0;
}
