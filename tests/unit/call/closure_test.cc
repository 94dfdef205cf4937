// Closures for real: C function pointers that end in a handler, called by code of the C++ compiler.
#include "call/closure/closure.h"

#include <gtest/gtest.h>

#include <cstring>

#include "call/support/callees.h"
#include "call/support/type_kit.h"

namespace cffi {
namespace {

using test::OwnedSignature;
using test::TypeKit;

template <typename T>
T argument(void* const* arguments, size_t index) {
  T value;
  std::memcpy(&value, arguments[index], sizeof value);
  return value;
}

void give_word(void* result, int64_t value) { std::memcpy(result, &value, sizeof value); }

class ClosureTest : public testing::Test {
 protected:
  std::unique_ptr<Closure> make(const OwnedSignature& signature, ClosureHandler handler, void* context = nullptr) {
    auto made = Closure::make(kit_.target(), signature.view(), handler, context);
    EXPECT_TRUE(made.ok()) << describe_error(made.error());
    return std::move(*made);
  }

  TypeKit kit_{host_target()};
  const Type* int_ = kit_.primitive(Primitive::kInt);
  const Type* long_ = kit_.primitive(Primitive::kLong);
  const Type* float_ = kit_.primitive(Primitive::kFloat);
  const Type* double_ = kit_.primitive(Primitive::kDouble);
  const Type* long_double_ = kit_.primitive(Primitive::kLongDouble);
};

TEST_F(ClosureTest, AddsIntsWithItsContext) {
  int base = 100;
  auto closure = make(
      {int_, {int_, int_}},
      [](void* context, void* result, void* const* arguments) {
        give_word(result, *static_cast<int*>(context) + argument<int>(arguments, 0) + argument<int>(arguments, 1));
      },
      &base);
  auto* function = reinterpret_cast<int (*)(int, int)>(closure->code());
  EXPECT_EQ(function(40, 2), 142);
  base = -100;
  EXPECT_EQ(function(-1, -2), -103);
}

TEST_F(ClosureTest, SeesStackArguments) {
  auto closure = make({long_, std::vector<const Type*>(10, long_)}, [](void*, void* result, void* const* arguments) {
    long sum = 0;
    for (int i = 0; i < 10; ++i) {
      sum += (i + 1) * argument<long>(arguments, i);
    }
    give_word(result, sum);
  });
  auto* function =
      reinterpret_cast<long (*)(long, long, long, long, long, long, long, long, long, long)>(closure->code());
  EXPECT_EQ(function(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 385);
}

TEST_F(ClosureTest, TakesAndReturnsFloats) {
  auto closure = make({float_, {float_, double_}}, [](void*, void* result, void* const* arguments) {
    auto value = static_cast<float>(argument<float>(arguments, 0) * argument<double>(arguments, 1));
    std::memcpy(result, &value, sizeof value);
  });
  EXPECT_EQ((reinterpret_cast<float (*)(float, double)>(closure->code())(1.5f, 4.0)), 6.0f);
}

TEST_F(ClosureTest, TakesAndReturnsLongDouble) {
  auto closure = make({long_double_, {int_, long_double_}}, [](void*, void* result, void* const* arguments) {
    long double value = argument<int>(arguments, 0) * argument<long double>(arguments, 1);
    std::memcpy(result, &value, sizeof value);
  });
  EXPECT_EQ((reinterpret_cast<long double (*)(int, long double)>(closure->code())(3, 0.125L)), 0.375L);
}

TEST_F(ClosureTest, TakesAndReturnsMixedStructs) {
  const Type* mixed = kit_.record({int_, double_});
  auto closure = make({mixed, {mixed, int_}}, [](void*, void* result, void* const* arguments) {
    auto value = argument<IntDouble>(arguments, 0);
    value.i += argument<int>(arguments, 1);
    value.d *= 2;
    std::memcpy(result, &value, sizeof value);
  });
  IntDouble value = reinterpret_cast<IntDouble (*)(IntDouble, int)>(closure->code())({1, 2.5}, 3);
  EXPECT_EQ(value.i, 4);
  EXPECT_EQ(value.d, 5.0);
}

TEST_F(ClosureTest, TakesAndReturnsLargeStructs) {
  const Type* large = kit_.record({kit_.array(int_, 20)});
  auto closure = make({large, {int_, large, int_}}, [](void*, void* result, void* const* arguments) {
    auto value = argument<LargeStruct>(arguments, 1);
    for (int& item : value.values) {
      item = item * argument<int>(arguments, 0) + argument<int>(arguments, 2);
    }
    std::memcpy(result, &value, sizeof value);
  });
  LargeStruct value{};
  for (int i = 0; i < 20; ++i) {
    value.values[i] = i;
  }
  LargeStruct result = reinterpret_cast<LargeStruct (*)(int, LargeStruct, int)>(closure->code())(3, value, 5);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(result.values[i], 3 * i + 5);
  }
}

TEST_F(ClosureTest, AResultThatIsNotWrittenIsZero) {
  auto closure = make({long_, {}}, [](void*, void*, void* const*) {});
  EXPECT_EQ(reinterpret_cast<long (*)()>(closure->code())(), 0);
}

TEST_F(ClosureTest, VariadicSignaturesAreRefused) {
  OwnedSignature signature(int_, {int_});
  signature.with_variadic_after(1);
  auto made = Closure::make(kit_.target(), signature.view(), [](void*, void*, void* const*) {}, nullptr);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kCallUnsupported);
}

}  // namespace
}  // namespace cffi
