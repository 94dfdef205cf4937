#include "base/result.h"

namespace cffi {

Failure fail(ErrorCode code, SourceRange range, std::vector<std::string> arguments) {
  return std::make_unique<Error>(Error{code, range, std::move(arguments), {}, {}});
}

Failure fail(ErrorCode code, std::vector<std::string> arguments) {
  return fail(code, SourceRange{}, std::move(arguments));
}

}  // namespace cffi
