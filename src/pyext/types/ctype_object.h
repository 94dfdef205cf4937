// CType: the Python face of a C type, and what is worked out once per type so that nothing is decided per use.
//
// Identity: one CTypeObject per canonical Type node (Type::wrapper), made at first use under TypesLock and then
// immutable; parts that depend on a record's body or cost time are made later, once, and published with release
// order. Ownership: every CTypeObject belongs to a TypeFamilyObject, the Python owner of a TypeTable; family and
// ctypes refer to each other and go together, by garbage collection, when nobody outside refers to any of them.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "call/plan/call_plan.h"
#include "ctype/type.h"
#include "ctype/type_table.h"
#include "pyext/interpreter/state.h"

namespace cffi {

struct CTypeObject;
struct CDataObject;
struct TypeFamilyObject;  // type_family.h
struct CallRecipe;        // cdata_call.h
struct FieldMap;          // record_fields.h

// What CType.abi and FFI_DEFAULT_ABI say: the number that the established backend uses on this platform.
inline constexpr long kDefaultAbi = 2;

// Reads the value at `data` into a Python object. `owner` (may be null) is what keeps `data` alive: results that
// are views (records, arrays) hold on to it.
using ToPython = PyObject* (*)(CTypeObject* type, char* data, PyObject* owner);
// Converts `value` and stores it at `data`. 0, or -1 with an exception set.
using FromPython = int (*)(CTypeObject* type, char* data, PyObject* value);

// What a cdata of this type is and does; bits so that several can be asked at once.
enum CTypeFlag : uint32_t {
  kIsVoid = 1 << 0,
  kIsPointer = 1 << 1,  // data pointers only, not function pointers
  kIsArray = 1 << 2,
  kIsRecord = 1 << 3,
  kIsUnion = 1 << 4,
  kIsEnum = 1 << 5,  // together with kIsSigned/kIsUnsigned
  kIsFunctionPointer = 1 << 6,
  kIsFunction = 1 << 7,   // the bare function type; cdata never have it
  kIsPrimitive = 1 << 8,  // primitives and enums
  kIsSigned = 1 << 9,     // integer (or enum), signed
  kIsUnsigned = 1 << 10,  // integer (or enum, or bool), unsigned
  kIsChar = 1 << 11,      // plain char
  kIsWideChar = 1 << 12,  // wchar_t, char16_t, char32_t
  kIsBool = 1 << 13,
  kIsFloat = 1 << 14,  // float, double
  kIsLongDouble = 1 << 15,
  kIsComplex = 1 << 16,
  kIsVoidPointer = 1 << 17,  // void *
  kIsCharPointer = 1 << 18,  // pointer or array whose item is char, signed char or unsigned char (1-byte text)
  kPointsToBytes = 1 << 19,  // pointer to char/signed char/unsigned char/void: takes bytes as an argument
  kIsOpenArray = 1 << 20,    // T[]
  kIsFilePointer = 1 << 21,  // FILE *
  kPointsToBool = 1 << 22,
  kIsVector = 1 << 23,
  kIsSignedWide = 1 << 24,  // a wchar_t that is signed
  kIsForeign = 1 << 25,     // a number of a format of its own: _Decimal64, _BitInt(n), _Complex int, _Float128
  kIsInteger = kIsSigned | kIsUnsigned,  // includes bool and enums
  kIsAnyPointer = kIsPointer | kIsFunctionPointer,
  kIsText = kIsChar | kIsWideChar,
};

struct CTypeObject {
  PyObject_HEAD State* state;
  TypeFamilyObject* family;  // strong
  const Type* type;          // canonical; of a function pointer: the PointerType
  uint32_t flags;
  // Of any of the kinds that `wanted`, flags or'ed, names.
  bool is(uint32_t wanted) const { return (flags & wanted) != 0; }
  // Bytes; -1 while unknown. Use ctype_size(): a record may become complete later.
  std::atomic<Py_ssize_t> size;
  std::atomic<Py_ssize_t> alignment;  // 0 until ctype_alignment() was asked with success
  Py_ssize_t length;                  // of an array: number of items, -1 when open
  CTypeObject* item;                  // strong: of pointers and arrays; of function pointers: null
  // Of function pointers, null until realize_signature():
  CTypeObject* result;  // strong
  PyObject* arguments;  // strong: tuple of CTypeObject
  std::atomic<bool> signature_ready;
  PyObject* name;            // strong: interned str, the C spelling ("int(*)(int)")
  Py_ssize_t name_position;  // where a declarator goes in `name`
  ToPython to_python;
  FromPython from_python;
  PyObject* weakrefs;
  // Made at first use, under TypesLock, never changed after.
  std::atomic<CTypeObject*> pointer_to;     // borrowed from the family
  std::atomic<CTypeObject*> open_array_of;  // borrowed
  std::atomic<CallRecipe*> recipe;          // of function pointers
  std::atomic<FieldMap*> fields;            // of complete records
  std::atomic<PyObject*> enum_maps;         // strong: (elements dict value->name, relements dict name->value)
};

inline CTypeObject* as_ctype(PyObject* object) { return reinterpret_cast<CTypeObject*>(object); }

// The ctype of `type` (its canonical node). Borrowed: lives as long as its family; null with an exception set.
// A bare function type yields the CTypeObject with kIsFunction; see function_pointer_ctype.
CTypeObject* ctype_of(State& state, const Type* type);
// Function types as users meet them are pointers to them: "int(int)" shows as <ctype 'int(*)(int)'>.
CTypeObject* function_pointer_ctype(State& state, const Type* type);
CTypeObject* pointer_ctype(CTypeObject* item);                   // borrowed, null with an exception
CTypeObject* array_ctype(CTypeObject* item, Py_ssize_t length);  // length -1: open; borrowed

// An enum declared with dots has been completed: what depends on its type is worked out anew. Under TypesLock.
void enum_completed(CTypeObject* type);

// Fills `result` and `arguments` of a function pointer ctype, once. (Not when the ctype is made: function types that
// take function types could nest without bound.) False with an exception set.
bool realize_signature(CTypeObject* self);

// Bytes, or -1 (no exception) while incomplete. Alignment likewise.
Py_ssize_t complete_ctype_size(CTypeObject* type);
Py_ssize_t complete_ctype_alignment(CTypeObject* type);
inline Py_ssize_t ctype_size(CTypeObject* type) {
  Py_ssize_t size = type->size.load(std::memory_order_relaxed);
  return size >= 0 ? size : complete_ctype_size(type);
}
inline Py_ssize_t ctype_alignment(CTypeObject* type) {
  Py_ssize_t alignment = type->alignment.load(std::memory_order_relaxed);
  return alignment > 0 ? alignment : complete_ctype_alignment(type);
}

// Of a function pointer ctype.
inline const FunctionType* function_type_of(const CTypeObject* type) {
  return type_as<FunctionType>(type_as<PointerType>(type->type)->pointee.type);
}

inline const char* ctype_name(CTypeObject* type) { return PyUnicode_AsUTF8(type->name); }
std::string ctype_name_with(CTypeObject* type, std::string_view declarator);

inline bool is_ctype(State& state, PyObject* object) { return PyObject_TypeCheck(object, state.cls(kCTypeClass)) != 0; }

// {value: name}, {name: value} of an enum ctype: dicts that are not to be changed. Null with an exception set.
Ref<> enum_elements(CTypeObject* type);
Ref<> enum_relements(CTypeObject* type);

}  // namespace cffi
