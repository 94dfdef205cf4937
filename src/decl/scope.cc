#include "decl/scope.h"

#include "decl/scope_contents.h"

namespace cffi {
namespace {

// For suggestions only: tables that cannot be read have none.
std::vector<DeclarationSource::Entry> listed_by(const Scope& scope, decltype(&DeclarationSource::list_typedefs) list) {
  DeclarationSource* names = scope.declaration_source();
  if (names == nullptr) {
    return {};
  }
  auto listed = (names->*list)();
  return listed ? std::move(*listed) : std::vector<DeclarationSource::Entry>();
}

}  // namespace

Scope::Scope(std::shared_ptr<TypeTable> types)
    : types_(std::move(types)), contents_(std::make_unique<Contents>(*types_)) {}

Scope::~Scope() {
  // Long chains of includes are taken apart one by one: the destructors of shared_ptr would recurse.
  std::vector<std::shared_ptr<const Scope>> doomed = std::move(contents_->includes);
  while (!doomed.empty()) {
    std::shared_ptr<const Scope> scope = std::move(doomed.back());
    doomed.pop_back();
    if (scope.use_count() == 1) {
      std::move(scope->contents_->includes.begin(), scope->contents_->includes.end(), std::back_inserter(doomed));
      scope->contents_->includes.clear();
    }
  }
}

Result<const StoredDeclaration*> Scope::Contents::declaration(std::string_view name) {
  const Symbol* symbol = symbols.find(name);
  const StoredDeclaration* known = symbol != nullptr ? symbol->ordinary : nullptr;
  return known != nullptr || source == nullptr ? known : realize_declaration(name);
}

Result<const StoredTypedef*> Scope::Contents::alias(std::string_view name) {
  const Symbol* symbol = symbols.find(name);
  const StoredTypedef* known = symbol != nullptr ? symbol->type : nullptr;
  return known != nullptr || source == nullptr ? known : realize_typedef(name);
}

Result<StoredRecord> Scope::Contents::record(RecordKind kind, std::string_view tag) {
  const Symbol* symbol = symbols.find(tag);
  StoredRecord known = symbol != nullptr ? symbol->records[static_cast<size_t>(kind)] : StoredRecord();
  return known.type != nullptr || source == nullptr ? known : realize_record(kind, tag);
}

Result<StoredEnum> Scope::Contents::enumeration(std::string_view tag) {
  const Symbol* symbol = symbols.find(tag);
  StoredEnum known = symbol != nullptr ? symbol->enumeration : StoredEnum();
  return known.type != nullptr || source == nullptr ? known : realize_enum(tag);
}

ScopeView Scope::whole() const {
  return {this, contents_->declarations.size(), contents_->typedefs.size(), contents_->records.size(),
          contents_->enums.size()};
}

std::vector<ScopeView> Scope::visible() const {
  std::vector<ScopeView> views = {whole()};
  views.insert(views.end(), contents_->searched.begin(), contents_->searched.end());
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

// `find` takes a view, and returns a Result of a pointer. A failure ends the search: what a scope has and cannot make
// hides what a later one has.
template <typename Find>
auto Scope::search(Find find) const {
  auto found = find(whole());
  for (size_t i = 0; found && *found == nullptr && i < contents_->searched.size(); ++i) {
    found = find(contents_->searched[i]);
  }
  return found;
}

Result<const Declaration*> Scope::find(std::string_view name) const {
  return search([name](const ScopeView& view) -> Result<const Declaration*> {
    CFFI_TRY(found, view.scope->contents_->declaration(name));
    return *found != nullptr && is_within((*found)->index, view.declaration_count) ? *found : nullptr;
  });
}

Result<const Typedef*> Scope::find_typedef(std::string_view name) const {
  return search([name](const ScopeView& view) -> Result<const Typedef*> {
    CFFI_TRY(found, view.scope->contents_->alias(name));
    return *found != nullptr && is_within((*found)->index, view.typedef_count) ? *found : nullptr;
  });
}

Result<RecordType*> Scope::find_record(RecordKind kind, std::string_view tag) const {
  return search([kind, tag](const ScopeView& view) -> Result<RecordType*> {
    CFFI_TRY(found, view.scope->contents_->record(kind, tag));
    return is_within(found->index, view.record_count) ? found->type : nullptr;
  });
}

Result<EnumType*> Scope::find_enum(std::string_view tag) const {
  return search([tag](const ScopeView& view) -> Result<EnumType*> {
    CFFI_TRY(found, view.scope->contents_->enumeration(tag));
    return is_within(found->index, view.enum_count) ? found->type : nullptr;
  });
}

Result<const Declaration*> Scope::find_own(std::string_view name) const {
  Result<const StoredDeclaration*> found = contents_->declaration(name);
  return found ? Result<const Declaration*>(*found) : found.take_failure();
}

Result<const Typedef*> Scope::find_own_typedef(std::string_view name) const {
  Result<const StoredTypedef*> found = contents_->alias(name);
  return found ? Result<const Typedef*>(*found) : found.take_failure();
}

Result<RecordType*> Scope::find_own_record(RecordKind kind, std::string_view tag) const {
  Result<StoredRecord> found = contents_->record(kind, tag);
  return found ? Result<RecordType*>(found->type) : found.take_failure();
}

Result<EnumType*> Scope::find_own_enum(std::string_view tag) const {
  Result<StoredEnum> found = contents_->enumeration(tag);
  return found ? Result<EnumType*>(found->type) : found.take_failure();
}

std::span<const Declaration* const> Scope::declarations() const { return contents_->declarations; }
std::span<const Typedef* const> Scope::typedefs() const { return contents_->typedefs; }
std::span<RecordType* const> Scope::records() const { return contents_->records; }
std::span<EnumType* const> Scope::enums() const { return contents_->enums; }
std::span<const std::shared_ptr<const Scope>> Scope::includes() const { return contents_->includes; }

std::span<const std::string> Scope::sources() const { return contents_->sources; }

const RecordPlace* Scope::place_of(const RecordType* record) const {
  auto found = contents_->places.find(record);
  return found == contents_->places.end() ? nullptr : &found->second;
}

void Scope::consider_type_names(NearestName& nearest) const {
  for (const ScopeView& view : visible()) {
    view.scope->contents_->symbols.for_each([&](const Symbol& symbol) {
      if (symbol.type != nullptr && is_within(symbol.type->index, view.typedef_count)) {
        nearest.consider(symbol.text);
      }
    });
    for (const DeclarationSource::Entry& listed : listed_by(*view.scope, &DeclarationSource::list_typedefs)) {
      nearest.consider(listed.name);
    }
  }
}

void Scope::consider_constant_names(NearestName& nearest) const {
  for (const ScopeView& view : visible()) {
    view.scope->contents_->symbols.for_each([&](const Symbol& symbol) {
      const StoredDeclaration* found = symbol.ordinary;
      if (found != nullptr && found->kind == DeclarationKind::kConstant &&
          is_within(found->index, view.declaration_count)) {
        nearest.consider(symbol.text);
      }
    });
    for (const DeclarationSource::Entry& listed : listed_by(*view.scope, &DeclarationSource::list_declarations)) {
      if (listed.is_constant) {
        nearest.consider(listed.name);
      }
    }
  }
}

}  // namespace cffi
