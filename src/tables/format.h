// The frozen binary interface of compiled modules, as structures in memory. No logic: what a module says is read by
// module_tables.h, which trusts nothing of it.
//
// Modules on people's disks contain these bytes, laid out by C compilers long ago: sizes, offsets, numbers and order
// never change (tests/unit/tables/format_test.cc pins them). Integers are the machine's, pointers are its pointers. The
// numbers are in interface.def, once for C++ and for generated C.
//
// An opcode is pointer-sized:
//
//     63                                          8 7             0
//    +---------------------------------------------+---------------+
//    | argument (signed)                           | code (odd)    |
//    +---------------------------------------------+---------------+
//
// An even word is none: where a module of the frozen interface has one, it is the address of a ctype that was put
// there.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cffi {

enum class Op : uint8_t {
#define CFFI_OPCODE(Name, number, NAME) k##Name = (number),
#include "tables/interface.def"
};

inline constexpr int64_t kFileRecord = -1;

enum class SpecialPrimitive : int8_t {
#define CFFI_SPECIAL_PRIMITIVE(Name, number, NAME) k##Name = (number),
#include "tables/interface.def"
};

enum FunctionEndFlag : uint8_t { kEndVariadic = 1, kEndStdcall = 2 };

struct GlobalEntry {
  const char* name;
  void* address;
  intptr_t type_op;
  void* size_or_direct_function;
};

enum RecordEntryFlag : int {
  kRecordIsUnion = 1,
  kRecordCheckFields = 2,  // the cdef said it all: the compiler's layout must be the one computed from the fields
  kRecordPacked = 4,
  kRecordExternal = 8,  // declared by an included module, found there by name
  kRecordOpaque = 16,
};

// What stands in the place of an offset, a size or an alignment, which are integers of several types.
enum LayoutNumber : int8_t {
#define CFFI_LAYOUT(Name, number, NAME) kLayout##Name = (number),
#include "tables/interface.def"
};
inline constexpr auto kUnknownSize = static_cast<size_t>(kLayoutUnknown);
inline constexpr auto kUnknownOffset = static_cast<size_t>(kLayoutUnknown);
inline constexpr auto kComputedSize = static_cast<size_t>(kLayoutComputed);
inline constexpr int kUnknownAlignment = kLayoutUnknown;
inline constexpr int kComputedAlignment = kLayoutComputed;

struct RecordEntry {
  const char* name;
  int type_index;  // of its kRecord
  int flags;       // RecordEntryFlag bits
  size_t size;
  int alignment;
  int first_field;  // index in TypeContext::fields
  int field_count;
};

struct FieldEntry {
  const char* name;  // empty: an anonymous struct or union
  size_t offset;
  size_t size;
  intptr_t type_op;  // kNoop or kBitfield
};

struct EnumEntry {
  const char* name;
  int type_index;           // of its kEnum
  int primitive;            // the underlying type's number, or a SpecialPrimitive
  const char* enumerators;  // "A,B,C"; their values are those of the globals of these names
};

struct TypenameEntry {
  const char* name;
  int type_index;
};

struct ExternPythonEntry {
  const char* name;  // "module.function"
  size_t size_of_result;
  void* reserved1;
  void* reserved2;
};

enum ContextFlag : int {
  kUsesExternPython = 1,
  kConvertersTakeTuple = 2,  // our protocol only: converters are METH_VARARGS, not METH_FASTCALL
};

// The arrays with a name in their entries are sorted by it (byte order), each for itself.
struct TypeContext {
  const intptr_t* types;
  const GlobalEntry* globals;
  const FieldEntry* fields;
  const RecordEntry* records;
  const EnumEntry* enums;
  const TypenameEntry* typenames;
  int global_count;
  int record_count;
  int enum_count;
  int typename_count;
  const char* const* includes;  // module names up to a null, or null
  int type_count;
  int flags;  // ContextFlag bits
};

// A call that a converter of ours makes, on its stack. Its slots: convert argument for each that is not plain, begin,
// the C function, end; or fail instead of begin, which raises what is wrong with the number of arguments, if anything
// is. Begin leaves the GIL and sets errno, end takes both back and frees the temporaries.
struct ConverterCall {
  void* self;         // PyObject *: the function
  void* temporaries;  // null at first
  void* thread;       // between begin and end
};

// What `_init_cffi_1_0_external_module(address)` gets the address of.
struct ExternalModule {
  const char* name;  // full, dotted
  intptr_t tag;      // the version of the interface
  void** exports;    // the module's own array, filled by the backend
  const TypeContext* context;
};

// Version tags. The frozen interface has its own; the current one adds shared converters and constant
// tables.
inline constexpr int kFrozenTagFirst = 0x2601;
inline constexpr int kFrozenTagEmbedding = 0x2701;
inline constexpr int kFrozenTagWideChars = 0x2801;  // from here on the array has the slots 26 and 27
inline constexpr int kFrozenTagLast = 0x28FF;
inline constexpr int kCurrentTagFirst = 0x3000;
inline constexpr int kCurrentTagLast = 0x30FF;
inline constexpr int kOldestInterface = 0x3002;  // of the current tags, those that this backend knows
inline constexpr int kNewestInterface = 0x3002;

constexpr bool is_frozen_tag(intptr_t tag) { return tag >= kFrozenTagFirst && tag <= kFrozenTagLast; }
constexpr bool is_current_tag(intptr_t tag) { return tag >= kCurrentTagFirst && tag <= kCurrentTagLast; }

// Slots of `exports`.
enum ExportSlot : int {
#define CFFI_EXPORT(Name, number, NAME) kExport##Name = (number),
#include "tables/interface.def"
};

// How many slots a module's array has.
inline constexpr int kExportCount = kExportCallPython;
inline constexpr int kExportCountExternPython = kExportCallPython + 1;
inline constexpr int kExportCountWideChars = kExportFromOtherWide + 1;
inline constexpr int kCurrentExportCount = kExportConvertResult + 1;  // a module may reserve more, or fewer

constexpr Op op_of(intptr_t word) { return static_cast<Op>(static_cast<uint8_t>(word)); }
constexpr int64_t argument_of(intptr_t word) { return static_cast<int64_t>(word) >> 8; }
constexpr intptr_t opcode(Op op, int64_t argument) {
  return static_cast<intptr_t>((static_cast<uint64_t>(argument) << 8) | static_cast<uint64_t>(op));
}

}  // namespace cffi
