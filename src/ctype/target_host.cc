// The machine this library runs on: the ABI of the target of that name, with the sizes that this compiler and its
// C library chose (int_fast16_t, for one, differs between glibc and musl on one machine).
#include <sys/types.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "ctype/primitive_layouts.h"

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
using ssize_t = std::make_signed_t<size_t>;
#endif

#if defined(__SIZEOF_INT128__)
constexpr SizeAlign kHostInt128 = {16, 16};
#else
constexpr SizeAlign kHostInt128 = kNoSuchType;
#endif

constexpr SizeAlign twice(SizeAlign part) { return {static_cast<uint8_t>(part.size * 2), part.alignment}; }

constexpr PrimitiveLayouts kHostPrimitives = {{
#define CFFI_PRIMITIVE(Name, NAME, spelling, Class, size, alignment, host) host,
#include "ctype/primitive.def"
}};

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
#elif defined(_WIN64) && defined(_M_ARM64)
  return target_aarch64_windows();
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
