// The machine this library runs on: the ABI of the target of that name, with the sizes that this compiler and its
// C library chose (int_fast16_t, for one, differs between glibc and musl on one machine).
#include <sys/types.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "ctype/target.h"

namespace cffi {
namespace {

template <typename T>
constexpr SizeAlign of() {
  // The alignment inside a record, which is what layout asks for: on i386 it is not alignof(T).
  struct Probe {
    char c;
    T t;
  };
  return {sizeof(T), static_cast<uint8_t>(offsetof(Probe, t))};
}

#if defined(_WIN32)
using HostSsize = std::make_signed_t<size_t>;
#else
using HostSsize = ssize_t;
#endif

#if defined(__SIZEOF_INT128__)
constexpr SizeAlign kHostInt128 = {16, 16};
#else
constexpr SizeAlign kHostInt128 = {0, 1};
#endif

constexpr SizeAlign twice(SizeAlign part) { return {static_cast<uint8_t>(part.size * 2), part.alignment}; }

// clang-format off
constexpr std::array<SizeAlign, kPrimitiveCount> kHostPrimitives = {{
    // void, _Bool, char, signed char, unsigned char
    {0, 1}, of<bool>(), of<char>(), of<signed char>(), of<unsigned char>(),
    // short, int, long, long long, each signed then unsigned
    of<short>(), of<unsigned short>(), of<int>(), of<unsigned>(), of<long>(), of<unsigned long>(), of<long long>(),
    of<unsigned long long>(),
    // float, double, long double, wchar_t
    of<float>(), of<double>(), of<long double>(), of<wchar_t>(),
    // int8_t to uint64_t
    of<int8_t>(), of<uint8_t>(), of<int16_t>(), of<uint16_t>(), of<int32_t>(), of<uint32_t>(), of<int64_t>(),
    of<uint64_t>(),
    // intptr_t, uintptr_t, ptrdiff_t, size_t, ssize_t
    of<intptr_t>(), of<uintptr_t>(), of<ptrdiff_t>(), of<size_t>(), of<HostSsize>(),
    // int_least8_t to uint_least64_t
    of<int_least8_t>(), of<uint_least8_t>(), of<int_least16_t>(), of<uint_least16_t>(), of<int_least32_t>(),
    of<uint_least32_t>(), of<int_least64_t>(), of<uint_least64_t>(),
    // int_fast8_t to uint_fast64_t
    of<int_fast8_t>(), of<uint_fast8_t>(), of<int_fast16_t>(), of<uint_fast16_t>(), of<int_fast32_t>(),
    of<uint_fast32_t>(), of<int_fast64_t>(), of<uint_fast64_t>(),
    // intmax_t, uintmax_t
    of<intmax_t>(), of<uintmax_t>(),
    // float _Complex, double _Complex, char16_t, char32_t
    twice(of<float>()), twice(of<double>()), of<char16_t>(), of<char32_t>(),
    // long double _Complex, __int128, unsigned __int128, _Float16, _Float128
    twice(of<long double>()), kHostInt128, kHostInt128, {2, 2}, {16, 16},
}};
// clang-format on

constexpr LongDoubleFormat host_long_double() {
  // Not LDBL_MANT_DIG: with libc++ on macOS <cfloat> after <cmath> defines nothing.
  constexpr int kDigits = std::numeric_limits<long double>::digits;
  return kDigits == 64    ? LongDoubleFormat::kX87
         : kDigits == 113 ? LongDoubleFormat::kIeee128
                          : LongDoubleFormat::kDouble;
}

// For machines without a target of their own: the compiler's word for everything, GCC's bit-field rules.
[[maybe_unused]] constexpr Target kOtherTarget = {
    .name = "other",
    .primitives = kHostPrimitives,
    .pointer = of<void*>(),
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    .endianness = Endianness::kBig,
#else
    .endianness = Endianness::kLittle,
#endif
    .bitfields = BitfieldFamily::kGcc,
    .long_double = host_long_double(),
    .call_abi = CallAbi::kOther,
    .char_is_signed = CHAR_MIN < 0,
    .wchar_is_signed = std::is_signed_v<wchar_t>,
    .max_alignment = alignof(std::max_align_t),
    .zero_bitfield_aligns_record = false,
};

const Target& base_target() {
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
  return target_x86_64_linux();
#elif defined(__linux__) && defined(__aarch64__) && defined(__AARCH64EL__)
  return target_aarch64_linux();
#elif defined(__APPLE__) && defined(__aarch64__)
  return target_aarch64_darwin();
#elif defined(__APPLE__) && defined(__x86_64__)
  return target_x86_64_darwin();
#elif defined(_WIN64) && defined(_M_X64)
  return target_x86_64_windows();
#else
  return kOtherTarget;
#endif
}

Target make_host_target() {
  Target target = base_target();
  for (size_t i = 0; i < target.primitives.size(); ++i) {
    if (target.primitives[i].size != 0) {
      target.primitives[i] = kHostPrimitives[i];
    }
  }
  return target;
}

}  // namespace

const Target& host_target() {
  static const Target target = make_host_target();
  return target;
}

}  // namespace cffi
