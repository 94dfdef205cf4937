// C types: a closed set of immutable nodes, one class per kind, owned by a TypeTable's arena.
//
// Identity: two types are the same C type exactly when their `canonical` pointers are equal. The canonical
// type has no qualifiers anywhere below it: `char const *` and `char *` are two nodes (code generation must
// spell the first) with one canonical node (the binding shows one ctype for both).
//
// Lifetime: a node lives as long as its table; `table` points back to it. Nodes of a table only refer to
// nodes of the same table or of tables that it depends on (TypeTable::depends_on).
//
// Locks: building types needs the lock that covers the table. Reading a published node needs none: nodes do
// not change after they are returned, except that an incomplete record or enum gets its body once (RecordStage).
// (Reading the body of a lazy one, from a compiled module, may take the lock for that.)
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

#include "ctype/primitive.h"

namespace cffi {

class TypeTable;
struct Type;

enum class TypeKind : uint8_t {
  kVoid,
  kPrimitive,
  kPointer,
  kArray,
  kRecord,  // struct or union
  kEnum,
  kFunction,
  kVector,         // __attribute__((vector_size(n))): laid out, never converted by value
  kUnsizedNumber,  // `typedef int... T;`: known only to a compiler
  kForeignNumber,  // _Decimal64, _BitInt(n), _Complex int: laid out, passed inside records; see foreign_number.h
};

enum Qualifier : uint8_t {
  kNoQualifier = 0,
  kConst = 1,
  kVolatile = 2,
  kRestrict = 4,
  kAtomic = 8,
};

// A type as used in a declaration: with qualifiers and with the alignment that a typedef's
// `__attribute__((aligned(n)))` gave it (0: the type's own). Neither is part of the type's identity.
struct QualType {
  const Type* type = nullptr;
  uint8_t qualifiers = kNoQualifier;
  uint32_t alignment = 0;

  explicit operator bool() const { return type != nullptr; }
  friend bool operator==(const QualType&, const QualType&) = default;
};

struct Type {
  TypeKind kind;
  // Of a record or enum: it has been seen, and keeps its name (settled_names.h). Set under the lock of its table.
  mutable std::atomic<bool> has_settled_name{false};
  TypeTable* table;
  const Type* canonical;  // itself when it is canonical
  // One slot for whoever wraps types (the binding's ctype object). Only meaningful on canonical nodes.
  // Set once, with release order; the core never reads it.
  mutable std::atomic<void*> wrapper{nullptr};

 protected:
  Type(TypeKind k, TypeTable* t) : kind(k), table(t), canonical(this) {}
};

struct VoidType : Type {
  static constexpr TypeKind kKind = TypeKind::kVoid;
  explicit VoidType(TypeTable* t) : Type(kKind, t) {}
};

struct PrimitiveType : Type {
  static constexpr TypeKind kKind = TypeKind::kPrimitive;
  Primitive primitive;
  PrimitiveType(TypeTable* t, Primitive p) : Type(kKind, t), primitive(p) {}
};

struct PointerType : Type {
  static constexpr TypeKind kKind = TypeKind::kPointer;
  QualType pointee;
  PointerType(TypeTable* t, QualType p) : Type(kKind, t), pointee(p) {}
};

inline constexpr int64_t kOpenLength = -1;  // `T[]`
inline constexpr int64_t kDotsLength = -2;  // `T[...]`: known only to a compiler

struct ArrayType : Type {
  static constexpr TypeKind kKind = TypeKind::kArray;
  QualType item;
  int64_t length;  // >= 0, kOpenLength or kDotsLength
  ArrayType(TypeTable* t, QualType i, int64_t n) : Type(kKind, t), item(i), length(n) {}
};

struct VectorType : Type {
  static constexpr TypeKind kKind = TypeKind::kVector;
  const Type* item;
  uint64_t size;  // bytes, a power of two; also the alignment
  VectorType(TypeTable* t, const Type* i, uint64_t s) : Type(kKind, t), item(i), size(s) {}
};

enum class CallConvention : uint8_t { kDefault, kStdcall, kFastcall, kThiscall, kVectorcall, kMsAbi, kSysvAbi };

struct FunctionType : Type {
  static constexpr TypeKind kKind = TypeKind::kFunction;
  QualType result;
  std::span<const QualType> parameters;  // arrays and functions already adjusted to pointers (C11 6.7.6.3p7,8)
  bool variadic;
  CallConvention convention;
  FunctionType(TypeTable* t, QualType r, std::span<const QualType> p, bool v, CallConvention c)
      : Type(kKind, t), result(r), parameters(p), variadic(v), convention(c) {}
};

inline constexpr int16_t kNotBitfield = -1;

struct Field {
  std::string_view name;  // empty: an anonymous struct/union member whose fields are found through it
  QualType type;
  uint64_t offset;                   // bytes; of a bit-field: of the storage unit that is loaded
  int16_t bit_shift = kNotBitfield;  // from the least significant bit of that unit
  int16_t bit_size = kNotBitfield;
  uint32_t alignment = 0;  // that it was laid out with; 0: not known
  bool flexible = false;   // the last `T name[]` (or GNU `T name[0]` is not: it has a length)
};

// The inside of a completed record. Immutable.
struct RecordBody {
  std::span<const Field> fields;        // as declared, without unnamed bit-fields
  std::span<const Field> unnamed_bits;  // these; those of width 0 where the field before them ends
  uint64_t size = 0;
  uint32_t alignment = 1;
  bool packed = false;
  bool has_flexible_array = false;  // its own last field, or that of a last member struct
  bool partial = false;             // `...;` among the fields: size and offsets are known only to a compiler
  // Partial, but the compiler has only the types of the fields to complete: there are no other fields, and these lie
  // where their types put them.
  bool sized_by_types = false;
  // A compiler told size and offsets of a record with `...;`, or of one in it: there may be fields that nobody named,
  // so that no rule says how it is passed by value.
  bool unnamed_fields = false;
  // Passing by value: true when any field is a bit-field or the layout was altered by packing/alignment
  // attributes, which classification must look at by offset (AMD64 psABI 3.2.3: unaligned fields go to memory).
  bool has_bitfields = false;
  bool custom_layout = false;  // packed, pack=n, or low-level explicit offsets
};

enum class RecordKind : uint8_t { kStruct, kUnion };

// How much is known of a record. It only grows, save that a cdef that fails takes back what it added.
enum class RecordStage : uint8_t {
  kNamed,     // `struct s;`: nothing but its name
  kDeclared,  // its fields are known, their places are not: a type in it is not complete yet (RecordType::declaration),
              // or only a compiler knows them (RecordBody::partial)
  kLaidOut,   // size and offsets are known, for good
};

struct RecordDeclaration;  // pending_layouts.h

struct RecordType : Type {
  static constexpr TypeKind kKind = TypeKind::kRecord;
  RecordKind record_kind;
  // The full spelling: "struct foo", "union u", "foo_t" (typedef of an anonymous one), "struct $1".
  std::string_view name;
  std::string_view tag;         // "foo"; empty when anonymous
  bool opaque_typedef = false;  // `typedef ... T;`
  // What stands between its braces, while that cannot be laid out and after that; null when it could be at once.
  std::atomic<const RecordDeclaration*> declaration{nullptr};
  std::atomic<const RecordBody*> body{nullptr};  // null: incomplete, or not looked into yet
  std::atomic<bool> lazy{false};                 // the body comes from TypeTable::lazy_bodies() when asked for
  RecordType(TypeTable* t, RecordKind k, std::string_view n, std::string_view g)
      : Type(kKind, t), record_kind(k), name(n), tag(g) {}

  // Null: incomplete. A lazy body is made here, under the lock of the types, which LazyBodies takes.
  const RecordBody* complete() const {
    const RecordBody* known = body.load(std::memory_order_acquire);
    return known != nullptr || !lazy.load(std::memory_order_relaxed) ? known : complete_lazily();
  }
  const RecordDeclaration* declared() const { return declaration.load(std::memory_order_acquire); }
  RecordStage stage() const {
    if (const RecordBody* known = complete()) {
      return known->partial ? RecordStage::kDeclared : RecordStage::kLaidOut;
    }
    return declared() != nullptr ? RecordStage::kDeclared : RecordStage::kNamed;
  }
  bool is_union() const { return record_kind == RecordKind::kUnion; }

 private:
  const RecordBody* complete_lazily() const;
};

struct Enumerator {
  std::string_view name;
  int64_t value;  // the two's complement bits; read as unsigned when the enum's underlying type is unsigned
};

struct EnumBody {
  Primitive underlying = Primitive::kUnsignedInt;
  std::span<const Enumerator> enumerators;
  bool partial = false;  // `...` among the enumerators, or values left to a compiler
  bool guessed = false;  // nothing had defined it when it was needed: see undefined_enum.h
};

struct EnumType : Type {
  static constexpr TypeKind kKind = TypeKind::kEnum;
  std::string_view name;  // "enum foo", "foo_t", "enum $1"
  std::string_view tag;
  std::atomic<const EnumBody*> body{nullptr};
  std::atomic<bool> lazy{false};  // as of records
  EnumType(TypeTable* t, std::string_view n, std::string_view g) : Type(kKind, t), name(n), tag(g) {}

  const EnumBody* complete() const {
    const EnumBody* known = body.load(std::memory_order_acquire);
    return known != nullptr || !lazy.load(std::memory_order_relaxed) ? known : complete_lazily();
  }

 private:
  const EnumBody* complete_lazily() const;
};

struct UnsizedNumberType : Type {
  static constexpr TypeKind kKind = TypeKind::kUnsizedNumber;
  std::string_view name;  // the typedef's name
  bool is_float;
  UnsizedNumberType(TypeTable* t, std::string_view n, bool f) : Type(kKind, t), name(n), is_float(f) {}
};

enum class ForeignFormat : uint8_t { kDecimal, kBitInt, kComplex };

// A number of C that has no primitive. Its spelling is its identity.
struct ForeignNumberType : Type {
  static constexpr TypeKind kKind = TypeKind::kForeignNumber;
  ForeignFormat format;
  std::string_view name;  // "unsigned _BitInt(24)"
  uint64_t size;
  uint32_t alignment;
  uint32_t bits = 0;           // kBitInt
  bool is_signed = true;       // kBitInt
  bool parts_are_int = false;  // kComplex
  ForeignNumberType(TypeTable* t, ForeignFormat f, std::string_view n, uint64_t s, uint32_t a)
      : Type(kKind, t), format(f), name(n), size(s), alignment(a) {}
};

// Checked downcasts: null when `type` is of another kind.
template <typename T>
const T* type_as(const Type* type) {
  return type != nullptr && type->kind == T::kKind ? static_cast<const T*>(type) : nullptr;
}

}  // namespace cffi
