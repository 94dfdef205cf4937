#include "ctype/type_query.h"

#include <gtest/gtest.h>

#include "support_types.h"

namespace cffi {
namespace {

const Target& kTarget = target_x86_64_linux();

TEST(TypeQuery, SizesAndAlignments) {
  Types t;
  EXPECT_EQ(size_of(kTarget, t.integer()), 4U);
  EXPECT_EQ(size_of(kTarget, t.pointer(t.nothing())), 8U);
  EXPECT_EQ(size_of(kTarget, t.array(t.array(t.integer(), 3), 5)), 60U);
  EXPECT_EQ(alignment_of(kTarget, t.array(t.array(t.integer(), 3), 5)), 4U);
  EXPECT_EQ(size_of(kTarget, t.table->vector_of(t.integer(), 16)), 16U);
  EXPECT_EQ(alignment_of(kTarget, t.table->vector_of(t.integer(), 16)), 16U);
  EXPECT_EQ(size_of(kTarget, t(Primitive::kLongDoubleComplex)), 32U);
  EXPECT_EQ(alignment_of(kTarget, t(Primitive::kDoubleComplex)), 8U);
}

TEST(TypeQuery, WhatHasNoSize) {
  Types t;
  EnumType* enumeration = t.table->new_enum("enum e", "e");
  for (const Type* type :
       {t.nothing(), t.function(t.integer(), {}), static_cast<const Type*>(t.record()),
        static_cast<const Type*>(enumeration), static_cast<const Type*>(t.table->new_unsized_number("n", true))}) {
    EXPECT_EQ(size_of(kTarget, type), std::nullopt);
    EXPECT_EQ(alignment_of(kTarget, type), std::nullopt);
  }
  EXPECT_EQ(size_of(kTarget, t.array(t.integer(), kOpenLength)), std::nullopt);
  EXPECT_EQ(alignment_of(kTarget, t.array(t.integer(), kOpenLength)), 4U);
  EXPECT_EQ(size_of(kTarget, t.array(t.array(t.integer(), kDotsLength), 3)), std::nullopt);
  RecordType* partial = t.record();
  RecordBody body;
  body.partial = true;
  t.table->complete(partial, body);
  EXPECT_EQ(size_of(kTarget, partial), std::nullopt);
  EXPECT_TRUE(is_complete(partial));
}

TEST(TypeQuery, TypesThatAMachineDoesNotHave) {
  Types t(target_x86_64_windows());
  EXPECT_EQ(size_of(target_x86_64_windows(), t(Primitive::kInt128)), std::nullopt);
  EXPECT_EQ(alignment_of(target_x86_64_windows(), t(Primitive::kInt128)), std::nullopt);
}

TEST(TypeQuery, TypedefAlignmentsGoBeforeTheTypesOwn) {
  Types t;
  QualType aligned{t.integer(), kNoQualifier, 16};
  EXPECT_EQ(alignment_of(kTarget, aligned, 1), 16U);
  EXPECT_EQ(alignment_of(kTarget, QualType{t.integer()}, 1), 4U);
  EXPECT_EQ(alignment_of(kTarget, QualType{t.nothing()}, 7), 7U);
  auto array = t.table->array_of(QualType{t.integer(), kNoQualifier, 2}, 3);
  EXPECT_EQ(alignment_of(kTarget, *array), 2U);
  EXPECT_EQ(alignment_of(kTarget, t.array(*array, 2)), 2U);
  EXPECT_EQ(size_of(kTarget, t.array(*array, 2)), 24U);
}

TEST(TypeQuery, ValuePrimitive) {
  Types t;
  EXPECT_EQ(value_primitive(t.character()), Primitive::kChar);
  EXPECT_EQ(value_primitive(t.pointer(t.character())), std::nullopt);
  EnumType* enumeration = t.table->new_enum("enum e", "e");
  EXPECT_EQ(value_primitive(enumeration), std::nullopt);
  t.table->complete(enumeration, EnumBody{Primitive::kLong, {}, false});
  EXPECT_EQ(value_primitive(enumeration), Primitive::kLong);
  EXPECT_EQ(size_of(kTarget, enumeration), 8U);
}

TEST(TypeQuery, FieldsAreFoundInsideAnonymousMembers) {
  Types t;
  auto complete = [&](RecordType* record, std::vector<Member> members) {
    auto layout = lay_out_record(kTarget, {.name = record->name}, members);
    ASSERT_TRUE(layout.ok());
    t.table->complete(record, layout->body);
  };
  RecordType* inner = t.record("struct inner");
  complete(inner, {{.name = "a", .type = {t.character()}}, {.name = "b", .type = {t.integer()}}});
  RecordType* middle = t.record("struct middle");
  complete(middle, {{.name = "m", .type = {t.integer()}}, {.name = "", .type = {inner}}});
  RecordType* outer = t.record("struct outer");
  complete(outer, {{.name = "x", .type = {t(Primitive::kLong)}},
                   {.name = "", .type = {middle}},
                   {.name = "named", .type = {inner}},
                   {.name = "", .type = {t.integer()}, .bit_width = 3}});
  EXPECT_EQ(find_field(outer, "b")->offset, 16U);
  EXPECT_EQ(find_field(outer, "b")->field->offset, 4U);
  EXPECT_EQ(find_field(outer, "m")->offset, 8U);
  EXPECT_EQ(find_field(outer, "named")->offset, 20U);
  EXPECT_FALSE(find_field(outer, "c"));
  EXPECT_FALSE(find_field(outer, ""));
  EXPECT_FALSE(find_field(t.record(), "a"));
}

TEST(TypeQuery, DepthDoesNotRecurse) {
  Types t;
  const Type* type = t.integer();
  for (int i = 0; i < 2000; ++i) {
    type = t.array(type, 1);
  }
  EXPECT_EQ(size_of(kTarget, type), 4U);
  EXPECT_EQ(alignment_of(kTarget, type), 4U);
}

}  // namespace
}  // namespace cffi
