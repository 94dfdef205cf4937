#include "ctype/foreign_number.h"

#include <algorithm>
#include <bit>
#include <string>

namespace cffi {
namespace {

// AMD64 psABI 3.1.2 and AAPCS64 10.1.1: the next larger integer where there is one, else an array of the largest that
// the processor has: 8 bytes on x86-64, 16 on AArch64.
SizeAlign bit_int_chunk(const Target& target, uint32_t bits) {
  bool has_wide_chunks = target.call_abi == CallAbi::kAapcs64 || target.call_abi == CallAbi::kAapcs64Darwin;
  uint32_t bytes = std::bit_ceil((bits + 7) / 8);
  auto chunk =
      static_cast<uint8_t>(std::min(bytes, has_wide_chunks ? 16U : static_cast<uint32_t>(target.pointer.size)));
  return {chunk, chunk};
}

}  // namespace

const Type* decimal_type(TypeTable& types, uint32_t bits) {
  std::string name = "_Decimal" + std::to_string(bits);
  return types.foreign_number(ForeignNumberType(nullptr, ForeignFormat::kDecimal, name, bits / 8, bits / 8));
}

const Type* bit_int_type(TypeTable& types, uint32_t bits, bool is_signed) {
  std::string name = (is_signed ? "_BitInt(" : "unsigned _BitInt(") + std::to_string(bits) + ")";
  SizeAlign chunk = bit_int_chunk(types.target(), bits);
  uint64_t chunks = (uint64_t{bits} + chunk.size * 8 - 1) / (chunk.size * 8);
  ForeignNumberType wanted(nullptr, ForeignFormat::kBitInt, name, chunks * chunk.size, chunk.alignment);
  wanted.bits = bits;
  wanted.is_signed = is_signed;
  return types.foreign_number(wanted);
}

const Type* complex_type(TypeTable& types, Primitive part) {
  const PrimitiveInfo& info = primitive_info(part);
  std::string name = std::string(info.name) + " _Complex";
  SizeAlign layout = types.target().primitive(part);
  ForeignNumberType wanted(nullptr, ForeignFormat::kComplex, name, uint64_t{layout.size} * 2, layout.alignment);
  wanted.parts_are_int = info.cls != PrimitiveClass::kFloat && info.cls != PrimitiveClass::kLongDouble;
  return types.foreign_number(wanted);
}

}  // namespace cffi
