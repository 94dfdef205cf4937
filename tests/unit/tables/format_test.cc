// Pins the frozen interface. Nothing in here runs: a change that would break modules on disk does not build.
#include "tables/format.h"

#include <iterator>
#include <type_traits>

#include "ctype/primitive.h"

namespace cffi {
namespace {

// 64-bit machines are the only ones supported; the structures are plain C.
static_assert(sizeof(void*) == 8 && sizeof(int) == 4 && sizeof(size_t) == 8);
template <typename T>
constexpr bool kIsPlainC = std::is_standard_layout_v<T> && std::is_trivial_v<T>;

static_assert(kIsPlainC<GlobalEntry> && sizeof(GlobalEntry) == 32 && alignof(GlobalEntry) == 8);
static_assert(offsetof(GlobalEntry, name) == 0);
static_assert(offsetof(GlobalEntry, address) == 8);
static_assert(offsetof(GlobalEntry, type_op) == 16);
static_assert(offsetof(GlobalEntry, size_or_direct_function) == 24);

static_assert(kIsPlainC<RecordEntry> && sizeof(RecordEntry) == 40 && alignof(RecordEntry) == 8);
static_assert(offsetof(RecordEntry, name) == 0);
static_assert(offsetof(RecordEntry, type_index) == 8);
static_assert(offsetof(RecordEntry, flags) == 12);
static_assert(offsetof(RecordEntry, size) == 16);
static_assert(offsetof(RecordEntry, alignment) == 24);
static_assert(offsetof(RecordEntry, first_field) == 28);
static_assert(offsetof(RecordEntry, field_count) == 32);

static_assert(kIsPlainC<FieldEntry> && sizeof(FieldEntry) == 32 && alignof(FieldEntry) == 8);
static_assert(offsetof(FieldEntry, name) == 0);
static_assert(offsetof(FieldEntry, offset) == 8);
static_assert(offsetof(FieldEntry, size) == 16);
static_assert(offsetof(FieldEntry, type_op) == 24);

static_assert(kIsPlainC<EnumEntry> && sizeof(EnumEntry) == 24 && alignof(EnumEntry) == 8);
static_assert(offsetof(EnumEntry, name) == 0);
static_assert(offsetof(EnumEntry, type_index) == 8);
static_assert(offsetof(EnumEntry, primitive) == 12);
static_assert(offsetof(EnumEntry, enumerators) == 16);

static_assert(kIsPlainC<TypenameEntry> && sizeof(TypenameEntry) == 16 && alignof(TypenameEntry) == 8);
static_assert(offsetof(TypenameEntry, name) == 0);
static_assert(offsetof(TypenameEntry, type_index) == 8);

static_assert(kIsPlainC<ExternPythonEntry> && sizeof(ExternPythonEntry) == 32 && alignof(ExternPythonEntry) == 8);
static_assert(offsetof(ExternPythonEntry, name) == 0);
static_assert(offsetof(ExternPythonEntry, size_of_result) == 8);
static_assert(offsetof(ExternPythonEntry, reserved1) == 16);
static_assert(offsetof(ExternPythonEntry, reserved2) == 24);

static_assert(kIsPlainC<TypeContext> && sizeof(TypeContext) == 80 && alignof(TypeContext) == 8);
static_assert(offsetof(TypeContext, types) == 0);
static_assert(offsetof(TypeContext, globals) == 8);
static_assert(offsetof(TypeContext, fields) == 16);
static_assert(offsetof(TypeContext, records) == 24);
static_assert(offsetof(TypeContext, enums) == 32);
static_assert(offsetof(TypeContext, typenames) == 40);
static_assert(offsetof(TypeContext, global_count) == 48);
static_assert(offsetof(TypeContext, record_count) == 52);
static_assert(offsetof(TypeContext, enum_count) == 56);
static_assert(offsetof(TypeContext, typename_count) == 60);
static_assert(offsetof(TypeContext, includes) == 64);
static_assert(offsetof(TypeContext, type_count) == 72);
static_assert(offsetof(TypeContext, flags) == 76);

static_assert(kIsPlainC<ExternalModule> && sizeof(ExternalModule) == 32 && alignof(ExternalModule) == 8);
static_assert(offsetof(ExternalModule, name) == 0);
static_assert(offsetof(ExternalModule, tag) == 8);
static_assert(offsetof(ExternalModule, exports) == 16);
static_assert(offsetof(ExternalModule, context) == 24);

static_assert(kIsPlainC<ConverterCall> && sizeof(ConverterCall) == 24 && alignof(ConverterCall) == 8);
static_assert(offsetof(ConverterCall, self) == 0);
static_assert(offsetof(ConverterCall, temporaries) == 8);
static_assert(offsetof(ConverterCall, thread) == 16);

static_assert(static_cast<int>(Op::kPrimitive) == 1 && static_cast<int>(Op::kPointer) == 3);
static_assert(static_cast<int>(Op::kArray) == 5 && static_cast<int>(Op::kOpenArray) == 7);
static_assert(static_cast<int>(Op::kRecord) == 9 && static_cast<int>(Op::kEnum) == 11);
static_assert(static_cast<int>(Op::kFunction) == 13 && static_cast<int>(Op::kFunctionEnd) == 15);
static_assert(static_cast<int>(Op::kNoop) == 17 && static_cast<int>(Op::kBitfield) == 19);
static_assert(static_cast<int>(Op::kTypename) == 21 && static_cast<int>(Op::kFunctionVarArgs) == 23);
static_assert(static_cast<int>(Op::kFunctionNoArgs) == 25 && static_cast<int>(Op::kFunctionOneArg) == 27);
static_assert(static_cast<int>(Op::kConstant) == 29 && static_cast<int>(Op::kConstantInt) == 31);
static_assert(static_cast<int>(Op::kGlobalVariable) == 33 && static_cast<int>(Op::kDlopenFunction) == 35);
static_assert(static_cast<int>(Op::kDlopenConstant) == 37 && static_cast<int>(Op::kGlobalVariableF) == 39);
static_assert(static_cast<int>(Op::kExternPython) == 41);

// The rows stand in the order of their numbers, without a gap: pyext/modules/c_api.cc has a function for each slot.
constexpr int kOpcodes[] = {
#define CFFI_OPCODE(Name, number, NAME) number,
#include "tables/interface.def"
};
constexpr int kSlots[] = {
#define CFFI_EXPORT(Name, number, NAME) number,
#include "tables/interface.def"
};
template <size_t kCount>
constexpr bool are_spaced(const int (&numbers)[kCount], int first, int distance) {
  for (size_t i = 0; i < kCount; ++i) {
    if (numbers[i] != first + static_cast<int>(i) * distance) {
      return false;
    }
  }
  return true;
}
static_assert(are_spaced(kOpcodes, 1, 2) && are_spaced(kSlots, 0, 1) && std::size(kSlots) == kCurrentExportCount);

static_assert(opcode(Op::kPointer, 25) == 0x1903);
static_assert(opcode(Op::kEnum, -1) == -245);  // ...FF0B
static_assert(op_of(opcode(Op::kRecord, kFileRecord)) == Op::kRecord);
static_assert(argument_of(opcode(Op::kRecord, kFileRecord)) == kFileRecord);
static_assert(argument_of(opcode(Op::kArray, int64_t{1} << 40)) == int64_t{1} << 40);

static_assert(static_cast<int>(SpecialPrimitive::kUnknownInteger) == -1);
static_assert(static_cast<int>(SpecialPrimitive::kUnknownFloat) == -2);
static_assert(static_cast<int>(SpecialPrimitive::kLongDoubleAsDouble) == -3);
static_assert(kEndVariadic == 1 && kEndStdcall == 2);
static_assert(kRecordIsUnion == 1 && kRecordCheckFields == 2 && kRecordPacked == 4);
static_assert(kRecordExternal == 8 && kRecordOpaque == 16);
static_assert(kUsesExternPython == 1 && kConvertersTakeTuple == 2);

static_assert(kFrozenTagFirst == 0x2601 && kFrozenTagEmbedding == 0x2701 && kFrozenTagWideChars == 0x2801);
static_assert(kFrozenTagLast == 0x28FF && kCurrentTagFirst == 0x3000 && kCurrentTagLast == 0x30FF);
static_assert(is_frozen_tag(0x2601) && is_frozen_tag(0x28FF) && !is_frozen_tag(0x2600) && !is_frozen_tag(0x2900));
static_assert(is_current_tag(kOldestInterface) && is_current_tag(kNewestInterface) && !is_current_tag(0x3100));
static_assert(kExportCount == 25 && kExportCountExternPython == 26 && kExportCountWideChars == 28);

static_assert(kExportToInt8 == 1 && kExportToUint8 == 2 && kExportToInt16 == 3 && kExportToUint16 == 4);
static_assert(kExportToInt32 == 5 && kExportToUint32 == 6 && kExportToInt64 == 7 && kExportToUint64 == 8);
static_assert(kExportToChar == 9 && kExportFromPointer == 10 && kExportToPointer == 11 && kExportOldLayout == 12);
static_assert(kExportRestoreErrno == 13 && kExportSaveErrno == 14 && kExportFromChar == 15);
static_assert(kExportFromAddress == 16 && kExportStore == 17 && kExportFromRecord == 18);
static_assert(kExportToWchar == 19 && kExportFromWchar == 20 && kExportToLongDouble == 21 && kExportToBool == 22);
static_assert(kExportPreparePointer == 23 && kExportFillArray == 24 && kExportCallPython == 25);
static_assert(kExportToOtherWide == 26 && kExportFromOtherWide == 27 && kExportBeginCall == 28);
static_assert(kExportFailCall == 29 && kExportConvertArgument == 30 && kExportEndCall == 31);
static_assert(kExportConvertResult == 32 && kCurrentExportCount == 33);

static_assert(static_cast<int>(Primitive::kVoid) == 0 && static_cast<int>(Primitive::kBool) == 1);
static_assert(static_cast<int>(Primitive::kInt) == 7 && static_cast<int>(Primitive::kLongDouble) == 15);
static_assert(static_cast<int>(Primitive::kWchar) == 16 && static_cast<int>(Primitive::kInt8) == 17);
static_assert(static_cast<int>(Primitive::kIntptr) == 25 && static_cast<int>(Primitive::kSsize) == 29);
static_assert(static_cast<int>(Primitive::kIntLeast8) == 30 && static_cast<int>(Primitive::kIntFast8) == 38);
static_assert(static_cast<int>(Primitive::kIntmax) == 46 && static_cast<int>(Primitive::kUintmax) == 47);
static_assert(static_cast<int>(Primitive::kFloatComplex) == 48 && static_cast<int>(Primitive::kDoubleComplex) == 49);
static_assert(static_cast<int>(Primitive::kChar16) == 50 && static_cast<int>(Primitive::kChar32) == 51);
static_assert(kFrozenPrimitiveCount == 52);

}  // namespace
}  // namespace cffi
