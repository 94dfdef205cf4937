// The System V psABI for AMD64 with Apple's C library.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

using enum Primitive;

constexpr Target kTarget = {
    .name = "x86_64-darwin",
    .primitives = with(kLp64, {{kIntFast16, {2, 2}},
                               {kUintFast16, {2, 2}},
                               {kIntFast32, {4, 4}},
                               {kUintFast32, {4, 4}},
                               {kFloat128, kNoSuchType}}),
    .pointer = {8, 8},
    .endianness = Endianness::kLittle,
    .bitfields = BitfieldFamily::kGcc,
    .long_double = LongDoubleFormat::kX87,
    .call_abi = CallAbi::kSysV64,
    .char_is_signed = true,
    .wchar_is_signed = true,
    .max_alignment = 16,
    .zero_bitfield_aligns_record = false,
};

}  // namespace

const Target& target_x86_64_darwin() { return kTarget; }

}  // namespace cffi
