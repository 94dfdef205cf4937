// The fallback: other conventions through libffi, and what happens in builds without it.
#include "call/libffi/libffi_call.h"

#include <gtest/gtest.h>

#include <cstring>

#include "call/support/callees.h"
#include "call/support/type_kit.h"

namespace cffi {
namespace {

using test::OwnedSignature;
using test::TypeKit;

class LibffiTest : public testing::Test {
 protected:
  static Signature with(const OwnedSignature& signature, CallConvention convention) {
    Signature view = signature.view();
    view.convention = convention;
    return view;
  }
  TypeKit kit_{host_target()};
  const Type* int_ = kit_.primitive(Primitive::kInt);
  const Type* double_ = kit_.primitive(Primitive::kDouble);
};

TEST_F(LibffiTest, UnknownConventionsAreRefused) {
  OwnedSignature signature(int_, {int_});
  auto plan = CallPlan::compile(kit_.target(), with(signature, CallConvention::kVectorcall));
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().code, ErrorCode::kCallUnsupported);
}

TEST_F(LibffiTest, WordsWithoutMeaningOnThisMachineAreTheNativeConvention) {
  OwnedSignature signature(int_, {int_, int_});
  auto plan = CallPlan::compile(kit_.target(), with(signature, CallConvention::kStdcall));
  ASSERT_TRUE(plan.ok()) << describe_error(plan.error());
  alignas(16) std::byte frame[512];
  ASSERT_LE((*plan)->frame_size(), sizeof frame);
  int64_t words[] = {40, 2};
  std::memcpy(frame + (*plan)->argument_offset(0), &words[0], 8);
  std::memcpy(frame + (*plan)->argument_offset(1), &words[1], 8);
  (*plan)->invoke(frame, reinterpret_cast<AnyFunction>(add_ints));
  int result = 0;
  std::memcpy(&result, frame + (*plan)->result_offset(), sizeof result);
  EXPECT_EQ(result, 42);
}

TEST_F(LibffiTest, RefusesWhatLibffiCannotSay) {
  if (!has_libffi()) {
    GTEST_SKIP() << "this build has no libffi";
  }
  const Type* refused[] = {kit_.union_of({int_, double_}),
                           kit_.record_of({TypeKit::member(int_, 3)}),
                           kit_.packed({kit_.primitive(Primitive::kChar), int_}),
                           kit_.record({}),
                           kit_.primitive(Primitive::kInt128),
                           kit_.vector(Primitive::kFloat, 16)};
  for (const Type* type : refused) {
    OwnedSignature signature(int_, {type});
    auto plan = compile_libffi_plan(kit_.target(), signature.view());
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.error().code, ErrorCode::kCallUnsupported);
  }
}

#if defined(__x86_64__)
__attribute__((ms_abi)) double ms_weigh(int a, double b, int c, double d, int e, LongPair f) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + static_cast<double>(6 * f.a + 7 * f.b);
}

class MsAbiTest : public LibffiTest {
 protected:
  void SetUp() override {
    if (!has_libffi()) {
      GTEST_SKIP() << "this build has no libffi";
    }
  }
  const Type* pair_ = kit_.record({kit_.primitive(Primitive::kLong), kit_.primitive(Primitive::kLong)});
  OwnedSignature signature_{double_, {int_, double_, int_, double_, int_, pair_}};
};

TEST_F(MsAbiTest, CallsOutwards) {
  auto plan = CallPlan::compile(kit_.target(), with(signature_, CallConvention::kMsAbi));
  ASSERT_TRUE(plan.ok()) << describe_error(plan.error());
  alignas(16) std::byte frame[1024];
  ASSERT_LE((*plan)->frame_size(), sizeof frame);
  auto put = [&](size_t index, auto value) {
    std::memcpy(frame + (*plan)->argument_offset(index), &value, sizeof value);
  };
  put(0, int64_t{1});
  put(1, 0.5);
  put(2, int64_t{-3});
  put(3, 0.25);
  put(4, int64_t{7});
  put(5, LongPair{10, 20});
  (*plan)->invoke(frame, reinterpret_cast<AnyFunction>(ms_weigh));
  double result = 0;
  std::memcpy(&result, frame + (*plan)->result_offset(), sizeof result);
  EXPECT_EQ(result, ms_weigh(1, 0.5, -3, 0.25, 7, LongPair{10, 20}));
}

TEST_F(MsAbiTest, CallsInwards) {
  auto closure = Closure::make(
      kit_.target(), with(signature_, CallConvention::kMsAbi),
      [](void*, void* result, void* const* arguments) {
        double b = 0;
        LongPair f{};
        std::memcpy(&b, arguments[1], sizeof b);
        std::memcpy(&f, arguments[5], sizeof f);
        double sum = b + static_cast<double>(f.a - f.b);
        std::memcpy(result, &sum, sizeof sum);
      },
      nullptr);
  ASSERT_TRUE(closure.ok()) << describe_error(closure.error());
  using Function = __attribute__((ms_abi)) double (*)(int, double, int, double, int, LongPair);
  EXPECT_EQ(reinterpret_cast<Function>((*closure)->code())(1, 0.5, 2, 3, 4, LongPair{30, 10}), 20.5);
}
#endif

}  // namespace
}  // namespace cffi
