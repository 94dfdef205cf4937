// AMD64 psABI 3.2.3, one shape a row. Runs on any host: the target is a value.
#include "call/plan/classify_sysv64.h"

#include <gtest/gtest.h>

#include "call/support/type_kit.h"

namespace cffi {
namespace {

using enum Primitive;
using test::TypeKit;
using C = SysvClass;

class ClassifySysv64Test : public testing::Test {
 protected:
  SysvClasses classes(const Type* type) {
    auto result = classify_sysv64(kit_.target(), type, "argument");
    EXPECT_TRUE(result.ok()) << describe_error(result.error());
    return result ? *result : SysvClasses{C::kMemory, C::kMemory};
  }
  void expect(const char* what, const Type* type, C low, C high = C::kNone) {
    SysvClasses found = classes(type);
    EXPECT_EQ(found.low, low) << what << ", low";
    EXPECT_EQ(found.high, high) << what << ", high";
  }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }

  TypeKit kit_{target_x86_64_linux()};
};

TEST_F(ClassifySysv64Test, Scalars) {
  expect("bool is an integer", p(kBool), C::kInteger);
  expect("int", p(kInt), C::kInteger);
  expect("pointer", kit_.pointer(), C::kInteger);
  expect("float", p(kFloat), C::kSse);
  expect("double", p(kDouble), C::kSse);
  expect("half float", p(kFloat16), C::kSse);
  expect("__int128 takes two registers", p(kInt128), C::kInteger, C::kInteger);
  expect("_Float128 is one whole xmm", p(kFloat128), C::kSse, C::kSseUp);
  expect("long double", p(kLongDouble), C::kX87, C::kX87Up);
  expect("complex float packs into one xmm", p(kFloatComplex), C::kSse);
  expect("complex double takes two", p(kDoubleComplex), C::kSse, C::kSse);
  expect("complex long double", p(kLongDoubleComplex), C::kComplexX87);
  expect("vector of 8 bytes", kit_.vector(kFloat, 8), C::kSse);
  expect("vector of 16 bytes", kit_.vector(kFloat, 16), C::kSse, C::kSseUp);
}

TEST_F(ClassifySysv64Test, SmallStructs) {
  expect("one int", kit_.record({p(kInt)}), C::kInteger);
  expect("two ints share an eightbyte", kit_.record({p(kInt), p(kInt)}), C::kInteger);
  expect("three ints", kit_.record({p(kInt), p(kInt), p(kInt)}), C::kInteger, C::kInteger);
  expect("int and double", kit_.record({p(kInt), p(kDouble)}), C::kInteger, C::kSse);
  expect("double and int", kit_.record({p(kDouble), p(kInt)}), C::kSse, C::kInteger);
  expect("int and float merge to INTEGER", kit_.record({p(kInt), p(kFloat)}), C::kInteger);
  expect("two floats share an xmm", kit_.record({p(kFloat), p(kFloat)}), C::kSse);
  expect("three floats", kit_.record({p(kFloat), p(kFloat), p(kFloat)}), C::kSse, C::kSse);
  expect("float, float, int", kit_.record({p(kFloat), p(kFloat), p(kInt)}), C::kSse, C::kInteger);
  expect("array of chars", kit_.record({kit_.array(p(kChar), 11)}), C::kInteger, C::kInteger);
  expect("array of doubles", kit_.record({kit_.array(p(kDouble), 2)}), C::kSse, C::kSse);
  expect("nested", kit_.record({kit_.record({p(kFloat)}), kit_.record({p(kInt), p(kDouble)})}), C::kMemory);
  expect("nested, small", kit_.record({kit_.record({p(kDouble)}), kit_.record({p(kShort)})}), C::kSse, C::kInteger);
  expect("empty", kit_.record({}), C::kNone);
  expect("tail padding is no class", kit_.aligned(16, {p(kInt)}), C::kInteger, C::kNone);
  expect("complex float across two eightbytes", kit_.record({p(kFloat), p(kFloatComplex)}), C::kSse, C::kSse);
  expect("struct of a _Float128", kit_.record({p(kFloat128)}), C::kSse, C::kSseUp);
  expect("struct of an __int128", kit_.record({p(kInt128)}), C::kInteger, C::kInteger);
}

TEST_F(ClassifySysv64Test, LargeStructsAreInMemory) {
  expect("17 bytes", kit_.record({kit_.array(p(kChar), 17)}), C::kMemory);
  expect("three doubles", kit_.record({p(kDouble), p(kDouble), p(kDouble)}), C::kMemory);
  expect("complex long double in a struct", kit_.record({p(kLongDoubleComplex)}), C::kMemory);
  expect("larger than any register", kit_.record({kit_.array(p(kLong), 100)}), C::kMemory);
}

TEST_F(ClassifySysv64Test, Unions) {
  expect("int or float merge to INTEGER", kit_.union_of({p(kInt), p(kFloat)}), C::kInteger);
  expect("float or double", kit_.union_of({p(kFloat), p(kDouble)}), C::kSse);
  expect("long or two doubles", kit_.union_of({p(kLong), kit_.array(p(kDouble), 2)}), C::kInteger, C::kSse);
  expect("long double or int: X87UP without X87", kit_.union_of({p(kLongDouble), p(kInt)}), C::kMemory);
  expect("long double or double: X87 meets SSE", kit_.union_of({p(kLongDouble), p(kDouble)}), C::kMemory);
  expect("the same union inside another: cleanup is done for each record",
         kit_.union_of({kit_.union_of({p(kLongDouble), p(kInt)}), p(kInt128)}), C::kMemory);
  expect("_Float128 or int: SSEUP without SSE", kit_.union_of({p(kFloat128), p(kLong)}), C::kInteger, C::kSse);
}

TEST_F(ClassifySysv64Test, LongDoubleInAStruct) {
  expect("alone it stays X87", kit_.record({p(kLongDouble)}), C::kX87, C::kX87Up);
  expect("with anything else it is too large", kit_.record({p(kLongDouble), p(kChar)}), C::kMemory);
}

TEST_F(ClassifySysv64Test, UnalignedFieldsAreInMemory) {
  expect("packed char, int", kit_.packed({p(kChar), p(kInt)}), C::kMemory);
  expect("packed, but aligned by luck", kit_.packed({p(kInt), p(kInt)}), C::kInteger);
  expect("unaligned array item", kit_.packed({p(kChar), kit_.array(p(kShort), 2)}), C::kMemory);
  expect("unaligned inside a nested struct", kit_.packed({p(kChar), kit_.record({p(kFloat)})}), C::kMemory);
}

TEST_F(ClassifySysv64Test, OnlyTheFirstItemOfAnArrayMustBeAligned) {
  const Type* three_bytes = kit_.packed({p(kShort), p(kChar)});
  expect("as GCC has it", kit_.record({p(kInt), kit_.array(three_bytes, 3)}), C::kInteger, C::kInteger);
  expect("the first one is not", kit_.record({p(kChar), kit_.array(three_bytes, 3)}), C::kMemory);
}

TEST_F(ClassifySysv64Test, BitFieldsAreIntegersWhereTheirBitsAre) {
  auto bits = [this](Primitive primitive, int32_t width) { return TypeKit::member(p(primitive), width); };
  expect("three bits", kit_.record_of({bits(kInt, 3)}), C::kInteger);
  expect("long:40, then 30 bits in the next eightbyte", kit_.record_of({bits(kLong, 40), bits(kLong, 30)}), C::kInteger,
         C::kInteger);
  expect("bits beside a float", kit_.record_of({TypeKit::member(p(kFloat)), bits(kInt, 3)}), C::kInteger);
  expect("bits after a double", kit_.record_of({TypeKit::member(p(kDouble)), bits(kInt, 3)}), C::kSse, C::kInteger);
}

TEST_F(ClassifySysv64Test, UnnamedBitFieldsAreIntegersToo) {
  auto unnamed = [this](int32_t width) { return TypeKit::unnamed(p(kInt), width); };
  expect("beside a float", kit_.record_of({TypeKit::member(p(kFloat)), unnamed(3)}), C::kInteger);
  expect("after a double", kit_.record_of({TypeKit::member(p(kDouble)), unnamed(3)}), C::kSse, C::kInteger);
  expect("of width 0", kit_.record_of({TypeKit::member(p(kFloat)), unnamed(0)}), C::kSse);
  expect("alone", kit_.record_of({unnamed(3)}), C::kInteger);
}

TEST_F(ClassifySysv64Test, ArraysWithoutBytes) {
  expect("zero length array", kit_.record({kit_.array(p(kDouble), 0), p(kInt)}), C::kInteger);
  expect("one inside an eightbyte counts, as GCC has it", kit_.record({p(kFloat16), kit_.array(p(kShort), 0)}),
         C::kInteger);
  const Type* empty = kit_.record({});
  expect("a huge array of empty structs", kit_.record({kit_.array(empty, int64_t{1} << 60), p(kFloat)}), C::kSse);
}

TEST_F(ClassifySysv64Test, RefusesWhatCannotBePassed) {
  auto refused = [this](const char* what, const Type* type) {
    auto result = classify_sysv64(kit_.target(), type, "argument");
    ASSERT_FALSE(result.ok()) << what;
    EXPECT_EQ(result.error().code, ErrorCode::kCallUnsupported) << what;
  };
  refused("void", kit_.void_type());
  refused("incomplete", kit_.incomplete());
  refused("array", kit_.array(p(kInt), 3));
  refused("wide vector", kit_.vector(kFloat, 32));
  refused("struct of a wide vector", kit_.record({kit_.vector(kFloat, 32)}));
  const Type* unnamed = kit_.with_unnamed_fields({p(kInt)});
  refused("struct with fields that only a compiler knows", unnamed);
  refused("struct of such a struct", kit_.record({unnamed}));
  refused("struct of an array of such structs", kit_.record({kit_.array(unnamed, 1)}));
}

TEST_F(ClassifySysv64Test, StopsAtUnionsThatDoubleAtEachLevel) {
  const Type* type = kit_.union_of({p(kInt), p(kFloat)});
  for (int i = 0; i < 60; ++i) {
    type = kit_.union_of({type, type});
  }
  auto result = classify_sysv64(kit_.target(), type, "argument");
  ASSERT_FALSE(result.ok());
  EXPECT_NE(error_text(result.error()).find("nested too deeply"), std::string::npos);
}

TEST_F(ClassifySysv64Test, StopsAtDeepChains) {
  const Type* type = kit_.record({p(kInt)});
  for (int i = 0; i < 100000; ++i) {
    type = kit_.record({type});
  }
  EXPECT_FALSE(classify_sysv64(kit_.target(), type, "argument").ok());
}

}  // namespace
}  // namespace cffi
