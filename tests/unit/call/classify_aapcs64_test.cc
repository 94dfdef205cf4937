// AAPCS64 5.9.5 and 6.8.2, one shape a row. Runs on any host: the target is a value.
#include "call/plan/classify_aapcs64.h"

#include <gtest/gtest.h>

#include "call/support/type_kit.h"

namespace cffi {
namespace {

using enum Primitive;
using test::TypeKit;
using K = AapcsKind;

class ClassifyAapcs64Test : public testing::Test {
 protected:
  AapcsClass classify(const char* what, const Type* type) {
    auto result = classify_aapcs64(kit_.target(), type, "argument");
    EXPECT_TRUE(result.ok()) << what << ": " << describe_error(result.error());
    return result ? *result : AapcsClass{};
  }
  void expect(const char* what, const Type* type, K kind, uint8_t alignment = 8) {
    AapcsClass found = classify(what, type);
    EXPECT_EQ(found.kind, kind) << what;
    EXPECT_EQ(found.natural_alignment, alignment) << what;
  }
  void expect_homogeneous(const char* what, const Type* type, uint8_t count, uint8_t size) {
    AapcsClass found = classify(what, type);
    EXPECT_EQ(found.kind, K::kHomogeneous) << what;
    EXPECT_EQ(found.count, count) << what;
    EXPECT_EQ(found.element_size, size) << what;
  }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }

  TypeKit kit_{target_aarch64_linux()};
};

TEST_F(ClassifyAapcs64Test, Scalars) {
  expect("int", p(kInt), K::kIntegral);
  expect("bool", p(kBool), K::kIntegral);
  expect("pointer", kit_.pointer(), K::kIntegral);
  expect("__int128 starts at an even register", p(kInt128), K::kIntegral, 16);
  expect_homogeneous("half", p(kFloat16), 1, 2);
  expect_homogeneous("float", p(kFloat), 1, 4);
  expect_homogeneous("double", p(kDouble), 1, 8);
  expect_homogeneous("long double is quad", p(kLongDouble), 1, 16);
  expect_homogeneous("complex float is two singles", p(kFloatComplex), 2, 4);
  expect_homogeneous("complex long double is two quads", p(kLongDoubleComplex), 2, 16);
  expect_homogeneous("short vector of 8", kit_.vector(kFloat, 8), 1, 8);
  expect_homogeneous("short vector of 16", kit_.vector(kInt, 16), 1, 16);
}

TEST_F(ClassifyAapcs64Test, HomogeneousAggregates) {
  expect_homogeneous("one float", kit_.record({p(kFloat)}), 1, 4);
  expect_homogeneous("four floats", kit_.record({p(kFloat), p(kFloat), p(kFloat), p(kFloat)}), 4, 4);
  expect_homogeneous("four quads, 64 bytes", kit_.record({kit_.array(p(kLongDouble), 4)}), 4, 16);
  expect_homogeneous("array of arrays", kit_.record({kit_.array(kit_.array(p(kDouble), 2), 2)}), 4, 8);
  expect_homogeneous("nested", kit_.record({kit_.record({p(kFloat)}), kit_.record({p(kFloat), p(kFloat)})}), 3, 4);
  expect_homogeneous("complex and its half", kit_.record({p(kDoubleComplex), p(kDouble)}), 3, 8);
  expect_homogeneous("union of float and three floats", kit_.union_of({p(kFloat), kit_.array(p(kFloat), 3)}), 3, 4);
  expect_homogeneous("two vectors (HVA)", kit_.record({kit_.vector(kFloat, 16), kit_.vector(kInt, 16)}), 2, 16);
  expect_homogeneous("empty members add nothing", kit_.record({kit_.record({}), p(kDouble)}), 1, 8);
}

TEST_F(ClassifyAapcs64Test, AlmostHomogeneous) {
  expect("five floats", kit_.record({kit_.array(p(kFloat), 5)}), K::kLarge);
  expect("float and double", kit_.record({p(kFloat), p(kDouble)}), K::kComposite);
  expect("float and int", kit_.record({p(kFloat), p(kInt)}), K::kComposite);
  expect("union of float and int", kit_.union_of({p(kFloat), p(kInt)}), K::kComposite);
  expect("padding", kit_.aligned(16, {p(kFloat)}), K::kComposite);
  expect("vector and float of one size differ", kit_.record({kit_.vector(kFloat, 8), p(kDouble)}), K::kComposite);
  expect("an array of no length", kit_.record({p(kDouble), kit_.array(p(kDouble), 0)}), K::kComposite);
  expect("bit-field", kit_.record_of({TypeKit::member(p(kInt), 8), TypeKit::member(p(kFloat))}), K::kComposite);
}

TEST_F(ClassifyAapcs64Test, ArraysOfNoLengthBesideOneNumber) {
  const Type* none = kit_.array(p(kShort), 0);
  expect_homogeneous("a complex number", kit_.record({p(kFloatComplex), none}), 2, 4);
  expect_homogeneous("a vector, deeper", kit_.record({none, kit_.record({kit_.vector(kFloat, 16), none})}), 1, 16);
  expect("in a union", kit_.union_of({p(kFloatComplex), none}), K::kComposite);
  expect("a float", kit_.record({p(kFloat), none}), K::kComposite);
}

TEST_F(ClassifyAapcs64Test, AttributesOfMembersCount) {
  Member wide = TypeKit::member(p(kLong));
  wide.aligned = 16;
  expect("aligned(16) on a member", kit_.record_of({wide}), K::kComposite, 16);
  Member small = TypeKit::member(p(kInt128));
  small.packed = true;
  expect("packed on a member", kit_.record_of({small}), K::kComposite, 8);
  expect("packed", kit_.packed({p(kInt128)}), K::kComposite, 8);
}

TEST_F(ClassifyAapcs64Test, UnnamedBitFieldsAreMembers) {
  RecordOptions options;
  options.kind = RecordKind::kUnion;
  expect("beside a float", kit_.record_of({TypeKit::member(p(kFloat)), TypeKit::unnamed(p(kInt), 5)}, options),
         K::kComposite);
  expect("of an __int128", kit_.record_of({TypeKit::member(p(kLong)), TypeKit::unnamed(p(kInt128), 64)}), K::kComposite,
         16);
}

TEST_F(ClassifyAapcs64Test, Composites) {
  expect("empty in C", kit_.record({}), K::kIgnored);
  expect("one char", kit_.record({p(kChar)}), K::kComposite);
  expect("16 bytes", kit_.record({p(kLong), p(kLong)}), K::kComposite);
  expect("17 bytes: a pointer to a copy", kit_.record({kit_.array(p(kChar), 17)}), K::kLarge);
  expect("an __int128 inside", kit_.record({p(kInt128)}), K::kComposite, 16);
  expect("aligned(16) on the struct itself does not count (B.6)", kit_.aligned(16, {p(kLong), p(kLong)}),
         K::kComposite);
}

TEST_F(ClassifyAapcs64Test, StopsAtUnionsThatDoubleAtEachLevel) {
  const Type* type = kit_.union_of({p(kFloat), p(kFloat)});
  for (int i = 0; i < 60; ++i) {
    type = kit_.union_of({type, type});
  }
  EXPECT_FALSE(classify_aapcs64(kit_.target(), type, "argument").ok());
}

TEST_F(ClassifyAapcs64Test, RefusesWhatCannotBePassed) {
  for (const Type* type : {kit_.void_type(), static_cast<const Type*>(kit_.incomplete()), kit_.array(p(kInt), 3),
                           kit_.vector(kFloat, 32), kit_.record({kit_.vector(kFloat, 32)})}) {
    auto result = classify_aapcs64(kit_.target(), type, "argument");
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kCallUnsupported);
  }
}

}  // namespace
}  // namespace cffi
