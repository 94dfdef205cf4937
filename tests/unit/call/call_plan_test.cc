// Calls for real, on whatever machine this runs on, to functions that the C compiler made (support/callees.c).
#include "call/plan/call_plan.h"

#include <gtest/gtest.h>

#include <complex>
#include <cstring>

#include "call/support/callees.h"
#include "call/support/type_kit.h"

namespace cffi {
namespace {

using test::OwnedSignature;
using test::TypeKit;

// A frame with room, and typed access to it.
class Call {
 public:
  Call(TypeKit& kit, const OwnedSignature& signature) {
    auto plan = CallPlan::compile(kit.target(), signature.view());
    EXPECT_TRUE(plan.ok()) << describe_error(plan.error());
    plan_ = std::move(*plan);
    EXPECT_EQ(plan_->argument_count(), signature.arguments.size());
    frame_ = std::make_unique<Block[]>(plan_->frame_size() / 16 + 1);
    std::memset(frame_.get(), 0xa5, plan_->frame_size());
  }
  // As the contract asks: integers and pointers as 8 bytes.
  Call& word(size_t index, int64_t value) { return bytes(index, value); }
  Call& pointer(size_t index, const void* value) { return bytes(index, value); }
  template <typename T>
  Call& bytes(size_t index, const T& value) {
    std::memcpy(data() + plan_->argument_offset(index), &value, sizeof value);
    return *this;
  }
  template <typename T, typename Function>
  T run(Function* function) {
    plan_->invoke(frame_.get(), reinterpret_cast<AnyFunction>(function));
    T result;
    std::memcpy(&result, data() + plan_->result_offset(), sizeof result);
    return result;
  }

 private:
  struct alignas(16) Block {
    std::byte bytes[16];
  };
  std::byte* data() { return reinterpret_cast<std::byte*>(frame_.get()); }
  std::unique_ptr<CallPlan> plan_;
  std::unique_ptr<Block[]> frame_;
};

class CallPlanTest : public testing::Test {
 protected:
  TypeKit kit_{host_target()};
  const Type* int_ = kit_.primitive(Primitive::kInt);
  const Type* long_ = kit_.primitive(Primitive::kLong);
  const Type* char_ = kit_.primitive(Primitive::kChar);
  const Type* float_ = kit_.primitive(Primitive::kFloat);
  const Type* double_ = kit_.primitive(Primitive::kDouble);
  const Type* long_double_ = kit_.primitive(Primitive::kLongDouble);
  const Type* void_ = kit_.void_type();
};

TEST_F(CallPlanTest, AddsTwoInts) {
  EXPECT_EQ((Call(kit_, {int_, {int_, int_}}).word(0, 40).word(1, 2).run<int>(add_ints)), 42);
  EXPECT_EQ((Call(kit_, {int_, {int_, int_}}).word(0, -40).word(1, -2).run<int>(add_ints)), -42);
}

TEST_F(CallPlanTest, PassesTenLongsOverRegistersAndStack) {
  OwnedSignature signature(long_, std::vector<const Type*>(10, long_));
  Call call(kit_, signature);
  for (int i = 0; i < 10; ++i) {
    call.word(i, i + 1);
  }
  EXPECT_EQ(call.run<long>(weigh_ten_longs),
            1 * 1 + 2 * 2 + 3 * 3 + 4 * 4 + 5 * 5 + 6 * 6 + 7 * 7 + 8 * 8 + 9 * 9 + 100);
}

TEST_F(CallPlanTest, PassesTenDoublesOverRegistersAndStack) {
  OwnedSignature signature(double_, std::vector<const Type*>(10, double_));
  Call call(kit_, signature);
  for (int i = 0; i < 10; ++i) {
    call.bytes(i, 0.5 * (i + 1));
  }
  EXPECT_EQ(call.run<double>(weigh_ten_doubles), 0.5 * 385);
}

TEST_F(CallPlanTest, MixesFloatsAndInts) {
  EXPECT_EQ((Call(kit_, {float_, {int_, float_, double_, char_}})
                 .word(0, 3)
                 .bytes(1, 0.5f)
                 .bytes(2, 0.25)
                 .word(3, 'a')
                 .run<float>(mix_scalars)),
            3.75f + 97);
}

TEST_F(CallPlanTest, PassesLongDoubles) {
  EXPECT_EQ((Call(kit_, {long_double_, {long_double_, int_, long_double_}})
                 .bytes(0, 1.5L)
                 .word(1, 2)
                 .bytes(2, 0.25L)
                 .run<long double>(scale_long_double)),
            1.5L * 2 + 0.25L);
}

TEST_F(CallPlanTest, ReturnsNothing) {
  int target = 0;
  Call(kit_, {void_, {kit_.pointer(int_), int_}}).pointer(0, &target).word(1, 7).run<int>(store_int);
  EXPECT_EQ(target, 7);
}

TEST_F(CallPlanTest, PassesStructOfTwoLongs) {
  const Type* pair = kit_.record({long_, long_});
  LongPair swapped = Call(kit_, {pair, {pair}}).bytes(0, LongPair{1, 2}).run<LongPair>(swap_longs);
  EXPECT_EQ(swapped.a, 2);
  EXPECT_EQ(swapped.b, 1);
}

TEST_F(CallPlanTest, PassesStructOfIntAndDouble) {
  const Type* mixed = kit_.record({int_, double_});
  IntDouble result =
      Call(kit_, {mixed, {mixed, int_}}).bytes(0, IntDouble{3, 0.5}).word(1, 4).run<IntDouble>(grow_mixed);
  EXPECT_EQ(result.i, 7);
  EXPECT_EQ(result.d, 4.5);
}

TEST_F(CallPlanTest, PassesStructOfDoubleAndInt) {
  const Type* mixed = kit_.record({double_, int_});
  DoubleInt result =
      Call(kit_, {mixed, {mixed, int_}}).bytes(0, DoubleInt{0.5, 3}).word(1, 4).run<DoubleInt>(grow_mixed2);
  EXPECT_EQ(result.i, 7);
  EXPECT_EQ(result.d, 4.5);
}

TEST_F(CallPlanTest, PassesHomogeneousFloats) {
  const Type* floats = kit_.record({float_, float_, float_});
  ThreeFloats result = Call(kit_, {floats, {floats, float_}})
                           .bytes(0, ThreeFloats{1, 2, 3})
                           .bytes(1, 0.5f)
                           .run<ThreeFloats>(scale_three_floats);
  EXPECT_EQ(result.x, 0.5f);
  EXPECT_EQ(result.y, 1.0f);
  EXPECT_EQ(result.z, 1.5f);
}

TEST_F(CallPlanTest, PassesHomogeneousDoubles) {
  const Type* doubles = kit_.record({double_, double_, double_, double_});
  FourDoubles result = Call(kit_, {doubles, {doubles, doubles}})
                           .bytes(0, FourDoubles{{1, 2, 3, 4}})
                           .bytes(1, FourDoubles{{10, 20, 30, 40}})
                           .run<FourDoubles>(add_four_doubles);
  EXPECT_EQ(result.v[0], 11);
  EXPECT_EQ(result.v[3], 44);
}

TEST_F(CallPlanTest, PassesAndReturnsLargeStructs) {
  const Type* large = kit_.record({kit_.array(int_, 20)});
  LargeStruct value{};
  for (int i = 0; i < 20; ++i) {
    value.values[i] = i;
  }
  LargeStruct result =
      Call(kit_, {large, {int_, large, int_}}).word(0, 2).bytes(1, value).word(2, 1).run<LargeStruct>(multiply_large);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(result.values[i], 2 * i + 1);
  }
}

TEST_F(CallPlanTest, CallsVariadicFunctions) {
  const Type* text = kit_.pointer(char_);
  const Type* size = kit_.primitive(Primitive::kSize);
  char buffer[100];
  OwnedSignature signature(
      int_, {text, size, text, int_, double_, kit_.primitive(Primitive::kLongLong), double_, double_, int_});
  signature.with_variadic_after(3);
  int length = Call(kit_, signature)
                   .pointer(0, buffer)
                   .word(1, sizeof buffer)
                   .pointer(2, "%d %g %lld %g %g %d")
                   .word(3, -5)
                   .bytes(4, 2.5)
                   .word(5, 1LL << 40)
                   .bytes(6, 0.125)
                   .bytes(7, 1e10)
                   .word(8, 77)
                   .run<int>(snprintf);
  EXPECT_STREQ(buffer, "-5 2.5 1099511627776 0.125 1e+10 77");
  EXPECT_EQ(length, static_cast<int>(std::strlen(buffer)));
}

TEST_F(CallPlanTest, ReturnsAStructOfOneLongDouble) {
  const Type* wrapped = kit_.record({long_double_});
  EXPECT_EQ((Call(kit_, {wrapped, {wrapped}})
                 .bytes(0, WrappedLongDouble{1.25L})
                 .run<WrappedLongDouble>(double_wrapped)
                 .value),
            2.5L);
}

TEST_F(CallPlanTest, PassesComplexNumbers) {
  std::complex<double> product =
      Call(kit_, {kit_.primitive(Primitive::kDoubleComplex),
                  {kit_.primitive(Primitive::kDoubleComplex), kit_.primitive(Primitive::kFloatComplex)}})
          .bytes(0, std::complex<double>(1, 2))
          .bytes(1, std::complex<float>(3, 4))
          .run<std::complex<double>>(multiply_complex);
  EXPECT_EQ(product, std::complex<double>(-5, 10));
  std::complex<long double> turned =
      Call(kit_, {kit_.primitive(Primitive::kLongDoubleComplex), {kit_.primitive(Primitive::kLongDoubleComplex)}})
          .bytes(0, std::complex<long double>(1, 2))
          .run<std::complex<long double>>(turn_complex);
  EXPECT_EQ(turned, std::complex<long double>(-2, 1));
}

TEST_F(CallPlanTest, PassesUnionsAndBitFields) {
  const Type* number = kit_.union_of({int_, double_});
  IntOrDouble value{};
  value.d = 2.5;
  EXPECT_EQ((Call(kit_, {number, {number, int_}}).bytes(0, value).word(1, 4).run<IntOrDouble>(scale_union).d), 10.0);
  const Type* bits = kit_.record_of({TypeKit::member(int_, 5), TypeKit::member(int_, 11), TypeKit::member(double_)});
  Bits result = Call(kit_, {bits, {bits}}).bytes(0, Bits{-3, 500, 1.5}).run<Bits>(negate_bits);
  EXPECT_EQ(result.a, 3);
  EXPECT_EQ(result.b, -500);
  EXPECT_EQ(result.c, -1.5);
}

TEST_F(CallPlanTest, OverAlignedStructs) {
  const Type* aligned = kit_.aligned(64, {int_});
  OverAligned value{};
  value.value = 5;
  OverAligned result =
      Call(kit_, {aligned, {int_, aligned}}).word(0, 3).bytes(1, value).run<OverAligned>(grow_over_aligned);
  EXPECT_EQ(result.value, 8) << "negative: the callee saw a misaligned address";
}

TEST_F(CallPlanTest, FifteenBytesAreCopiedAndNoMore) {
  const Type* odd = kit_.record({kit_.array(char_, 15)});
  FifteenChars value{};
  std::memcpy(value.text, "fourteen bytes", 15);
  FifteenChars result = Call(kit_, {odd, {odd, odd, odd, odd}})
                            .bytes(0, FifteenChars{})
                            .bytes(1, FifteenChars{})
                            .bytes(2, FifteenChars{})
                            .bytes(3, value)
                            .run<FifteenChars>(fourth_of_fifteen);
  EXPECT_STREQ(result.text, "fourteen bytes");
}

// What the exception passes on its way: each invoke path has call frame information of its own.
TEST_F(CallPlanTest, ExceptionsUnwindThroughEveryPath) {
  auto thrown_by = [this](const OwnedSignature& signature) {
    Call call(kit_, signature);
    void (*thrower)() = [] { throw 42; };
    try {
      call.run<int>(thrower);
    } catch (int value) {
      return value;
    }
    return 0;
  };
  EXPECT_EQ(thrown_by({int_, {}}), 42) << "general registers";
  EXPECT_EQ(thrown_by({double_, {}}), 42) << "vector registers";
  EXPECT_EQ(thrown_by({int_, std::vector<const Type*>(10, long_)}), 42) << "stack";
}

TEST_F(CallPlanTest, RefusesWhatIsTooLarge) {
  auto refused = [this](const OwnedSignature& signature) {
    auto plan = CallPlan::compile(kit_.target(), signature.view());
    return !plan.ok() && plan.error().code == ErrorCode::kCallTooLarge;
  };
  const Type* gigabytes = kit_.record({kit_.array(long_, int64_t{1} << 40)});
  EXPECT_TRUE(refused({gigabytes, {}}));
  EXPECT_TRUE(refused({int_, {gigabytes}}));
  EXPECT_TRUE(refused({int_, std::vector<const Type*>(200'000, int_)}));
  EXPECT_TRUE(refused({int_, std::vector<const Type*>(200'000, kit_.record({}))}));
}

TEST_F(CallPlanTest, FortyThousandArguments) {
  constexpr int kCount = 40'000;
  OwnedSignature signature(long_, std::vector<const Type*>(kCount, long_));
  Call call(kit_, signature);
  for (int i = 0; i < kCount; ++i) {
    call.word(i, i);
  }
  EXPECT_EQ(call.run<long>(weigh_ten_longs), 1 * 2 + 2 * 3 + 3 * 4 + 4 * 5 + 5 * 6 + 6 * 7 + 7 * 8 + 8 * 9 + 9 * 10);
}

}  // namespace
}  // namespace cffi
