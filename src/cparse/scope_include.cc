// FFI.include(): the names of another scope become visible in this one.
#include <unordered_set>

#include "cparse/scope_names.h"

namespace cffi {

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
    for (const Typedef* theirs : scope->names_->typedefs) {
      const Typedef* ours = find_typedef(theirs->name);
      if (ours != nullptr && ours->type.type->canonical != theirs->type.type->canonical) {
        return fail(ErrorCode::kIncludeConflict, {"typedef", std::string(theirs->name)});
      }
    }
    for (const Declaration* theirs : scope->names_->declarations) {
      const Declaration* ours = theirs->kind == DeclarationKind::kConstant ? find(theirs->name) : nullptr;
      if (ours != nullptr && ours->kind == DeclarationKind::kConstant && !(ours->value == theirs->value)) {
        return fail(ErrorCode::kIncludeConflict, {"constant", std::string(theirs->name)});
      }
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
