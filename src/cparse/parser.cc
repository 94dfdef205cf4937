#include "cparse/parser.h"

#include "base/line_splice.h"
#include "cparse/decl_parser.h"
#include "cparse/declarator.h"
#include "cparse/parse_context.h"
#include "cparse/specifier.h"

namespace cffi {
namespace {

constexpr size_t kMaxText = UINT32_MAX - 16;
constexpr size_t kMaxShownLine = 200;

std::string_view line_around(std::string_view text, uint32_t offset) {
  size_t begin = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  size_t first = line.find_first_not_of(" \t\r");
  line.remove_prefix(first == std::string_view::npos ? line.size() : first);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
    line.remove_suffix(1);
  }
  return line.substr(0, kMaxShownLine);
}

// Location and excerpt. A syntax error starts with `cannot parse "<the line>"`, which programs look for.
Failure located(Failure failure, std::string_view text, const SplicedText& spliced, ParseMode mode) {
  SourceText source(text);
  failure->range = spliced.original(failure->range);
  source.locate(*failure);
  bool only_unknown = mode == ParseMode::kType && failure->code == ErrorCode::kUnknownIdentifier;
  if (error_info(failure->code).is_syntax && !only_unknown) {
    std::string start = "cannot parse \"";
    start += line_around(text, failure->range.begin);
    failure->location = start + "\"\n" + failure->location;
  } else if (mode == ParseMode::kType) {
    failure->location.clear();
  }
  return failure;
}

// `int[...]` is refused by the declarator; a typedef of such an array is a type all the same.
bool whole_type(ParseContext& ctx, QualType& type) {
  return type_name(ctx, type) && (ctx.kind() == Tok::kEnd || ctx.unexpected("the end of the type"));
}

// A name that a compiled module has, but cannot make a type of, looks undeclared to the parser: tell the cause.
Failure failure_of(ParseContext& ctx, std::string_view text, const SplicedText& spliced) {
  Failure lookup = ctx.take_lookup_failure();
  return lookup != nullptr ? std::move(lookup) : located(ctx.take_failure(), text, spliced, ctx.mode);
}

}  // namespace

Result<void> parse_cdef(Scope& scope, std::string_view text, const CdefOptions& options) {
  if (text.size() > kMaxText) {
    return fail(ErrorCode::kTextTooLarge, {std::to_string(kMaxText)});
  }
  Transaction transaction(scope);
  SplicedText spliced(text);
  ParseContext ctx(spliced.text(), transaction, ParseMode::kCdef, options);
  if (!translation_unit(ctx)) {
    return failure_of(ctx, text, spliced);
  }
  if (Failure lookup = ctx.take_lookup_failure()) {
    return lookup;
  }
  if (auto checked = transaction.check(); !checked) {
    return located(checked.take_failure(), text, spliced, ParseMode::kCdef);
  }
  transaction.commit(text);
  return {};
}

Result<QualType> parse_type(const Scope& scope, std::string_view text, TypeDefinitions definitions) {
  if (text.size() > kMaxText) {
    return fail(ErrorCode::kTextTooLarge, {std::to_string(kMaxText)});
  }
  Transaction transaction = Transaction::implicit(scope);
  CdefOptions options;
  SplicedText spliced(text);
  ParseContext ctx(spliced.text(), transaction, ParseMode::kType, options);
  ctx.can_define = definitions == TypeDefinitions::kDeclared;
  QualType type;
  if (!whole_type(ctx, type)) {
    return failure_of(ctx, text, spliced);
  }
  if (Failure lookup = ctx.take_lookup_failure()) {
    return lookup;
  }
  if (auto checked = transaction.check(); !checked) {
    return located(checked.take_failure(), text, spliced, ParseMode::kType);
  }
  if (ctx.has_defined) {
    transaction.commit(text);
  } else {
    transaction.commit();
  }
  return type;
}

}  // namespace cffi
