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
  std::string place(const Type* result, std::vector<const Type*> arguments) {
    OwnedSignature signature(result, std::move(arguments));
    return text_of(place_aapcs64(kit_.target(), signature.view()));
  }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }
  TypeKit kit_{target_aarch64_linux()};
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
