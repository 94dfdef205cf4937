// A scope over lazy names: what they have is kept as if a cdef had declared it, but in no list.
#include "cparse/scope_names.h"

namespace cffi {

void Scope::Names::keep(Failure failure) {
  types.note_lasting();
  if (lazy_failure == nullptr) {
    lazy_failure = std::move(failure);
  }
}

const StoredDeclaration* Scope::Names::realize_declaration(std::string_view name) {
  Declaration found{};
  Result<bool> has = lazy->find_declaration(name, found);
  if (!has) {
    keep(has.take_failure());
    return nullptr;
  }
  if (!*has) {
    return nullptr;
  }
  types.note_lasting();
  Symbol& symbol = symbols.intern(name);
  auto* stored = arena.make<StoredDeclaration>();
  static_cast<Declaration&>(*stored) = found;
  stored->name = symbol.text;
  symbol.ordinary = stored;
  return stored;
}

const StoredTypedef* Scope::Names::realize_typedef(std::string_view name) {
  Result<QualType> found = lazy->find_typedef(name);
  if (!found) {
    keep(found.take_failure());
    return nullptr;
  }
  if (!*found) {
    return nullptr;
  }
  types.note_lasting();
  Symbol& symbol = symbols.intern(name);
  auto* stored = arena.make<StoredTypedef>();
  stored->name = symbol.text;
  stored->type = *found;
  symbol.type = stored;
  return stored;
}

RecordType* Scope::Names::realize_record(RecordKind kind, std::string_view tag) {
  Result<RecordType*> found = lazy->find_record(kind, tag);
  if (!found) {
    keep(found.take_failure());
    return nullptr;
  }
  if (*found != nullptr) {
    types.note_lasting();
    symbols.intern(tag).records[static_cast<size_t>(kind)].type = *found;
  }
  return *found;
}

EnumType* Scope::Names::realize_enum(std::string_view tag) {
  Result<EnumType*> found = lazy->find_enum(tag);
  if (!found) {
    keep(found.take_failure());
    return nullptr;
  }
  if (*found != nullptr) {
    types.note_lasting();
    symbols.intern(tag).enumeration.type = *found;
  }
  return *found;
}

void Scope::set_lazy_names(std::shared_ptr<LazyNames> names) { names_->lazy = std::move(names); }

LazyNames* Scope::lazy_names() const { return names_->lazy.get(); }

Failure Scope::take_lazy_failure() const {
  Failure failure = std::move(names_->lazy_failure);
  for (const ScopeView& view : names_->searched) {
    Failure other = std::move(view.scope->names_->lazy_failure);
    if (failure == nullptr) {
      failure = std::move(other);
    }
  }
  return failure;
}

}  // namespace cffi
