// LLP64: long has 4 bytes, wchar_t is a UTF-16 unit, long double is double.
// A size of 0 says that the type does not exist here.
#include "ctype/target.h"

namespace cffi {
namespace {

constexpr Target kTarget = {
    .name = "x86_64-windows",
    // clang-format off
    .primitives = {{
        // void, _Bool, char, signed char, unsigned char
        {0, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1},
        // short, int, long, long long, each signed then unsigned
        {2, 2}, {2, 2}, {4, 4}, {4, 4}, {4, 4}, {4, 4}, {8, 8}, {8, 8},
        // float, double, long double, wchar_t
        {4, 4}, {8, 8}, {8, 8}, {2, 2},
        // int8_t to uint64_t
        {1, 1}, {1, 1}, {2, 2}, {2, 2}, {4, 4}, {4, 4}, {8, 8}, {8, 8},
        // intptr_t, uintptr_t, ptrdiff_t, size_t, ssize_t
        {8, 8}, {8, 8}, {8, 8}, {8, 8}, {8, 8},
        // int_least8_t to uint_least64_t
        {1, 1}, {1, 1}, {2, 2}, {2, 2}, {4, 4}, {4, 4}, {8, 8}, {8, 8},
        // int_fast8_t to uint_fast64_t
        {1, 1}, {1, 1}, {4, 4}, {4, 4}, {4, 4}, {4, 4}, {8, 8}, {8, 8},
        // intmax_t, uintmax_t
        {8, 8}, {8, 8},
        // float _Complex, double _Complex, char16_t, char32_t
        {8, 4}, {16, 8}, {2, 2}, {4, 4},
        // long double _Complex, __int128, unsigned __int128, _Float16, _Float128
        {16, 8}, {0, 1}, {0, 1}, {2, 2}, {0, 1},
    }},
    // clang-format on
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
