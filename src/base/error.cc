#include "base/error.h"

#include "base/text_writer.h"

namespace cffi {
namespace {

using enum ExceptionKind;

constexpr bool kSyntax = true;
constexpr bool kOther = false;

constexpr ErrorInfo kErrors[] = {
#define CFFI_ERROR(Code, exception, kind, text) {exception, kind, text},
#include "base/error.def"
};

}  // namespace

const ErrorInfo& error_info(ErrorCode code) { return kErrors[static_cast<size_t>(code)]; }

std::string error_text(const Error& error) {
  std::string_view text = error_info(error.code).text;
  TextWriter out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool is_hole =
        text[i] == '{' && i + 2 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}';
    if (!is_hole) {
      out << text[i];
      continue;
    }
    auto index = static_cast<size_t>(text[i + 1] - '0');
    if (index < error.arguments.size()) {
      out << error.arguments[index];
    }
    i += 2;
  }
  return out.take();
}

std::string describe_error(const Error& error) {
  TextWriter out;
  if (!error.location.empty()) {
    out << error.location << ": ";
  }
  out << error_text(error);
  if (!error.excerpt.empty()) {
    out << '\n' << error.excerpt;
  }
  return out.take();
}

}  // namespace cffi
