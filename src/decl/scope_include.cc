// FFI.include(): the names of another scope become visible in this one.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "decl/scope_contents.h"

namespace cffi {
namespace {

// No typedef and no constant may mean one thing in `ours` and another in `theirs`.
Result<void> check_agreement(const Scope& ours, const ScopeView& theirs) {
  for (const Typedef* their : theirs.typedefs()) {
    CFFI_TRY(our, ours.find_typedef(their->name));
    if (*our != nullptr && (*our)->type.type->canonical != their->type.type->canonical) {
      return fail(ErrorCode::kIncludeConflict, {"typedef", std::string(their->name)});
    }
  }
  for (const Declaration* their : theirs.declarations()) {
    if (their->kind != DeclarationKind::kConstant) {
      continue;
    }
    CFFI_TRY(our, ours.find(their->name));
    if (*our != nullptr && (*our)->kind == DeclarationKind::kConstant && !((*our)->value == their->value)) {
      return fail(ErrorCode::kIncludeConflict, {"constant", std::string(their->name)});
    }
  }
  return {};
}

// One that was included before is seen with what it has declared since.
void merge_views(std::vector<ScopeView>& ours, std::span<const ScopeView> theirs) {
  std::unordered_map<const Scope*, size_t> known;
  for (size_t i = 0; i < ours.size(); ++i) {
    known.emplace(ours[i].scope, i);
  }
  for (const ScopeView& view : theirs) {
    auto [place, is_new] = known.emplace(view.scope, ours.size());
    if (is_new) {
      ours.push_back(view);
      continue;
    }
    ScopeView& our = ours[place->second];
    our.declaration_count = std::max(our.declaration_count, view.declaration_count);
    our.typedef_count = std::max(our.typedef_count, view.typedef_count);
    our.record_count = std::max(our.record_count, view.record_count);
    our.enum_count = std::max(our.enum_count, view.enum_count);
  }
}

}  // namespace

Result<void> Scope::include(std::shared_ptr<const Scope> other) {
  std::vector<const Scope*> reached = {other.get()};
  std::unordered_set<const Scope*> known = {other.get()};
  for (size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] == this) {
      return fail(ErrorCode::kIncludeCycle);
    }
    for (const auto& next : reached[i]->contents_->includes) {
      if (known.insert(next.get()).second) {
        reached.push_back(next.get());
      }
    }
  }
  std::vector<ScopeView> seen = other->visible();
  for (const ScopeView& view : seen) {
    CFFI_TRY_VOID(check_agreement(*this, view));
  }
  types_->depend_on(other->types_);
  merge_views(contents_->searched, seen);
  contents_->includes.push_back(std::move(other));
  return {};
}

}  // namespace cffi
