// AAPCS64 with Apple's changes: plain char and wchar_t are signed, long double is double.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

using enum Primitive;

constexpr Target kTarget = {
    .name = "aarch64-darwin",
    .primitives = with(kLp64, {{kLongDouble, {8, 8}},
                               {kLongDoubleComplex, {16, 8}},
                               {kIntFast16, {2, 2}},
                               {kUintFast16, {2, 2}},
                               {kIntFast32, {4, 4}},
                               {kUintFast32, {4, 4}},
                               {kFloat128, kNoSuchType}}),
    .pointer = {8, 8},
    .endianness = Endianness::kLittle,
    .bitfields = BitfieldFamily::kGcc,
    .long_double = LongDoubleFormat::kDouble,
    .call_abi = CallAbi::kAapcs64Darwin,
    .char_is_signed = true,
    .wchar_is_signed = true,
    .max_alignment = 8,
    .zero_bitfield_aligns_record = false,  // unlike AAPCS64
};

}  // namespace

const Target& target_aarch64_darwin() { return kTarget; }

}  // namespace cffi
