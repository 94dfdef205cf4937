// FFI.include(): the names of another scope become visible in this one.
#include <unordered_set>

#include "cparse/scope_names.h"

namespace cffi {
namespace {

// No typedef and no constant may mean one thing in `ours` and another in `theirs`.
Result<void> check_agreement(const Scope& ours, const Scope& theirs) {
  for (const Typedef* their : theirs.typedefs()) {
    const Typedef* our = ours.find_typedef(their->name);
    if (our != nullptr && our->type.type->canonical != their->type.type->canonical) {
      return fail(ErrorCode::kIncludeConflict, {"typedef", std::string(their->name)});
    }
  }
  for (const Declaration* their : theirs.declarations()) {
    const Declaration* our = their->kind == DeclarationKind::kConstant ? ours.find(their->name) : nullptr;
    if (our != nullptr && our->kind == DeclarationKind::kConstant && !(our->value == their->value)) {
      return fail(ErrorCode::kIncludeConflict, {"constant", std::string(their->name)});
    }
  }
  return {};
}

}  // namespace

Result<void> Scope::include(std::shared_ptr<const Scope> other) {
  // `other` and all that it includes, each once, in the order of a search.
  std::vector<const Scope*> reached = {other.get()};
  std::unordered_set<const Scope*> known = {other.get()};
  for (size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] == this) {
      return fail(ErrorCode::kIncludeCycle);
    }
    for (const auto& next : reached[i]->names_->includes) {
      if (known.insert(next.get()).second) {
        reached.push_back(next.get());
      }
    }
  }
  for (const Scope* scope : reached) {
    if (Result<void> agrees = check_agreement(*this, *scope); !agrees) {
      return agrees;
    }
  }
  types_->depend_on(other->types_);
  known = {names_->searched.begin(), names_->searched.end()};
  for (const Scope* scope : reached) {
    if (known.insert(scope).second) {
      names_->searched.push_back(scope);
    }
  }
  names_->includes.push_back(std::move(other));
  return {};
}

}  // namespace cffi
