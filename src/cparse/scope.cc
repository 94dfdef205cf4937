#include "cparse/scope.h"

#include "cparse/near_names.h"
#include "cparse/scope_names.h"
#include "cparse/token.h"

namespace cffi {
namespace {

// For suggestions only: tables that cannot be read have none.
std::vector<LazyNames::Listed> listed_by(const Scope& scope, decltype(&LazyNames::list_typedefs) list) {
  LazyNames* names = scope.lazy_names();
  if (names == nullptr) {
    return {};
  }
  auto listed = (names->*list)();
  return listed ? std::move(*listed) : std::vector<LazyNames::Listed>();
}

}  // namespace

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

template <typename Find>
auto Scope::search(Find find_own) const {
  auto found = find_own(*this);
  for (size_t i = 0; found == nullptr && i < names_->searched.size(); ++i) {
    found = find_own(*names_->searched[i]);
  }
  return found;
}

template <typename Visit>
void Scope::for_each_scope(Visit visit) const {
  visit(*this);
  for (const Scope* scope : names_->searched) {
    visit(*scope);
  }
}

const Declaration* Scope::find(std::string_view name) const {
  return search([name](const Scope& scope) { return scope.find_own(name); });
}

const Typedef* Scope::find_typedef(std::string_view name) const {
  return search([name](const Scope& scope) { return scope.find_own_typedef(name); });
}

RecordType* Scope::find_record(RecordKind kind, std::string_view tag) const {
  return search([kind, tag](const Scope& scope) { return scope.find_own_record(kind, tag); });
}

EnumType* Scope::find_enum(std::string_view tag) const {
  return search([tag](const Scope& scope) { return scope.find_own_enum(tag); });
}

const Declaration* Scope::find_own(std::string_view name) const {
  const Symbol* symbol = names_->symbols.find(name);
  if (symbol != nullptr && symbol->ordinary != nullptr) {
    return symbol->ordinary;
  }
  return names_->lazy != nullptr ? names_->realize_declaration(name) : nullptr;
}

const Typedef* Scope::find_own_typedef(std::string_view name) const {
  const Symbol* symbol = names_->symbols.find(name);
  if (symbol != nullptr && symbol->type != nullptr) {
    return symbol->type;
  }
  return names_->lazy != nullptr ? names_->realize_typedef(name) : nullptr;
}

RecordType* Scope::find_own_record(RecordKind kind, std::string_view tag) const {
  const Symbol* symbol = names_->symbols.find(tag);
  RecordType* known = symbol != nullptr ? symbol->records[static_cast<size_t>(kind)].type : nullptr;
  return known != nullptr || names_->lazy == nullptr ? known : names_->realize_record(kind, tag);
}

EnumType* Scope::find_own_enum(std::string_view tag) const {
  const Symbol* symbol = names_->symbols.find(tag);
  EnumType* known = symbol != nullptr ? symbol->enumeration.type : nullptr;
  return known != nullptr || names_->lazy == nullptr ? known : names_->realize_enum(tag);
}

std::span<const Declaration* const> Scope::declarations() const { return names_->declarations; }
std::span<const Typedef* const> Scope::typedefs() const { return names_->typedefs; }
std::span<RecordType* const> Scope::records() const { return names_->records; }
std::span<EnumType* const> Scope::enums() const { return names_->enums; }
std::span<const std::shared_ptr<const Scope>> Scope::includes() const { return names_->includes; }

std::span<const std::string> Scope::sources() const { return names_->sources; }

const RecordPlace* Scope::place_of(const RecordType* record) const {
  auto found = names_->places.find(record);
  return found == names_->places.end() ? nullptr : &found->second;
}

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
  auto visit_all = [&](const Scope& scope) {
    scope.names_->symbols.for_each(visit);
    for (const LazyNames::Listed& listed : listed_by(scope, &LazyNames::list_typedefs)) {
      nearest.consider(listed.name);
    }
  };
  for_each_scope(visit_all);
  return nearest.take();
}

std::string Scope::nearest_constant_name(std::string_view name) const {
  NearestName nearest(name);
  auto visit = [&](const Symbol& symbol) {
    if (symbol.ordinary != nullptr && symbol.ordinary->kind == DeclarationKind::kConstant) {
      nearest.consider(symbol.text);
    }
  };
  auto visit_all = [&](const Scope& scope) {
    scope.names_->symbols.for_each(visit);
    for (const LazyNames::Listed& listed : listed_by(scope, &LazyNames::list_declarations)) {
      if (listed.is_constant) {
        nearest.consider(listed.name);
      }
    }
  };
  for_each_scope(visit_all);
  return nearest.take();
}

}  // namespace cffi
