// The Python source of an out-of-line module in ABI mode, in the established format: readable by every released
// `_cffi_backend`. The same input always gives the same text. Errors: kNeedsCompiler, kLayoutNotInPy, kLengthNotInPy,
// kNotInModules. Locks: that of the scope's types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "decl/scope.h"

namespace cffi {

// `includes`: the module names of the included FFIs, in order.
Result<std::string> emit_python(const Scope& scope, std::string_view module_name,
                                const std::vector<std::string>& includes);

}  // namespace cffi
