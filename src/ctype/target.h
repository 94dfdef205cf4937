// A machine and its C ABI as a value: sizes, alignments, endianness, bit-field family, call convention.
//
// Layout never asks the compiler that builds this library: the host is just one Target, so the rules of
// every supported machine are tested on any machine.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "ctype/primitive.h"

namespace cffi {

enum class Endianness : uint8_t { kLittle, kBig };
enum class BitfieldFamily : uint8_t { kGcc, kMsvc };
enum class LongDoubleFormat : uint8_t { kDouble, kX87, kIeee128 };
enum class CallAbi : uint8_t { kSysV64, kAapcs64, kAapcs64Darwin, kAapcs64Windows, kWin64, kOther };

struct SizeAlign {
  uint8_t size;
  uint8_t alignment;
};

// By Primitive. A size of 0: the type does not exist.
using PrimitiveLayouts = std::array<SizeAlign, kPrimitiveCount>;

struct Target {
  std::string_view name;  // "x86_64-linux", "aarch64-linux", "x86_64-windows", "aarch64-darwin"...
  PrimitiveLayouts primitives;
  SizeAlign pointer;
  Endianness endianness;
  BitfieldFamily bitfields;
  LongDoubleFormat long_double;
  CallAbi call_abi;
  bool char_is_signed;    // false on aarch64 Linux (AAPCS64 section 10.1.2)
  bool wchar_is_signed;   // false on aarch64 Linux and on Windows
  uint8_t max_alignment;  // what `__attribute__((aligned))` without a number means
  // AAPCS64 section 8.1.8.3: a zero-width bit-field of any access size aligns the record; SysV64 does not.
  bool zero_bitfield_aligns_record;

  SizeAlign primitive(Primitive p) const { return primitives[static_cast<size_t>(p)]; }
};

const Target& target_x86_64_linux();
const Target& target_aarch64_linux();
const Target& target_aarch64_darwin();
const Target& target_x86_64_darwin();
const Target& target_x86_64_windows();
const Target& target_aarch64_windows();
// The machine this library was built for; where it is none of the above, built from the compiler's own
// sizeof/alignof with CallAbi::kOther.
const Target& host_target();

// Whether `primitive` holds negative values on `target`. (Plain char, wchar_t differ between targets)
bool is_signed(const Target& target, Primitive primitive);

}  // namespace cffi
