#include "cparse/scope.h"

#include "cparse/near_names.h"
#include "cparse/scope_names.h"
#include "cparse/token.h"

namespace cffi {

Scope::Scope(std::shared_ptr<TypeTable> types) : types_(std::move(types)), names_(std::make_unique<Names>(*types_)) {}

Scope::~Scope() {
  // Long chains of includes are taken apart one by one: the destructors of shared_ptr would recurse.
  std::vector<std::shared_ptr<const Scope>> doomed = std::move(names_->includes);
  while (!doomed.empty()) {
    std::shared_ptr<const Scope> scope = std::move(doomed.back());
    doomed.pop_back();
    if (scope.use_count() == 1) {
      std::move(scope->names_->includes.begin(), scope->names_->includes.end(), std::back_inserter(doomed));
      scope->names_->includes.clear();
    }
  }
}

const Declaration* Scope::find(std::string_view name) const {
  if (const Symbol* symbol = names_->symbols.find(name); symbol != nullptr && symbol->ordinary != nullptr) {
    return symbol->ordinary;
  }
  for (const Scope* scope : names_->searched) {
    if (const Symbol* symbol = scope->names_->symbols.find(name); symbol != nullptr && symbol->ordinary != nullptr) {
      return symbol->ordinary;
    }
  }
  return nullptr;
}

const Typedef* Scope::find_typedef(std::string_view name) const {
  if (const Symbol* symbol = names_->symbols.find(name); symbol != nullptr && symbol->type != nullptr) {
    return symbol->type;
  }
  for (const Scope* scope : names_->searched) {
    if (const Symbol* symbol = scope->names_->symbols.find(name); symbol != nullptr && symbol->type != nullptr) {
      return symbol->type;
    }
  }
  return nullptr;
}

RecordType* Scope::find_record(RecordKind kind, std::string_view tag) const {
  auto slot = static_cast<size_t>(kind);
  if (const Symbol* symbol = names_->symbols.find(tag); symbol != nullptr && symbol->records[slot].type != nullptr) {
    return symbol->records[slot].type;
  }
  for (const Scope* scope : names_->searched) {
    const Symbol* symbol = scope->names_->symbols.find(tag);
    if (symbol != nullptr && symbol->records[slot].type != nullptr) {
      return symbol->records[slot].type;
    }
  }
  return nullptr;
}

EnumType* Scope::find_enum(std::string_view tag) const {
  if (const Symbol* symbol = names_->symbols.find(tag); symbol != nullptr && symbol->enumeration.type != nullptr) {
    return symbol->enumeration.type;
  }
  for (const Scope* scope : names_->searched) {
    if (const Symbol* symbol = scope->names_->symbols.find(tag);
        symbol != nullptr && symbol->enumeration.type != nullptr) {
      return symbol->enumeration.type;
    }
  }
  return nullptr;
}

RecordType* Scope::find_own_record(RecordKind kind, std::string_view tag) const {
  const Symbol* symbol = names_->symbols.find(tag);
  return symbol == nullptr ? nullptr : symbol->records[static_cast<size_t>(kind)].type;
}

EnumType* Scope::find_own_enum(std::string_view tag) const {
  const Symbol* symbol = names_->symbols.find(tag);
  return symbol == nullptr ? nullptr : symbol->enumeration.type;
}

const Typedef* Scope::find_own_typedef(std::string_view name) const {
  const Symbol* symbol = names_->symbols.find(name);
  return symbol == nullptr ? nullptr : symbol->type;
}

std::span<const Declaration* const> Scope::declarations() const { return names_->declarations; }
std::span<const Typedef* const> Scope::typedefs() const { return names_->typedefs; }
std::span<RecordType* const> Scope::records() const { return names_->records; }
std::span<EnumType* const> Scope::enums() const { return names_->enums; }
std::span<const std::shared_ptr<const Scope>> Scope::includes() const { return names_->includes; }

std::string Scope::nearest_type_name(std::string_view name) const {
  NearestName nearest(name);
  for (const Word& word : vocabulary()) {
    if (word.kind == Tok::kIdentifier) {
      nearest.consider(word.text);
    }
  }
  auto visit = [&](const Symbol& symbol) {
    if (symbol.type != nullptr) {
      nearest.consider(symbol.text);
    }
  };
  names_->symbols.for_each(visit);
  for (const Scope* scope : names_->searched) {
    scope->names_->symbols.for_each(visit);
  }
  return nearest.take();
}

std::string Scope::nearest_constant_name(std::string_view name) const {
  NearestName nearest(name);
  auto visit = [&](const Symbol& symbol) {
    if (symbol.ordinary != nullptr && symbol.ordinary->kind == DeclarationKind::kConstant) {
      nearest.consider(symbol.text);
    }
  };
  names_->symbols.for_each(visit);
  for (const Scope* scope : names_->searched) {
    scope->names_->symbols.for_each(visit);
  }
  return nearest.take();
}

}  // namespace cffi
