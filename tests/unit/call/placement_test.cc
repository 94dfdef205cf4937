// From classes to registers and stack slots, for both ABIs on any host.
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

}  // namespace
}  // namespace cffi
