#include "cparse/directive.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cparse/const_expr.h"
#include "cparse/literal.h"

namespace cffi {
namespace {

// What to write instead of a directive that only a preprocessor could follow.
std::string_view hint_for(std::string_view name) {
  if (name == "include") {
    return "paste the declarations that are needed, or preprocess the header first";
  }
  if (name == "if" || name == "ifdef" || name == "ifndef" || name == "elif" || name == "else" || name == "endif") {
    return "choose in Python which text to pass, or preprocess the text first";
  }
  if (name == "undef") {
    return "leave it out: a macro can be given another value with cdef(..., override=True)";
  }
  return "leave it out, or preprocess the text first";
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

void set_state(Macro* macro, Macro::State state) {
  if (macro != nullptr) {
    macro->state = state;
  }
}

// The value of a macro, or its dots, are at hand.
bool macro_value(ParseContext& ctx, Declaration& declaration) {
  declaration.kind = ctx.kind() == Tok::kEllipsis ? DeclarationKind::kDotsConstant : DeclarationKind::kConstant;
  return ctx.accept(Tok::kEllipsis) || constant_expression(ctx, declaration.value);
}

// "#" "define" has been read; the name is at hand.
bool define(ParseContext& ctx, uint32_t line_end) {
  Token name = ctx.token();
  std::string_view spelling = ctx.text();
  if (name.kind == Tok::kEnd || (name.kind != Tok::kIdentifier && name.word == nullptr)) {
    return ctx.unexpected("a name after #define");
  }
  Macro* macro = ctx.macros.find(spelling);
  bool is_last = macro == nullptr || macro->begin == name.begin;
  if (!is_last || (macro != nullptr && macro->state == Macro::State::kDeclared)) {
    return true;
  }
  std::string_view rest = trimmed(ctx.lexer.text().substr(name.end, line_end - name.end));
  bool is_function = !rest.empty() && rest.front() == '(';
  ctx.advance();
  Declaration declaration{};
  declaration.name = spelling;
  declaration.is_macro = true;
  declaration.range = {name.begin, name.end};
  set_state(macro, Macro::State::kBeingRead);
  bool good = !is_function && ctx.kind() != Tok::kEnd && macro_value(ctx, declaration);
  set_state(macro, good ? Macro::State::kDeclared : Macro::State::kUnread);
  if (!good || ctx.kind() != Tok::kEnd) {
    ctx.retry_from(ctx.lexer, ctx.token());
    std::string_view shown = rest.substr(0, 200);
    if (!is_function) {
      shown.remove_prefix(std::min(shown.find_first_not_of(" \t"), shown.size()));
    }
    return ctx.fail(ErrorCode::kBadDefine, {name.begin, line_end}, {std::string(spelling), std::string(shown)});
  }
  if (auto declared = ctx.transaction.declare(declaration, ctx.options.override); !declared) {
    return ctx.fail(declared.take_failure(), declaration.range);
  }
  return true;
}

// The tokens of one `#pragma`, wherever its text comes from.
class PragmaLine {
 public:
  explicit PragmaLine(Lexer lexer) : lexer_(lexer) { advance(); }
  void advance() { token_ = lexer_.next(); }
  Tok kind() const { return token_.kind; }
  std::string_view text() const { return lexer_.text_of(token_); }
  bool accept(Tok kind) {
    bool found = token_.kind == kind;
    if (found) {
      advance();
    }
    return found;
  }

 private:
  Lexer lexer_;
  Token token_;
};

bool bad_pack(ParseContext& ctx, SourceRange range, std::string_view what) {
  return ctx.fail(ErrorCode::kBadPragmaPack, range, {std::string(what)});
}

bool pack_value(ParseContext& ctx, PragmaLine& line, SourceRange range) {
  auto literal = parse_integer_literal(line.text(), ctx.target());
  if (!literal || literal->bits > 16 || (literal->bits & (literal->bits - 1)) != 0) {
    return bad_pack(ctx, range, "the value must be 0, 1, 2, 4, 8 or 16");
  }
  ctx.pack.current = static_cast<uint32_t>(literal->bits);
  line.advance();
  return true;
}

bool pack_pop(ParseContext& ctx, std::string_view label, SourceRange range) {
  std::vector<PackState::Saved>& saved = ctx.pack.saved;
  size_t height = saved.size();
  while (height > 0 && !label.empty() && saved[height - 1].label != label) {
    --height;
  }
  if (height == 0) {
    return bad_pack(ctx, range, "pop without a push before it");
  }
  ctx.pack.current = saved[height - 1].value;
  saved.resize(height - 1);
  return true;
}

// "pack" has been read.
bool pragma_pack(ParseContext& ctx, PragmaLine& line, SourceRange range) {
  if (!line.accept(Tok::kLeftParen)) {
    return bad_pack(ctx, range, "'(' is missing");
  }
  if (line.kind() == Tok::kNumber) {
    if (!pack_value(ctx, line, range)) {
      return false;
    }
  } else if (line.kind() == Tok::kIdentifier) {
    std::string_view action = line.text();
    if (action != "push" && action != "pop" && action != "show") {
      return bad_pack(ctx, range, "expected push, pop or a number");
    }
    line.advance();
    std::string_view label;
    if (line.accept(Tok::kComma) && line.kind() == Tok::kIdentifier) {
      label = line.text();
      line.advance();
      line.accept(Tok::kComma);
    }
    if (action == "push") {
      ctx.pack.saved.push_back({ctx.pack.current, std::string(label)});
    } else if (action == "pop" && !pack_pop(ctx, label, range)) {
      return false;
    }
    if (line.kind() == Tok::kNumber && !pack_value(ctx, line, range)) {
      return false;
    }
  } else {
    ctx.pack.current = ctx.options.pack;
  }
  return line.kind() == Tok::kRightParen || bad_pack(ctx, range, "')' is missing");
}

bool pragma(ParseContext& ctx, Lexer lexer, SourceRange range) {
  PragmaLine line(lexer);
  if (line.kind() == Tok::kIdentifier && line.text() == "pack") {
    line.advance();
    return pragma_pack(ctx, line, range);
  }
  return true;  // C11 6.10.6p1: unknown pragmas mean nothing here
}

}  // namespace

std::string shown_character(char c) {
  auto code = static_cast<unsigned char>(c);
  if (code >= 0x20 && code < 0x7f) {
    return std::string(1, c);
  }
  static constexpr std::string_view kDigits = "0123456789abcdef";
  return {'\\', 'x', kDigits[code >> 4], kDigits[code & 15]};
}

bool define_ahead(ParseContext& ctx, std::string_view name) {
  Macro* macro = ctx.macros.find(name);
  if (macro == nullptr || macro->state != Macro::State::kUnread) {
    return true;
  }
  Lexer saved = ctx.lexer;
  Token token = ctx.token();
  int prototype_depth = std::exchange(ctx.prototype_depth, 0);
  int unevaluated = std::exchange(ctx.unevaluated, 0);
  ctx.lexer = Lexer(saved.text(), macro->begin, macro->line_end);
  ctx.advance();
  bool good = define(ctx, macro->line_end) && !ctx.failed();
  ctx.prototype_depth = prototype_depth;
  ctx.unevaluated = unevaluated;
  if (good) {
    ctx.retry_from(saved, token);
  }
  return good;
}

bool directive(ParseContext& ctx) {
  uint32_t begin = ctx.token().begin;
  Lexer after = ctx.lexer;
  uint32_t line_end = after.line_end();
  after.skip_to(line_end);
  ctx.lexer = Lexer(after.text(), begin + 1, line_end);
  ctx.advance();
  bool good = true;
  std::string_view name = ctx.text();
  if (name == "define") {
    ctx.advance();
    good = define(ctx, line_end);
  } else if (name == "pragma") {
    good = pragma(ctx, ctx.lexer, {begin, line_end});
  } else if (ctx.kind() != Tok::kEnd) {
    good = ctx.fail(ErrorCode::kDirective, {begin, line_end},
                    {std::string(name.substr(0, 40)), std::string(hint_for(name))});
  }
  if (!good || ctx.failed()) {
    return false;
  }
  ctx.lexer = after;
  return true;
}

bool pragma_operator(ParseContext& ctx, Tok kind) {
  uint32_t begin = ctx.token().begin;
  Lexer line = ctx.lexer;
  if (line.next().kind != Tok::kLeftParen) {
    return ctx.fail(ErrorCode::kUnexpectedToken, ctx.range(), {std::string(ctx.text()), "'(' after it"});
  }
  uint32_t inside = line.position();
  int open = 1;
  Token last;
  Token text;
  while (open > 0) {
    last = line.next();
    if (last.kind == Tok::kEnd || last.kind == Tok::kBad) {
      return ctx.fail(ErrorCode::kUnexpectedEnd, {begin, inside}, {"')'"});
    }
    open += last.kind == Tok::kLeftParen ? 1 : last.kind == Tok::kRightParen ? -1 : 0;
    text = last.kind == Tok::kString ? last : text;
  }
  ctx.lexer = line;
  SourceRange range{begin, last.end};
  if (kind == Tok::kMsPragma) {
    return pragma(ctx, Lexer(line.text(), inside, last.begin), range);
  }
  std::string content = parse_string_literal(line.text_of(text));
  return pragma(ctx, Lexer(content, 0, static_cast<uint32_t>(content.size())), range);
}

}  // namespace cffi
