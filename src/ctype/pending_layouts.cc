#include "ctype/pending_layouts.h"

#include <algorithm>
#include <utility>

#include "ctype/record_cycles.h"
#include "ctype/type_query.h"
#include "ctype/type_table.h"
#include "ctype/type_text.h"

namespace cffi {

void PendingLayouts::begin() {
  log_.clear();
  has_completed_ = false;
  foreign_before_ = foreign_.size();
  ++transaction_;
}

Result<void> PendingLayouts::declare(RecordType* record, const RecordOptions& options,
                                     std::span<const Member> members) {
  CFFI_TRY_VOID(check_members(table_.target(), options, members));
  Arena& arena = table_.arena();
  std::span<Member> copies = arena.copy(members);
  for (Member& member : copies) {
    member.name = member.name.empty() ? std::string_view() : arena.copy(member.name);
    table_.depend_on(member.type.type->table->shared_from_this());
  }
  auto* declaration = arena.make<RecordDeclaration>(RecordDeclaration{options, copies, transaction_});
  declaration->options.name = {};
  record->declaration.store(declaration, std::memory_order_release);
  auto* waiter = arena.make<Waiter>(Waiter{record});
  log_.push_back({Undo::Kind::kDeclared, waiter, {}});
  wait_on(waiter);
  return {};
}

// Has it wait for the first of its members that is not complete. False when there is none.
bool PendingLayouts::wait_on(Waiter* waiter) {
  std::span<const Member> members = waiter->record->declared()->members;
  size_t index = waiter->first_waiting;
  const Type* awaited = nullptr;
  while (index < members.size() && (awaited = awaited_type(members[index].type.type)) == nullptr) {
    ++index;
  }
  if (awaited == nullptr) {
    return false;
  }
  log_.push_back({Undo::Kind::kWaiting, waiter, *waiter});
  Waiter*& head = waiting_[awaited];
  if (head == nullptr && awaited->table != &table_) {
    foreign_.push_back(awaited);
    watch(*awaited->table);
  }
  waiter->awaited = awaited;
  waiter->next = head;
  waiter->first_waiting = index;
  head = waiter;
  return true;
}

// All that wait for `awaited`, which then nobody does.
PendingLayouts::Waiter* PendingLayouts::take(const Type* awaited) {
  auto found = waiting_.find(awaited);
  if (found == waiting_.end()) {
    return nullptr;
  }
  Waiter* first = found->second;
  waiting_.erase(found);
  log_.push_back({Undo::Kind::kTaken, first, {}, awaited});
  return first;
}

Result<void> PendingLayouts::completed(const Type* type) {
  has_completed_ = true;
  if (waiting_.empty()) {
    return {};
  }
  Failure failure;
  std::vector<const Type*> complete = {type};
  while (!complete.empty()) {
    Waiter* waiter = take(complete.back());
    complete.pop_back();
    while (waiter != nullptr) {
      Waiter* next = waiter->next;
      if (!wait_on(waiter)) {
        auto laid_out = lay_out(waiter);
        if (laid_out) {
          complete.push_back(waiter->record);
        } else if (!failure) {
          failure = laid_out.take_failure();
        }
      }
      waiter = next;
    }
  }
  return failure ? Result<void>(std::move(failure)) : Result<void>();
}

Result<void> PendingLayouts::lay_out(Waiter* waiter) {
  RecordType* record = waiter->record;
  const RecordDeclaration& declaration = *record->declared();
  const Target& target = table_.target();
  RecordOptions options = declaration.options;
  options.name = record->name;
  bool partial = std::any_of(declaration.members.begin(), declaration.members.end(),
                             [&](const Member& member) { return is_left_to_compiler(target, member.type.type); });
  if (partial) {
    table_.complete(record, lay_out_partial(options, declaration.members, false).body);
  } else {
    auto layout = lay_out_record(target, options, declaration.members);
    if (!layout) {
      Failure failure = layout.take_failure();
      if (declaration.transaction != transaction_) {
        failure->range = {};  // in another text
      }
      return failure;
    }
    table_.complete(record, layout->body);
  }
  log_.push_back({Undo::Kind::kLaidOut, waiter, {}});
  return {};
}

void PendingLayouts::commit() {
  log_.clear();
  if (std::exchange(has_completed_, false) && !watchers_.empty()) {
    tell_watchers();
  }
}

void PendingLayouts::roll_back() {
  while (!log_.empty()) {
    Undo step = log_.back();
    log_.pop_back();
    undo(step);
  }
  foreign_.resize(foreign_before_);
}

void PendingLayouts::undo(const Undo& step) {
  switch (step.kind) {
    case Undo::Kind::kDeclared:
      step.waiter->record->declaration.store(nullptr, std::memory_order_release);
      return;
    case Undo::Kind::kWaiting: {  // it is the first again: later ones have been undone
      auto found = waiting_.find(step.waiter->awaited);
      found->second = step.waiter->next;
      if (found->second == nullptr) {
        waiting_.erase(found);
      }
      *step.waiter = step.before;
      return;
    }
    case Undo::Kind::kTaken:
      waiting_[step.awaited] = step.waiter;
      return;
    case Undo::Kind::kLaidOut:
      table_.withdraw(step.waiter->record);
      return;
  }
}

// ---- types of other tables

void PendingLayouts::watch(TypeTable& other) {
  if (watched_.insert(&other).second) {
    other.pending().watchers_.push_back(table_.weak_from_this());
  }
}

void PendingLayouts::watch_again() {
  for (TypeTable* other : watched_) {
    other->pending().watchers_.push_back(table_.weak_from_this());
  }
}

// Types of other tables have become complete: lays out what waited for them. What cannot be laid out then stays as it
// is, since no declaration is being made. (What this table has completed itself, its own commit() tells.)
bool PendingLayouts::settle_foreign() {
  bool has_completed = has_completed_;
  begin();
  std::vector<const Type*> still_waiting;
  for (const Type* type : std::exchange(foreign_, {})) {
    if (awaited_type(type) == nullptr) {
      auto ignored = completed(type);
    } else if (waiting_.count(type) != 0) {
      still_waiting.push_back(type);
    }
  }
  foreign_.insert(foreign_.end(), still_waiting.begin(), still_waiting.end());
  log_.clear();
  return std::exchange(has_completed_, has_completed);
}

void PendingLayouts::tell_watchers() {
  std::vector<PendingLayouts*> changed = {this};
  std::vector<std::shared_ptr<TypeTable>> alive;
  while (!changed.empty()) {
    PendingLayouts* one = changed.back();
    changed.pop_back();
    std::erase_if(one->watchers_, [](const auto& watcher) { return watcher.expired(); });
    for (const auto& watcher : one->watchers_) {
      std::shared_ptr<TypeTable> table = watcher.lock();
      if (table == nullptr) {
        continue;
      }
      if (table->pending().settle_foreign()) {
        changed.push_back(&table->pending());
      }
      alive.push_back(std::move(table));
    }
  }
}

Result<void> PendingLayouts::check_cycles() const {
  CycleSearch search(table_, transaction_);
  for (const Undo& step : log_) {
    bool waits = step.kind == Undo::Kind::kDeclared && step.waiter->record->complete() == nullptr;
    CFFI_TRY_VOID(waits ? search.from(step.waiter->record) : Result<void>());
  }
  return {};
}

// ---- what to say

Failure why_pending(const Target& target, const RecordType* record) {
  for (;;) {
    const RecordDeclaration& declaration = *record->declared();
    auto waits = [](const Member& member) { return awaited_type(member.type.type) != nullptr; };
    auto member = std::find_if(declaration.members.begin(), declaration.members.end(), waits);
    if (member == declaration.members.end()) {  // its types are complete now, and it cannot be laid out
      RecordOptions options = declaration.options;
      options.name = record->name;
      auto layout = lay_out_record(target, options, declaration.members);
      return layout ? fail(ErrorCode::kTypeTooLarge, {std::string(record->name)}) : layout.take_failure();
    }
    const Type* awaited = awaited_type(member->type.type);
    auto* inner = type_as<RecordType>(awaited);
    if (inner != nullptr && inner->declared() != nullptr) {
      record = inner;
      continue;
    }
    if (member->type.type->kind == TypeKind::kArray) {
      return fail(ErrorCode::kArrayOfIncomplete, {spell_type(awaited).text});
    }
    std::string field(record->name);
    field += '.';
    field += member->name.empty() ? "(unnamed)" : member->name;
    return fail(ErrorCode::kFieldIncomplete, {field, spell_type(awaited).text});
  }
}

Failure why_no_array_of(const Target& target, const Type* item) {
  const Type* awaited = awaited_type(item);
  auto* record = type_as<RecordType>(awaited);
  return record != nullptr && record->declared() != nullptr
             ? why_pending(target, record)
             : fail(ErrorCode::kArrayOfIncomplete, {spell_type(awaited).text});
}

bool same_declaration(const RecordDeclaration& first, const RecordOptions& options, std::span<const Member> members) {
  const RecordOptions& before = first.options;
  bool same_options = before.packed == options.packed && before.pack == options.pack &&
                      before.aligned == options.aligned && before.ms_bitfields == options.ms_bitfields;
  return same_options && std::equal(first.members.begin(), first.members.end(), members.begin(), members.end(),
                                    [](const Member& a, const Member& b) {
                                      return a.name == b.name && a.type.type->canonical == b.type.type->canonical &&
                                             a.type.alignment == b.type.alignment && a.bit_width == b.bit_width &&
                                             a.aligned == b.aligned && a.packed == b.packed;
                                    });
}

}  // namespace cffi
