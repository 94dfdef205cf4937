#include "ctype/primitive.h"

#include <gtest/gtest.h>

#include "ctype/target.h"

namespace cffi {
namespace {

TEST(Primitive, NamesLeadBack) {
  for (int i = 0; i < kPrimitiveCount; ++i) {
    auto primitive = static_cast<Primitive>(i);
    EXPECT_EQ(primitive_by_name(primitive_info(primitive).name), primitive);
  }
  EXPECT_EQ(primitive_by_name("long int"), std::nullopt);
  EXPECT_EQ(primitive_by_name(""), std::nullopt);
}

TEST(Primitive, FrozenIndexes) {
  EXPECT_EQ(static_cast<int>(Primitive::kVoid), 0);
  EXPECT_EQ(static_cast<int>(Primitive::kInt), 7);
  EXPECT_EQ(static_cast<int>(Primitive::kDouble), 14);
  EXPECT_EQ(static_cast<int>(Primitive::kUint64), 24);
  EXPECT_EQ(static_cast<int>(Primitive::kSsize), 29);
  EXPECT_EQ(static_cast<int>(Primitive::kUintFast64), 45);
  EXPECT_EQ(static_cast<int>(Primitive::kDoubleComplex), 49);
  EXPECT_EQ(static_cast<int>(Primitive::kChar32), 51);
}

TEST(Primitive, Classes) {
  EXPECT_TRUE(is_integer_class(primitive_info(Primitive::kSize).cls));
  EXPECT_TRUE(is_integer_class(primitive_info(Primitive::kBool).cls));
  EXPECT_FALSE(is_integer_class(primitive_info(Primitive::kChar).cls));
  EXPECT_FALSE(is_integer_class(primitive_info(Primitive::kDouble).cls));
  EXPECT_EQ(primitive_info(Primitive::kSignedChar).cls, PrimitiveClass::kSignedInt);
}

const Target* const kTargets[] = {&target_x86_64_linux(),  &target_aarch64_linux(),  &target_aarch64_darwin(),
                                  &target_x86_64_darwin(), &target_x86_64_windows(), &host_target()};

TEST(Target, EveryPrimitiveHasSaneNumbers) {
  for (const Target* target : kTargets) {
    for (int i = 1; i < kPrimitiveCount; ++i) {
      SizeAlign type = target->primitive(static_cast<Primitive>(i));
      EXPECT_TRUE(type.size == 0 || type.size % type.alignment == 0) << target->name << i;
      EXPECT_TRUE((type.alignment & (type.alignment - 1)) == 0) << target->name << i;
      if (i < kFrozenPrimitiveCount) {
        EXPECT_GT(type.size, 0) << target->name << i;
      }
    }
    EXPECT_EQ(target->primitive(Primitive::kSize).size, target->pointer.size);
    EXPECT_EQ(target->primitive(Primitive::kUint32).size, 4);
  }
}

TEST(Target, SignsDiffer) {
  EXPECT_TRUE(is_signed(target_x86_64_linux(), Primitive::kChar));
  EXPECT_FALSE(is_signed(target_aarch64_linux(), Primitive::kChar));
  EXPECT_TRUE(is_signed(target_aarch64_darwin(), Primitive::kChar));
  EXPECT_TRUE(is_signed(target_x86_64_linux(), Primitive::kWchar));
  EXPECT_FALSE(is_signed(target_aarch64_linux(), Primitive::kWchar));
  EXPECT_FALSE(is_signed(target_x86_64_windows(), Primitive::kWchar));
  EXPECT_FALSE(is_signed(target_x86_64_linux(), Primitive::kChar16));
  EXPECT_FALSE(is_signed(target_x86_64_linux(), Primitive::kBool));
  EXPECT_FALSE(is_signed(target_x86_64_linux(), Primitive::kSize));
  EXPECT_TRUE(is_signed(target_x86_64_linux(), Primitive::kSsize));
}

TEST(Target, WindowsIsLlp64) {
  EXPECT_EQ(target_x86_64_windows().primitive(Primitive::kLong).size, 4);
  EXPECT_EQ(target_x86_64_windows().primitive(Primitive::kWchar).size, 2);
  EXPECT_EQ(target_x86_64_windows().primitive(Primitive::kLongDouble).size, 8);
}

TEST(Target, HostAgreesWithThisCompiler) {
  const Target& host = host_target();
  EXPECT_EQ(host.primitive(Primitive::kLong).size, sizeof(long));
  EXPECT_EQ(host.primitive(Primitive::kLongDouble).size, sizeof(long double));
  EXPECT_EQ(host.primitive(Primitive::kLongDouble).alignment, alignof(long double));
  EXPECT_EQ(host.primitive(Primitive::kIntFast16).size, sizeof(int_fast16_t));
  EXPECT_EQ(host.pointer.size, sizeof(void*));
  EXPECT_EQ(host.char_is_signed, static_cast<char>(-1) < 0);
  EXPECT_EQ(host.wchar_is_signed, static_cast<wchar_t>(-1) < wchar_t{0});
#if defined(__BIGGEST_ALIGNMENT__) && !defined(__AVX__)
  EXPECT_EQ(host.max_alignment, __BIGGEST_ALIGNMENT__);
#endif
#if defined(__GLIBC__) && defined(__x86_64__)
  // The compiler's own numbers were taken over: they must be those written down for this machine.
  for (int i = 0; i < kPrimitiveCount; ++i) {
    auto primitive = static_cast<Primitive>(i);
    EXPECT_EQ(host.primitive(primitive).size, target_x86_64_linux().primitive(primitive).size) << i;
    EXPECT_EQ(host.primitive(primitive).alignment, target_x86_64_linux().primitive(primitive).alignment) << i;
  }
#endif
}

}  // namespace
}  // namespace cffi
