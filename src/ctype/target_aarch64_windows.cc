// The data model of 64-bit Windows, with AAPCS64 as Microsoft changed it for variadic functions.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

constexpr Target kTarget = {
    .name = "aarch64-windows",
    .primitives = kWindows64,
    .pointer = {8, 8},
    .endianness = Endianness::kLittle,
    .bitfields = BitfieldFamily::kMsvc,
    .long_double = LongDoubleFormat::kDouble,
    .call_abi = CallAbi::kAapcs64Windows,
    .char_is_signed = true,
    .wchar_is_signed = false,
    .max_alignment = 16,
    .zero_bitfield_aligns_record = false,
};

}  // namespace

const Target& target_aarch64_windows() { return kTarget; }

}  // namespace cffi
