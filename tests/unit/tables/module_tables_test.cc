#include "tables/module_tables.h"

#include <gtest/gtest.h>

#include "tables/support_module.h"

namespace cffi {
namespace {

template <typename T>
std::string text_of(Result<T> result) {
  return result ? "fine" : error_text(result.error());
}

TEST(ModuleTables, CountsMustFitTheArrays) {
  TypeContext context = {};
  EXPECT_EQ(text_of(ModuleTables::make("m", kFrozenTagFirst, &context)), "fine");
  EXPECT_EQ(text_of(ModuleTables::make("m", kFrozenTagFirst, nullptr)), "module 'm': malformed tables: there are none");
  for (int TypeContext::* count : {&TypeContext::type_count, &TypeContext::global_count, &TypeContext::record_count,
                                   &TypeContext::enum_count, &TypeContext::typename_count}) {
    for (int bad : {1, -1, INT32_MIN}) {
      TypeContext broken = {};
      broken.*count = bad;
      auto made = ModuleTables::make("m", kFrozenTagFirst, &broken);
      ASSERT_FALSE(made.ok());
      EXPECT_EQ(made.error().code, ErrorCode::kMalformedTables);
    }
  }
}

TEST(ModuleTables, FieldsMustExist) {
  TypeContext context = {};
  RecordEntry record = {"s", 0, 0, 4, 4, 0, 1};
  context.records = &record;
  context.record_count = 1;
  EXPECT_EQ(text_of(ModuleTables::make("m", kFrozenTagFirst, &context)),
            "module 'm': malformed tables: there are no fields");
  record.field_count = -1;
  EXPECT_EQ(text_of(ModuleTables::make("m", kFrozenTagFirst, &context)),
            "module 'm': malformed tables: a struct or union has -1 fields");
}

TEST(ModuleTables, EachNameIsFound) {
  for (int count = 0; count < 70; ++count) {
    TestModule module;
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      names.push_back(std::string(1, static_cast<char>('A' + i / 10)) + std::to_string(i % 10));
    }
    for (const std::string& name : names) {
      module.globals.push_back({name.c_str(), nullptr, opcode(Op::kEnum, -1), nullptr});
    }
    for (size_t i = 0; i < names.size(); ++i) {
      EXPECT_EQ(*module.tables().find_global(names[i]), &module.globals[i]);
      EXPECT_EQ(*module.tables().find_global(names[i] + "x"), nullptr);
      EXPECT_EQ(*module.tables().global(static_cast<int64_t>(i)), &module.globals[i]);
    }
    EXPECT_EQ(*module.tables().find_global(""), nullptr);
    EXPECT_EQ(*module.tables().find_global("zz"), nullptr);
    EXPECT_FALSE(module.tables().global(count).ok());
    EXPECT_FALSE(module.tables().global(-1).ok());
    EXPECT_EQ(module.tables().global_names()->size(), names.size());
  }
}

TEST(ModuleTables, OrderIsCheckedOnTheWay) {
  TestModule module;
  for (const char* name : {"c", "b", "a"}) {
    module.typenames.push_back({name, 0});
  }
  EXPECT_FALSE(module.tables().find_typename("a").ok());
  EXPECT_FALSE(module.tables().find_typename("c").ok());
  EXPECT_FALSE(module.tables().typename_names().ok());
  TestModule twice;
  for (const char* name : {"a", "a"}) {
    twice.enums.push_back({name, 0, 7, ""});
  }
  EXPECT_EQ(text_of(twice.tables().enum_names()),
            "module 'mod': malformed tables: enums are not sorted by name, at 'a'");
}

TEST(ModuleTables, NamesMustBeThere) {
  TestModule module;
  std::string endless(kMaxTableName + 100, 'x');
  for (const char* name : {static_cast<const char*>(nullptr), "", endless.c_str()}) {
    module.globals.assign({{name, nullptr, opcode(Op::kEnum, -1), nullptr}});
    auto tables = module.make_tables();
    EXPECT_FALSE(tables->find_global("a").ok());
    EXPECT_FALSE(tables->global(0).ok());
    EXPECT_FALSE(tables->global_names().ok());
  }
}

TEST(ModuleTables, TypesArePlainOpcodes) {
  TestModule module;
  module.types_array = {opcode(Op::kPointer, -5), 0x1000, 0};
  EXPECT_EQ(module.tables().type(0)->op, Op::kPointer);
  EXPECT_EQ(module.tables().type(0)->argument, -5);
  for (int64_t index : {int64_t{1}, int64_t{2}, int64_t{3}, int64_t{-1}, INT64_MIN, INT64_MAX}) {
    EXPECT_FALSE(module.tables().type(index).ok()) << index;
  }
}

TEST(ModuleTables, ArraysHaveALength) {
  TestModule module;
  module.types_array = {opcode(Op::kArray, 0), 12, -3, opcode(Op::kArray, 0)};
  EXPECT_EQ(*module.tables().array_length(0), 12);
  for (int64_t index : {int64_t{1}, int64_t{3}, int64_t{-1}, INT64_MAX - 1}) {
    EXPECT_FALSE(module.tables().array_length(index).ok()) << index;
  }
}

TEST(ModuleTables, FunctionsEnd) {
  TestModule module;
  module.types_array = {opcode(Op::kFunction, 9),    opcode(Op::kPrimitive, 7), opcode(Op::kNoop, 1),
                        opcode(Op::kFunctionEnd, 3), opcode(Op::kFunction, 1),  opcode(Op::kFunctionEnd, 4),
                        opcode(Op::kFunction, 1),    opcode(Op::kPrimitive, 7)};
  FunctionSlots slots = *module.tables().function(0);
  EXPECT_EQ(slots.result, 9);
  EXPECT_EQ(slots.first_argument, 1);
  EXPECT_EQ(slots.argument_count, 2);
  EXPECT_TRUE(slots.variadic && slots.stdcall);
  EXPECT_FALSE(module.tables().function(1).ok());  // no function
  EXPECT_FALSE(module.tables().function(4).ok());  // bad end
  EXPECT_FALSE(module.tables().function(6).ok());  // no end
  EXPECT_EQ(*module.tables().behind_noops(2), 1);
  EXPECT_EQ(*module.tables().behind_noops(1), 1);
}

TEST(ModuleTables, NoopsDoNotGoInCycles) {
  TestModule module;
  module.types_array = {opcode(Op::kNoop, 1), opcode(Op::kNoop, 0)};
  EXPECT_FALSE(module.tables().behind_noops(0).ok());
}

TEST(ModuleTables, FieldsLieInTheirArray) {
  TestModule module;
  module.fields = {{"a", 0, 4, opcode(Op::kNoop, 0)}, {"", 0, 4, opcode(Op::kBitfield, 0)}};
  module.records = {{"first", 0, 0, 4, 4, 0, 2}, {"outside", 0, 0, 4, 4, 1, 2}, {"negative", 0, 0, 4, 4, -1, 1}};
  module.records[1].field_count = 0;
  module.records[2].field_count = 0;
  EXPECT_EQ(module.tables().fields(module.records[0])->size(), 2U);
  EXPECT_EQ(module.tables().fields(module.records[1])->size(), 0U);
  EXPECT_EQ(module.tables().fields(module.records[2])->size(), 0U);  // the index of no field means nothing
  for (const RecordEntry& bad : {RecordEntry{"x", 0, 0, 4, 4, 1, 2}, RecordEntry{"x", 0, 0, 4, 4, -1, 1},
                                 RecordEntry{"x", 0, 0, 4, 4, INT32_MAX, INT32_MAX}}) {
    EXPECT_FALSE(module.tables().fields(bad).ok());
  }
  module.fields[0].type_op = opcode(Op::kPointer, 0);
  EXPECT_FALSE(module.tables().fields(module.records[0]).ok());
  module.fields[0] = {nullptr, 0, 4, opcode(Op::kNoop, 0)};
  EXPECT_FALSE(module.tables().fields(module.records[0]).ok());
}

TEST(ModuleTables, EnumeratorsAreSeparatedByCommas) {
  TestModule module;
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(*module.tables().enumerators({"e", 0, 7, "A,B2,C"}), (Names{"A", "B2", "C"}));
  EXPECT_EQ(*module.tables().enumerators({"e", 0, 7, ""}), Names{});
  EXPECT_EQ(*module.tables().enumerators({"e", 0, 7, nullptr}), Names{});
  for (const char* bad : {",", "A,", ",A", "A,,B"}) {
    EXPECT_FALSE(module.tables().enumerators({"e", 0, 7, bad}).ok()) << bad;
  }
}

TEST(ModuleTables, Includes) {
  TestModule module;
  EXPECT_TRUE(module.tables().includes()->empty());
  TestModule two;
  two.includes = {"a.b", "c", nullptr};
  EXPECT_EQ(*two.tables().includes(), (std::vector<std::string_view>{"a.b", "c"}));
  TestModule empty;
  empty.includes = {"", nullptr};
  EXPECT_FALSE(empty.tables().includes().ok());
}

TEST(ModuleTables, ConstantsComeFromTheCompiler) {
  TestModule module;
  auto read = [&](void* address, intptr_t op = opcode(Op::kConstantInt, -1)) {
    return module.tables().read_constant({"K", address, op, nullptr});
  };
  EXPECT_EQ(*read(address_of(constant_seven)), (IntegerValue{7, true}));
  EXPECT_EQ(*read(address_of(constant_minus_two), opcode(Op::kEnum, -1)),
            (IntegerValue{static_cast<uint64_t>(-2LL), true}));
  EXPECT_EQ(*read(address_of(constant_huge)), (IntegerValue{UINT64_MAX, false}));
  EXPECT_EQ(text_of(read(address_of(constant_differs))),
            "the C compiler says 'K' is equal to 77 (0x4d), but the cdef disagrees");
  EXPECT_EQ(text_of(read(address_of(constant_differs_negative))),
            "the C compiler says 'K' is equal to -3, but the cdef disagrees");
  EXPECT_FALSE(read(nullptr).ok());
  EXPECT_FALSE(read(address_of(constant_seven), opcode(Op::kConstant, 0)).ok());
}

TEST(ModuleTables, ConstantsOfOurProtocolShareAFunction) {
  TestModule module;
  module.tag = kNewestInterface;
  auto* shared = +[](int index, unsigned long long* out) {
    *out = static_cast<unsigned long long>(index) * 10;
    return index == 9 ? 5 : 0;
  };
  auto read = [&](intptr_t index) {
    return module.tables().read_constant(
        {"K", address_of(shared), opcode(Op::kEnum, -1), reinterpret_cast<void*>(index)});
  };
  EXPECT_EQ(read(3)->bits, 30U);
  EXPECT_FALSE(read(9).ok());
}

}  // namespace
}  // namespace cffi
