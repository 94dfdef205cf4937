// From classes to registers and stack slots, for every ABI on any host.
#include "call/plan/placement.h"

#include <gtest/gtest.h>

#include "call/support/type_kit.h"

namespace cffi {
namespace {

using enum Primitive;
using test::OwnedSignature;
using test::TypeKit;

// "x1", "v0", "x0+v0" for registers in order; "[16]" for a stack slot; "&x2", "&[8]" for addresses; "-" for nothing.
std::string text_of(const Place& place) {
  std::string text;
  for (uint32_t i = 0; i < place.piece_count; ++i) {
    const Piece& piece = place.pieces[i];
    text += (i > 0 ? "+" : "") + std::string(piece.bank == Bank::kGeneral ? "x" : "v") + std::to_string(piece.index);
  }
  if (place.piece_count == 0) {
    text = "[" + std::to_string(place.stack_offset) + "]";
  }
  switch (place.kind) {
    case PlaceKind::kNowhere:
      return "-";
    case PlaceKind::kReference:
      return "&" + text;
    case PlaceKind::kX87:
      return "st0";
    case PlaceKind::kComplexX87:
      return "st0+st1";
    case PlaceKind::kRegisters:
    case PlaceKind::kStack:
      break;
  }
  return text;
}

std::string text_of(const Result<Placement>& placement) {
  if (!placement) {
    return error_text(placement.error());
  }
  std::string text = text_of(placement->result) + " <-";
  for (const Place& place : placement->arguments) {
    text += " " + text_of(place);
  }
  return text;
}

class PlaceSysv64Test : public testing::Test {
 protected:
  std::string place(const Type* result, std::vector<const Type*> arguments) {
    OwnedSignature signature(result, std::move(arguments));
    return text_of(place_sysv64(kit_.target(), signature.view()));
  }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }
  TypeKit kit_{target_x86_64_linux()};
};

class PlaceAapcs64Test : public testing::Test {
 protected:
  explicit PlaceAapcs64Test(const Target& target = target_aarch64_linux()) : kit_(target) {}
  std::string place(const Type* result, std::vector<const Type*> arguments) {
    OwnedSignature signature(result, std::move(arguments));
    return text_of(place_aapcs64(kit_.target(), signature.view()));
  }
  // All but the first `fixed` stand in the place of the `...`.
  std::string place_variadic(uint32_t fixed, const Type* result, std::vector<const Type*> arguments) {
    OwnedSignature signature(result, std::move(arguments));
    return text_of(place_aapcs64(kit_.target(), signature.with_variadic_after(fixed).view()));
  }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }
  const Type* array_of(Primitive item, int64_t length) { return kit_.record({kit_.array(p(item), length)}); }
  TypeKit kit_;
  const Type* void_ = kit_.void_type();
  const Type* pair_ = array_of(kLongLong, 2);
  const Type* one_float_ = array_of(kFloat, 1);
  const Type* two_floats_ = array_of(kFloat, 2);
  const Type* three_floats_ = array_of(kFloat, 3);
  const Type* three_doubles_ = array_of(kDouble, 3);
  const Type* three_chars_ = array_of(kChar, 3);
  const Type* large_ = array_of(kChar, 24);
  const Type* aligned_ = kit_.record_of({aligned_member(p(kInt), 16)});

 private:
  static Member aligned_member(const Type* type, uint32_t alignment) {
    Member member = TypeKit::member(type);
    member.aligned = alignment;
    return member;
  }
};

// The expected places are those in the code that Clang makes for these machines.
class PlaceAppleTest : public PlaceAapcs64Test {
 protected:
  PlaceAppleTest() : PlaceAapcs64Test(target_aarch64_darwin()) {}
};

class PlaceArmWindowsTest : public PlaceAapcs64Test {
 protected:
  PlaceArmWindowsTest() : PlaceAapcs64Test(target_aarch64_windows()) {}
};

class PlaceWin64Test : public testing::Test {
 protected:
  std::string place(const Type* result, std::vector<const Type*> arguments) {
    return place(OwnedSignature(result, std::move(arguments)));
  }
  std::string place(const OwnedSignature& signature) { return text_of(place_win64(kit_.target(), signature.view())); }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }
  TypeKit kit_{target_x86_64_windows()};
};

TEST_F(PlaceSysv64Test, RegistersThenStack) {
  EXPECT_EQ(place(p(kInt), std::vector<const Type*>(8, p(kInt))), "x0 <- x0 x1 x2 x3 x4 x5 [0] [8]");
  EXPECT_EQ(place(p(kDouble), std::vector<const Type*>(9, p(kFloat))), "v0 <- v0 v1 v2 v3 v4 v5 v6 v7 [0]");
  EXPECT_EQ(place(kit_.void_type(), {p(kInt), p(kDouble), kit_.pointer(), p(kFloat)}), "- <- x0 v0 x1 v1");
}

TEST_F(PlaceSysv64Test, AStructGoesWholeOrNotAtAll) {
  const Type* pair = kit_.record({p(kLong), p(kLong)});
  // Five registers are taken: the pair does not fit, the int after it still does.
  std::vector<const Type*> arguments(5, p(kInt));
  arguments.push_back(pair);
  arguments.push_back(p(kInt));
  EXPECT_EQ(place(pair, arguments), "x0+x1 <- x0 x1 x2 x3 x4 [0] x5");
}

TEST_F(PlaceSysv64Test, ResultInMemoryTakesTheFirstRegister) {
  const Type* large = kit_.record({kit_.array(p(kLong), 3)});
  EXPECT_EQ(place(large, {p(kInt), large, p(kInt)}), "&x0 <- x1 [0] x2");
}

TEST_F(PlaceSysv64Test, X87ValuesAreOnTheStackAndAlignedTo16) {
  EXPECT_EQ(place(p(kLongDouble), {p(kInt), p(kLongDouble)}), "st0 <- x0 [0]");
  EXPECT_EQ(place(p(kLongDoubleComplex), {kit_.record({kit_.array(p(kLong), 3)}), p(kLongDouble)}),
            "st0+st1 <- [0] [32]");
}

TEST_F(PlaceSysv64Test, MixedResults) {
  EXPECT_EQ(place(kit_.record({p(kInt), p(kDouble)}), {}), "x0+v0 <-");
  EXPECT_EQ(place(kit_.record({p(kDouble), p(kInt)}), {}), "v0+x0 <-");
  EXPECT_EQ(place(kit_.record({}), {kit_.record({}), p(kInt)}), "- <- - x0");
}

TEST_F(PlaceSysv64Test, NothingButUnnamedBitsTakesRegistersButNoStack) {
  const Type* nothing = kit_.record_of({TypeKit::unnamed(p(kInt), 22)});
  std::vector<const Type*> arguments(5, p(kInt));
  arguments.insert(arguments.end(), {nothing, nothing, p(kInt)});
  EXPECT_EQ(place(p(kInt), arguments), "x0 <- x0 x1 x2 x3 x4 x5 - [0]");
}

TEST_F(PlaceSysv64Test, RefusesStackArgumentsBeyondTheLimit) {
  const Type* huge = kit_.record({kit_.array(p(kChar), 1 << 20)});
  EXPECT_NE(place(p(kInt), {huge}).find("exceeds the limit"), std::string::npos);
  const Type* vast = kit_.record({kit_.array(p(kLong), int64_t{1} << 58)});
  EXPECT_NE(place(p(kInt), {vast, vast}).find("exceeds the limit"), std::string::npos);
}

TEST_F(PlaceAapcs64Test, RegistersThenStack) {
  EXPECT_EQ(place(p(kInt), std::vector<const Type*>(10, p(kInt))), "x0 <- x0 x1 x2 x3 x4 x5 x6 x7 [0] [8]");
  EXPECT_EQ(place(p(kDouble), std::vector<const Type*>(9, p(kFloat))), "v0 <- v0 v1 v2 v3 v4 v5 v6 v7 [0]");
}

TEST_F(PlaceAapcs64Test, AStructThatDoesNotFitClosesTheBank) {
  const Type* pair = kit_.record({p(kLong), p(kLong)});
  std::vector<const Type*> arguments(7, p(kInt));
  arguments.push_back(pair);
  arguments.push_back(p(kInt));
  EXPECT_EQ(place(pair, arguments), "x0+x1 <- x0 x1 x2 x3 x4 x5 x6 [0] [16]");  // C.13
  const Type* floats = kit_.record({kit_.array(p(kFloat), 4)});
  EXPECT_EQ(place(floats, {floats, p(kFloat), floats, p(kFloat)}), "v0+v1+v2+v3 <- v0+v1+v2+v3 v4 [0] [16]");  // C.3
}

TEST_F(PlaceAapcs64Test, Sixteen) {
  EXPECT_EQ(place(p(kInt128), {p(kInt), p(kInt128), p(kInt)}), "x0+x1 <- x0 x2+x3 x4");  // C.10
  std::vector<const Type*> arguments(8, p(kInt));
  arguments.push_back(p(kInt));
  arguments.push_back(p(kInt128));
  EXPECT_EQ(place(p(kInt), arguments), "x0 <- x0 x1 x2 x3 x4 x5 x6 x7 [0] [16]");  // C.14
}

TEST_F(PlaceAapcs64Test, LargeStructsTravelByAddress) {
  const Type* large = kit_.record({kit_.array(p(kLong), 3)});
  EXPECT_EQ(place(large, {p(kInt), large, p(kInt)}), "&x8 <- x0 &x1 x2");
  std::vector<const Type*> arguments(8, p(kInt));
  arguments.push_back(large);
  EXPECT_EQ(place(p(kInt), arguments), "x0 <- x0 x1 x2 x3 x4 x5 x6 x7 &[0]");
}

TEST_F(PlaceAapcs64Test, EmptyStructsTakeNothing) {
  EXPECT_EQ(place(kit_.record({}), {kit_.record({}), p(kInt)}), "- <- - x0");
}

TEST_F(PlaceAapcs64Test, ExtraArgumentsTravelAsNamedOnes) {
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), p(kDouble), three_floats_, large_}), "- <- x0 v0 v1+v2+v3 &x1");
}

TEST_F(PlaceAppleTest, NamedArgumentsOnTheStackArePacked) {
  const Type* ints = p(kLong);
  EXPECT_EQ(
      place(void_, {ints,      ints,
                    ints,      ints,
                    ints,      ints,
                    ints,      ints,
                    p(kChar),  p(kShort),
                    p(kChar),  p(kInt),
                    p(kFloat), p(kDouble),
                    p(kChar),  pair_,
                    p(kChar),  one_float_,
                    p(kChar),  two_floats_,
                    p(kChar),  three_chars_,
                    p(kChar),  array_of(kChar, 12),
                    p(kChar),  kit_.record({p(kInt128)}),
                    p(kChar),  large_,
                    p(kChar),  aligned_,
                    p(kChar)}),
      "- <- x0 x1 x2 x3 x4 x5 x6 x7 [0] [2] [4] [8] v0 v1 [12] [16] [32] v2 [33] v3+v4 [34] [40] [48] [56] [72] [80] "
      "[96] &[104] [112] [128] [144]");
  std::vector<const Type*> doubles(8, p(kDouble));
  doubles.insert(doubles.end(), {p(kFloat), one_float_, three_floats_, p(kChar), p(kFloat), array_of(kDouble, 2),
                                 one_float_, p(kFloat)});
  EXPECT_EQ(place(void_, doubles), "- <- v0 v1 v2 v3 v4 v5 v6 v7 [0] [4] [8] x0 [20] [24] [40] [44]");
}

TEST_F(PlaceAppleTest, TheStackEndsAtAMultipleOfEight) {
  std::vector<const Type*> arguments(9, p(kChar));
  OwnedSignature signature(void_, arguments);
  auto placement = place_aapcs64(kit_.target(), signature.view());
  ASSERT_TRUE(placement.ok());
  EXPECT_EQ(placement->stack_size, 8u);
}

TEST_F(PlaceAppleTest, PairsBeginAtAnyRegister) {
  EXPECT_EQ(place(void_, {p(kInt), p(kInt128), p(kInt), aligned_, p(kInt)}), "- <- x0 x1+x2 x3 x4+x5 x6");
  EXPECT_EQ(place(void_, {p(kInt), aligned_, p(kInt)}), "- <- x0 x1+x2 x3");
  std::vector<const Type*> arguments(7, p(kInt));
  arguments.insert(arguments.end(), {p(kInt128), p(kChar), pair_, pair_, p(kChar), p(kInt128)});
  EXPECT_EQ(place(void_, arguments), "- <- x0 x1 x2 x3 x4 x5 x6 [0] [16] [24] [40] [56] [64]");
}

TEST_F(PlaceAppleTest, ExtraArgumentsAreOnTheStack) {
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), p(kDouble), pair_, p(kDouble), p(kInt)}), "- <- x0 [0] [8] [24] [32]");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), one_float_, p(kInt), three_floats_, p(kInt)}),
            "- <- x0 [0] [8] [16] [32]");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), p(kInt128), p(kInt), p(kInt128)}), "- <- x0 [0] [16] [32]");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), aligned_, p(kInt), aligned_}), "- <- x0 [0] [16] [32]");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), large_, three_chars_, p(kInt)}), "- <- x0 &[0] [8] [16]");
  EXPECT_EQ(place_variadic(2, void_, {three_doubles_, p(kFloat), three_doubles_, p(kDouble)}),
            "- <- v0+v1+v2 v3 [0] [24]");
}

TEST_F(PlaceArmWindowsTest, VariadicFunctionsKnowNoVectorRegisters) {
  EXPECT_EQ(place_variadic(1, p(kDouble), {p(kDouble), p(kDouble), p(kInt)}), "v0 <- x0 x1 x2");
  EXPECT_EQ(place_variadic(2, three_doubles_, {pair_, p(kDouble), p(kInt)}), "v0+v1+v2 <- x0+x1 x2 x3");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), two_floats_, array_of(kFloat, 4), array_of(kDouble, 1), p(kInt)}),
            "- <- x0 x1 x2+x3 x4 x5");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), one_float_, p(kInt), three_floats_, p(kInt)}), "- <- x0 x1 x2 x3+x4 x5");
  EXPECT_EQ(place_variadic(2, void_, {three_doubles_, p(kFloat), three_doubles_, p(kDouble)}), "- <- &x0 x1 &x2 x3");
  EXPECT_EQ(place_variadic(1, void_, {p(kInt), aligned_, p(kInt), aligned_}), "- <- x0 x2+x3 x4 x6+x7");
}

TEST_F(PlaceArmWindowsTest, OtherFunctionsKeepAapcs64) {
  EXPECT_EQ(place(void_, {p(kInt), p(kDouble), three_floats_, large_}), "- <- x0 v0 v1+v2+v3 &x1");
  EXPECT_EQ(place(void_, {p(kInt), aligned_, p(kInt)}), "- <- x0 x2+x3 x4");
}

TEST_F(PlaceArmWindowsTest, RefusesWhatWouldBeSplit) {
  std::vector<const Type*> arguments(7, p(kInt));
  arguments.push_back(pair_);
  EXPECT_NE(place_variadic(1, void_, arguments).find("compilers disagree about"), std::string::npos);
}

TEST_F(PlaceWin64Test, EachOfTheFirstFourHasTheRegisterOfItsPosition) {
  EXPECT_EQ(place(p(kInt), std::vector<const Type*>(6, p(kInt))), "x0 <- x0 x1 x2 x3 [0] [8]");
  EXPECT_EQ(place(p(kDouble), std::vector<const Type*>(6, p(kFloat))), "v0 <- v0 v1 v2 v3 [0] [8]");
  EXPECT_EQ(place(kit_.void_type(), {p(kInt), p(kDouble), kit_.pointer(), p(kFloat), p(kDouble), p(kChar)}),
            "- <- x0 v1 x2 v3 [0] [8]");
}

TEST_F(PlaceWin64Test, RecordsOfTheSizeOfAnIntegerAreIntegers) {
  for (int64_t size : {1, 2, 4, 8}) {
    const Type* record = kit_.record({kit_.array(p(kChar), size)});
    EXPECT_EQ(place(record, {record}), "x0 <- x0") << size;
  }
  for (int64_t size : {3, 5, 6, 7, 9, 16}) {
    const Type* record = kit_.record({kit_.array(p(kChar), size)});
    EXPECT_EQ(place(record, {record}), "&x0 <- &x1") << size;
  }
  EXPECT_EQ(place(kit_.record({p(kDouble)}), {kit_.record({p(kFloat), p(kFloat)})}), "x0 <- x0");
}

TEST_F(PlaceWin64Test, ComplexNumbersAreRecords) {
  EXPECT_EQ(place(p(kFloatComplex), {p(kFloatComplex), p(kDoubleComplex)}), "x0 <- x0 &x1");
  EXPECT_EQ(place(p(kDoubleComplex), {p(kInt)}), "&x0 <- x1");
}

TEST_F(PlaceWin64Test, AReferenceMayTravelOnTheStack) {
  const Type* pair = kit_.record({p(kLongLong), p(kLongLong)});
  EXPECT_EQ(place(pair, {p(kInt), p(kInt), p(kInt), pair, pair, p(kInt)}), "&x0 <- x1 x2 x3 &[0] &[8] [16]");
}

TEST_F(PlaceWin64Test, FloatsOfVariadicCallsAreInBothRegisters) {
  OwnedSignature signature(p(kInt), {kit_.pointer(), p(kDouble), p(kInt), p(kDouble), p(kDouble)});
  EXPECT_EQ(place(signature.with_variadic_after(1)), "x0 <- x0 v1+x1 x2 v3+x3 [0]");
}

TEST_F(PlaceWin64Test, LongDoubleIsADoubleOrAReference) {
  EXPECT_EQ(place(p(kLongDouble), {p(kLongDouble)}), "v0 <- v0");
  TypeKit linux_kit(target_x86_64_linux());
  const Type* x87 = linux_kit.primitive(kLongDouble);
  OwnedSignature signature(x87, {x87});
  EXPECT_EQ(text_of(place_win64(linux_kit.target(), signature.view())), "&x0 <- &x1");
}

TEST_F(PlaceWin64Test, SixteenBytesGoByReferenceAndComeBackInAVectorRegister) {
  TypeKit linux_kit(target_x86_64_linux());
  for (const Type* type : {linux_kit.primitive(kInt128), linux_kit.vector(kFloat, 16)}) {
    OwnedSignature signature(type, {linux_kit.primitive(kInt), type});
    EXPECT_EQ(text_of(place_win64(linux_kit.target(), signature.view())), "v0 <- x0 &x1");
  }
  EXPECT_EQ(place(kit_.vector(kFloat, 16), {kit_.vector(kFloat, 16)}), "v0 <- &x0");
}

TEST_F(PlaceWin64Test, RefusesWhatCompilersDisagreeAbout) {
  for (const Type* type : {kit_.vector(kFloat, 8), p(kFloat16)}) {
    EXPECT_NE(place(p(kInt), {type}).find("compilers disagree about"), std::string::npos);
    EXPECT_NE(place(type, {}).find("compilers disagree about"), std::string::npos);
  }
  EXPECT_NE(place(kit_.record({}), {}).find("compilers disagree about empty structs"), std::string::npos);
  EXPECT_EQ(place(p(kInt), {kit_.record({}), p(kInt)}), "x0 <- &x0 x1");
}

TEST_F(PlaceWin64Test, ALargeStructTakesEightBytesOfTheStack) {
  const Type* huge = kit_.record({kit_.array(p(kChar), 1 << 20)});
  EXPECT_EQ(place(p(kInt), std::vector<const Type*>(5, huge)), "x0 <- &x0 &x1 &x2 &x3 &[0]");
}

}  // namespace
}  // namespace cffi
