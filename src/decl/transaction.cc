// Declaring names, and taking all of it back when a cdef fails.
#include "decl/transaction.h"

#include "ctype/pending_layouts.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"
#include "ctype/va_list_type.h"
#include "decl/scope_contents.h"

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

// In the place of what it replaces, if that has one, or else at the end.
template <typename List, typename Stored>
void enlist(List& list, const Stored* before, Stored& now) {
  if (before != nullptr && before->index != kUnlisted) {
    now.index = before->index;
    list[now.index] = &now;
  } else {
    now.index = static_cast<uint32_t>(list.size());
    list.push_back(&now);
  }
}

}  // namespace

// What to put back, newest last.
struct Transaction::Journal {
  enum class Kind : uint8_t { kOrdinary, kTypedef, kStruct, kUnion, kEnum, kRecordBody, kEnumBody, kName };
  struct Entry {
    Kind kind;
    Symbol* symbol = nullptr;
    const void* before = nullptr;       // what the slot held; null: nothing
    uint32_t before_index = kUnlisted;  // of a record or an enum that the slot held: its place in their list
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

Transaction::Transaction(Scope& scope) : Transaction(scope, false) {}

Transaction::Transaction(const Scope& scope, bool is_implicit) : scope_(scope), journal_(std::make_unique<Journal>()) {
  Scope::Contents& contents = *scope.contents_;
  journal_->is_implicit = is_implicit;
  journal_->anonymous = contents.anonymous;
  journal_->declarations = contents.arena.mark();
  journal_->va_list = contents.va_list;
  journal_->lasting = scope.types().lasting();
  contents.symbols.begin();
  for_each_table([](TypeTable& table) {
    table.begin_noting();
    table.pending().begin();
  });
}

// Own, common, and those of the included scopes: where types are made and completed while this one's declarations are
// read.
template <typename Visit>
void Transaction::for_each_table(Visit visit) const {
  visit(scope_.types());
  visit(scope_.types().common());
  for (const ScopeView& view : scope_.contents_->searched) {
    visit(view.scope->types());
  }
}

Transaction::~Transaction() {
  if (!journal_->committed) {
    roll_back();
  }
}

void Transaction::commit(std::string_view text) {
  scope_.contents_->sources.emplace_back(text);
  commit();
}

void Transaction::commit() {
  journal_->committed = true;
  scope_.contents_->symbols.end();
  for_each_table([](TypeTable& table) { table.end_noting(); });
  for_each_table([](TypeTable& table) { table.pending().commit(); });
}

bool Transaction::may_change(const Type* type) const {
  bool is_among = false;
  for_each_table([&](const TypeTable& table) { is_among = is_among || &table == type->table; });
  return is_among && type->table->lazy_bodies() == nullptr;
}

void Transaction::note_place(const RecordType* record, uint32_t begin, std::span<const uint32_t> fields) {
  Scope::Contents& contents = *scope_.contents_;
  journal_->placed.push_back(record);
  contents.places[record] = {static_cast<uint32_t>(contents.sources.size()), begin, contents.arena.copy(fields)};
}

void Transaction::note_place(const EnumType* type, uint32_t begin) {
  scope_.contents_->enum_places[type] = {static_cast<uint32_t>(scope_.contents_->sources.size()), begin};
}

// Of a mention or a typedef. The text of a type string is kept only when it defines something.
TextPlace Transaction::place(SourceRange range) const {
  auto cdef = static_cast<uint32_t>(scope_.contents_->sources.size());
  return {journal_->is_implicit ? TextPlace::kNoCdef : cdef, range.begin};
}

uint32_t Transaction::next_anonymous() { return ++scope_.contents_->anonymous; }

const Type* Transaction::va_list_type() {
  Scope::Contents& contents = *scope_.contents_;
  for (const ScopeView& included : contents.searched) {
    if (contents.va_list == nullptr) {
      contents.va_list = included.scope->contents_->va_list;
    }
  }
  if (contents.va_list == nullptr) {
    contents.va_list = make_va_list(scope_.types());
  }
  return contents.va_list;
}

void Transaction::show_as(const Type* type, std::string_view name) {
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

// Does `now` add anything to what is declared? `type` becomes the one that both declarations make together.
Result<bool> Transaction::adds_to(const Symbol& symbol, const Declaration& now, QualType& type) const {
  if (symbol.type != nullptr && !now.is_macro) {
    return fail(ErrorCode::kRedeclaredTypedef, now.range, {std::string(now.name)});
  }
  const Declaration* before = symbol.ordinary;
  if (before == nullptr) {
    // What a module has and cannot make says nothing that could differ.
    const Declaration* included =
        scope_.contents_->searched.empty() ? nullptr : scope_.find(now.name).value_or(nullptr);
    if (included != nullptr && have_other_values(*included, now)) {
      return redeclared(*included, now);
    }
    return true;
  }
  if (const Type* composite = composite_array(*before, now)) {
    type.type = composite;
    return true;
  }
  Redeclaration compared = compare(*before, now);
  if (compared == Redeclaration::kDiffers) {
    return redeclared(*before, now);
  }
  return compared == Redeclaration::kReplaces;
}

void Transaction::store(Symbol& symbol, const Declaration& declaration, QualType type) {
  Scope::Contents& contents = *scope_.contents_;
  auto* stored = contents.arena.make<StoredDeclaration>();
  static_cast<Declaration&>(*stored) = declaration;
  stored->type = type;
  stored->name = symbol.text;
  stored->cdef = static_cast<uint32_t>(contents.sources.size());
  stored->symbol = declaration.symbol.empty() ? std::string_view() : contents.arena.copy(declaration.symbol);
  journal_->entries.push_back({Journal::Kind::kOrdinary, &symbol, symbol.ordinary});
  enlist(contents.declarations, symbol.ordinary, *stored);
  symbol.ordinary = stored;
}

Result<void> Transaction::declare(const Declaration& declaration, bool override) {
  Symbol& symbol = scope_.contents_->symbols.intern(declaration.name);
  QualType type = declaration.type;
  if (!override) {
    CFFI_TRY(adds, adds_to(symbol, declaration, type));
    if (!*adds) {
      return {};
    }
  }
  store(symbol, declaration, type);
  return {};
}

Result<void> Transaction::declare_typedef(const Typedef& declaration, bool override, SourceRange range) {
  Scope::Contents& contents = *scope_.contents_;
  Symbol& symbol = contents.symbols.intern(declaration.name);
  const Typedef* visible = symbol.type != nullptr       ? symbol.type
                           : !contents.searched.empty() ? scope_.find_typedef(declaration.name).value_or(nullptr)
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
  auto* stored = contents.arena.make<StoredTypedef>();
  stored->name = symbol.text;
  stored->type = declaration.type;
  stored->place = place(range);
  journal_->entries.push_back({Journal::Kind::kTypedef, &symbol, symbol.type});
  enlist(contents.typedefs, symbol.type, *stored);
  symbol.type = stored;
  return {};
}

void Transaction::declare_record(RecordType* record, SourceRange range) {
  Scope::Contents& contents = *scope_.contents_;
  if (record->tag.empty()) {
    contents.records.push_back(record);
    contents.record_mentions.push_back(place(range));
    journal_->entries.push_back({record->is_union() ? Journal::Kind::kUnion : Journal::Kind::kStruct});
    return;
  }
  Symbol& symbol = contents.symbols.intern(record->tag);
  StoredRecord& slot = symbol.records[static_cast<size_t>(record->record_kind)];
  journal_->entries.push_back(
      {record->is_union() ? Journal::Kind::kUnion : Journal::Kind::kStruct, &symbol, slot.type, slot.index});
  if (slot.type != nullptr && slot.index != kUnlisted) {
    contents.records[slot.index] = record;
  } else {
    slot.index = static_cast<uint32_t>(contents.records.size());
    contents.records.push_back(record);
    contents.record_mentions.push_back(place(range));
  }
  slot.type = record;
}

void Transaction::declare_enum(EnumType* type, SourceRange range) {
  Scope::Contents& contents = *scope_.contents_;
  if (type->tag.empty()) {
    contents.enums.push_back(type);
    contents.enum_mentions.push_back(place(range));
    journal_->entries.push_back({Journal::Kind::kEnum});
    return;
  }
  Symbol& symbol = contents.symbols.intern(type->tag);
  StoredEnum& slot = symbol.enumeration;
  journal_->entries.push_back({Journal::Kind::kEnum, &symbol, slot.type, slot.index});
  if (slot.type != nullptr && slot.index != kUnlisted) {
    contents.enums[slot.index] = type;
  } else {
    slot.index = static_cast<uint32_t>(contents.enums.size());
    contents.enums.push_back(type);
    contents.enum_mentions.push_back(place(range));
  }
  slot.type = type;
}

Result<void> Transaction::completed(RecordType* record) {
  journal_->entries.push_back({.kind = Journal::Kind::kRecordBody, .record = record});
  return tell_waiting(record);
}

// An included scope's own records learn of it now, those of other scopes that wait for one of these at commit().
Result<void> Transaction::tell_waiting(const Type* type) const {
  auto told = type->table->pending().completed(type);
  return told && type->table != &scope_.types() ? scope_.types().pending().completed(type) : std::move(told);
}

Result<void> Transaction::completed(EnumType* type, const EnumBody* before) {
  journal_->entries.push_back({.kind = Journal::Kind::kEnumBody, .before = before, .enumeration = type});
  return tell_waiting(type);
}

Result<void> Transaction::declare_fields(RecordType* record, const RecordOptions& options,
                                         std::span<const Member> members) {
  return record->table->pending().declare(record, options, members);
}

Result<void> Transaction::check() const {
  Result<void> checked;
  for_each_table([&](TypeTable& table) {
    if (checked) {
      checked = table.pending().check_cycles();
    }
  });
  return checked;
}

namespace {

// The list gets its former entry back, at `index`, or its former length.
template <typename List, typename Former>
void restore(List& list, Former* former, uint32_t index) {
  if (index != kUnlisted) {
    list[index] = former;
  } else {
    list.pop_back();
  }
}

// Takes back one declaration: its slot and the list are as they were.
template <typename List, typename Stored>
void restore(const Stored*& slot, List& list, const Stored* former) {
  restore(list, former, former != nullptr ? former->index : kUnlisted);
  slot = former;
}

}  // namespace

void Transaction::roll_back() {
  while (!journal_->entries.empty()) {
    Journal::Entry entry = journal_->entries.back();
    journal_->entries.pop_back();
    journal_->undo(scope_, entry);
  }
  Scope::Contents& contents = *scope_.contents_;
  for (const RecordType* record : journal_->placed) {
    contents.places.erase(record);
  }
  contents.anonymous = journal_->anonymous;
  contents.va_list = journal_->va_list;
  for_each_table([](TypeTable& table) { table.pending().roll_back(); });
  if (scope_.types().lasting() != journal_->lasting) {
    contents.symbols.end();
    for_each_table([](TypeTable& table) { table.end_noting(); });
    return;
  }
  contents.symbols.roll_back();
  contents.arena.rewind(journal_->declarations);
  for_each_table([](TypeTable& table) { table.roll_back(); });
}

void Transaction::Journal::undo(const Scope& scope, const Entry& entry) {
  Scope::Contents& contents = *scope.contents_;
  switch (entry.kind) {
    case Kind::kOrdinary:
      restore(entry.symbol->ordinary, contents.declarations, static_cast<const StoredDeclaration*>(entry.before));
      return;
    case Kind::kTypedef:
      restore(entry.symbol->type, contents.typedefs, static_cast<const StoredTypedef*>(entry.before));
      return;
    case Kind::kStruct:
    case Kind::kUnion: {
      if (entry.symbol == nullptr) {
        contents.records.pop_back();
        contents.record_mentions.pop_back();
        return;
      }
      auto* former = static_cast<RecordType*>(const_cast<void*>(entry.before));
      restore(contents.records, former, entry.before_index);
      entry.symbol->records[entry.kind == Kind::kUnion ? 1 : 0] = {former, entry.before_index};
      contents.record_mentions.resize(contents.records.size());
      return;
    }
    case Kind::kEnum: {
      if (entry.symbol == nullptr) {
        contents.enums.pop_back();
        contents.enum_mentions.pop_back();
        return;
      }
      auto* former = static_cast<EnumType*>(const_cast<void*>(entry.before));
      restore(contents.enums, former, entry.before_index);
      entry.symbol->enumeration = {former, entry.before_index};
      contents.enum_mentions.resize(contents.enums.size());
      return;
    }
    case Kind::kRecordBody:
      scope.types().withdraw(entry.record);
      return;
    case Kind::kEnumBody:
      contents.enum_places.erase(entry.enumeration);
      scope.types().withdraw(entry.enumeration, static_cast<const EnumBody*>(entry.before));
      return;
    case Kind::kName:
      *entry.name = entry.former_name;
      return;
  }
}

}  // namespace cffi
