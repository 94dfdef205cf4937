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

}  // namespace
}  // namespace cffi
