// A scope with a declaration source: what that has is kept as if a cdef had declared it, but in no list.
#include "decl/scope_contents.h"

namespace cffi {

void Scope::Contents::keep(Failure failure) {
  types.note_lasting();
  if (source_failure == nullptr) {
    source_failure = std::move(failure);
  }
}

const StoredDeclaration* Scope::Contents::realize_declaration(std::string_view name) {
  Declaration found{};
  Result<bool> has = source->find_declaration(name, found);
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

const StoredTypedef* Scope::Contents::realize_typedef(std::string_view name) {
  Result<QualType> found = source->find_typedef(name);
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

RecordType* Scope::Contents::realize_record(RecordKind kind, std::string_view tag) {
  Result<RecordType*> found = source->find_record(kind, tag);
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

EnumType* Scope::Contents::realize_enum(std::string_view tag) {
  Result<EnumType*> found = source->find_enum(tag);
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

void Scope::set_declaration_source(std::shared_ptr<DeclarationSource> names) { contents_->source = std::move(names); }

DeclarationSource* Scope::declaration_source() const { return contents_->source.get(); }

Failure Scope::take_source_failure() const {
  Failure failure = std::move(contents_->source_failure);
  for (const ScopeView& view : contents_->searched) {
    Failure other = std::move(view.scope->contents_->source_failure);
    if (failure == nullptr) {
      failure = std::move(other);
    }
  }
  return failure;
}

}  // namespace cffi
