// Records that are declared before the types in them: `struct a { struct b x; }; struct b { int z; };`
//
// Such a record keeps its declared fields and waits, for one incomplete type at a time. When that type is completed
// the record waits for the next one, or is laid out, once and for good, and then those that waited for it come to
// their turn. All in time linear in the number of fields, without recursion. A type of another table (FFI.include)
// can be waited for, too: that table tells its watchers at commit().
//
// A cdef is a transaction here as well: begin(), then commit() or roll_back(), which takes back what was declared,
// waited for and laid out. Locks: that of the family of tables. Errors: those of lay_out_record(), kCircularRecord.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "ctype/record_layout.h"
#include "ctype/type.h"

namespace cffi {

// What stands between the braces of a record: all that its layout is made from but the types that are incomplete.
struct RecordDeclaration {
  RecordOptions options;  // the name is the record's own
  std::span<const Member> members;
  uint32_t transaction = 0;  // of its table: `range` of a member means something in that cdef only
};

class PendingLayouts {
 public:
  explicit PendingLayouts(TypeTable& table) : table_(table) {}
  PendingLayouts(const PendingLayouts&) = delete;
  PendingLayouts& operator=(const PendingLayouts&) = delete;

  void begin();
  // What can never be right is refused; else the record waits. At least one member must be waiting (awaited_type()).
  Result<void> declare(RecordType* record, const RecordOptions& options, std::span<const Member> members);
  // `type`, of this table, has got its body: whoever waited for it goes on.
  Result<void> completed(const Type* type);
  // Whether a record declared since begin() contains itself.
  Result<void> check_cycles() const;
  void commit();
  void roll_back();

  // After the table got another owner, which its weak pointers do not know.
  void watch_again();

 private:
  struct Waiter {
    RecordType* record;
    const Type* awaited = nullptr;
    Waiter* next = nullptr;    // waits for the same type
    size_t first_waiting = 0;  // members before it are complete
  };
  // What to put back, newest last.
  struct Undo {
    enum class Kind : uint8_t { kDeclared, kWaiting, kTaken, kLaidOut };
    Kind kind;
    Waiter* waiter;
    Waiter before;  // kWaiting
    const Type* awaited = nullptr;
  };

  bool wait_on(Waiter* waiter);
  Waiter* take(const Type* awaited);
  Result<void> lay_out(Waiter* waiter);
  void undo(const Undo& step);
  void watch(TypeTable& other);
  bool settle_foreign();
  void tell_watchers();

  TypeTable& table_;
  std::unordered_map<const Type*, Waiter*> waiting_;  // by the type waited for
  std::vector<Undo> log_;
  uint32_t transaction_ = 0;
  bool has_completed_ = false;                      // since begin()
  std::vector<const Type*> foreign_;                // types of other tables waited for; may hold some of the past
  size_t foreign_before_ = 0;                       // how many there were at begin()
  std::unordered_set<TypeTable*> watched_;          // whose watcher this table is
  std::vector<std::weak_ptr<TypeTable>> watchers_;  // tables with records that wait for types of this one
};

// Why `record`, whose fields are declared, is not laid out: kFieldIncomplete or kArrayOfIncomplete, naming the
// innermost field that waits.
Failure why_pending(const Target& target, const RecordType* record);

// Why there is no array of `item` yet, which has an awaited_type(): as above, or kArrayOfIncomplete.
Failure why_no_array_of(const Target& target, const Type* item);

// Whether a second declaration says the same as the first one.
bool same_declaration(const RecordDeclaration& first, const RecordOptions& options, std::span<const Member> members);

}  // namespace cffi
