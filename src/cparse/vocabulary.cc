// The vocabulary: every keyword with all of its spellings, and the type names known without declaration.
#include <array>
#include <cstddef>

#include "cparse/token.h"
#include "ctype/type.h"

namespace cffi {
namespace {

constexpr Word keyword(std::string_view text, Tok kind) { return {text, kind}; }

constexpr Word convention(std::string_view text, CallConvention c) {
  return {text, Tok::kConvention, StandardType::kNone, Primitive::kVoid, static_cast<uint8_t>(c)};
}

constexpr Word standard(std::string_view text, Primitive primitive) {
  return {text, Tok::kIdentifier, StandardType::kPrimitive, primitive};
}

constexpr Word standard(std::string_view text, StandardType type) { return {text, Tok::kIdentifier, type}; }

constexpr Word kWords[] = {
    keyword("typedef", Tok::kTypedef),
    keyword("extern", Tok::kExtern),
    keyword("static", Tok::kStatic),
    keyword("auto", Tok::kAuto),
    keyword("register", Tok::kRegister),
    keyword("_Thread_local", Tok::kThreadLocal),
    keyword("thread_local", Tok::kThreadLocal),
    keyword("__thread", Tok::kThreadLocal),
    keyword("constexpr", Tok::kConstexpr),
    keyword("inline", Tok::kInline),
    keyword("__inline", Tok::kInline),
    keyword("__inline__", Tok::kInline),
    keyword("_inline", Tok::kInline),
    keyword("__forceinline", Tok::kInline),
    keyword("_Noreturn", Tok::kNoreturn),
    keyword("const", Tok::kConst),
    keyword("__const", Tok::kConst),
    keyword("__const__", Tok::kConst),
    keyword("volatile", Tok::kVolatile),
    keyword("__volatile", Tok::kVolatile),
    keyword("__volatile__", Tok::kVolatile),
    keyword("restrict", Tok::kRestrict),
    keyword("__restrict", Tok::kRestrict),
    keyword("__restrict__", Tok::kRestrict),
    keyword("_Restrict", Tok::kRestrict),
    keyword("_Atomic", Tok::kAtomic),
    keyword("void", Tok::kVoid),
    keyword("char", Tok::kChar),
    keyword("short", Tok::kShort),
    keyword("int", Tok::kInt),
    keyword("long", Tok::kLong),
    keyword("float", Tok::kFloat),
    keyword("double", Tok::kDouble),
    keyword("signed", Tok::kSigned),
    keyword("__signed", Tok::kSigned),
    keyword("__signed__", Tok::kSigned),
    keyword("unsigned", Tok::kUnsigned),
    keyword("_Bool", Tok::kBool),
    keyword("_Complex", Tok::kComplex),
    keyword("__complex", Tok::kComplex),
    keyword("__complex__", Tok::kComplex),
    keyword("_Imaginary", Tok::kImaginary),
    keyword("__int128", Tok::kInt128),
    keyword("__int64", Tok::kLongLong),
    keyword("__int32", Tok::kInt),
    keyword("__int16", Tok::kShort),
    keyword("__int8", Tok::kChar),
    keyword("_Float16", Tok::kFloat16),
    keyword("__fp16", Tok::kFloat16),
    keyword("__bf16", Tok::kFloat16),
    keyword("_Float32", Tok::kFloat32),
    keyword("_Float64", Tok::kFloat64),
    keyword("_Float32x", Tok::kFloat64),
    keyword("_Float64x", Tok::kFloat64x),
    keyword("__float80", Tok::kFloat64x),
    keyword("_Float128", Tok::kFloat128),
    keyword("__float128", Tok::kFloat128),
    keyword("__ieee128", Tok::kFloat128),
    keyword("_Decimal32", Tok::kDecimal32),
    keyword("_Decimal64", Tok::kDecimal64),
    keyword("_Decimal128", Tok::kDecimal128),
    keyword("_BitInt", Tok::kBitInt),
    keyword("struct", Tok::kStruct),
    keyword("union", Tok::kUnion),
    keyword("enum", Tok::kEnum),
    keyword("typeof", Tok::kTypeof),
    keyword("__typeof", Tok::kTypeof),
    keyword("__typeof__", Tok::kTypeof),
    keyword("typeof_unqual", Tok::kTypeofUnqual),
    keyword("__typeof_unqual", Tok::kTypeofUnqual),
    keyword("__typeof_unqual__", Tok::kTypeofUnqual),
    keyword("sizeof", Tok::kSizeof),
    keyword("_Alignof", Tok::kAlignof),
    keyword("alignof", Tok::kAlignof),
    keyword("__alignof", Tok::kAlignof),
    keyword("__alignof__", Tok::kAlignof),
    keyword("_Alignas", Tok::kAlignas),
    keyword("alignas", Tok::kAlignas),
    keyword("offsetof", Tok::kOffsetof),
    keyword("__builtin_offsetof", Tok::kOffsetof),
    keyword("__builtin_types_compatible_p", Tok::kTypesCompatible),
    keyword("__builtin_constant_p", Tok::kConstantP),
    keyword("_Generic", Tok::kGeneric),
    keyword("__builtin_choose_expr", Tok::kChooseExpr),
    keyword("_Static_assert", Tok::kStaticAssert),
    keyword("static_assert", Tok::kStaticAssert),
    keyword("__attribute__", Tok::kAttribute),
    keyword("__attribute", Tok::kAttribute),
    keyword("__declspec", Tok::kDeclspec),
    keyword("_declspec", Tok::kDeclspec),
    keyword("asm", Tok::kAsm),
    keyword("__asm", Tok::kAsm),
    keyword("__asm__", Tok::kAsm),
    keyword("_Pragma", Tok::kPragmaOperator),
    keyword("__pragma", Tok::kMsPragma),
    keyword("__extension__", Tok::kNothing),
    keyword("__extension", Tok::kNothing),
    keyword("_Nonnull", Tok::kNothing),
    keyword("_Nullable", Tok::kNothing),
    keyword("_Null_unspecified", Tok::kNothing),
    keyword("__nonnull", Tok::kNothing),
    keyword("__nullable", Tok::kNothing),
    keyword("__ptr32", Tok::kNothing),
    keyword("__ptr64", Tok::kNothing),
    keyword("__sptr", Tok::kNothing),
    keyword("__uptr", Tok::kNothing),
    keyword("__w64", Tok::kNothing),
    keyword("__unaligned", Tok::kNothing),
    convention("__cdecl", CallConvention::kDefault),
    convention("_cdecl", CallConvention::kDefault),
    convention("__stdcall", CallConvention::kStdcall),
    convention("_stdcall", CallConvention::kStdcall),
    convention("WINAPI", CallConvention::kStdcall),
    convention("__fastcall", CallConvention::kFastcall),
    convention("_fastcall", CallConvention::kFastcall),
    convention("__thiscall", CallConvention::kThiscall),
    convention("__vectorcall", CallConvention::kVectorcall),
    convention("__clrcall", CallConvention::kDefault),
    convention("__regcall", CallConvention::kDefault),
    standard("bool", Primitive::kBool),
    standard("__wchar_t", Primitive::kWchar),
    standard("char8_t", Primitive::kUnsignedChar),
#define CFFI_NAMED_PRIMITIVE(Name, NAME, type, ...) standard(#type, Primitive::k##Name),
#include "ctype/primitive.def"
    standard("__int128_t", Primitive::kInt128),
    standard("__uint128_t", Primitive::kUint128),
    standard("_cffi_float_complex_t", Primitive::kFloatComplex),
    standard("_cffi_double_complex_t", Primitive::kDoubleComplex),
    standard("FILE", StandardType::kFile),
    standard("va_list", StandardType::kVaList),
    standard("__builtin_va_list", StandardType::kVaList),
    standard("__gnuc_va_list", StandardType::kVaList),
};

constexpr size_t kSlots = 1024;
constexpr uint16_t kEmpty = 0xffff;

// Mixes length and a few characters: enough to spread a fixed vocabulary, and cheap for words outside of it.
constexpr size_t slot_of(std::string_view text) {
  auto at = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
  size_t n = text.size();
  uint32_t h = static_cast<uint32_t>(n) * 0x9e3779b1u;
  h = (h ^ at(0)) * 0x85ebca6bu;
  h = (h ^ at(n / 2)) * 0xc2b2ae35u;
  h = (h ^ at(n - 1)) * 0x27d4eb2fu;
  h = (h ^ at(n / 3)) * 0x165667b1u;
  return (h ^ (h >> 15)) % kSlots;
}

constexpr std::array<uint16_t, kSlots> build_index() {
  std::array<uint16_t, kSlots> index{};
  index.fill(kEmpty);
  for (size_t i = 0; i < std::size(kWords); ++i) {
    size_t slot = slot_of(kWords[i].text);
    while (index[slot] != kEmpty) {
      slot = (slot + 1) % kSlots;
    }
    index[slot] = static_cast<uint16_t>(i);
  }
  return index;
}

constexpr std::array<uint16_t, kSlots> kIndex = build_index();

}  // namespace

const Word* find_word(std::string_view text) {
  if (text.empty()) {
    return nullptr;
  }
  for (size_t slot = slot_of(text); kIndex[slot] != kEmpty; slot = (slot + 1) % kSlots) {
    const Word& word = kWords[kIndex[slot]];
    if (word.text == text) {
      return &word;
    }
  }
  return nullptr;
}

std::span<const Word> vocabulary() { return kWords; }

}  // namespace cffi
