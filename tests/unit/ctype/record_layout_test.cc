// The rules one by one, with numbers that gcc gives (and, for units of bit-fields, the released package). Random
// records are compared with the compiler itself in tests/oracle/test_layout.py.
#include "ctype/record_layout.h"

#include <gtest/gtest.h>

#include "base/checked_math.h"
#include "base/text_writer.h"
#include "support_types.h"

namespace cffi {
namespace {

class RecordLayoutTest : public testing::Test {
 protected:
  explicit RecordLayoutTest(const Target& target = target_x86_64_linux()) : t(target), target_(target) {}

  Member bits(std::string_view name, Primitive type, int32_t width) {
    return {.name = name, .type = {t(type)}, .bit_width = width};
  }
  Member plain(std::string_view name, const Type* type) { return {.name = name, .type = {type}}; }
  Member plain(std::string_view name, Primitive type) { return plain(name, t(type)); }

  Result<RecordLayout> lay_out(std::vector<Member> members, RecordOptions options = {}) {
    options.name = "struct s";
    return lay_out_record(target_, options, members);
  }

  // "size/alignment name@offset name@offset:shift:size ..."
  std::string shown(std::vector<Member> members, RecordOptions options = {}) {
    auto layout = lay_out(std::move(members), options);
    if (!layout) {
      return describe_error(layout.error());
    }
    TextWriter out;
    out << layout->body.size << '/' << layout->body.alignment;
    for (const Field& field : layout->body.fields) {
      out << ' ' << field.name << '@' << field.offset;
      if (field.bit_size != kNotBitfield) {
        out << ':' << field.bit_shift << ':' << field.bit_size;
      }
    }
    return out.take();
  }

  const RecordType* record(std::vector<Member> members, RecordOptions options = {}) {
    RecordType* type = t.record();
    options.name = "struct s";
    auto layout = lay_out_record(target_, options, members);
    EXPECT_TRUE(layout.ok());
    t.table->complete(type, layout->body);
    return type;
  }

  Types t;
  const Target& target_;
};

using enum Primitive;

TEST_F(RecordLayoutTest, Ordinary) {
  EXPECT_EQ(shown({}), "0/1");
  EXPECT_EQ(shown({plain("c", kChar), plain("l", kLong), plain("s", kShort)}), "24/8 c@0 l@8 s@16");
  EXPECT_EQ(shown({plain("c", kChar), plain("d", kLongDouble)}), "32/16 c@0 d@16");
  EXPECT_EQ(shown({plain("c", kChar), plain("z", kFloatComplex)}), "12/4 c@0 z@4");
  EXPECT_EQ(shown({plain("c", kChar), plain("a", t.array(t(kInt), 0)), plain("d", kChar)}), "8/4 c@0 a@4 d@4");
  EXPECT_EQ(shown({plain("c", kChar), plain("l", kLong)}, {.kind = RecordKind::kUnion}), "8/8 c@0 l@0");
}

TEST_F(RecordLayoutTest, GivenOffsets) {
  auto at = [&](std::string_view name, Primitive type, uint64_t offset) {
    Member member = plain(name, type);
    member.offset = offset;
    return member;
  };
  EXPECT_EQ(shown({plain("l", kLong), at("c", kChar, 2), plain("s", kShort)}), "8/8 l@0 c@2 s@4");
  EXPECT_EQ(shown({at("i", kInt, 8), bits("b", kInt, 5)}), "16/4 i@8 b@12:0:5");
  EXPECT_EQ(shown({at("i", kInt, 5), plain("c", kChar)}, {.kind = RecordKind::kUnion}), "12/4 i@5 c@0");
  Member open = plain("a", t.array(t(kInt), kOpenLength));
  open.offset = 4;
  EXPECT_EQ(shown({open, plain("c", kChar)}), "8/4 a@4 c@4");
  auto layout = lay_out({plain("l", kLong), plain("c", kChar)});
  ASSERT_TRUE(layout.ok());
  EXPECT_EQ(layout->end, 9U);
  EXPECT_FALSE(lay_out({at("c", kChar, UINT64_MAX)}).ok());
}

TEST_F(RecordLayoutTest, CheckedOffsets) {
  Member right = plain("i", kInt);
  right.offset = 4;
  Member wrong = right;
  wrong.offset = 8;
  RecordOptions checked = {.check_offsets = true};
  EXPECT_EQ(shown({plain("c", kChar), right}, checked), "8/4 c@0 i@4");
  auto refused = lay_out({plain("c", kChar), wrong}, checked);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kWrongLayout);
}

TEST_F(RecordLayoutTest, UnitsOfBitfieldsAsTheReleasedPackageReportsThem) {
  EXPECT_EQ(shown({bits("x", kInt, 3), bits("y", kInt, 5), bits("z", kInt, 28), bits("c", kUnsignedChar, 3),
                   bits("s", kShort, 9), bits("", kInt, 0), bits("k", kInt, 1), bits("q", kLongLong, 33),
                   bits("l", kInt, 30), bits("b", kBool, 1)}),
            "24/8 x@0:0:3 y@0:3:5 z@4:0:28 c@7:4:3 s@8:0:9 k@12:0:1 q@16:0:33 l@20:1:30 b@23:7:1");
  EXPECT_EQ(shown({plain("c", kChar), bits("x", kInt, 20), bits("y", kInt, 20), bits("z", kLongLong, 60)}),
            "16/8 c@0 x@0:8:20 y@4:0:20 z@8:0:60");
  EXPECT_EQ(
      shown({plain("a", kChar), bits("", kInt, 4), bits("b", kInt, 4), bits("c", kLongLong, 40), bits("d", kInt, 4)}),
      "8/8 a@0 b@0:12:4 c@0:16:40 d@4:24:4");
}

TEST_F(RecordLayoutTest, PackedBitfieldsAreContiguous) {
  // f crosses what would be its unit: it is loaded from its first byte.
  EXPECT_EQ(shown({plain("c", kChar), bits("e", kInt, 20), bits("f", kInt, 20)}, {.packed = true}),
            "6/1 c@0 e@0:8:20 f@3:4:20");
  EXPECT_EQ(shown({bits("a", kLongLong, 7), bits("b", kLongLong, 64)}, {.packed = true}), "9/1 a@0:0:7 b@0:7:64");
  EXPECT_EQ(shown({plain("a", kChar), bits("b", kInt, 5), bits("c", kInt, 30), bits("d", kLongLong, 60)}, {.pack = 2}),
            "14/2 a@0 b@0:8:5 c@1:5:30 d@5:3:60");
}

TEST_F(RecordLayoutTest, ZeroWidthAndUnnamed) {
  EXPECT_EQ(shown({plain("a", kChar), bits("", kInt, 0), plain("b", kChar)}), "5/1 a@0 b@4");
  EXPECT_EQ(shown({plain("a", kChar), bits("", kLongLong, 5), plain("b", kChar)}), "3/1 a@0 b@2");
  EXPECT_EQ(shown({plain("a", kChar), bits("", kInt, 0), plain("b", kChar)}, {.packed = true}), "5/1 a@0 b@4");
  EXPECT_EQ(shown({bits("", kInt, 0), plain("c", kChar)}, {.kind = RecordKind::kUnion}), "1/1 c@0");
}

class Aarch64LayoutTest : public RecordLayoutTest {
 protected:
  Aarch64LayoutTest() : RecordLayoutTest(target_aarch64_linux()) {}
};

TEST_F(Aarch64LayoutTest, UnnamedBitfieldsAlignTheRecord) {
  EXPECT_EQ(shown({plain("a", kChar), bits("", kInt, 0), plain("b", kChar)}), "8/4 a@0 b@4");
  EXPECT_EQ(shown({plain("a", kChar), bits("", kLongLong, 5), plain("b", kChar)}), "8/8 a@0 b@2");
}

class AppleLayoutTest : public RecordLayoutTest {
 protected:
  AppleLayoutTest() : RecordLayoutTest(target_aarch64_darwin()) {}
};

TEST_F(AppleLayoutTest, UnnamedBitfieldsDoNotAlignTheRecord) {  // as Clang has it
  EXPECT_EQ(shown({plain("a", kChar), bits("", kInt, 0), plain("b", kChar)}), "5/1 a@0 b@4");
  EXPECT_EQ(shown({plain("a", kChar), bits("b", kInt, 5), bits("", kLong, 19)}), "4/4 a@0 b@0:8:5");
}

class WindowsLayoutTest : public RecordLayoutTest {
 protected:
  WindowsLayoutTest() : RecordLayoutTest(target_x86_64_windows()) {}
};

TEST_F(WindowsLayoutTest, UnitsOfOneTypeSize) {
  EXPECT_EQ(shown({bits("a", kInt, 3), bits("b", kUnsignedInt, 5), bits("c", kChar, 3)}),
            "8/4 a@0:0:3 b@0:3:5 c@4:0:3");
  EXPECT_EQ(shown({bits("a", kChar, 6), bits("b", kChar, 6), plain("c", kChar)}), "3/1 a@0:0:6 b@1:0:6 c@2");
  EXPECT_EQ(shown({bits("a", kInt, 3), plain("c", kChar)}), "8/4 a@0:0:3 c@4");
  EXPECT_EQ(shown({plain("c", kChar), bits("", kInt, 0), plain("d", kChar)}), "2/1 c@0 d@1");
  EXPECT_EQ(shown({bits("c", kChar, 1), bits("", kInt, 0), plain("d", kChar)}), "8/4 c@0:0:1 d@4");
  EXPECT_EQ(shown({bits("a", kInt, 3)}, {.kind = RecordKind::kUnion}), "4/4 a@0:0:3");
  EXPECT_EQ(shown({plain("c", kChar), plain("l", kLong)}), "8/4 c@0 l@4");
}

TEST_F(RecordLayoutTest, MsStruct) {
  EXPECT_EQ(shown({bits("a", kInt, 3), bits("c", kChar, 3)}, {.ms_bitfields = true}), "8/4 a@0:0:3 c@4:0:3");
}

TEST_F(RecordLayoutTest, PackedAndAligned) {
  EXPECT_EQ(shown({plain("c", kChar), plain("i", kInt)}, {.packed = true}), "5/1 c@0 i@1");
  EXPECT_EQ(shown({plain("c", kChar), plain("l", kLong)}, {.pack = 4}), "12/4 c@0 l@4");
  EXPECT_EQ(shown({plain("c", kChar), plain("l", kLong)}, {.pack = 16}), "16/8 c@0 l@8");
  EXPECT_EQ(shown({plain("c", kChar)}, {.aligned = 32}), "32/32 c@0");
  EXPECT_EQ(shown({plain("c", kChar), plain("i", kInt)}, {.packed = true, .aligned = 2}), "6/2 c@0 i@1");
  Member aligned = plain("i", kInt);
  aligned.aligned = 8;
  EXPECT_EQ(shown({plain("c", kChar), aligned}), "16/8 c@0 i@8");
  EXPECT_EQ(shown({plain("c", kChar), aligned}, {.packed = true}), "16/8 c@0 i@8");
  EXPECT_EQ(shown({plain("c", kChar), aligned}, {.pack = 2}), "6/2 c@0 i@2");
  Member packed = plain("i", kInt);
  packed.packed = true;
  EXPECT_EQ(shown({plain("c", kChar), packed, plain("s", kShort)}), "8/2 c@0 i@1 s@6");
  Member by_typedef = plain("i", kInt);
  by_typedef.type.alignment = 2;
  EXPECT_EQ(shown({plain("c", kChar), by_typedef}), "6/2 c@0 i@2");
  by_typedef.type.alignment = 16;
  EXPECT_EQ(shown({plain("c", kChar), by_typedef}), "32/16 c@0 i@16");
  EXPECT_EQ(shown({plain("c", kChar), by_typedef}, {.packed = true}), "5/1 c@0 i@1");
}

TEST_F(RecordLayoutTest, Enums) {
  EnumType* type = t.table->new_enum("enum e", "e");
  t.table->complete(type, EnumBody{kUnsignedInt, {}, false});
  EXPECT_EQ(shown({{.name = "e", .type = {type}, .bit_width = 3}, plain("c", kChar)}), "4/4 e@0:0:3 c@1");
}

TEST_F(RecordLayoutTest, FlexibleArrays) {
  const Type* open = t.array(t(kInt), kOpenLength);
  auto layout = lay_out({plain("n", kChar), plain("a", open)});
  ASSERT_TRUE(layout.ok());
  EXPECT_EQ(layout->body.size, 4U);
  EXPECT_TRUE(layout->body.has_flexible_array);
  EXPECT_TRUE(layout->body.fields[1].flexible);
  EXPECT_EQ(layout->body.fields[1].offset, 4U);
  const RecordType* inner = record({plain("n", kChar), plain("a", open)});
  EXPECT_TRUE(lay_out({plain("x", kInt), plain("in", inner)})->body.has_flexible_array);
  EXPECT_FALSE(lay_out({plain("in", inner), plain("x", kInt)})->body.has_flexible_array);
  EXPECT_TRUE(lay_out({plain("in", inner), plain("x", kInt)}, {.kind = RecordKind::kUnion})->body.has_flexible_array);
  EXPECT_FALSE(lay_out({plain("n", kChar), plain("a", t.array(t(kInt), 0))})->body.has_flexible_array);
  EXPECT_EQ(shown({plain("a", open), plain("n", kChar)}),
            "field 'struct s.a' has ctype 'int[]' of unknown size: it is not the last field");
}

TEST_F(RecordLayoutTest, Flags) {
  EXPECT_FALSE(lay_out({plain("c", kChar), plain("i", kInt)})->body.custom_layout);
  EXPECT_TRUE(lay_out({plain("c", kChar), plain("i", kInt)}, {.packed = true})->body.custom_layout);
  EXPECT_TRUE(lay_out({plain("c", kChar), plain("i", kInt)}, {.packed = true})->body.packed);
  EXPECT_TRUE(lay_out({plain("c", kChar), plain("i", kInt)}, {.pack = 2})->body.custom_layout);
  EXPECT_FALSE(lay_out({plain("c", kChar), plain("i", kInt)}, {.pack = 8})->body.custom_layout);
  EXPECT_TRUE(lay_out({plain("c", kChar)}, {.aligned = 8})->body.custom_layout);
  EXPECT_FALSE(lay_out({plain("c", kChar)})->body.has_bitfields);
  EXPECT_TRUE(lay_out({bits("c", kChar, 1)})->body.has_bitfields);
  EXPECT_FALSE(lay_out({plain("c", kChar)})->body.has_flexible_array);
}

TEST_F(RecordLayoutTest, FieldsAreCopiedByTheTable) {
  const RecordType* inner = record({plain("a", kChar), bits("", kInt, 3), bits("b", kInt, 4)});
  ASSERT_EQ(inner->complete()->fields.size(), 2U);
  EXPECT_EQ(inner->complete()->fields[1].name, "b");
  EXPECT_EQ(inner->complete()->fields[1].bit_shift, 11);
}

TEST_F(RecordLayoutTest, Errors) {
  EXPECT_EQ(shown({bits("a", kInt, 33)}),
            "bit field 'struct s.a' is declared 'int:33', which exceeds the width of the type");
  EXPECT_EQ(shown({bits("a", kInt128, 65)}),
            "bit field 'struct s.a' is declared '__int128:65', which exceeds the width of the type");
  EXPECT_EQ(shown({bits("a", kFloat, 3)}), "field 'struct s.a' declared as 'float' cannot be a bit field");
  EXPECT_EQ(shown({{.name = "a", .type = {t.pointer(t(kInt))}, .bit_width = 3}}),
            "field 'struct s.a' declared as 'int *' cannot be a bit field");
  EXPECT_EQ(shown({bits("a", kInt, 0)}), "field 'struct s.a' is declared with :0");
  EXPECT_EQ(shown({plain("a", t.nothing())}), "field 'struct s.a' has ctype 'void' of unknown size");
  EXPECT_EQ(shown({plain("a", t.record("struct t"))}), "field 'struct s.a' has ctype 'struct t' of unknown size");
  EXPECT_EQ(lay_out({plain("a", t.function(t(kInt), {}))}).error().code, ErrorCode::kFieldOfFunctionType);
  EXPECT_EQ(shown({plain("a", kInt), plain("a", kInt)}), "duplicate field name 'a'");
  Member odd = plain("a", kInt);
  odd.aligned = 3;
  EXPECT_EQ(shown({odd}), "alignment must be a power of two, not 3");
  EXPECT_EQ(shown({}, {.pack = 6}), "alignment must be a power of two, not 6");
}

TEST_F(RecordLayoutTest, ErrorsKeepTheRangeOfTheirMember) {
  Member member = bits("a", kInt, 33);
  member.range = {7, 9};
  auto layout = lay_out({member});
  EXPECT_EQ(layout.error().range.begin, 7U);
}

TEST_F(RecordLayoutTest, DuplicatesInsideAnonymousMembers) {
  const RecordType* inner = record({plain("a", kInt), plain("b", kInt)});
  const RecordType* outer = record({plain("", inner), plain("c", kInt)});
  EXPECT_EQ(shown({plain("b", kInt), plain("", outer)}), "duplicate field name 'b'");
  EXPECT_EQ(shown({plain("", outer), plain("", inner)}), "duplicate field name 'a'");
  EXPECT_EQ(shown({plain("a", outer), plain("b", inner)}), "20/4 a@0 b@12");
}

TEST_F(WindowsLayoutTest, TypesThatAMachineDoesNotHave) {
  EXPECT_EQ(shown({plain("a", kInt128)}), "'__int128' does not exist on x86_64-windows");
  EXPECT_EQ(shown({bits("a", kInt128, 3)}), "'__int128' does not exist on x86_64-windows");
}

TEST_F(RecordLayoutTest, SizesThatOverflow) {
  const Type* huge = t.array(t(kChar), INT64_MAX);
  EXPECT_EQ(shown({plain("a", huge)}), "9223372036854775807/1 a@0");
  for (std::vector<Member> members : {std::vector<Member>{plain("a", huge), plain("b", kChar)},
                                      {plain("a", huge), bits("b", kChar, 1)},
                                      {plain("a", huge), bits("", kInt, 0)},
                                      {plain("a", huge), plain("", t.array(t(kInt), 0))},
                                      {plain("i", kInt), plain("a", huge)}}) {
    auto layout = lay_out(members);
    ASSERT_FALSE(layout.ok());
    EXPECT_EQ(layout.error().code, ErrorCode::kTypeTooLarge);
  }
  // Behind the last member there is no room to round up.
  const Type* odd = t.array(t(kChar), INT64_MAX - 4);
  EXPECT_EQ(shown({plain("i", kInt), plain("a", odd)}, {.kind = RecordKind::kUnion}), "9223372036854775804/4 i@0 a@0");
  odd = t.array(t(kChar), INT64_MAX - 1);
  EXPECT_EQ(shown({plain("i", kInt), plain("a", odd)}, {.kind = RecordKind::kUnion}),
            "size of 'struct s' would overflow a Py_ssize_t");
  EXPECT_EQ(shown({plain("a", huge), plain("b", kChar)}, {.kind = RecordKind::kUnion}),
            "9223372036854775807/1 a@0 b@0");
}

TEST_F(RecordLayoutTest, BitPositionsBeyondWhatBitsCanCount) {
  const Type* huge = t.array(t(kChar), INT64_MAX - 7);
  EXPECT_EQ(shown({plain("a", huge), bits("b", kLong, 40), bits("c", kLong, 30)}, {.packed = true}),
            "size of 'struct s' would overflow a Py_ssize_t");
  huge = t.array(t(kChar), (INT64_MAX & ~7) - 16);
  EXPECT_EQ(shown({plain("a", huge), bits("b", kLong, 40), bits("c", kInt, 24)}),
            "9223372036854775792/8 a@0 b@9223372036854775784:0:40 c@9223372036854775788:8:24");
}

TEST_F(RecordLayoutTest, DeepNesting) {
  const RecordType* inner = record({plain("x", kInt)});
  for (int i = 0; i < 1000; ++i) {
    inner = record({plain("", inner)});
  }
  EXPECT_EQ(shown({plain("", inner), plain("y", kInt)}), "8/4 @0 y@4");
  EXPECT_EQ(shown({plain("", inner), plain("x", kInt)}), "duplicate field name 'x'");
}

}  // namespace
}  // namespace cffi
