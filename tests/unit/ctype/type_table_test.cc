#include "ctype/type_table.h"

#include <gtest/gtest.h>

#include "base/checked_math.h"
#include "ctype/type_query.h"
#include "support_types.h"

namespace cffi {
namespace {

TEST(TypeTable, DerivedTypesAreUnique) {
  Types t;
  EXPECT_EQ(t.pointer(t.integer()), t.pointer(t.integer()));
  EXPECT_NE(t.pointer(t.integer()), t.pointer(t.character()));
  EXPECT_EQ(t.array(t.integer(), 3), t.array(t.integer(), 3));
  EXPECT_NE(t.array(t.integer(), 3), t.array(t.integer(), kOpenLength));
  EXPECT_EQ(t.table->vector_of(t.integer(), 16), t.table->vector_of(t.integer(), 16));
  EXPECT_NE(t.table->vector_of(t.integer(), 16), t.table->vector_of(t.integer(), 32));
  const Type* function = t.function(t.integer(), {t.integer(), t.character()});
  EXPECT_EQ(function, t.function(t.integer(), {t.integer(), t.character()}));
  EXPECT_NE(function, t.function(t.integer(), {t.character(), t.integer()}));
  EXPECT_NE(function, t.function(t.integer(), {t.integer(), t.character()}, true));
  EXPECT_NE(function, t.function(t.character(), {t.integer(), t.character()}));
  EXPECT_NE(t.function(t.integer(), {}), t.table->function(QualType{t.integer()}, {}, false, CallConvention::kMsAbi));
}

TEST(TypeTable, ParametersAreCopied) {
  Types t;
  std::vector<QualType> parameters = {QualType{t.integer()}};
  auto* function = t.table->function(QualType{t.nothing()}, parameters, false);
  parameters[0].type = t.character();
  EXPECT_EQ(function->parameters[0].type, t.integer());
}

TEST(TypeTable, ManyTypesStayFindable) {
  Types t;
  std::vector<const Type*> made;
  for (int i = 0; i < 5000; ++i) {
    made.push_back(t.pointer(t.array(t.integer(), i)));
  }
  for (int i = 0; i < 5000; ++i) {
    ASSERT_EQ(made[static_cast<size_t>(i)], t.pointer(t.array(t.integer(), i)));
  }
}

TEST(TypeTable, CanonicalFormHasNoQualifiersAnywhere) {
  Types t;
  const Type* text = t.pointer(QualType{t.character(), kConst});
  EXPECT_NE(text, t.pointer(t.character()));
  EXPECT_EQ(text->canonical, t.pointer(t.character()));
  EXPECT_EQ(t.pointer(QualType{text, kConst, 0})->canonical, t.pointer(t.pointer(t.character())));
  EXPECT_EQ((*t.table->array_of(QualType{text, kVolatile}, 3))->canonical, t.array(t.pointer(t.character()), 3));
  QualType aligned{t.integer(), kNoQualifier, 16};
  EXPECT_EQ(t.table->pointer_to(aligned)->canonical, t.pointer(t.integer()));
  std::vector<QualType> parameters = {QualType{text, kRestrict}};
  auto* function = t.table->function(QualType{t.nothing(), kConst}, parameters, true);
  EXPECT_EQ(function->canonical, t.function(t.nothing(), {t.pointer(t.character())}, true));
  EXPECT_EQ(function->canonical->canonical, function->canonical);
}

TEST(TypeTable, WhatConsistsOfCommonTypesIsCommon) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto one = TypeTable::make(common);
  auto two = TypeTable::make(common);
  QualType integer{one->primitive(Primitive::kInt)};
  EXPECT_EQ(one->primitive(Primitive::kInt), two->primitive(Primitive::kInt));
  EXPECT_EQ(one->void_type(), two->void_type());
  EXPECT_EQ(one->pointer_to(integer), two->pointer_to(integer));
  EXPECT_EQ(one->pointer_to(integer)->table, common.get());
  EXPECT_EQ(one->function(integer, {}, false), two->function(integer, {}, false));
  EXPECT_EQ(common->primitive(Primitive::kVoid), nullptr);
}

TEST(TypeTable, DerivedTypesLiveWithTheirYoungestComponent) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto base = TypeTable::make(common);
  auto user = TypeTable::make(common);
  user->depend_on(base);
  QualType base_record{base->new_record(RecordKind::kStruct, "struct b", "b")};
  QualType user_record{user->new_record(RecordKind::kStruct, "struct u", "u")};
  EXPECT_EQ(user->pointer_to(base_record)->table, base.get());
  EXPECT_EQ(user->pointer_to(base_record), base->pointer_to(base_record));
  std::vector<QualType> both = {QualType{user->pointer_to(base_record)}, QualType{user->pointer_to(user_record)}};
  auto* function = user->function(QualType{user->void_type()}, both, false);
  EXPECT_EQ(function->table, user.get());
  EXPECT_EQ(function, base->function(QualType{user->void_type()}, both, false));
}

TEST(TypeTable, ComponentsOfTwoIncludedTablesLiveWithTheIncludingOne) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto left = TypeTable::make(common);
  auto right = TypeTable::make(common);
  auto user = TypeTable::make(common);
  user->depend_on(left);
  user->depend_on(right);
  QualType a{left->pointer_to(QualType{left->new_record(RecordKind::kStruct, "struct a", "a")})};
  QualType b{right->pointer_to(QualType{right->new_record(RecordKind::kStruct, "struct b", "b")})};
  EXPECT_EQ(user->function(a, std::span(&b, 1), false)->table, user.get());
}

TEST(TypeTable, UnrelatedComponentsKeepEachOtherAlive) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto left = TypeTable::make(common);
  auto right = TypeTable::make(common);
  QualType a{left->pointer_to(QualType{left->new_record(RecordKind::kStruct, "struct a", "a")})};
  QualType b{right->pointer_to(QualType{right->new_record(RecordKind::kStruct, "struct b", "b")})};
  auto* function = common->function(a, std::span(&b, 1), false);
  EXPECT_EQ(function, common->function(a, std::span(&b, 1), false));
  EXPECT_TRUE(function->table->depends_on(left.get()));
  EXPECT_TRUE(function->table->depends_on(right.get()));
}

TEST(TypeTable, DependsThroughOthers) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto a = TypeTable::make(common);
  auto b = TypeTable::make(common);
  auto c = TypeTable::make(common);
  a->depend_on(b);
  b->depend_on(c);
  EXPECT_TRUE(a->depends_on(c.get()));
  EXPECT_TRUE(a->depends_on(common.get()));
  EXPECT_TRUE(a->depends_on(a.get()));
  EXPECT_FALSE(c->depends_on(a.get()));
  std::weak_ptr<TypeTable> watched = c;
  c.reset();
  b.reset();
  EXPECT_FALSE(watched.expired());
  a.reset();
  EXPECT_TRUE(watched.expired());
}

TEST(TypeTable, TablesInACycleLiveAndDieTogether) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto base = TypeTable::make(common);
  std::vector<std::shared_ptr<TypeTable>> cycle;
  for (int i = 0; i < 4; ++i) {
    cycle.push_back(TypeTable::make(common));
  }
  auto user = TypeTable::make(common);
  user->depend_on(cycle[2]);
  cycle[3]->depend_on(base);
  for (size_t i = 0; i < 4; ++i) {
    cycle[i]->depend_on(cycle[(i + 1) % 4]);
  }
  EXPECT_TRUE(cycle[3]->depends_on(cycle[1].get()));
  EXPECT_TRUE(cycle[0]->depends_on(base.get()));
  EXPECT_FALSE(cycle[0]->depends_on(user.get()));
  EXPECT_FALSE(base->depends_on(cycle[0].get()));
  std::weak_ptr<TypeTable> watched = cycle[0]->shared_from_this();
  std::weak_ptr<TypeTable> watched_base = base;
  const TypeTable* first = cycle[0].get();
  base.reset();
  cycle.clear();
  EXPECT_FALSE(watched.expired());
  EXPECT_TRUE(user->depends_on(first));
  user.reset();
  EXPECT_TRUE(watched.expired());
  EXPECT_TRUE(watched_base.expired());
  EXPECT_EQ(common.use_count(), 1);
}

TEST(TypeTable, CyclesThatMeetBecomeOne) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  std::vector<std::shared_ptr<TypeTable>> tables;
  for (int i = 0; i < 6; ++i) {
    tables.push_back(TypeTable::make(common));
  }
  for (size_t i : {0, 2, 4}) {
    tables[i]->depend_on(tables[i + 1]);
    tables[i + 1]->depend_on(tables[i]);
  }
  tables[0]->depend_on(tables[2]);
  tables[3]->depend_on(tables[4]);
  EXPECT_FALSE(tables[5]->depends_on(tables[0].get()));
  tables[5]->depend_on(tables[1]);
  auto last = tables[3];
  tables.clear();
  EXPECT_TRUE(last->depends_on(last.get()));
  last.reset();
  EXPECT_EQ(common.use_count(), 1);
}

TEST(TypeTable, LongChainsOfTablesAreDestroyedWithoutRecursion) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto newest = TypeTable::make(common);
  std::weak_ptr<TypeTable> oldest = newest;
  for (int i = 0; i < 50000; ++i) {
    auto next = TypeTable::make(common);
    next->depend_on(newest);
    newest = next;
  }
  EXPECT_TRUE(newest->depends_on(oldest.lock().get()));
  newest.reset();
  EXPECT_TRUE(oldest.expired());
}

TEST(TypeTable, ArraysNeedItemsThatMayBeCompletedAndFit) {
  Types t;
  auto check = [&](const Type* item, int64_t length) {
    auto result = t.table->array_of(QualType{item}, length);
    return result ? ErrorCode::kCount : result.error().code;
  };
  EXPECT_EQ(check(t.nothing(), 3), ErrorCode::kArrayOfIncomplete);
  EXPECT_EQ(check(t.record("struct s"), 3), ErrorCode::kCount);
  EXPECT_EQ(check(t.table->new_enum("enum e", "e"), 3), ErrorCode::kCount);
  EXPECT_EQ(check(t.array(t.record("struct s"), 2), 3), ErrorCode::kCount);
  EXPECT_EQ(check(t.array(t.record("struct s"), kOpenLength), 3), ErrorCode::kArrayOfIncomplete);
  RecordType* opaque = t.record("o");
  opaque->opaque_typedef = true;
  EXPECT_EQ(check(opaque, 3), ErrorCode::kArrayOfIncomplete);
  EXPECT_EQ(check(t.function(t.integer(), {}), 3), ErrorCode::kArrayOfIncomplete);
  EXPECT_EQ(check(t.array(t.integer(), kOpenLength), 3), ErrorCode::kArrayOfIncomplete);
  EXPECT_EQ(check(t.array(t.integer(), kDotsLength), kDotsLength), ErrorCode::kCount);
  EXPECT_EQ(check(t.table->new_unsized_number("n", false), 3), ErrorCode::kCount);
  EXPECT_EQ(check(t.integer(), INT64_MAX), ErrorCode::kArrayTooLarge);
  EXPECT_EQ(check(t.integer(), INT64_MAX / 4), ErrorCode::kCount);
  EXPECT_EQ(check(t.character(), INT64_MAX), ErrorCode::kCount);
  EXPECT_EQ(check(t.array(t.character(), INT64_MAX), 2), ErrorCode::kArrayTooLarge);
  EXPECT_EQ(check(t.array(t.character(), 0), INT64_MAX), ErrorCode::kCount);
  EXPECT_EQ(check(t.character(), -3), ErrorCode::kArrayTooLarge);
}

TEST(TypeTable, BodiesAreCopied) {
  Types t;
  RecordType* record = t.record();
  {
    std::string name = "field";
    std::vector<Field> fields = {Field{.name = name, .type = QualType{t.integer()}, .offset = 4}};
    RecordBody body;
    body.fields = fields;
    body.size = 8;
    t.table->complete(record, body);
    name[0] = 'x';
    fields[0].offset = 0;
  }
  ASSERT_NE(record->complete(), nullptr);
  EXPECT_EQ(record->complete()->fields[0].name, "field");
  EXPECT_EQ(record->complete()->fields[0].offset, 4U);

  EnumType* enumeration = t.table->new_enum("enum e", "e");
  {
    std::string name = "A";
    std::vector<Enumerator> enumerators = {{name, -1}};
    t.table->complete(enumeration, EnumBody{Primitive::kInt, enumerators, false});
    name[0] = 'x';
  }
  EXPECT_EQ(enumeration->complete()->enumerators[0].name, "A");
}

TEST(TypeTable, CompletionRollsBack) {
  Types t;
  RecordType* record = t.record();
  const Type* pointer = t.pointer(record);
  t.table->complete(record, RecordBody{});
  EXPECT_TRUE(is_complete(record));
  t.table->withdraw(record);
  EXPECT_FALSE(is_complete(record));
  EXPECT_EQ(t.pointer(record), pointer);
  RecordBody body;
  body.size = 3;
  t.table->complete(record, body);
  EXPECT_EQ(record->complete()->size, 3U);

  EnumType* enumeration = t.table->new_enum("enum e", "e");
  t.table->complete(enumeration, EnumBody{});
  t.table->withdraw(enumeration, nullptr);
  EXPECT_FALSE(is_complete(enumeration));
}

TEST(TypeTable, FieldsKeepTheTablesOfTheirTypesAlive) {
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto mine = TypeTable::make(common);
  auto other = TypeTable::make(common);
  QualType foreign{other->pointer_to(QualType{other->new_record(RecordKind::kStruct, "struct o", "o")})};
  RecordType* record = mine->new_record(RecordKind::kStruct, "struct m", "m");
  std::vector<Field> fields = {Field{.name = "f", .type = foreign, .offset = 0}};
  RecordBody body;
  body.fields = fields;
  mine->complete(record, body);
  EXPECT_TRUE(mine->depends_on(other.get()));
}

TEST(TypeTable, NamesAreCopied) {
  Types t;
  std::string name = "struct abc";
  RecordType* record = t.record(name);
  name = "struct xyz";
  EXPECT_EQ(record->name, "struct abc");
  EXPECT_EQ(record->tag, "abc");
  EXPECT_NE(t.record("struct abc"), record);
}

}  // namespace
}  // namespace cffi
