#include "cparse/static_assert.h"

#include "cparse/const_expr.h"
#include "cparse/literal.h"

namespace cffi {

bool static_assert_declaration(ParseContext& ctx) {
  SourceRange range = ctx.range();
  ctx.advance();
  if (ctx.kind() != Tok::kLeftParen) {
    return ctx.unexpected("'('");
  }
  Lexer saved = ctx.lexer;
  Token paren = ctx.token();
  ctx.advance();
  IntegerValue value;
  ++ctx.tentative;
  bool known = constant_expression(ctx, value);
  --ctx.tentative;
  std::string message;
  if (known && ctx.accept(Tok::kComma)) {
    for (; ctx.kind() == Tok::kString; ctx.advance()) {
      message += message.empty() ? ": " : "";
      message += parse_string_literal(ctx.text());
    }
  }
  if (known && value.bits == 0) {
    return ctx.fail(ErrorCode::kStaticAssertFailed, range, {message});
  }
  ctx.retry_from(saved, paren);
  return ctx.skip_balanced() && ctx.expect(Tok::kSemicolon, "';'");
}

}  // namespace cffi
