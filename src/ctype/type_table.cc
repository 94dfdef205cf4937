#include "ctype/type_table.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <unordered_set>

#include "base/checked_math.h"
#include "ctype/pending_layouts.h"
#include "ctype/type_interner.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {

struct TypeTable::Interner {
  InternedTypes derived;
  // In a common table only:
  const VoidType* void_type = nullptr;
  std::array<const PrimitiveType*, kPrimitiveCount> primitives = {};
  RecordType* file = nullptr;

  // Of a transaction.
  bool is_noting = false;
  std::vector<const Type*> noted;
  Arena::Mark before_noted;
  RecordType* file_before = nullptr;
};

TypeTable::TypeTable(const Target& target, std::shared_ptr<TypeTable> common)
    : target_(target),
      common_(std::move(common)),
      interner_(std::make_unique<Interner>()),
      pending_(std::make_unique<PendingLayouts>(*this)) {}

// Tables that live and die together, because they depend on each other: what is handed out as a pointer to a table
// holds their lifetime.
struct TypeTable::Lifetime : std::enable_shared_from_this<TypeTable::Lifetime> {
  std::vector<std::unique_ptr<TypeTable>> tables;
  // The one that has the tables of this one now; this stays for those who hold it.
  std::shared_ptr<Lifetime> joined;
};

std::shared_ptr<TypeTable> TypeTable::adopt(TypeTable* made) {
  auto lifetime = std::make_shared<Lifetime>();
  lifetime->tables.emplace_back(made);
  made->lifetime_ = lifetime.get();
  return {lifetime, made};
}

std::shared_ptr<TypeTable> TypeTable::shared_from_this() { return {lifetime_->shared_from_this(), this}; }

TypeTable::~TypeTable() {
  // Long chains of tables (a includes b includes c ...) are taken apart here one by one: the destructors of
  // shared_ptr would recurse.
  std::vector<std::shared_ptr<TypeTable>> doomed = std::move(dependencies_);
  while (!doomed.empty()) {
    std::shared_ptr<TypeTable> table = std::move(doomed.back());
    doomed.pop_back();
    take_dependencies(doomed, table);
  }
}

// If the table ends with this pointer to it.
void TypeTable::take_dependencies(std::vector<std::shared_ptr<TypeTable>>& doomed,
                                  const std::shared_ptr<TypeTable>& table) {
  std::weak_ptr<Lifetime> owner = table->lifetime_->weak_from_this();
  bool holds_owner = !table.owner_before(owner) && !owner.owner_before(table);
  if (holds_owner && table.use_count() == 1) {
    std::move(table->dependencies_.begin(), table->dependencies_.end(), std::back_inserter(doomed));
    table->dependencies_.clear();
  }
}

std::shared_ptr<TypeTable> TypeTable::make_common(const Target& target) {
  std::shared_ptr<TypeTable> table = adopt(new TypeTable(target, nullptr));
  Interner& interner = *table->interner_;
  interner.void_type = table->arena_.make<VoidType>(table.get());
  for (int i = 1; i < kPrimitiveCount; ++i) {
    interner.primitives[static_cast<size_t>(i)] =
        table->arena_.make<PrimitiveType>(table.get(), static_cast<Primitive>(i));
  }
  return table;
}

std::shared_ptr<TypeTable> TypeTable::make(std::shared_ptr<TypeTable> common) {
  const Target& target = common->target_;
  return adopt(new TypeTable(target, std::move(common)));
}

void TypeTable::depend_on(std::shared_ptr<TypeTable> other) {
  if (common_ == nullptr || depends_on(other.get())) {
    return;
  }
  if (has_dependents_ && other->depends_on(this)) {
    join_lifetimes_with(*other);
    return;
  }
  other->has_dependents_ = true;
  dependencies_.push_back(std::move(other));
}

// This table, those that share its lifetime, and what all of them depend on.
template <typename Predicate>
bool TypeTable::any_reachable(Predicate matches) const {
  std::vector<const Lifetime*> pending = {lifetime_};
  std::unordered_set<const Lifetime*> seen;
  while (!pending.empty()) {
    const Lifetime* lifetime = pending.back();
    pending.pop_back();
    for (const auto& table : lifetime->tables) {
      if (matches(*table)) {
        return true;
      }
      for (const auto& dependency : table->dependencies_) {
        if (seen.insert(dependency->lifetime_).second) {
          pending.push_back(dependency->lifetime_);
        }
      }
    }
  }
  return false;
}

bool TypeTable::depends_on(const TypeTable* other) const {
  return other == this || other == common_.get() ||
         any_reachable([other](const TypeTable& table) { return &table == other || table.common_.get() == other; });
}

// `other` depends on this table: so does everything on the ways from there to here.
void TypeTable::join_lifetimes_with(const TypeTable& other) {
  std::shared_ptr<Lifetime> ours = lifetime_->shared_from_this();
  std::set<std::shared_ptr<Lifetime>> others;
  other.any_reachable([&](const TypeTable& table) {
    if (table.lifetime_ != lifetime_ && table.depends_on(this)) {
      others.insert(table.lifetime_->shared_from_this());
    }
    return false;
  });
  for (const std::shared_ptr<Lifetime>& lifetime : others) {
    for (std::unique_ptr<TypeTable>& table : lifetime->tables) {
      table->lifetime_ = lifetime_;
      table->pending_->watch_again();
      ours->tables.push_back(std::move(table));
    }
    lifetime->tables.clear();
    lifetime->joined = ours;
  }
  // References among them would keep them alive forever.
  for (const std::unique_ptr<TypeTable>& table : ours->tables) {
    std::erase_if(table->dependencies_, [this](const auto& dependency) { return dependency->lifetime_ == lifetime_; });
  }
}

// The youngest table among those of `components`.
TypeTable& TypeTable::home_of(std::span<const QualType> components) {
  TypeTable* home = components.front().type->table;
  for (const QualType& component : components.subspan(1)) {
    TypeTable* other = component.type->table;
    if (home->depends_on(other)) {
      continue;
    }
    if (other->depends_on(home)) {
      home = other;
    } else if (depends_on(home) && depends_on(other)) {
      home = this;
    } else {
      home->depend_on(other->shared_from_this());
    }
  }
  return *home;
}

// The node of the shape of `wanted` in `home`, made with `arguments` when it is new.
template <typename Node, typename... Args>
Node* TypeTable::intern(TypeTable& home, Node&& wanted, Args&&... arguments) {
  InternedTypes& derived = home.interner_->derived;
  auto found = derived.find(&wanted);
  if (found != derived.end()) {
    return const_cast<Node*>(static_cast<const Node*>(*found));
  }
  Node* node = home.arena_.make<Node>(&home, std::forward<Args>(arguments)...);
  node->canonical = nullptr;  // new: the caller sets it
  home.keep(node);
  return node;
}

void TypeTable::keep(const Type* node) {
  interner_->derived.insert(node);
  if (interner_->is_noting) {
    interner_->noted.push_back(node);
  }
}

void TypeTable::begin_noting() {
  interner_->is_noting = true;
  interner_->noted.clear();
  interner_->before_noted = arena_.mark();
  interner_->file_before = interner_->file;
}

void TypeTable::end_noting() { interner_->is_noting = false; }

void TypeTable::roll_back() {
  for (const Type* node : interner_->noted) {
    interner_->derived.erase(node);
  }
  interner_->noted.clear();
  interner_->file = interner_->file_before;
  interner_->is_noting = false;
  arena_.rewind(interner_->before_noted);
}

const VoidType* TypeTable::void_type() { return common().interner_->void_type; }

const PrimitiveType* TypeTable::primitive(Primitive primitive) {
  return common().interner_->primitives[static_cast<size_t>(primitive)];
}

const PointerType* TypeTable::pointer_to(QualType pointee) {
  PointerType* node = intern(*pointee.type->table, PointerType(nullptr, pointee), pointee);
  if (node->canonical == nullptr) {
    QualType plain{pointee.type->canonical};
    node->canonical = plain == pointee ? node : pointer_to(plain);
  }
  return node;
}

namespace {

// Items of arrays are asked for their length only: they were checked when they were made.
bool may_be_item(const Type* type) {
  auto* array = type_as<ArrayType>(type);
  return array != nullptr ? array->length != kOpenLength : is_complete(type) || awaited_type(type) != nullptr;
}

}  // namespace

Result<const ArrayType*> TypeTable::array_of(QualType item, int64_t length) {
  bool may_be = may_be_item(item.type);  // completes a lazy record
  LazyBodies* lazy = item.type->table->lazy_bodies();
  if (const Error* cause = lazy != nullptr ? lazy->failure_of(item.type) : nullptr) {
    return std::make_unique<Error>(*cause);
  }
  if (!may_be) {
    return fail(ErrorCode::kArrayOfIncomplete, {spell_type(item.type).text});
  }
  if (length < kDotsLength) {
    return fail(ErrorCode::kArrayTooLarge, {spell_type(item.type).text});
  }
  if (auto item_size = size_of(target_, item.type); length > 0 && item_size) {
    if (!checked_multiply(*item_size, static_cast<uint64_t>(length))) {
      return fail(ErrorCode::kArrayTooLarge, {spell_type(item.type).text});
    }
  }
  ArrayType* node = intern(*item.type->table, ArrayType(nullptr, item, length), item, length);
  if (node->canonical == nullptr) {
    QualType plain{item.type->canonical};
    node->canonical = plain == item ? node : *array_of(plain, length);
  }
  return static_cast<const ArrayType*>(node);
}

const VectorType* TypeTable::vector_of(const Type* item, uint64_t size) {
  VectorType* node = intern(*item->table, VectorType(nullptr, item, size), item, size);
  if (node->canonical == nullptr) {
    node->canonical = item->canonical == item ? node : vector_of(item->canonical, size);
  }
  return node;
}

const FunctionType* TypeTable::function(QualType result, std::span<const QualType> parameters, bool variadic,
                                        CallConvention convention) {
  std::vector<QualType> components = {result};
  components.insert(components.end(), parameters.begin(), parameters.end());
  TypeTable& home = home_of(components);
  FunctionType wanted(nullptr, result, parameters, variadic, convention);
  FunctionType* node = intern(home, std::move(wanted), result, parameters, variadic, convention);
  if (node->canonical == nullptr) {
    node->parameters = home.arena_.copy(parameters);
    for (QualType& component : components) {
      component = QualType{component.type->canonical};
    }
    std::span<const QualType> plain(components.begin() + 1, components.end());
    bool is_plain = components.front() == result && std::equal(plain.begin(), plain.end(), parameters.begin());
    node->canonical = is_plain ? node : function(components.front(), plain, variadic, convention);
  }
  return node;
}

const ForeignNumberType* TypeTable::foreign_number(const ForeignNumberType& wanted) {
  TypeTable& home = common();
  auto found = home.interner_->derived.find(&wanted);
  if (found != home.interner_->derived.end()) {
    return static_cast<const ForeignNumberType*>(*found);
  }
  auto* node = home.arena_.make<ForeignNumberType>(&home, wanted.format, home.arena_.copy(wanted.name), wanted.size,
                                                   wanted.alignment);
  node->bits = wanted.bits;
  node->is_signed = wanted.is_signed;
  node->parts_are_int = wanted.parts_are_int;
  home.keep(node);
  return node;
}

RecordType* TypeTable::new_record(RecordKind kind, std::string_view name, std::string_view tag) {
  return arena_.make<RecordType>(this, kind, arena_.copy(name), arena_.copy(tag));
}

EnumType* TypeTable::new_enum(std::string_view name, std::string_view tag) {
  return arena_.make<EnumType>(this, arena_.copy(name), arena_.copy(tag));
}

const UnsizedNumberType* TypeTable::new_unsized_number(std::string_view name, bool is_float) {
  return arena_.make<UnsizedNumberType>(this, arena_.copy(name), is_float);
}

const RecordType* TypeTable::file_type() {
  RecordType*& file = common().interner_->file;
  if (file == nullptr) {
    file = common().new_record(RecordKind::kStruct, "FILE", "");
    file->opaque_typedef = true;
  }
  return file;
}

const RecordBody* RecordType::complete_lazily() const {
  table->note_lasting();
  table->lazy_bodies()->complete(const_cast<RecordType&>(*this));
  return body.load(std::memory_order_acquire);
}

const EnumBody* EnumType::complete_lazily() const {
  table->note_lasting();
  table->lazy_bodies()->complete(const_cast<EnumType&>(*this));
  return body.load(std::memory_order_acquire);
}

void TypeTable::complete(RecordType* record, const RecordBody& body) {
  Arena& arena = record->table->arena_;
  std::span<Field> fields = arena.copy(body.fields);
  for (Field& field : fields) {
    field.name = field.name.empty() ? std::string_view() : arena.copy(field.name);
    record->table->depend_on(field.type.type->table->shared_from_this());
  }
  RecordBody* copy = arena.make<RecordBody>(body);
  copy->fields = fields;
  copy->unnamed_bits = arena.copy(body.unnamed_bits);
  record->body.store(copy, std::memory_order_release);
}

void TypeTable::complete(EnumType* type, const EnumBody& body) {
  Arena& arena = type->table->arena_;
  std::span<Enumerator> enumerators = arena.copy(body.enumerators);
  for (Enumerator& enumerator : enumerators) {
    enumerator.name = arena.copy(enumerator.name);
  }
  EnumBody* copy = arena.make<EnumBody>(body);
  copy->enumerators = enumerators;
  type->body.store(copy, std::memory_order_release);
}

void TypeTable::withdraw(RecordType* record) { record->body.store(nullptr, std::memory_order_release); }

void TypeTable::withdraw(EnumType* type, const EnumBody* before) {
  type->body.store(before, std::memory_order_release);
}

}  // namespace cffi
