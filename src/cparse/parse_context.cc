#include "cparse/parse_context.h"

#include "cparse/directive.h"

namespace cffi {

ParseContext::ParseContext(std::string_view text, Transaction& t, ParseMode m, const CdefOptions& o)
    : lexer(text), transaction(t), scope(t.scope()), mode(m), options(o) {
  pack.current = o.pack;
  if (m == ParseMode::kCdef) {
    macros = MacroTable(text);
  }
  advance();
}

void ParseContext::advance() {
  last_end_ = token_.end;
  for (;;) {
    token_ = lexer.next();
    switch (token_.kind) {
      case Tok::kIdentifier:
        if (token_.size() > kMaxNameLength) {
          fail(ErrorCode::kNameTooLong, range(), {std::to_string(kMaxNameLength)});
        }
        return;
      case Tok::kBad: {
        char c = lexer.text()[token_.begin];
        fail(lexer.bad(), range(),
             {lexer.bad() == ErrorCode::kUnterminatedLiteral ? std::string(1, c) : shown_character(c)});
        return;
      }
      case Tok::kHash:
        if (failed() || !directive(*this)) {
          return;
        }
        break;
      case Tok::kPragmaOperator:
      case Tok::kMsPragma:
        if (failed() || !pragma_operator(*this, token_.kind)) {
          return;
        }
        break;
      case Tok::kNothing:
        break;
      default:
        return;
    }
  }
}

Tok ParseContext::peek() const {
  Lexer ahead = lexer;
  Tok kind = ahead.next().kind;
  while (kind == Tok::kNothing) {
    kind = ahead.next().kind;
  }
  return kind;
}

void ParseContext::stop() {
  lexer.skip_to(static_cast<uint32_t>(lexer.text().size()));
  token_ = Token();
  token_.begin = token_.end = lexer.position();
}

bool ParseContext::fail(Failure failure, SourceRange range) {
  if (!failure_) {
    failure_ = std::move(failure);
    if (failure_->range.end == 0) {
      failure_->range = range;
    }
  }
  stop();
  return false;
}

bool ParseContext::fail(ErrorCode code, SourceRange range, std::vector<std::string> arguments) {
  if (!failure_) {
    failure_ = cffi::fail(code, range, std::move(arguments));
  }
  stop();
  return false;
}

bool ParseContext::unexpected(std::string_view expected) {
  if (failed()) {
    return false;
  }
  if (kind() == Tok::kEnd) {
    return fail(ErrorCode::kUnexpectedEnd, range(), {std::string(expected)});
  }
  return fail(ErrorCode::kUnexpectedToken, range(), {std::string(text().substr(0, 80)), std::string(expected)});
}

Failure ParseContext::take_failure() { return std::move(failure_); }

void ParseContext::retry_from(const Lexer& saved, const Token& token) {
  failure_ = nullptr;
  lexer = saved;
  token_ = token;
}

bool ParseContext::skip_balanced() {
  size_t open = 0;
  do {
    switch (kind()) {
      case Tok::kLeftParen:
      case Tok::kLeftBracket:
      case Tok::kLeftBrace:
        ++open;
        break;
      case Tok::kRightParen:
      case Tok::kRightBracket:
      case Tok::kRightBrace:
        --open;
        break;
      case Tok::kEnd:
        return unexpected("the closing bracket");
      default:
        break;
    }
    advance();
  } while (open != 0);
  return !failed();
}

Nesting::Nesting(ParseContext& ctx) : ctx_(ctx) {
  if (++ctx_.depth > kMaxNesting) {
    ctx_.fail(ErrorCode::kNestingTooDeep, ctx_.range(), {std::to_string(kMaxNesting)});
  }
}

}  // namespace cffi
