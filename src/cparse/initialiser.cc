#include "cparse/initialiser.h"

#include "cparse/const_expr.h"

namespace cffi {
namespace {

// To the "," or ";" after an initialiser.
bool skip_initialiser(ParseContext& ctx) {
  while (ctx.kind() != Tok::kComma && ctx.kind() != Tok::kSemicolon) {
    bool opens = ctx.kind() == Tok::kLeftParen || ctx.kind() == Tok::kLeftBracket || ctx.kind() == Tok::kLeftBrace;
    if (opens) {
      if (!ctx.skip_balanced()) {
        return false;
      }
    } else if (ctx.kind() == Tok::kEnd || ctx.kind() == Tok::kRightBrace || ctx.kind() == Tok::kRightParen) {
      return ctx.unexpected("';'");
    } else {
      ctx.advance();
    }
  }
  return true;
}

// From `token` on, which `lexer` has just read: whether a number follows, in any parentheses, after one minus at most.
bool is_plain_number(Lexer lexer, Token token) {
  bool negated = false;
  while (token.kind == Tok::kLeftParen || (token.kind == Tok::kMinus && !negated)) {
    negated = negated || token.kind == Tok::kMinus;
    token = lexer.next();
  }
  if (token.kind != Tok::kNumber) {
    return false;
  }
  do {
    token = lexer.next();
  } while (token.kind == Tok::kRightParen);
  return token.kind == Tok::kComma || token.kind == Tok::kSemicolon;
}

}  // namespace

bool initialiser(ParseContext& ctx, Initialiser& found) {
  if (!ctx.accept(Tok::kAssign)) {
    return true;
  }
  Lexer saved = ctx.lexer;
  Token first = ctx.token();
  IntegerValue value;
  ++ctx.tentative;
  bool good = constant_expression(ctx, value) && (ctx.kind() == Tok::kComma || ctx.kind() == Tok::kSemicolon);
  --ctx.tentative;
  if (good) {
    found = {value, is_plain_number(saved, first)};
    return true;
  }
  ctx.retry_from(saved, first);
  return skip_initialiser(ctx);
}

}  // namespace cffi
