// Names the user may have meant: the nearest by edit distance, and C++ functions by their unmangled name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "call/library/dynamic_library.h"

namespace cffi {

SymbolSuggestions suggest_among(const std::vector<std::string>& exported, std::string_view symbol, size_t limit);

// Whether `mangled` is the Itanium-ABI name of a function that the source calls `name`, in any namespace or class.
bool is_mangled_name_of(std::string_view mangled, std::string_view name);

}  // namespace cffi
