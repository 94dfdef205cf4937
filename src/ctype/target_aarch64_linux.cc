// AAPCS64 (sections 5.1 and 10.1.2), with glibc's choice of int_fastN_t.
#include "ctype/target.h"

namespace cffi {
namespace {

constexpr Target kTarget = {
    .name = "aarch64-linux",
    // clang-format off
    .primitives = {{
        // void, _Bool, char, signed char, unsigned char
        {0, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1},
        // short, int, long, long long, each signed then unsigned
        {2, 2}, {2, 2}, {4, 4}, {4, 4}, {8, 8}, {8, 8}, {8, 8}, {8, 8},
        // float, double, long double, wchar_t
        {4, 4}, {8, 8}, {16, 16}, {4, 4},
        // int8_t to uint64_t
        {1, 1}, {1, 1}, {2, 2}, {2, 2}, {4, 4}, {4, 4}, {8, 8}, {8, 8},
        // intptr_t, uintptr_t, ptrdiff_t, size_t, ssize_t
        {8, 8}, {8, 8}, {8, 8}, {8, 8}, {8, 8},
        // int_least8_t to uint_least64_t
        {1, 1}, {1, 1}, {2, 2}, {2, 2}, {4, 4}, {4, 4}, {8, 8}, {8, 8},
        // int_fast8_t to uint_fast64_t
        {1, 1}, {1, 1}, {8, 8}, {8, 8}, {8, 8}, {8, 8}, {8, 8}, {8, 8},
        // intmax_t, uintmax_t
        {8, 8}, {8, 8},
        // float _Complex, double _Complex, char16_t, char32_t
        {8, 4}, {16, 8}, {2, 2}, {4, 4},
        // long double _Complex, __int128, unsigned __int128, _Float16, _Float128
        {32, 16}, {16, 16}, {16, 16}, {2, 2}, {16, 16},
    }},
    // clang-format on
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
