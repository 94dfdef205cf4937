// LLP64: long has 4 bytes, wchar_t is a UTF-16 unit, long double is double.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

using enum Primitive;

constexpr Target kTarget = {
    .name = "x86_64-windows",
    .primitives = with(kLlp64, {{kWchar, {2, 2}},
                                {kLongDouble, {8, 8}},
                                {kLongDoubleComplex, {16, 8}},
                                {kIntFast16, {4, 4}},
                                {kUintFast16, {4, 4}},
                                {kIntFast32, {4, 4}},
                                {kUintFast32, {4, 4}},
                                {kInt128, kNoSuchType},
                                {kUint128, kNoSuchType},
                                {kFloat128, kNoSuchType}}),
    .pointer = {8, 8},
    .endianness = Endianness::kLittle,
    .bitfields = BitfieldFamily::kMsvc,
    .long_double = LongDoubleFormat::kDouble,
    .call_abi = CallAbi::kWin64,
    .char_is_signed = true,
    .wchar_is_signed = false,
    .max_alignment = 16,
    .zero_bitfield_aligns_record = false,
};

}  // namespace

const Target& target_x86_64_windows() { return kTarget; }

}  // namespace cffi
