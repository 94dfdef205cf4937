// A scope with a declaration source: what that has is kept as if a cdef had declared it, but in no list.
#include "decl/scope_contents.h"

namespace cffi {

Result<const StoredDeclaration*> Scope::Contents::realize_declaration(std::string_view name) {
  Declaration found{};
  Result<bool> has = source->find_declaration(name, found);
  if (!has) {
    types.note_lasting();
    return has.take_failure();
  }
  if (!*has) {
    return static_cast<const StoredDeclaration*>(nullptr);
  }
  types.note_lasting();
  Symbol& symbol = symbols.intern(name);
  auto* stored = arena.make<StoredDeclaration>();
  static_cast<Declaration&>(*stored) = found;
  stored->name = symbol.text;
  symbol.ordinary = stored;
  return static_cast<const StoredDeclaration*>(stored);
}

Result<const StoredTypedef*> Scope::Contents::realize_typedef(std::string_view name) {
  Result<QualType> found = source->find_typedef(name);
  if (!found) {
    types.note_lasting();
    return found.take_failure();
  }
  if (!*found) {
    return static_cast<const StoredTypedef*>(nullptr);
  }
  types.note_lasting();
  Symbol& symbol = symbols.intern(name);
  auto* stored = arena.make<StoredTypedef>();
  stored->name = symbol.text;
  stored->type = *found;
  symbol.type = stored;
  return static_cast<const StoredTypedef*>(stored);
}

Result<StoredRecord> Scope::Contents::realize_record(RecordKind kind, std::string_view tag) {
  Result<RecordType*> found = source->find_record(kind, tag);
  if (!found) {
    types.note_lasting();
    return found.take_failure();
  }
  if (*found != nullptr) {
    types.note_lasting();
    symbols.intern(tag).records[static_cast<size_t>(kind)].type = *found;
  }
  return StoredRecord{*found};
}

Result<StoredEnum> Scope::Contents::realize_enum(std::string_view tag) {
  Result<EnumType*> found = source->find_enum(tag);
  if (!found) {
    types.note_lasting();
    return found.take_failure();
  }
  if (*found != nullptr) {
    types.note_lasting();
    symbols.intern(tag).enumeration.type = *found;
  }
  return StoredEnum{*found};
}

void Scope::set_declaration_source(std::shared_ptr<DeclarationSource> names) { contents_->source = std::move(names); }

DeclarationSource* Scope::declaration_source() const { return contents_->source.get(); }

}  // namespace cffi
