// Type names known without declaration. Each gives way to a declaration of the user.
//
// Those that exist everywhere stand in the vocabulary (token.h); here are those of Windows, and what the names mean.
#pragma once

#include <string_view>

#include "cparse/token.h"
#include "decl/transaction.h"

namespace cffi {

// A name known on this target only (DWORD, HANDLE on Windows), or null.
const Word* find_platform_word(const Target& target, std::string_view text);

// What a word with `standard` other than kNone stands for.
QualType standard_type(Transaction& transaction, const Word& word);

}  // namespace cffi
