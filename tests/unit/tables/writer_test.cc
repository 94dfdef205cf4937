#include "tables/writer.h"

#include <gtest/gtest.h>

#include "ctype/target.h"
#include "ctype/type_table.h"

namespace cffi {
namespace {

class Writer : public testing::Test {
 protected:
  std::shared_ptr<TypeTable> types_ = TypeTable::make(TypeTable::make_common(target_x86_64_linux()));
  QualType int_ = {types_->primitive(Primitive::kInt)};
  QualType char_pointer_ = {types_->pointer_to({types_->primitive(Primitive::kChar)})};

  const FunctionType* function(QualType result, std::vector<QualType> parameters, bool variadic = false) {
    return types_->function(result, parameters, variadic);
  }
  static Tables write(WantedTables wanted) {
    auto tables = write_tables(std::move(wanted));
    EXPECT_TRUE(tables) << describe_error(tables.error());
    return tables ? std::move(*tables) : Tables();
  }
  // "13:3 1:7 15:0": op and argument of each slot, lengths alone.
  static std::string slots(const Tables& tables) {
    std::string text;
    for (const TypeSlot& slot : tables.types) {
      text += text.empty() ? "" : " ";
      text += slot.is_length ? "" : std::to_string(static_cast<int>(slot.op)) + ":";
      text += slot.length_of.empty() ? std::to_string(slot.argument) : slot.length_of;
    }
    return text;
  }
};

TEST_F(Writer, ArgumentsLieBehindTheirFunction) {
  WantedTables wanted;
  wanted.globals.push_back({"f", Op::kFunctionVarArgs, {function(int_, {int_, char_pointer_, int_})}});
  wanted.globals.push_back({"e", Op::kFunctionVarArgs, {function({types_->void_type()}, {char_pointer_}, true)}});
  Tables tables = write(std::move(wanted));
  EXPECT_EQ(slots(tables), "13:1 1:7 3:8 17:1 15:0 13:9 17:2 15:1 1:2 1:0");
  ASSERT_EQ(tables.globals.size(), 2U);
  EXPECT_EQ(tables.globals[0].global.name, "e");
  EXPECT_EQ(tables.globals[0].argument, 5);
  EXPECT_EQ(tables.globals[1].argument, 0);
}

TEST_F(Writer, QualifiersMakeNoTypes) {
  QualType constant = {types_->pointer_to({types_->primitive(Primitive::kChar), kConst})};
  WantedTables wanted;
  wanted.typenames = {{"a", {char_pointer_.type}}, {"b", {constant.type}}};
  Tables tables = write(std::move(wanted));
  EXPECT_EQ(slots(tables), "3:1 1:2");
  EXPECT_EQ(tables.typenames[1].type_index, 0);
}

TEST_F(Writer, EachUseOfDotsHasALengthOfItsOwn) {
  const Type* dots = *types_->array_of(int_, kDotsLength);
  const Type* rows = *types_->array_of({dots}, 4);
  WantedTables wanted;
  wanted.globals = {{"a", Op::kGlobalVariableF, {dots, "a"}},
                    {"b", Op::kGlobalVariableF, {dots, "b"}},
                    {"c", Op::kGlobalVariableF, {rows, "c"}}};
  Tables tables = write(std::move(wanted));
  EXPECT_EQ(slots(tables), "1:7 5:0 a 5:0 b 5:0 c[0] 5:5 4");
  EXPECT_EQ(tables.globals[2].argument, 7);
}

TEST_F(Writer, RecordsByNameAndWhereTheyComeFrom) {
  RecordType* tagged = types_->new_record(RecordKind::kStruct, "struct zebra", "zebra");
  RecordType* by_typedef = types_->new_record(RecordKind::kUnion, "foo_t", "");
  RecordType* external = types_->new_record(RecordKind::kStruct, "struct other", "other");
  WantedTables wanted;
  wanted.records = {{tagged, kRecordOpaque}, {by_typedef, kRecordIsUnion | kRecordOpaque}};
  wanted.typenames = {{"t", {types_->pointer_to({external})}}};
  Tables tables = write(std::move(wanted));
  ASSERT_EQ(tables.records.size(), 3U);
  EXPECT_EQ(tables.records[0].name, "$foo_t");
  EXPECT_EQ(tables.records[1].name, "other");
  EXPECT_EQ(tables.records[1].flags, kRecordExternal | kRecordOpaque);
  EXPECT_EQ(tables.records[2].name, "zebra");
  EXPECT_EQ(slots(tables), "3:1 9:1 9:2 9:0");
}

TEST_F(Writer, ExternalTypesThatNothingUses) {
  RecordType* record = types_->new_record(RecordKind::kStruct, "struct other", "other");
  EnumType* enumeration = types_->new_enum("enum e", "e");
  std::vector<Enumerator> enumerators = {{"A", 0}, {"B", 1}};
  types_->complete(enumeration, {Primitive::kUnsignedInt, enumerators, false});
  WantedTables wanted;
  wanted.external_types = {record, enumeration};
  Tables tables = write(std::move(wanted));
  ASSERT_EQ(tables.records.size(), 1U);
  EXPECT_EQ(tables.records[0].flags & kRecordExternal, kRecordExternal);
  ASSERT_EQ(tables.enums.size(), 1U);
  ASSERT_EQ(tables.globals.size(), 2U);
  EXPECT_EQ(tables.globals[1].global.name, "B");
  EXPECT_EQ(slots(tables), "9:0 11:0");
}

TEST_F(Writer, TwoAnonymousRecordsOfOneNumber) {
  RecordType* own = types_->new_record(RecordKind::kStruct, "struct $1", "");
  RecordType* external = types_->new_record(RecordKind::kStruct, "struct $1", "");
  WantedTables wanted;
  wanted.records = {{own, 0}};
  wanted.typenames = {{"t", {types_->pointer_to({external})}}};
  Tables tables = write(std::move(wanted));
  ASSERT_EQ(tables.records.size(), 2U);
  EXPECT_EQ(tables.records[0].type, external);
  EXPECT_EQ(tables.records[0].name, "$1");
  EXPECT_EQ(tables.records[1].name, "$1_2");
}

TEST_F(Writer, OptionalRecordsOnlyWhereUsed) {
  RecordType* used = types_->new_record(RecordKind::kStruct, "struct $1", "");
  RecordType* unused = types_->new_record(RecordKind::kStruct, "struct $2", "");
  RecordType* outer = types_->new_record(RecordKind::kStruct, "struct s", "s");
  Field field{"inner", {used}, 0};
  WantedTables wanted;
  wanted.records = {{used, 0, {}, true}, {unused, 0, {}, true}, {outer, 0, {{"inner", {used}, &field}}}};
  Tables tables = write(std::move(wanted));
  ASSERT_EQ(tables.records.size(), 2U);
  EXPECT_EQ(tables.records[0].name, "$1");
  EXPECT_EQ(tables.records[1].fields[0].type_index, 1);
}

TEST_F(Writer, FileIsKnownToAll) {
  const Type* pointer = types_->pointer_to({types_->file_type()});
  WantedTables wanted;
  wanted.typenames = {{"t", {pointer}}};
  Tables tables = write(std::move(wanted));
  EXPECT_EQ(slots(tables), "3:1 9:0");
  EXPECT_EQ(tables.records[0].name, "_IO_FILE");
  EXPECT_EQ(tables.typenames[0].name, "FILE");
}

TEST_F(Writer, FileOfTheCdef) {
  RecordType* own = types_->new_record(RecordKind::kStruct, "FILE", "");
  own->opaque_typedef = true;
  WantedTables wanted;
  wanted.typenames = {{"FILE", {own}}, {"t", {types_->pointer_to({types_->file_type()})}}};
  Tables tables = write(std::move(wanted));
  ASSERT_EQ(tables.typenames.size(), 2U);
  EXPECT_EQ(tables.records[0].name, "$FILE");
  EXPECT_EQ(tables.records[1].name, "_IO_FILE");
  EXPECT_EQ(tables.typenames[0].name, "FILE");
}

TEST_F(Writer, FileBesideItsTag) {
  RecordType* own = types_->new_record(RecordKind::kStruct, "struct _IO_FILE", "_IO_FILE");
  WantedTables wanted;
  wanted.typenames = {{"s", {own}}, {"t", {types_->pointer_to({types_->file_type()})}}};
  Tables tables = write(std::move(wanted));
  EXPECT_EQ(slots(tables), "9:0 3:2 9:-1");
  EXPECT_EQ(tables.records.size(), 1U);
}

TEST_F(Writer, TypesWithoutAForm) {
  const Type* wide = types_->primitive(Primitive::kInt128);
  WantedTables wanted;
  wanted.typenames = {{"gone", {types_->pointer_to({wide})}}, {"kept", {int_.type}}};
  Tables tables = write(wanted);
  ASSERT_EQ(tables.typenames.size(), 1U);
  EXPECT_EQ(slots(tables), "1:7");
  wanted.globals = {{"f", Op::kFunctionVarArgs, {function({wide}, {})}}};
  auto failed = write_tables(std::move(wanted));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kNotInModules);
}

}  // namespace
}  // namespace cffi
