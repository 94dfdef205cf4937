// What the C source of an embedded library has beyond that of a module: starting Python, and the Python code to run
// then.
//
// The code stands there line by line, in pieces short enough for every compiler's limit on literals. No locks.
#pragma once

#include <string_view>

#include "emit/code_writer.h"

namespace cffi {

// In front of the preamble. `version`: of cffi, for error messages.
void emit_c_embedding_head(CodeWriter& out, std::string_view version);
// After everything else. `init_code`: Python source in UTF-8, without NUL.
void emit_c_embedding_start(CodeWriter& out, std::string_view init_code);

}  // namespace cffi
