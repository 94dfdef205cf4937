#include "call/library/symbol_suggest.h"

#include <algorithm>
#include <utility>

#include "base/nearest_name.h"

namespace cffi {
namespace {

// A third of the letters may be wrong, and at least one.
size_t allowed_edits(std::string_view symbol) { return std::max<size_t>(1, std::min<size_t>(symbol.size() / 3, 4)); }

// Reads "<decimal><identifier>"; false when the text is not of that form.
bool take_source_name(std::string_view& text, std::string_view& name) {
  size_t length = 0;
  size_t digits = 0;
  while (digits < text.size() && digits < 6 && text[digits] >= '0' && text[digits] <= '9') {
    length = length * 10 + static_cast<size_t>(text[digits] - '0');
    ++digits;
  }
  if (digits == 0 || length > text.size() - digits) {
    return false;
  }
  name = text.substr(digits, length);
  text.remove_prefix(digits + length);
  return true;
}

}  // namespace

// <encoding> of the Itanium C++ ABI, 5.1.2: _Z <source name> ..., or _ZN [qualifiers] <source name>... E ...
bool is_mangled_name_of(std::string_view mangled, std::string_view name) {
  if (!mangled.starts_with("_Z")) {
    return false;
  }
  mangled.remove_prefix(2);
  std::string_view part;
  if (!mangled.starts_with('N')) {
    if (mangled.starts_with("St")) {
      mangled.remove_prefix(2);  // directly in std::
    } else if (mangled.starts_with('L')) {
      mangled.remove_prefix(1);  // internal linkage
    }
    return take_source_name(mangled, part) && part == name;
  }
  mangled.remove_prefix(1);
  while (!mangled.empty() && (mangled[0] == 'K' || mangled[0] == 'V' || mangled[0] == 'R' || mangled[0] == 'O')) {
    mangled.remove_prefix(1);
  }
  if (mangled.starts_with("St")) {
    mangled.remove_prefix(2);
  }
  while (take_source_name(mangled, part)) {
  }
  return mangled.starts_with('E') && part == name;
}

SymbolSuggestions suggest_among(const std::vector<std::string>& exported, std::string_view symbol, size_t limit) {
  SymbolSuggestions found;
  size_t allowed = allowed_edits(symbol);
  std::vector<std::pair<size_t, std::string_view>> near;
  for (const std::string& candidate : exported) {
    size_t distance = edit_distance(symbol, candidate, allowed);
    if (distance <= allowed && distance > 0) {
      near.emplace_back(distance, candidate);
    }
    if (found.mangled.size() < limit && is_mangled_name_of(candidate, symbol)) {
      found.mangled.push_back(candidate);
    }
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  for (size_t i = 0; i < near.size() && i < limit; ++i) {
    found.nearest.emplace_back(near[i].second);
  }
  return found;
}

}  // namespace cffi
