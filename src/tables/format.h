// The frozen binary interface of compiled modules, as structures in memory. No logic: what a module says is read by
// module_tables.h, which trusts nothing of it.
//
// Modules on people's disks contain these bytes, laid out by C compilers long ago: sizes, offsets, numbers and order
// never change (tests/unit/tables/format_test.cc pins them). Integers are the machine's, pointers are its pointers.
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
  kPrimitive = 1,         // number in the list of primitives (ctype/primitive.h), or a SpecialPrimitive
  kPointer = 3,           // type index
  kArray = 5,             // type index of the item; the next slot is the length, a plain number
  kOpenArray = 7,         // type index of the item
  kRecord = 9,            // index of a struct or union, or kFileRecord
  kEnum = 11,             // index of an enum; in globals: an enumerator
  kFunction = 13,         // type index of the result; the arguments' slots follow
  kFunctionEnd = 15,      // FunctionEndFlag bits
  kNoop = 17,             // another type index; in fields: a plain field
  kBitfield = 19,         // type index; the field's size is its width in bits
  kTypename = 21,         // index of a typename
  kFunctionVarArgs = 23,  // these three: functions among the globals; type index of the kFunction
  kFunctionNoArgs = 25,
  kFunctionOneArg = 27,
  kConstant = 29,        // type index; `address` is `void f(char *)`, which stores the value
  kConstantInt = 31,     // `address` is `int f(unsigned long long *)`: see read_constant()
  kGlobalVariable = 33,  // type index; `address` is the variable
  kDlopenFunction = 35,  // these two: looked up by name in a dlopen()ed library
  kDlopenConstant = 37,
  kGlobalVariableF = 39,  // type index; `address` is `void *f(void)`, which returns the variable's address
  kExternPython = 41,     // type index of the pointer to function; `address` is an ExternPythonEntry
};

inline constexpr int64_t kFileRecord = -1;

// Arguments of kPrimitive below 0: what a compiler found for `int...` or `float...` fits no type.
enum class SpecialPrimitive : int8_t { kUnknownInteger = -1, kUnknownFloat = -2, kLongDoubleAsDouble = -3 };

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

inline constexpr size_t kUnknownSize = static_cast<size_t>(-1);    // of an opaque record, of a field
inline constexpr size_t kUnknownOffset = static_cast<size_t>(-1);  // of a field: to be computed
inline constexpr size_t kComputedSize = static_cast<size_t>(-2);   // of a record, with the alignment below
inline constexpr int kUnknownAlignment = -1;
inline constexpr int kComputedAlignment = -2;

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

// Slots of `exports`. CT * is an opaque ctype.
enum ExportSlot : int {
  kExportReserved = 0,          // any non-null; on entry, with current tags: the number of slots that the module has
  kExportToInt8 = 1,            // int f(PyObject *)
  kExportToUint8 = 2,           // int f(PyObject *)
  kExportToInt16 = 3,           // int f(PyObject *)
  kExportToUint16 = 4,          // int f(PyObject *)
  kExportToInt32 = 5,           // int f(PyObject *)
  kExportToUint32 = 6,          // unsigned int f(PyObject *)
  kExportToInt64 = 7,           // long long f(PyObject *)
  kExportToUint64 = 8,          // unsigned long long f(PyObject *)
  kExportToChar = 9,            // int f(PyObject *)
  kExportFromPointer = 10,      // PyObject *f(char *, CT *)
  kExportToPointer = 11,        // char *f(PyObject *, CT *)
  kExportOldLayout = 12,        // of very old modules
  kExportRestoreErrno = 13,     // void f(void)
  kExportSaveErrno = 14,        // void f(void)
  kExportFromChar = 15,         // PyObject *f(char)
  kExportFromAddress = 16,      // PyObject *f(char *, CT *)
  kExportStore = 17,            // int f(char *, CT *, PyObject *)
  kExportFromRecord = 18,       // PyObject *f(char *, CT *)
  kExportToWchar = 19,          // wchar_t f(PyObject *)
  kExportFromWchar = 20,        // PyObject *f(wchar_t)
  kExportToLongDouble = 21,     // long double f(PyObject *)
  kExportToBool = 22,           // _Bool f(PyObject *)
  kExportPreparePointer = 23,   // Py_ssize_t f(CT *, PyObject *, char **)
  kExportFillArray = 24,        // int f(char *, CT *, PyObject *)
  kExportCallPython = 25,       // void f(struct _cffi_externpy_s *, char *)
  kExportToOtherWide = 26,      // int f(PyObject *): the character type of 16 or 32 bits that wchar_t is not
  kExportFromOtherWide = 27,    // PyObject *f(int)
  kExportBeginCall = 28,        // void f(struct _cffi_call_s *); this and those below: current tags only
  kExportFailCall = 29,         // PyObject *f(struct _cffi_call_s *, Py_ssize_t, int)
  kExportConvertArgument = 30,  // int f(struct _cffi_call_s *, int, PyObject *, void *)
  kExportEndCall = 31,          // void f(struct _cffi_call_s *)
  kExportConvertResult = 32,    // PyObject *f(PyObject *, const void *)
};

// How many slots a module's array has.
inline constexpr int kExportCount = 25;
inline constexpr int kExportCountExternPython = 26;
inline constexpr int kExportCountWideChars = 28;
inline constexpr int kCurrentExportCount = 33;  // as many as this backend fills; a module may reserve more, or fewer

constexpr Op op_of(intptr_t word) { return static_cast<Op>(static_cast<uint8_t>(word)); }
constexpr int64_t argument_of(intptr_t word) { return static_cast<int64_t>(word) >> 8; }
constexpr intptr_t opcode(Op op, int64_t argument) {
  return static_cast<intptr_t>((static_cast<uint64_t>(argument) << 8) | static_cast<uint64_t>(op));
}

}  // namespace cffi
