#include "ctype/pending_layouts.h"

#include <gtest/gtest.h>

#include "ctype/type_query.h"
#include "support_types.h"

namespace cffi {
namespace {

Member member(std::string_view name, const Type* type, uint32_t position = 0) {
  Member result;
  result.name = name;
  result.type = QualType{type};
  result.range = {position, position + 1};
  return result;
}

std::string shown(Result<void> result) { return result ? "" : error_text(result.error()); }

struct Pending : Types {
  PendingLayouts& pending() { return table->pending(); }
  std::string declare(RecordType* record, const std::vector<Member>& members) {
    RecordOptions options;
    options.kind = record->record_kind;
    options.name = record->name;
    return shown(pending().declare(record, options, members));
  }
  // Gives `record` a body with one int.
  std::string complete(RecordType* record) {
    RecordOptions options;
    std::vector<Member> members = {member("z", integer())};
    table->complete(record, lay_out_record(table->target(), options, members)->body);
    return shown(pending().completed(record));
  }
  int64_t size(const Type* type) {
    auto found = size_of(table->target(), type);
    return found ? static_cast<int64_t>(*found) : -1;
  }
};

TEST(PendingLayouts, StagesOfARecord) {
  Pending t;
  RecordType* a = t.record("struct a");
  RecordType* b = t.record("struct b");
  EXPECT_EQ(a->stage(), RecordStage::kNamed);
  t.pending().begin();
  EXPECT_EQ(t.declare(a, {member("c", t.character()), member("x", b), member("y", t.array(b, 3))}), "");
  EXPECT_EQ(a->stage(), RecordStage::kDeclared);
  EXPECT_EQ(a->declared()->members.size(), 3u);
  EXPECT_EQ(a->complete(), nullptr);
  EXPECT_EQ(t.complete(b), "");
  EXPECT_EQ(a->stage(), RecordStage::kLaidOut);
  ASSERT_NE(a->complete(), nullptr);
  EXPECT_EQ(t.size(a), 20);
  EXPECT_EQ(a->complete()->fields[2].offset, 8u);
  t.pending().commit();
  RecordType* partial = t.record("struct p");
  t.table->complete(partial, lay_out_partial({}, {}, true).body);
  EXPECT_EQ(partial->stage(), RecordStage::kDeclared);
}

TEST(PendingLayouts, WaitsForEachTypeInTurn) {
  Pending t;
  RecordType* outer = t.record("struct outer");
  RecordType* inner = t.record("struct inner");
  RecordType* b = t.record("struct b");
  RecordType* c = t.record("struct c");
  EnumType* e = t.table->new_enum("enum e", "e");
  t.pending().begin();
  EXPECT_EQ(t.declare(outer, {member("i", inner), member("c", c)}), "");
  EXPECT_EQ(t.declare(inner, {member("b", b), member("e", e)}), "");
  EXPECT_EQ(t.complete(c), "");
  EXPECT_EQ(t.complete(b), "");
  EXPECT_EQ(inner->complete(), nullptr);
  t.table->complete(e, EnumBody{Primitive::kUnsignedInt, {}, false});
  EXPECT_EQ(shown(t.pending().completed(e)), "");
  EXPECT_EQ(t.size(inner), 8);
  EXPECT_EQ(t.size(outer), 12);
}

TEST(PendingLayouts, RollBackTakesAllOfItBack) {
  Pending t;
  RecordType* a = t.record("struct a");
  RecordType* b = t.record("struct b");
  RecordType* c = t.record("struct c");
  RecordType* d = t.record("struct d");
  t.pending().begin();
  EXPECT_EQ(t.declare(a, {member("b", b), member("c", c)}), "");
  EXPECT_EQ(t.declare(d, {member("b", b), member("a", a)}), "");
  t.pending().commit();
  for (int round = 0; round < 3; ++round) {
    t.pending().begin();
    RecordType* late = t.record("struct late");
    EXPECT_EQ(t.declare(late, {member("d", d)}), "");
    if (round > 0) {
      EXPECT_EQ(t.complete(b), "");
    }
    if (round > 1) {
      EXPECT_EQ(t.complete(c), "");
      EXPECT_EQ(t.size(late), 12);
    }
    t.table->withdraw(c);
    t.table->withdraw(b);
    t.pending().roll_back();
    EXPECT_EQ(a->stage(), RecordStage::kDeclared);
    EXPECT_EQ(d->stage(), RecordStage::kDeclared);
    EXPECT_EQ(late->stage(), RecordStage::kNamed);
  }
  t.pending().begin();
  EXPECT_EQ(t.complete(c), "");
  EXPECT_EQ(t.complete(b), "");
  t.pending().commit();
  EXPECT_EQ(t.size(a), 8);
  EXPECT_EQ(t.size(d), 12);
}

TEST(PendingLayouts, WhatCanNeverBeRightIsRefusedAtOnce) {
  Pending t;
  RecordType* a = t.record("struct a");
  RecordType* b = t.record("struct b");
  Member x = member("x", b);
  Member bits = member("y", b);
  bits.bit_width = 3;
  t.pending().begin();
  EXPECT_EQ(t.declare(a, {x, member("x", t.integer())}), "duplicate field name 'x'");
  EXPECT_EQ(t.declare(a, {x, bits}), "field 'struct a.y' declared as 'struct b' cannot be a bit field");
  EXPECT_EQ(t.declare(a, {x, member("v", t.nothing())}), "field 'struct a.v' has ctype 'void' of unknown size");
  EXPECT_EQ(t.declare(a, {member("o", t.array(b, kOpenLength)), x}),
            "field 'struct a.o' has ctype 'struct b[]' of unknown size: it is not the last field");
  EXPECT_EQ(a->stage(), RecordStage::kNamed);
  EXPECT_EQ(t.complete(b), "");
}

TEST(PendingLayouts, LayoutsThatTurnOutWrong) {
  Pending t;
  RecordType* a = t.record("struct a");
  RecordType* b = t.record("struct b");
  RecordType* c = t.record("struct c");
  EnumType* e = t.table->new_enum("enum e", "e");
  Member bits = member("e", e, 7);
  bits.bit_width = 33;
  t.pending().begin();
  EXPECT_EQ(t.declare(a, {bits}), "");
  t.table->complete(e, EnumBody{Primitive::kUnsignedInt, {}, false});
  auto failed = t.pending().completed(e);
  ASSERT_FALSE(failed);
  EXPECT_EQ(error_text(failed.error()),
            "bit field 'struct a.e' is declared 'enum e:33', which exceeds the width of the type");
  EXPECT_EQ(failed.error().range.begin, 7u);
  t.pending().roll_back();
  t.pending().begin();
  EXPECT_EQ(t.declare(c, {member("b", t.array(b, INT64_MAX / 2), 7)}), "");
  t.pending().commit();
  t.pending().begin();
  failed = Result<void>();
  EXPECT_EQ(t.complete(b), "size of 'struct c' would overflow a Py_ssize_t");
  t.table->withdraw(b);
  t.pending().roll_back();
}

TEST(PendingLayouts, CyclesAreFoundWhereTheyAreClosed) {
  Pending t;
  RecordType* a = t.record("struct a");
  RecordType* b = t.record("struct b");
  RecordType* c = t.record("struct c");
  RecordType* u = t.record("struct u");
  t.pending().begin();
  EXPECT_EQ(t.declare(a, {member("u", u, 50), member("b", b, 60)}), "");
  EXPECT_EQ(t.declare(b, {member("c", t.array(c, 2), 70)}), "");
  EXPECT_EQ(shown(t.pending().check_cycles()), "");
  t.pending().commit();
  t.pending().begin();
  EXPECT_EQ(t.declare(c, {member("u", u, 5), member("a", a, 9)}), "");
  auto found = t.pending().check_cycles();
  ASSERT_FALSE(found);
  EXPECT_EQ(error_text(found.error()),
            "recursive structure declaration for 'c': field 'struct c.a' has ctype 'struct a', which makes it contain "
            "itself");
  EXPECT_EQ(found.error().range.begin, 9u);
  t.pending().roll_back();
  t.pending().begin();
  EXPECT_EQ(t.declare(c, {member("u", u)}), "");
  EXPECT_EQ(shown(t.pending().check_cycles()), "");
  EXPECT_EQ(t.complete(u), "");
  EXPECT_EQ(t.size(a), 12);
}

TEST(PendingLayouts, LongChainsInEitherDirection) {
  constexpr int kLength = 100000;
  Pending t;
  std::vector<RecordType*> chain;
  for (int i = 0; i <= kLength; ++i) {
    chain.push_back(t.record("struct link"));
  }
  t.pending().begin();
  for (int i = 0; i < kLength / 2; ++i) {
    t.declare(chain[static_cast<size_t>(i)], {member("next", chain[static_cast<size_t>(i) + 1])});
  }
  for (int i = kLength; i-- > kLength / 2;) {
    t.declare(chain[static_cast<size_t>(i)], {member("next", chain[static_cast<size_t>(i) + 1])});
  }
  EXPECT_EQ(shown(t.pending().check_cycles()), "");
  t.pending().commit();
  t.pending().begin();
  EXPECT_EQ(t.complete(chain.back()), "");
  EXPECT_EQ(t.size(chain.front()), 4);
}

TEST(PendingLayouts, TypesOfOtherTables) {
  Pending t;
  auto middle = TypeTable::make(t.common);
  auto upper = TypeTable::make(t.common);
  middle->depend_on(t.table);
  upper->depend_on(middle);
  RecordType* b = t.record("struct b");
  RecordType* m = middle->new_record(RecordKind::kStruct, "struct m", "m");
  RecordType* u = upper->new_record(RecordKind::kStruct, "struct u", "u");
  RecordType* gone = nullptr;
  {
    auto short_lived = TypeTable::make(t.common);
    short_lived->depend_on(t.table);
    gone = short_lived->new_record(RecordKind::kStruct, "struct gone", "gone");
    std::vector<Member> members = {member("b", b)};
    short_lived->pending().begin();
    EXPECT_EQ(shown(short_lived->pending().declare(gone, {}, members)), "");
    short_lived->pending().commit();
  }
  std::vector<Member> of_middle = {member("b", b)};
  std::vector<Member> of_upper = {member("m", m), member("x", b)};
  upper->pending().begin();
  EXPECT_EQ(shown(upper->pending().declare(u, {}, of_upper)), "");
  upper->pending().commit();
  middle->pending().begin();
  EXPECT_EQ(shown(middle->pending().declare(m, {}, of_middle)), "");
  middle->pending().commit();
  t.pending().begin();
  EXPECT_EQ(t.complete(b), "");
  t.table->withdraw(b);
  t.pending().roll_back();
  EXPECT_EQ(m->complete(), nullptr);
  t.pending().begin();
  EXPECT_EQ(t.complete(b), "");
  EXPECT_EQ(m->complete(), nullptr);
  t.pending().commit();
  EXPECT_EQ(t.size(m), 4);
  EXPECT_EQ(t.size(u), 8);
}

// The table has another owner then, and whoever held the old one lets go.
TEST(PendingLayouts, TypesOfATableThatComesToDependOnThisOne) {
  Pending t;
  RecordType* b = t.record("struct b");
  auto waiting = TypeTable::make(t.common);
  waiting->depend_on(t.table);
  RecordType* w = waiting->new_record(RecordKind::kStruct, "struct w", "w");
  std::vector<Member> members = {member("b", b)};
  waiting->pending().begin();
  EXPECT_EQ(shown(waiting->pending().declare(w, {}, members)), "");
  waiting->pending().commit();
  t.table->depend_on(waiting);
  waiting.reset();
  t.pending().begin();
  EXPECT_EQ(t.complete(b), "");
  t.pending().commit();
  EXPECT_EQ(t.size(w), 4);
}

TEST(PendingLayouts, WhatToSayOfOneThatWaits) {
  Pending t;
  RecordType* a = t.record("struct a");
  RecordType* b = t.record("struct b");
  RecordType* c = t.record("struct c");
  RecordType* d = t.record("struct d");
  t.pending().begin();
  t.declare(a, {member("i", t.integer()), member("x", t.array(b, 2))});
  t.declare(b, {member("y", c)});
  t.declare(d, {member("z", t.array(c, 2))});
  EXPECT_EQ(error_text(*why_pending(t.table->target(), a)), "field 'struct b.y' has ctype 'struct c' of unknown size");
  EXPECT_EQ(error_text(*why_pending(t.table->target(), d)), "array item of unknown size: 'struct c'");
  EXPECT_EQ(error_text(*why_no_array_of(t.table->target(), t.array(c, 3))), "array item of unknown size: 'struct c'");
  EXPECT_EQ(error_text(*why_no_array_of(t.table->target(), b)),
            "field 'struct b.y' has ctype 'struct c' of unknown size");
}

}  // namespace
}  // namespace cffi
