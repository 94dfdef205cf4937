// AAPCS64 (sections 5.1 and 10.1.2), with glibc's choice of int_fastN_t.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

constexpr Target kTarget = {
    .name = "aarch64-linux",
    .primitives = kLp64,
    .pointer = {8, 8},
    .endianness = Endianness::kLittle,
    .bitfields = BitfieldFamily::kGcc,
    .long_double = LongDoubleFormat::kIeee128,
    .call_abi = CallAbi::kAapcs64,
    .char_is_signed = false,
    .wchar_is_signed = false,
    .max_alignment = 16,
    .zero_bitfield_aligns_record = true,
};

}  // namespace

const Target& target_aarch64_linux() { return kTarget; }

}  // namespace cffi
