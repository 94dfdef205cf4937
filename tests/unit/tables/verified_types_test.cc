// A module of which the types are declared already: they are compared, and completed.
#include <gtest/gtest.h>

#include "tables/support_module.h"

namespace cffi {
namespace {

constexpr intptr_t kInt = opcode(Op::kPrimitive, 7);
constexpr intptr_t plain(int64_t slot) { return opcode(Op::kNoop, slot); }

std::string text_of(const Result<void>& result) { return result ? "" : error_text(result.error()); }

// `struct s { int x; int y; }`, with dots or laid out, and a module that has it in one of its own sizes.
struct OneRecord {
  explicit OneRecord(bool has_dots, size_t offset_of_x = 0, size_t offset_of_y = 4, size_t size = 8) {
    record = module.types().new_record(RecordKind::kStruct, "struct s", "s");
    QualType integer{module.types().primitive(Primitive::kInt)};
    Field fields[] = {{"x", integer, 0}, {"y", integer, has_dots ? 0U : 4U}};
    RecordBody body;
    body.fields = fields;
    body.partial = has_dots;
    body.size = has_dots ? 0 : 8;
    body.alignment = 4;
    module.types().complete(record, body);
    module.declared_records["s"] = record;
    module.types_array = {opcode(Op::kRecord, 0), kInt, opcode(Op::kPointer, 0)};
    module.fields = {{"x", offset_of_x, 4, plain(1)}, {"y", offset_of_y, 4, plain(1)}};
    module.records = {{"s", 0, 0, size, 4, 0, 2}};
  }

  TestModule module;
  RecordType* record;
};

TEST(VerifiedTypes, AreTheDeclaredOnes) {
  OneRecord one(false);
  EXPECT_EQ(one.module.realizer().type_at(0)->type, one.record);
  EXPECT_EQ(one.module.realizer().type_at(2)->type, one.module.types().pointer_to({one.record}));
  const RecordBody* body = one.record->complete();
  EXPECT_EQ(text_of(one.module.realizer().verify_record(0)), "");
  EXPECT_EQ(one.record->complete(), body);
}

TEST(VerifiedTypes, WithDotsAreCompletedOnce) {
  OneRecord one(true, 8, 4, 12);
  EXPECT_EQ(text_of(one.module.realizer().verify_record(0)), "");
  const RecordBody* body = one.record->complete();
  EXPECT_FALSE(body->partial);
  EXPECT_EQ(body->size, 12U);
  EXPECT_EQ(body->fields[0].offset, 8U);
  EXPECT_EQ(text_of(one.module.realizer().verify_record(0)), "");
  EXPECT_EQ(one.record->complete(), body);
}

TEST(VerifiedTypes, TotalsAreToldBeforeFields) {
  EXPECT_EQ(text_of(OneRecord(false, 4, 0).module.realizer().verify_record(0)),
            "struct s: wrong offset for field 'x' (we have 0, but C compiler says 4)\n"
            "all differences in module 'mod':\n"
            "                     cdef    compiler\n"
            "struct s\n"
            "  offset of x           0           4\n"
            "  offset of y           4           0");
  OneRecord larger(false, 0, 8, 12);
  std::string text = text_of(larger.module.realizer().verify_record(0));
  EXPECT_EQ(text.substr(0, text.find('\n')), "struct s: wrong total size (we have 8, but C compiler says 12)");
}

TEST(VerifiedTypes, SizesOfFieldsWithDots) {
  OneRecord one(true);
  one.module.fields[1].size = 2;
  EXPECT_EQ(text_of(one.module.realizer().verify_record(0)),
            "struct s: field 's.y' is declared as 4 bytes, but is really 2 bytes");
  EXPECT_TRUE(one.record->complete()->partial);
}

TEST(VerifiedTypes, AFieldThatNobodyDeclared) {
  OneRecord one(false);
  one.module.fields[1].name = "z";
  EXPECT_EQ(text_of(one.module.realizer().verify_record(0)),
            "module 'mod': malformed tables: 'struct s' has no field 'z'");
}

TEST(VerifiedTypes, RecordsThatNobodyDeclaredAreMadeAtOnce) {
  OneRecord one(false);
  one.module.declared_records = {{"other", one.record}};
  EXPECT_EQ(text_of(one.module.realizer().verify_record(0)), "");
  const Type* made = one.module.realizer().type_at(0)->type;
  EXPECT_NE(made, one.record);
  EXPECT_EQ(type_as<RecordType>(made)->complete()->size, 8U);
}

TEST(VerifiedTypes, Enums) {
  TestModule module;
  EnumType* closed = module.types().new_enum("enum c", "c");
  EnumType* open = module.types().new_enum("enum o", "o");
  Enumerator declared[] = {{"A", 7}, {"B", 6}};
  Enumerator left_open[] = {{"C", 0}};
  module.types().complete(closed, {Primitive::kUnsignedInt, declared, false});
  module.types().complete(open, {Primitive::kUnsignedInt, left_open, true});
  module.declared_enums = {{"c", closed}, {"o", open}};
  module.types_array = {opcode(Op::kEnum, 0), opcode(Op::kEnum, 1)};
  module.enums = {{"c", 0, 7, "A,B"}, {"o", 1, 7, "C"}};
  module.globals = {{"A", address_of(constant_seven), opcode(Op::kEnum, -1), nullptr},
                    {"B", address_of(constant_seven), opcode(Op::kEnum, -1), nullptr},
                    {"C", address_of(constant_minus_two), opcode(Op::kEnum, -1), nullptr}};
  EXPECT_EQ(text_of(module.realizer().verify_enum(0)), "enum c: B has the real value 7, not 6");
  EXPECT_EQ(text_of(module.realizer().verify_enum(1)), "");
  EXPECT_EQ(open->complete()->enumerators[0].value, -2);
  EXPECT_FALSE(open->complete()->partial);
}

}  // namespace
}  // namespace cffi
