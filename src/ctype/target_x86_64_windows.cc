// The data model of 64-bit Windows, with the Microsoft x64 calling convention.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

constexpr Target kTarget = {
    .name = "x86_64-windows",
    .primitives = kWindows64,
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
