#include "tables/realizer.h"

#include <gtest/gtest.h>

#include "tables/support_module.h"

namespace cffi {
namespace {

constexpr intptr_t kInt = opcode(Op::kPrimitive, 7);
constexpr intptr_t kChar = opcode(Op::kPrimitive, 2);
constexpr intptr_t kShort = opcode(Op::kPrimitive, 5);
constexpr intptr_t kVoid = opcode(Op::kPrimitive, 0);
constexpr intptr_t kEnd = opcode(Op::kFunctionEnd, 0);

constexpr intptr_t plain(int64_t slot) { return opcode(Op::kNoop, slot); }
constexpr intptr_t bits(int64_t slot) { return opcode(Op::kBitfield, slot); }

std::string malformed(std::string_view what) { return "module 'mod': malformed tables: " + std::string(what); }

// ---- types

TEST(Realizer, EachSortOfType) {
  TestModule module;
  module.types_array = {
      kInt,                         // 0
      opcode(Op::kPointer, 0),      // 1
      opcode(Op::kArray, 1),        // 2
      5,                            // 3
      opcode(Op::kOpenArray, 2),    // 4
      opcode(Op::kFunction, 1),     // 5
      kChar,                        // 6
      plain(4),                     // 7
      plain(17),                    // 8
      opcode(Op::kFunctionEnd, 3),  // 9
      opcode(Op::kPointer, 5),      // 10
      opcode(Op::kRecord, 0),       // 11
      opcode(Op::kEnum, 0),         // 12
      opcode(Op::kTypename, 0),     // 13
      opcode(Op::kRecord, -1),      // 14
      kVoid,                        // 15
      opcode(Op::kPrimitive, 51),   // 16
      opcode(Op::kFunction, 0),     // 17
      kEnd,                         // 18
  };
  module.records = {{"s", 11, kRecordOpaque, kUnknownSize, -1, -1, 0}};
  module.enums = {{"e", 12, 7, ""}};
  module.typenames = {{"t", 10}};
  EXPECT_EQ(module.type_text(1), "int *");
  EXPECT_EQ(module.type_text(2), "int *[5]");
  EXPECT_EQ(module.type_text(4), "int *[][5]");
  EXPECT_EQ(module.type_text(5), "int *(char, int *(*)[5], int(*)(), ...)");
  EXPECT_EQ(module.type_text(11), "struct s");
  EXPECT_EQ(module.type_text(12), "enum e");
  EXPECT_EQ(module.type_text(13), module.type_text(10));
  EXPECT_EQ(module.type_text(14), "FILE");
  EXPECT_EQ(module.type_text(15), "void");
  EXPECT_EQ(module.type_text(16), "char32_t");
  EXPECT_EQ(module.realizer().type_at(1)->type, module.types().pointer_to({module.types().primitive(Primitive::kInt)}));
}

TEST(Realizer, FileIsOneTypeForAll) {
  TestModule module;
  module.types_array = {opcode(Op::kRecord, 0), opcode(Op::kRecord, kFileRecord)};
  module.records = {{"_IO_FILE", 0, kRecordOpaque, kUnknownSize, -1, -1, 0}};
  EXPECT_EQ(module.realizer().type_at(0)->type, module.types().file_type());
  EXPECT_EQ(module.realizer().type_at(1)->type, module.types().file_type());
}

TEST(Realizer, WhatACompilerFoundBehindDotsMayFitNoType) {
  TestModule module;
  module.types_array = {opcode(Op::kPrimitive, -1), opcode(Op::kPrimitive, -2), opcode(Op::kPrimitive, -3),
                        opcode(Op::kPrimitive, -4), opcode(Op::kPrimitive, 52)};
  EXPECT_EQ(module.type_text(0), "primitive integer type with an unexpected size (or not an integer type at all)");
  EXPECT_EQ(module.type_text(1), "primitive floating-point type with an unexpected size (or not a float type at all)");
  EXPECT_EQ(module.type_text(2),
            "primitive floating-point type is 'long double', not supported for now with the syntax 'typedef double... "
            "xxx;'");
  EXPECT_EQ(module.type_text(3), malformed("there is no primitive type -4"));
  EXPECT_EQ(module.type_text(4), malformed("there is no primitive type 52"));
}

TEST(Realizer, MalformedTypes) {
  struct {
    const char* why;
    std::vector<intptr_t> types;
  } cases[] = {
      {"pointer to itself", {opcode(Op::kPointer, 0)}},
      {"array of itself", {opcode(Op::kArray, 0), 3}},
      {"cycle of three", {opcode(Op::kPointer, 1), opcode(Op::kNoop, 2), opcode(Op::kOpenArray, 0)}},
      {"typename of itself", {opcode(Op::kTypename, 0)}},
      {"returns itself", {opcode(Op::kFunction, 0), kEnd}},
      {"takes itself", {opcode(Op::kFunction, 3), opcode(Op::kPointer, 0), kEnd, kInt}},
      {"outside", {opcode(Op::kPointer, 1)}},
      {"negative", {opcode(Op::kPointer, -1)}},
      {"far outside", {opcode(Op::kPointer, int64_t{1} << 54)}},
      {"no record", {opcode(Op::kRecord, 0)}},
      {"negative record", {opcode(Op::kRecord, -2)}},
      {"no enum", {opcode(Op::kEnum, -1)}},
      {"no typename", {opcode(Op::kTypename, 1)}},
      {"no length", {opcode(Op::kArray, 0)}},
      {"negative length", {opcode(Op::kArray, 2), -1, kInt}},
      {"array of functions", {opcode(Op::kArray, 2), 4, opcode(Op::kFunction, 4), kEnd, kInt}},
      {"array of void", {opcode(Op::kArray, 2), 4, kVoid}},
      {"array too large", {opcode(Op::kArray, 2), INT64_MAX, kInt}},
      {"array of open arrays", {opcode(Op::kOpenArray, 1), opcode(Op::kOpenArray, 2), kInt}},
      {"function without end", {opcode(Op::kFunction, 1), kInt}},
      {"void argument", {opcode(Op::kFunction, 1), kVoid, kEnd}},
      {"returns an array", {opcode(Op::kFunction, 2), kEnd, opcode(Op::kArray, 4), 3, kInt}},
      {"returns a function", {opcode(Op::kFunction, 2), kEnd, opcode(Op::kFunction, 4), kEnd, kInt}},
      {"an end alone", {kEnd}},
      {"an opcode of globals", {opcode(Op::kConstantInt, 0)}},
      {"no opcode at all", {intptr_t{0x4443}}},
      {"even", {0}},
  };
  for (const auto& bad : cases) {
    TestModule module;
    module.types_array = bad.types;
    module.typenames = {{"t", 0}};
    auto type = module.realizer().type_at(0);
    ASSERT_FALSE(type.ok()) << bad.why;
    EXPECT_EQ(type.error().code, ErrorCode::kMalformedTables) << bad.why;
    EXPECT_FALSE(module.realizer().type_at(0).ok()) << bad.why;  // and again
  }
}

TEST(Realizer, DepthCostsNoStackAndHasALimit) {
  TestModule module;
  module.types_array = {kInt};
  for (int i = 0; i < 100000; ++i) {
    module.types_array.push_back(opcode(Op::kPointer, i));
  }
  EXPECT_EQ(module.type_text(100000), malformed("type 1025 has more than 1024 parts"));
  EXPECT_EQ(module.type_text(3), "int * * *");
  // Slots that only refer to others are no parts.
  TestModule references;
  references.types_array = {kInt};
  for (int i = 0; i < 100000; ++i) {
    references.types_array.push_back(plain(i));
  }
  EXPECT_EQ(references.type_text(100000), "int");
}

TEST(Realizer, ByName) {
  TestModule module;
  module.types_array = {kInt, opcode(Op::kRecord, 0), opcode(Op::kEnum, 0)};
  module.records = {{"$$op", 1, kRecordOpaque, kUnknownSize, -1, -1, 0},
                    {"$1", 1, kRecordIsUnion, kComputedSize, -2, 0, 0},
                    {"$foo", 1, 0, kComputedSize, -2, 0, 0},
                    {"s", 1, 0, 0, 1, 0, 0}};
  module.enums = {{"$2", 2, 7, ""}, {"$en", 2, 7, ""}, {"e", 2, 7, ""}};
  module.typenames = {{"t", 0}};
  EXPECT_EQ(module.record("s")->name, "struct s");
  EXPECT_EQ(module.record("s")->tag, "s");
  EXPECT_EQ(module.record("$foo")->name, "foo");
  EXPECT_EQ(module.record("$foo")->tag, "");
  EXPECT_EQ(module.record("$1", RecordKind::kUnion)->name, "union $1");
  EXPECT_EQ(module.record("$$op")->name, "struct $$op");
  EXPECT_EQ(module.record("s", RecordKind::kUnion), nullptr);
  EXPECT_EQ(module.record("$1"), nullptr);
  EXPECT_EQ(module.record("none"), nullptr);
  EXPECT_EQ(module.record("s"), module.record("s"));
  EXPECT_EQ((*module.realizer().find_enum("$en"))->name, "en");
  EXPECT_EQ((*module.realizer().find_enum("$2"))->name, "enum $2");
  EXPECT_EQ((*module.realizer().find_enum("e"))->tag, "e");
  EXPECT_EQ(*module.realizer().find_enum("none"), nullptr);
  EXPECT_EQ(module.realizer().find_typename("t")->type, module.types().primitive(Primitive::kInt));
  EXPECT_FALSE(static_cast<bool>(*module.realizer().find_typename("none")));
}

TEST(Realizer, TypesOfGlobals) {
  TestModule module;
  module.types_array = {opcode(Op::kFunction, 2), kEnd, kInt, opcode(Op::kPointer, 0), kVoid};
  auto text = [&](Op op, int64_t slot) {
    auto type = module.realizer().type_of({"g", nullptr, opcode(op, slot), nullptr});
    return !type ? "error" : *type ? spell_type(type->type).text : "null";
  };
  for (Op op : {Op::kFunctionVarArgs, Op::kFunctionNoArgs, Op::kFunctionOneArg, Op::kDlopenFunction}) {
    EXPECT_EQ(text(op, 0), "int()");
    EXPECT_EQ(text(op, 2), "error");
    EXPECT_EQ(text(op, 3), "error");
  }
  for (Op op : {Op::kConstant, Op::kGlobalVariable, Op::kGlobalVariableF, Op::kDlopenConstant}) {
    EXPECT_EQ(text(op, 2), "int");
    EXPECT_EQ(text(op, 3), "int(*)()");
    EXPECT_EQ(text(op, 0), "error");
    bool may_be_void = op == Op::kGlobalVariable || op == Op::kGlobalVariableF;
    EXPECT_EQ(text(op, 4), may_be_void ? "void" : "error");
    EXPECT_EQ(text(op, 99), "error");
  }
  EXPECT_EQ(text(Op::kExternPython, 3), "int()");
  EXPECT_EQ(text(Op::kExternPython, 0), "error");
  EXPECT_EQ(text(Op::kExternPython, 2), "error");
  EXPECT_EQ(text(Op::kConstantInt, -1), "null");
  EXPECT_EQ(text(Op::kEnum, -1), "null");
  EXPECT_EQ(text(Op::kPointer, 2), "error");
}

// ---- bodies

TEST(Bodies, AreMadeWhenLookedInto) {
  TestModule module;
  module.types_array = {kInt, opcode(Op::kPointer, 2), opcode(Op::kRecord, 1), opcode(Op::kRecord, 0)};
  module.fields = {{"x", 0, 4, plain(0)}, {"next", 8, 8, plain(1)}, {"y", 0, 4, plain(99)}};
  module.records = {{"good", 3, kRecordCheckFields, 16, 8, 0, 2}, {"never", 2, kRecordCheckFields, 4, 4, 2, 1}};
  EXPECT_EQ(module.type_text(1), "struct never *");
  EXPECT_EQ(module.body_text("good"), "16/8 int x@0 struct never * next@8");
  RecordType* never = module.record("never");
  EXPECT_EQ(never->body.load(), nullptr);
  EXPECT_EQ(module.realizer().failure_of(never), nullptr);
  EXPECT_EQ(module.body_text("never"), malformed("type index 99 of 4"));
}

TEST(Bodies, ByValuePartsFirst) {
  TestModule module;
  module.types_array = {kInt, opcode(Op::kRecord, 0), opcode(Op::kRecord, 1), opcode(Op::kArray, 1), 3};
  module.fields = {{"x", 0, 4, plain(0)}, {"inner", 0, 12, plain(3)}, {"", kUnknownOffset, 3, bits(0)}};
  module.records = {{"a", 1, kRecordCheckFields, 4, 4, 0, 1}, {"b", 2, kRecordCheckFields, 16, 4, 1, 2}};
  EXPECT_EQ(module.body_text("b"), "16/4 struct a inner[3]@0");
}

TEST(Bodies, ALongChainOfThemCostsNoStack) {
  TestModule module;
  constexpr int kRecords = 20000;
  std::vector<std::string> names;
  module.types_array = {kInt};
  for (int i = 0; i < kRecords; ++i) {
    names.push_back("s" + std::to_string(100000 + i));
    module.types_array.push_back(opcode(Op::kRecord, i));
    module.fields.push_back({"x", 0, 4, plain(i)});
  }
  for (int i = 0; i < kRecords; ++i) {
    module.records.push_back({names[static_cast<size_t>(i)].c_str(), i + 1, kRecordCheckFields, 4, 4, i, 1});
  }
  EXPECT_EQ(module.body_text(names.back()), "4/4 struct s119998 x@0");
}

TEST(Bodies, CannotContainThemselves) {
  TestModule module;
  module.types_array = {opcode(Op::kRecord, 0), opcode(Op::kRecord, 1), opcode(Op::kArray, 0), 2,
                        opcode(Op::kPointer, 2)};
  module.fields = {{"b", kUnknownOffset, kUnknownSize, plain(1)},
                   {"a", kUnknownOffset, kUnknownSize, plain(2)},
                   {"p", kUnknownOffset, kUnknownSize, plain(4)}};
  module.records = {
      {"a", 0, 0, kComputedSize, -2, 0, 1}, {"b", 1, 0, kComputedSize, -2, 1, 1}, {"c", 1, 0, kComputedSize, -2, 2, 1}};
  EXPECT_EQ(module.body_text("a"), malformed("'struct a' contains itself"));
  EXPECT_EQ(module.body_text("b"), malformed("'struct a' contains itself"));
  EXPECT_EQ(module.body_text("c"), malformed("'struct a' contains itself"));
}

TEST(Bodies, ComputedLayouts) {
  TestModule module;
  module.types_array = {kInt, kChar, kShort, opcode(Op::kOpenArray, 0)};
  module.fields = {{"c", kUnknownOffset, kUnknownSize, plain(1)},
                   {"i", kUnknownOffset, kUnknownSize, plain(0)},
                   {"b", kUnknownOffset, 5, bits(0)},
                   {"", kUnknownOffset, 2, bits(0)},
                   {"d", kUnknownOffset, 3, bits(0)},
                   {"fl", kUnknownOffset, kUnknownSize, plain(3)}};
  module.records = {{"s", 0, kRecordCheckFields, kComputedSize, -2, 0, 6},
                    {"t", 0, kRecordCheckFields | kRecordPacked, kComputedSize, -2, 0, 2},
                    {"u", 0, kRecordIsUnion, kComputedSize, -2, 0, 2}};
  EXPECT_EQ(module.body_text("s"), "12/4 char c@0 int i@4 int b@8:0+5 int d@8:7+3 int fl[]@12");
  EXPECT_TRUE(module.record("s")->complete()->has_flexible_array);
  auto unnamed = module.record("s")->complete()->unnamed_bits;
  ASSERT_EQ(unnamed.size(), 1U);
  EXPECT_EQ(unnamed[0].bit_shift, 5);
  EXPECT_EQ(unnamed[0].bit_size, 2);
  EXPECT_EQ(module.body_text("t"), "5/1 char c@0 int i@1");
  EXPECT_EQ(module.body_text("u", RecordKind::kUnion), "4/4 char c@0 int i@0");
}

TEST(Bodies, DotsLeaveTheLayoutToTheCompiler) {
  TestModule module;
  module.types_array = {kInt, opcode(Op::kOpenArray, 0)};
  module.fields = {{"a", 8, 4, plain(0)},
                   {"b", 0, 4, plain(0)},
                   {"fl", 12, kUnknownSize, plain(1)},
                   {"x", 0, 4, plain(0)},
                   {"y", 4, 4, plain(0)}};
  module.records = {{"none", 0, 0, 24, 8, 0, 0},
                    {"p", 0, 0, 40, 16, 0, 3},
                    {"same", 0, 0, 8, 4, 3, 2},
                    {"unaligned", 0, 0, 8, kUnknownAlignment, 3, 2}};
  EXPECT_EQ(module.body_text("p"), "40/16 int a@8 int b@0 int fl[]@12 ...");
  EXPECT_EQ(module.body_text("same"), "8/4 int x@0 int y@4");
  EXPECT_EQ(module.body_text("unaligned"), "8/4 int x@0 int y@4");
  EXPECT_EQ(module.body_text("none"), "24/8 ...");
}

TEST(Bodies, FieldsDoNotLieBeyondTheEnd) {
  for (const FieldEntry& field : {FieldEntry{"a", 5, 4, plain(0)}, FieldEntry{"a", INT64_MAX, 4, plain(0)},
                                  FieldEntry{"a", UINT64_MAX - 3, 4, plain(0)}, FieldEntry{"a", 9, 0, plain(1)}}) {
    TestModule module;
    module.types_array = {kInt, opcode(Op::kArray, 0), 0};
    module.fields = {field};
    module.records = {{"s", 0, 0, 8, 4, 0, 1}};
    EXPECT_EQ(module.body_text("s"), malformed("field 'a' lies beyond the end of 'struct s'")) << field.offset;
  }
  TestModule bitfields;
  bitfields.types_array = {kInt};
  bitfields.fields = {{"a", kUnknownOffset, 20, bits(0)}};
  bitfields.records = {{"s", 0, 0, 2, 1, 0, 1}};
  EXPECT_EQ(bitfields.body_text("s"), malformed("field 'a' lies beyond the end of 'struct s'"));
}

TEST(Bodies, MalformedOnes) {
  struct {
    const char* why;
    FieldEntry field;
    size_t size;
    int alignment;
  } cases[] = {
      {"function", {"f", 0, 8, plain(1)}, 8, 8},
      {"void", {"f", 0, 0, plain(3)}, 8, 8},
      {"opaque", {"f", 0, 8, plain(4)}, 8, 8},
      {"wide bit-field", {"f", kUnknownOffset, 33, bits(0)}, 8, 8},
      {"very wide bit-field", {"f", kUnknownOffset, SIZE_MAX, bits(0)}, 8, 8},
      {"bit-field of no width", {"f", kUnknownOffset, 0, bits(0)}, 8, 8},
      {"bit-field of a pointer", {"f", kUnknownOffset, 3, bits(5)}, 8, 8},
      {"alignment 3", {"f", 0, 4, plain(0)}, 8, 3},
      {"alignment 0", {"f", 0, 4, plain(0)}, 8, 0},
      {"alignment -5", {"f", 0, 4, plain(0)}, 8, -5},
      {"alignment of 2 GB", {"f", 0, 4, plain(0)}, 8, INT32_MIN},
      {"size", {"f", 0, 4, plain(0)}, SIZE_MAX / 2 + 1, 4},
      {"size -1", {"f", 0, 4, plain(0)}, SIZE_MAX, 4},
      {"slot", {"f", 0, 4, plain(-1)}, 4, 4},
  };
  for (const auto& bad : cases) {
    TestModule module;
    module.types_array = {kInt, opcode(Op::kFunction, 0), kEnd, kVoid, opcode(Op::kRecord, 0), opcode(Op::kPointer, 0)};
    module.fields = {bad.field};
    module.records = {{"opaque", 4, kRecordOpaque, kUnknownSize, -1, -1, 0},
                      {"s", 0, 0, bad.size, bad.alignment, 0, 1}};
    RecordType* record = module.record("s");
    ASSERT_NE(record, nullptr);
    EXPECT_EQ(record->complete(), nullptr) << bad.why;
    const Error* error = module.realizer().failure_of(record);
    ASSERT_NE(error, nullptr) << bad.why;
    EXPECT_EQ(error->code, ErrorCode::kMalformedTables) << bad.why;
  }
}

TEST(Bodies, FieldNamesAreUnique) {
  TestModule module;
  module.types_array = {kInt};
  module.fields = {{"a", 0, 4, plain(0)}, {"a", 4, 4, plain(0)}};
  module.records = {{"s", 0, 0, 8, 4, 0, 2}};
  EXPECT_EQ(module.body_text("s"), malformed("duplicate field name 'a'"));
}

TEST(Bodies, AnonymousMembersAreLookedThrough) {
  TestModule module;
  module.types_array = {kInt, opcode(Op::kRecord, 0)};
  module.fields = {{"p", kUnknownOffset, kUnknownSize, plain(0)},
                   {"q", kUnknownOffset, kUnknownSize, plain(0)},
                   {"before", 0, 4, plain(0)},
                   {"", 4, 4, plain(1)}};
  module.records = {{"$1", 1, kRecordIsUnion | kRecordCheckFields, kComputedSize, -2, 0, 2},
                    {"s", 0, kRecordCheckFields, 8, 4, 2, 2}};
  EXPECT_EQ(module.body_text("s"), "8/4 int before@0 union $1@4");
  auto found = find_field(module.record("s"), "q");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->offset, 4U);
}

// ---- differences

TEST(Differences, OneIsASentence) {
  TestModule module;
  module.types_array = {kInt};
  module.fields = {{"a", 0, 4, plain(0)}};
  module.records = {{"s", 0, kRecordCheckFields, 8, 4, 0, 1}};
  EXPECT_EQ(module.body_text("s"),
            "struct s: wrong total size (cdef says 4, but C compiler says 8). fix it or use \"...;\" as the last field "
            "in the cdef for struct s to make it flexible");
  EXPECT_EQ(module.realizer().failure_of(module.record("s"))->code, ErrorCode::kLayoutDiffers);
}

TEST(Differences, AllOfAModuleAreReportedTogether) {
  TestModule module;
  module.types_array = {kInt, opcode(Op::kRecord, 2)};
  module.fields = {{"a", 4, 4, plain(0)},
                   {"b", 0, 4, plain(0)},
                   {"x", 0, 2, plain(0)},
                   {"in", 0, 8, plain(1)},
                   {"ok", 0, 4, plain(0)}};
  module.records = {{"$typedefed", 0, 0, 4, 4, 2, 1},
                    {"aligned", 0, kRecordCheckFields | kRecordIsUnion, 16, 16, 4, 1},
                    {"order", 1, kRecordCheckFields, 8, 4, 0, 2},
                    {"outer", 0, kRecordCheckFields, 8, 4, 3, 1},
                    {"right", 0, kRecordCheckFields, 4, 4, 4, 1}};
  constexpr std::string_view kTable =
      "\nall differences in module 'mod':"
      "\n                     cdef    compiler"
      "\ntypedefed"
      "\n  size of x             4           2"
      "\nunion aligned"
      "\n  total size            4          16"
      "\n  alignment             4          16"
      "\nstruct order"
      "\n  offset of a           0           4"
      "\n  offset of b           4           0";
  std::string fix = ". fix it or use \"...;\" as the last field in the cdef for ";
  std::string order = "struct order: wrong offset for field 'a' (cdef says 0, but C compiler says 4)" + fix +
                      "struct order to make it flexible" + std::string(kTable);
  EXPECT_EQ(module.body_text("outer"), order);
  EXPECT_EQ(module.body_text("order"), order);
  EXPECT_EQ(module.body_text("$typedefed"), "typedefed: wrong size for field 'x' (cdef says 4, but C compiler says 2)" +
                                                fix + "typedefed to make it flexible" + std::string(kTable));
  EXPECT_EQ(module.body_text("right"), "4/4 int ok@0");
  auto array = module.types().array_of({module.record("order")}, 3);
  ASSERT_FALSE(array.ok());
  EXPECT_EQ(error_text(array.error()), order);
}

// ---- enums

TEST(Enums, ValuesComeFromTheGlobals) {
  TestModule module;
  module.types_array = {opcode(Op::kEnum, 0)};
  module.globals = {{"A", address_of(constant_seven), opcode(Op::kEnum, -1), nullptr},
                    {"B", address_of(constant_minus_two), opcode(Op::kEnum, -1), nullptr},
                    {"C", address_of(constant_differs), opcode(Op::kEnum, -1), nullptr}};
  module.enums = {{"broken", 0, 7, "A,C"},
                  {"e", 0, 21, "B,A"},
                  {"missing", 0, 7, "A,D"},
                  {"number", 0, -1, ""},
                  {"odd", 0, 14, ""}};
  EnumType* e = *module.realizer().find_enum("e");
  EXPECT_EQ(e->body.load(), nullptr);
  const EnumBody* body = e->complete();
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(body->underlying, Primitive::kInt32);
  ASSERT_EQ(body->enumerators.size(), 2U);
  EXPECT_EQ(body->enumerators[0].name, "B");
  EXPECT_EQ(body->enumerators[0].value, -2);
  EXPECT_EQ(body->enumerators[1].value, 7);
  auto failure = [&](std::string_view name) {
    EnumType* type = *module.realizer().find_enum(name);
    EXPECT_EQ(type->complete(), nullptr);
    return error_text(*module.realizer().failure_of(type));
  };
  EXPECT_EQ(failure("broken"), "the C compiler says 'C' is equal to 77 (0x4d), but the cdef disagrees");
  EXPECT_EQ(failure("missing"), malformed("enumerator 'D' of 'enum missing' has no value"));
  EXPECT_EQ(failure("number"), "primitive integer type with an unexpected size (or not an integer type at all)");
  EXPECT_EQ(failure("odd"), malformed("the type of 'enum odd' is no integer type: 14"));
}

TEST(Enums, TheFailureOfOneIsThatOfItsUsers) {
  TestModule module;
  module.types_array = {opcode(Op::kEnum, 0), opcode(Op::kArray, 0), 3};
  module.enums = {{"number", 0, -1, ""}};
  module.fields = {{"x", 0, 4, plain(0)}};
  module.records = {{"s", 0, 0, 4, 4, 0, 1}};
  std::string why = "primitive integer type with an unexpected size (or not an integer type at all)";
  EXPECT_EQ(module.body_text("s"), why);
  EXPECT_EQ(module.type_text(1), why);
}

// ---- included modules

TEST(External, RecordsAreThoseOfTheIncludedModule) {
  TestModule base;
  base.types_array = {kInt};
  base.fields = {{"x", 0, 4, plain(0)}, {"bad", 1, 4, plain(0)}};
  base.records = {{"$t", 0, kRecordCheckFields, 4, 4, 0, 1},
                  {"bad", 0, kRecordCheckFields, 4, 4, 1, 1},
                  {"s", 0, kRecordCheckFields, 4, 4, 0, 1}};
  TestModule module(base.common());
  module.included = &base;
  module.types_array = {opcode(Op::kRecord, 2), opcode(Op::kRecord, 0), opcode(Op::kRecord, 3), opcode(Op::kRecord, 1)};
  module.fields = {{"s", 0, 4, plain(0)}, {"t", 4, 4, plain(1)}, {"bad", 0, 4, plain(3)}};
  module.records = {{"$t", 0, kRecordExternal, kUnknownSize, -1, -1, 0},
                    {"bad", 0, kRecordExternal, kUnknownSize, -1, -1, 0},
                    {"s", 0, kRecordExternal, kUnknownSize, -1, -1, 0},
                    {"u", 0, kRecordExternal | kRecordIsUnion, kUnknownSize, -1, -1, 0},
                    {"v", 0, kRecordCheckFields, 8, 4, 0, 2},
                    {"w", 0, kRecordCheckFields, 4, 4, 2, 1}};
  EXPECT_EQ(module.body_text("v"), "8/4 struct s s@0 t t@4");
  EXPECT_EQ(module.record("s"), base.record("s"));
  EXPECT_TRUE(module.body_text("w").starts_with("struct bad: wrong offset for field 'bad'")) << module.body_text("w");
  EXPECT_EQ(module.type_text(2), malformed("'union u' should come from an included module, and none declares it"));
}

TEST(External, EnumsWithANameAreThoseOfTheIncludedModule) {
  TestModule base;
  base.types_array = {opcode(Op::kEnum, 0), opcode(Op::kEnum, 1), opcode(Op::kEnum, 2)};
  base.enums = {{"$1", 0, 7, ""}, {"$t", 1, 7, ""}, {"e", 2, 7, ""}};
  TestModule module(base.common());
  module.included = &base;
  module.types_array = {opcode(Op::kEnum, 0), opcode(Op::kEnum, 1), opcode(Op::kEnum, 2), opcode(Op::kEnum, 3)};
  module.enums = {{"$1", 0, 7, ""}, {"$t", 1, 7, ""}, {"e", 2, 7, ""}, {"own", 3, 7, ""}};
  auto found = [](TestModule& in, std::string_view name) { return *in.realizer().find_enum(name); };
  EXPECT_EQ(found(module, "e"), found(base, "e"));
  EXPECT_EQ(found(module, "$t"), found(base, "$t"));
  EXPECT_NE(found(module, "$1"), found(base, "$1"));
  EXPECT_EQ(module.type_text(3), "enum own");
  EXPECT_EQ(module.type_text(2), "enum e");
}

TEST(External, AnEnumOfTheSameNameWithOtherEnumeratorsIsTheModulesOwn) {
  TestModule base;
  base.types_array = {opcode(Op::kEnum, 0)};
  base.enums = {{"e", 0, 7, "THEIRS"}};
  TestModule module(base.common());
  module.included = &base;
  module.types_array = {opcode(Op::kEnum, 0)};
  module.enums = {{"e", 0, 7, "OWN"}};
  EXPECT_NE(*module.realizer().find_enum("e"), *base.realizer().find_enum("e"));
}

}  // namespace
}  // namespace cffi
