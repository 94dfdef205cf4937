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

const StoredDeclaration* Scope::Names::declaration(std::string_view name) {
  const Symbol* symbol = symbols.find(name);
  if (symbol != nullptr && symbol->ordinary != nullptr) {
    return symbol->ordinary;
  }
  return lazy != nullptr ? realize_declaration(name) : nullptr;
}

const StoredTypedef* Scope::Names::alias(std::string_view name) {
  const Symbol* symbol = symbols.find(name);
  if (symbol != nullptr && symbol->type != nullptr) {
    return symbol->type;
  }
  return lazy != nullptr ? realize_typedef(name) : nullptr;
}

StoredRecord Scope::Names::record(RecordKind kind, std::string_view tag) {
  const Symbol* symbol = symbols.find(tag);
  StoredRecord known = symbol != nullptr ? symbol->records[static_cast<size_t>(kind)] : StoredRecord();
  return known.type != nullptr || lazy == nullptr ? known : StoredRecord{realize_record(kind, tag)};
}

StoredEnum Scope::Names::enumeration(std::string_view tag) {
  const Symbol* symbol = symbols.find(tag);
  StoredEnum known = symbol != nullptr ? symbol->enumeration : StoredEnum();
  return known.type != nullptr || lazy == nullptr ? known : StoredEnum{realize_enum(tag)};
}

ScopeView Scope::whole() const {
  return {this, names_->declarations.size(), names_->typedefs.size(), names_->records.size(), names_->enums.size()};
}

std::vector<ScopeView> Scope::visible() const {
  std::vector<ScopeView> views = {whole()};
  views.insert(views.end(), names_->searched.begin(), names_->searched.end());
  return views;
}

std::span<const Declaration* const> ScopeView::declarations() const {
  return scope->declarations().first(declaration_count);
}
std::span<const Typedef* const> ScopeView::typedefs() const { return scope->typedefs().first(typedef_count); }
std::span<RecordType* const> ScopeView::records() const { return scope->records().first(record_count); }
std::span<EnumType* const> ScopeView::enums() const { return scope->enums().first(enum_count); }

namespace {

bool is_within(uint32_t index, size_t count) { return index == kUnlisted || index < count; }

}  // namespace

// `find` takes a view, and returns a pointer.
template <typename Find>
auto Scope::search(Find find) const {
  auto found = find(whole());
  for (size_t i = 0; found == nullptr && i < names_->searched.size(); ++i) {
    found = find(names_->searched[i]);
  }
  return found;
}

const Declaration* Scope::find(std::string_view name) const {
  return search([name](const ScopeView& view) -> const Declaration* {
    const StoredDeclaration* found = view.scope->names_->declaration(name);
    return found != nullptr && is_within(found->index, view.declaration_count) ? found : nullptr;
  });
}

const Typedef* Scope::find_typedef(std::string_view name) const {
  return search([name](const ScopeView& view) -> const Typedef* {
    const StoredTypedef* found = view.scope->names_->alias(name);
    return found != nullptr && is_within(found->index, view.typedef_count) ? found : nullptr;
  });
}

RecordType* Scope::find_record(RecordKind kind, std::string_view tag) const {
  return search([kind, tag](const ScopeView& view) {
    StoredRecord found = view.scope->names_->record(kind, tag);
    return is_within(found.index, view.record_count) ? found.type : nullptr;
  });
}

EnumType* Scope::find_enum(std::string_view tag) const {
  return search([tag](const ScopeView& view) {
    StoredEnum found = view.scope->names_->enumeration(tag);
    return is_within(found.index, view.enum_count) ? found.type : nullptr;
  });
}

const Declaration* Scope::find_own(std::string_view name) const { return names_->declaration(name); }

const Typedef* Scope::find_own_typedef(std::string_view name) const { return names_->alias(name); }

RecordType* Scope::find_own_record(RecordKind kind, std::string_view tag) const {
  return names_->record(kind, tag).type;
}

EnumType* Scope::find_own_enum(std::string_view tag) const { return names_->enumeration(tag).type; }

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
  for (const ScopeView& view : visible()) {
    view.scope->names_->symbols.for_each([&](const Symbol& symbol) {
      if (symbol.type != nullptr && is_within(symbol.type->index, view.typedef_count)) {
        nearest.consider(symbol.text);
      }
    });
    for (const LazyNames::Listed& listed : listed_by(*view.scope, &LazyNames::list_typedefs)) {
      nearest.consider(listed.name);
    }
  }
  return nearest.take();
}

std::string Scope::nearest_constant_name(std::string_view name) const {
  NearestName nearest(name);
  for (const ScopeView& view : visible()) {
    view.scope->names_->symbols.for_each([&](const Symbol& symbol) {
      const StoredDeclaration* found = symbol.ordinary;
      if (found != nullptr && found->kind == DeclarationKind::kConstant &&
          is_within(found->index, view.declaration_count)) {
        nearest.consider(symbol.text);
      }
    });
    for (const LazyNames::Listed& listed : listed_by(*view.scope, &LazyNames::list_declarations)) {
      if (listed.is_constant) {
        nearest.consider(listed.name);
      }
    }
  }
  return nearest.take();
}

}  // namespace cffi
