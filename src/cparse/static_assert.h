// Static assertions (C11 6.7.10).
//
//   static-assert: "_Static_assert" "(" constant-expression [ "," string { string } ] ")" ";"
#pragma once

#include "cparse/parse_context.h"

namespace cffi {

// One that is false is kStaticAssertFailed; one over what is not known here is passed over.
bool static_assert_declaration(ParseContext& ctx);

}  // namespace cffi
