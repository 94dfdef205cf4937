// The same random cases as C: the compiler's idea of each signature, on both sides of the call.
//
// For case i: f<i>() checks its arguments and returns the case's result, and c<i>(fn) calls `fn` with the case's
// arguments and checks what comes back. Both count in `mismatches`.
#pragma once

#include <string>
#include <vector>

#include "random_values.h"

namespace cffi::test {

std::string write_c_batch(const RandomTypes& types, const std::vector<Case>& cases);

}  // namespace cffi::test
