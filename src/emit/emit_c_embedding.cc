#include "emit/emit_c_embedding.h"

#include <algorithm>

#include "emit/runtime_text.h"

namespace cffi {
namespace {

// C99 promises 4095 characters, of which four may stand for one byte.
constexpr size_t kMaxPiece = 1000;

// ASCII, whatever the compiler takes the source's encoding for; no trigraphs.
void write_literal(CodeWriter& out, std::string_view text) {
  static constexpr std::string_view kDigits = "01234567";
  out << '"';
  for (char c : text) {
    auto code = static_cast<unsigned char>(c);
    if (c == '\n') {
      out << "\\n";
    } else if (c == '"' || c == '\\' || c == '?') {
      out << '\\' << c;
    } else if (code < 0x20 || code >= 0x7F) {
      out << '\\' << kDigits[code >> 6] << kDigits[code >> 3 & 7] << kDigits[code & 7];
    } else {
      out << c;
    }
  }
  out << '"';
}

// Up to the end of the line, at most.
std::string_view first_piece(std::string_view text) {
  size_t line = text.find('\n');
  size_t length = line == std::string_view::npos ? text.size() : line + 1;
  return text.substr(0, std::min(length, kMaxPiece));
}

}  // namespace

void emit_c_embedding_head(CodeWriter& out, std::string_view version) {
  out << "#define _CFFI_VERSION " << quoted(version) << '\n' << kRuntimeEmbedding << '\n';
}

void emit_c_embedding_start(CodeWriter& out, std::string_view init_code) {
  out << "static const char *const _cffi_code[] = {\n";
  while (!init_code.empty()) {
    std::string_view piece = first_piece(init_code);
    out << "  ";
    write_literal(out, piece);
    out << ",\n";
    init_code.remove_prefix(piece.size());
  }
  out << "  NULL\n};\n" << kRuntimeEmbeddingStart;
}

}  // namespace cffi
