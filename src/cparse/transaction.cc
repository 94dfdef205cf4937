// Declaring names, and taking all of it back when a cdef fails.
#include "cparse/scope_names.h"
#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

std::string_view kind_name(const Declaration& declaration) {
  switch (declaration.kind) {
    case DeclarationKind::kFunction:
      return "function";
    case DeclarationKind::kVariable:
      return "variable";
    case DeclarationKind::kConstant:
    case DeclarationKind::kDotsConstant:
      return declaration.is_macro ? "macro" : "constant";
    case DeclarationKind::kExternPython:
      return "extern_python";
  }
  return "name";
}

bool same_type(const Type* a, const Type* b) {
  return (a == nullptr ? nullptr : a->canonical) == (b == nullptr ? nullptr : b->canonical);
}

bool is_constant(const Declaration& declaration) {
  return declaration.kind == DeclarationKind::kConstant || declaration.kind == DeclarationKind::kDotsConstant;
}

// How a declaration stands to the one before it.
enum class Redeclaration : uint8_t { kSaysTheSame, kReplaces, kDiffers };

bool have_other_values(const Declaration& before, const Declaration& now) {
  return before.kind == DeclarationKind::kConstant && now.kind == DeclarationKind::kConstant &&
         !(before.value == now.value);
}

// An enumerator and a macro may say the same.
Redeclaration compare_constants(const Declaration& before, const Declaration& now) {
  if (have_other_values(before, now)) {
    return Redeclaration::kDiffers;
  }
  if (before.kind != now.kind) {  // one with a value, one with dots
    return before.is_macro && now.is_macro ? Redeclaration::kDiffers : Redeclaration::kReplaces;
  }
  bool typed = before.kind == DeclarationKind::kDotsConstant && before.type && now.type;
  return !typed || same_type(before.type.type, now.type.type) ? Redeclaration::kSaysTheSame : Redeclaration::kDiffers;
}

// A function may be declared as in C, too, before or after `extern "Python"` says that Python defines it.
Redeclaration compare_prototypes(DeclarationKind before, DeclarationKind now) {
  if (before == DeclarationKind::kExternPython && now == DeclarationKind::kFunction) {
    return Redeclaration::kSaysTheSame;
  }
  bool is_told = before == DeclarationKind::kFunction && now == DeclarationKind::kExternPython;
  return is_told ? Redeclaration::kReplaces : Redeclaration::kDiffers;
}

// C's macros are in no name space: what a library has keeps the name.
Redeclaration compare(const Declaration& before, const Declaration& now) {
  if (is_constant(before) && is_constant(now)) {
    return compare_constants(before, now);
  }
  if (before.is_macro || now.is_macro) {
    return now.is_macro ? Redeclaration::kSaysTheSame : Redeclaration::kReplaces;
  }
  if (!same_type(before.type.type, now.type.type)) {
    return Redeclaration::kDiffers;
  }
  if (before.kind != now.kind) {
    return compare_prototypes(before.kind, now.kind);
  }
  bool adds_symbol = before.symbol.empty() && !now.symbol.empty();
  return adds_symbol ? Redeclaration::kReplaces : Redeclaration::kSaysTheSame;
}

// Only for error messages.
std::string both_types(const Type* before, const Type* now) {
  if (before == nullptr || now == nullptr) {
    return {};
  }
  return ": '" + spell_type(before).text + "' before, '" + spell_type(now).text + "' now";
}

Failure redeclared(const Declaration& before, const Declaration& now) {
  if (have_other_values(before, now)) {
    return fail(ErrorCode::kRedeclaredConstant, now.range, {std::string(now.name)});
  }
  return fail(ErrorCode::kRedeclared, now.range,
              {std::string(kind_name(now)), std::string(now.name), both_types(before.type.type, now.type.type)});
}

// `extern int a[]; extern int a[5];`: the composite type (C11 6.2.7p3). Null: not compatible in this way.
const Type* composite_array(const Declaration& before, const Declaration& now) {
  auto* a = type_as<ArrayType>(before.type.type);
  auto* b = type_as<ArrayType>(now.type.type);
  if (before.kind != DeclarationKind::kVariable || now.kind != DeclarationKind::kVariable || a == nullptr ||
      b == nullptr || !same_type(a->item.type, b->item.type)) {
    return nullptr;
  }
  return a->length == kOpenLength ? b : b->length == kOpenLength ? a : nullptr;
}

}  // namespace

// What to put back, newest last.
struct Scope::Transaction::Journal {
  enum class Kind : uint8_t { kOrdinary, kTypedef, kStruct, kUnion, kEnum, kRecordBody, kEnumBody, kName };
  struct Entry {
    Kind kind;
    Symbol* symbol = nullptr;
    const void* before = nullptr;  // what the slot held; null: nothing
    RecordType* record = nullptr;
    EnumType* enumeration = nullptr;
    std::string_view* name = nullptr;
    std::string_view former_name = {};
  };
  void undo(const Scope& scope, const Entry& entry);

  std::vector<Entry> entries;
  std::vector<const RecordType*> placed;  // by note_place()
  uint32_t anonymous = 0;
  Arena::Mark declarations;
  const Type* va_list = nullptr;
  uint64_t lasting = 0;
  bool committed = false;
  bool is_implicit = false;
};

Scope::Transaction::Transaction(Scope& scope) : Transaction(scope, false) {}

Scope::Transaction::Transaction(const Scope& scope, bool is_implicit)
    : scope_(scope), journal_(std::make_unique<Journal>()) {
  Names& names = *scope.names_;
  journal_->is_implicit = is_implicit;
  journal_->anonymous = names.anonymous;
  journal_->declarations = names.arena.mark();
  journal_->va_list = names.va_list;
  journal_->lasting = scope.types().lasting();
  names.symbols.begin();
  for_each_table([](TypeTable& table) {
    table.begin_noting();
    table.pending().begin();
  });
}

// Own, common, and those of the included scopes: where types are made and completed while this one's declarations are
// read.
template <typename Visit>
void Scope::Transaction::for_each_table(Visit visit) const {
  visit(scope_.types());
  visit(scope_.types().common());
  for (const ScopeView& view : scope_.names_->searched) {
    visit(view.scope->types());
  }
}

Scope::Transaction::~Transaction() {
  if (!journal_->committed) {
    roll_back();
  }
}

void Scope::Transaction::commit(std::string_view text) {
  scope_.names_->sources.emplace_back(text);
  commit();
}

void Scope::Transaction::commit() {
  journal_->committed = true;
  scope_.names_->symbols.end();
  for_each_table([](TypeTable& table) { table.end_noting(); });
  for_each_table([](TypeTable& table) { table.pending().commit(); });
}

bool Scope::Transaction::may_change(const Type* type) const {
  bool is_among = false;
  for_each_table([&](const TypeTable& table) { is_among = is_among || &table == type->table; });
  return is_among && type->table->lazy_bodies() == nullptr;
}

void Scope::Transaction::note_place(const RecordType* record, uint32_t begin, std::span<const uint32_t> fields) {
  Names& names = *scope_.names_;
  journal_->placed.push_back(record);
  names.places[record] = {static_cast<uint32_t>(names.sources.size()), begin, names.arena.copy(fields)};
}

void Scope::Transaction::note_place(const EnumType* type, uint32_t begin) {
  scope_.names_->enum_places[type] = {static_cast<uint32_t>(scope_.names_->sources.size()), begin};
}

// Of a mention or a typedef. The text of a type string is kept only when it defines something.
TextPlace Scope::Transaction::place(SourceRange range) const {
  auto cdef = static_cast<uint32_t>(scope_.names_->sources.size());
  return {journal_->is_implicit ? TextPlace::kNoCdef : cdef, range.begin};
}

uint32_t Scope::Transaction::next_anonymous() { return ++scope_.names_->anonymous; }

void Scope::Transaction::show_as(const Type* type, std::string_view name) {
  auto* record = const_cast<RecordType*>(type_as<RecordType>(type));
  auto* enumeration = const_cast<EnumType*>(type_as<EnumType>(type));
  if (record == nullptr && enumeration == nullptr) {
    return;
  }
  bool is_shown = type->canonical->has_settled_name.load(std::memory_order_relaxed);
  std::string_view* shown = record != nullptr ? &record->name : &enumeration->name;
  bool shows_tag = shown->find(' ') != std::string_view::npos;
  if (is_shown || !shows_tag || !may_change(type)) {
    return;
  }
  journal_->entries.push_back({.kind = Journal::Kind::kName, .name = shown, .former_name = *shown});
  *shown = type->table->arena().copy(name);
}

Result<void> Scope::Transaction::declare(const Declaration& declaration, bool override) {
  Names& names = *scope_.names_;
  Symbol& symbol = names.symbols.intern(declaration.name);
  if (symbol.type != nullptr && !override && !declaration.is_macro) {
    return fail(ErrorCode::kRedeclaredTypedef, declaration.range, {std::string(declaration.name)});
  }
  const StoredDeclaration* before = symbol.ordinary;
  QualType type = declaration.type;
  if (before != nullptr && !override) {
    const Type* composite = composite_array(*before, declaration);
    Redeclaration compared = compare(*before, declaration);
    if (composite != nullptr) {
      type.type = composite;
    } else if (compared == Redeclaration::kDiffers) {
      return redeclared(*before, declaration);
    } else if (compared == Redeclaration::kSaysTheSame) {
      return {};
    }
  } else if (before == nullptr && !override && !names.searched.empty()) {
    const Declaration* included = scope_.find(declaration.name);
    if (included != nullptr && have_other_values(*included, declaration)) {
      return redeclared(*included, declaration);
    }
  }
  auto* stored = names.arena.make<StoredDeclaration>();
  static_cast<Declaration&>(*stored) = declaration;
  stored->type = type;
  stored->name = symbol.text;
  stored->cdef = static_cast<uint32_t>(names.sources.size());
  stored->symbol = declaration.symbol.empty() ? std::string_view() : names.arena.copy(declaration.symbol);
  journal_->entries.push_back({Journal::Kind::kOrdinary, &symbol, before});
  symbol.ordinary = stored;
  if (before != nullptr && before->index != kUnlisted) {
    stored->index = before->index;
    names.declarations[stored->index] = stored;
  } else {
    stored->index = static_cast<uint32_t>(names.declarations.size());
    names.declarations.push_back(stored);
  }
  return {};
}

Result<void> Scope::Transaction::declare_typedef(const Typedef& declaration, bool override, SourceRange range) {
  Names& names = *scope_.names_;
  Symbol& symbol = names.symbols.intern(declaration.name);
  const Typedef* visible = symbol.type != nullptr    ? symbol.type
                           : !names.searched.empty() ? scope_.find_typedef(declaration.name)
                                                     : nullptr;
  if (visible != nullptr && !override) {
    if (same_type(visible->type.type, declaration.type.type)) {
      return {};
    }
    return fail(ErrorCode::kRedeclared, range,
                {"typedef", std::string(declaration.name), both_types(visible->type.type, declaration.type.type)});
  }
  if (symbol.ordinary != nullptr && !symbol.ordinary->is_macro && !override) {
    return fail(ErrorCode::kRedeclared, range, {"typedef", std::string(declaration.name), ""});
  }
  auto* stored = names.arena.make<StoredTypedef>();
  stored->name = symbol.text;
  stored->type = declaration.type;
  stored->place = place(range);
  const StoredTypedef* before = symbol.type;
  journal_->entries.push_back({Journal::Kind::kTypedef, &symbol, before});
  symbol.type = stored;
  if (before != nullptr && before->index != kUnlisted) {
    stored->index = before->index;
    names.typedefs[stored->index] = stored;
  } else {
    stored->index = static_cast<uint32_t>(names.typedefs.size());
    names.typedefs.push_back(stored);
  }
  return {};
}

void Scope::Transaction::declare_record(RecordType* record, SourceRange range) {
  Names& names = *scope_.names_;
  if (record->tag.empty()) {
    names.records.push_back(record);
    names.record_mentions.push_back(place(range));
    journal_->entries.push_back({record->is_union() ? Journal::Kind::kUnion : Journal::Kind::kStruct});
    return;
  }
  Symbol& symbol = names.symbols.intern(record->tag);
  StoredRecord& slot = symbol.records[static_cast<size_t>(record->record_kind)];
  journal_->entries.push_back(
      {record->is_union() ? Journal::Kind::kUnion : Journal::Kind::kStruct, &symbol, slot.type});
  if (slot.type != nullptr && slot.index != kUnlisted) {
    names.records[slot.index] = record;
  } else {
    slot.index = static_cast<uint32_t>(names.records.size());
    names.records.push_back(record);
    names.record_mentions.push_back(place(range));
  }
  slot.type = record;
}

void Scope::Transaction::declare_enum(EnumType* type, SourceRange range) {
  Names& names = *scope_.names_;
  if (type->tag.empty()) {
    names.enums.push_back(type);
    names.enum_mentions.push_back(place(range));
    journal_->entries.push_back({Journal::Kind::kEnum});
    return;
  }
  Symbol& symbol = names.symbols.intern(type->tag);
  StoredEnum& slot = symbol.enumeration;
  journal_->entries.push_back({Journal::Kind::kEnum, &symbol, slot.type});
  if (slot.type != nullptr && slot.index != kUnlisted) {
    names.enums[slot.index] = type;
  } else {
    slot.index = static_cast<uint32_t>(names.enums.size());
    names.enums.push_back(type);
    names.enum_mentions.push_back(place(range));
  }
  slot.type = type;
}

Result<void> Scope::Transaction::completed(RecordType* record) {
  journal_->entries.push_back({Journal::Kind::kRecordBody, nullptr, nullptr, record});
  return tell_waiting(record);
}

// An included scope's own records learn of it now, those of other scopes that wait for one of these at commit().
Result<void> Scope::Transaction::tell_waiting(const Type* type) const {
  auto told = type->table->pending().completed(type);
  return told && type->table != &scope_.types() ? scope_.types().pending().completed(type) : std::move(told);
}

Result<void> Scope::Transaction::completed(EnumType* type, const EnumBody* before) {
  journal_->entries.push_back({Journal::Kind::kEnumBody, nullptr, before, nullptr, type});
  return tell_waiting(type);
}

Result<void> Scope::Transaction::declare_fields(RecordType* record, const RecordOptions& options,
                                                std::span<const Member> members) {
  return record->table->pending().declare(record, options, members);
}

Result<void> Scope::Transaction::check() const {
  Result<void> checked;
  for_each_table([&](TypeTable& table) {
    if (checked) {
      checked = table.pending().check_circles();
    }
  });
  return checked;
}

namespace {

// Takes back one declaration: the slot gets its former content, the list its former entry or length.
template <typename Slot, typename List, typename Former>
void restore(Slot& slot, List& list, Former* former, uint32_t index) {
  if (former != nullptr) {
    list[index] = former;
  } else {
    list.pop_back();
  }
  slot = former;
}

}  // namespace

void Scope::Transaction::roll_back() {
  while (!journal_->entries.empty()) {
    Journal::Entry entry = journal_->entries.back();
    journal_->entries.pop_back();
    journal_->undo(scope_, entry);
  }
  Names& names = *scope_.names_;
  for (const RecordType* record : journal_->placed) {
    names.places.erase(record);
  }
  names.anonymous = journal_->anonymous;
  names.va_list = journal_->va_list;
  for_each_table([](TypeTable& table) { table.pending().roll_back(); });
  if (scope_.types().lasting() != journal_->lasting) {
    names.symbols.end();
    for_each_table([](TypeTable& table) { table.end_noting(); });
    return;
  }
  names.symbols.roll_back();
  names.arena.rewind(journal_->declarations);
  for_each_table([](TypeTable& table) { table.roll_back(); });
}

void Scope::Transaction::Journal::undo(const Scope& scope, const Entry& entry) {
  Names& names = *scope.names_;
  switch (entry.kind) {
    case Kind::kOrdinary: {
      auto* former = static_cast<const StoredDeclaration*>(entry.before);
      restore(entry.symbol->ordinary, names.declarations, former, entry.symbol->ordinary->index);
      return;
    }
    case Kind::kTypedef: {
      auto* former = static_cast<const StoredTypedef*>(entry.before);
      restore(entry.symbol->type, names.typedefs, former, entry.symbol->type->index);
      return;
    }
    case Kind::kStruct:
    case Kind::kUnion: {
      if (entry.symbol == nullptr) {
        names.records.pop_back();
        names.record_mentions.pop_back();
        return;
      }
      StoredRecord& slot = entry.symbol->records[entry.kind == Kind::kUnion ? 1 : 0];
      restore(slot.type, names.records, static_cast<RecordType*>(const_cast<void*>(entry.before)), slot.index);
      names.record_mentions.resize(names.records.size());
      return;
    }
    case Kind::kEnum: {
      if (entry.symbol == nullptr) {
        names.enums.pop_back();
        names.enum_mentions.pop_back();
        return;
      }
      StoredEnum& slot = entry.symbol->enumeration;
      restore(slot.type, names.enums, static_cast<EnumType*>(const_cast<void*>(entry.before)), slot.index);
      names.enum_mentions.resize(names.enums.size());
      return;
    }
    case Kind::kRecordBody:
      scope.types().withdraw(entry.record);
      return;
    case Kind::kEnumBody:
      names.enum_places.erase(entry.enumeration);
      scope.types().withdraw(entry.enumeration, static_cast<const EnumBody*>(entry.before));
      return;
    case Kind::kName:
      *entry.name = entry.former_name;
      return;
  }
}

}  // namespace cffi
