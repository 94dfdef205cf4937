// The System V psABI for AMD64 (section 3.1.2), with glibc's choice of int_fastN_t.
#include "ctype/primitive_layouts.h"

namespace cffi {
namespace {

constexpr Target kTarget = {
    .name = "x86_64-linux",
    .primitives = kLp64,
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

const Target& target_x86_64_linux() { return kTarget; }

}  // namespace cffi
