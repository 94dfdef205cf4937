#include "ctype/type_compatible.h"

#include <gtest/gtest.h>

#include "support_types.h"

namespace cffi {
namespace {

bool compatible_primitives(const Target& target, Primitive a, Primitive b) {
  Types t(target);
  return compatible(target, {t(a)}, {t(b)});
}

TEST(TypeCompatible, NamesOfTheLibraryAreKeywordTypes) {
  const Target& linux = target_x86_64_linux();
  EXPECT_TRUE(compatible_primitives(linux, Primitive::kSize, Primitive::kUnsignedLong));
  EXPECT_TRUE(compatible_primitives(linux, Primitive::kInt64, Primitive::kLong));
  EXPECT_TRUE(compatible_primitives(linux, Primitive::kInt8, Primitive::kSignedChar));
  EXPECT_TRUE(compatible_primitives(linux, Primitive::kWchar, Primitive::kInt));
  EXPECT_FALSE(compatible_primitives(linux, Primitive::kInt64, Primitive::kLongLong));
  EXPECT_FALSE(compatible_primitives(linux, Primitive::kChar, Primitive::kSignedChar));
  EXPECT_TRUE(compatible_primitives(target_x86_64_windows(), Primitive::kSize, Primitive::kUnsignedLongLong));
  EXPECT_TRUE(compatible_primitives(target_aarch64_darwin(), Primitive::kInt64, Primitive::kLongLong));
  EXPECT_TRUE(compatible_primitives(target_aarch64_darwin(), Primitive::kSize, Primitive::kUnsignedLong));
}

TEST(TypeCompatible, QualifiersCountBehindPointers) {
  Types t;
  const Target& target = t.table->target();
  QualType to_const{t.pointer(QualType{t.character(), kConst})};
  QualType plain{t.pointer(t.character())};
  EXPECT_FALSE(compatible(target, to_const, plain));
  EXPECT_TRUE(compatible(target, to_const, to_const));
  EXPECT_FALSE(compatible(target, {t.integer(), kConst}, {t.integer()}));
}

TEST(TypeCompatible, DerivedTypes) {
  Types t;
  const Target& target = t.table->target();
  const Type* size = t(Primitive::kSize);
  const Type* wide = t(Primitive::kUnsignedLong);
  EXPECT_TRUE(compatible(target, {t.array(size, 3)}, {t.array(wide, 3)}));
  EXPECT_TRUE(compatible(target, {t.array(size, 3)}, {t.array(wide, kOpenLength)}));
  EXPECT_FALSE(compatible(target, {t.array(size, 3)}, {t.array(wide, 4)}));
  EXPECT_TRUE(compatible(target, {t.function(size, {wide})}, {t.function(wide, {size})}));
  EXPECT_FALSE(compatible(target, {t.function(size, {wide})}, {t.function(wide, {})}));
  EXPECT_FALSE(compatible(target, {t.record()}, {t.record()}));
  EXPECT_FALSE(compatible(target, {t.pointer(t.nothing())}, {t.integer()}));
}

}  // namespace
}  // namespace cffi
