// Values of constant expressions, and C's arithmetic on them (C11 6.3.1, 6.5) without undefined behaviour.
//
// A value may be an object (an lvalue: `((struct s *)0)->field`), may be a pointer, and may have a type but no known
// value (a variable inside sizeof). Pure functions; results of the types that the Target gives them.
#pragma once

#include <cstdint>

#include "cparse/token.h"
#include "ctype/type_table.h"
#include "decl/declaration.h"

namespace cffi {

struct ConstValue {
  const Type* type = nullptr;
  uint64_t bits = 0;  // sign- or zero-extended to 64 bits as its type says; of an lvalue: its address
  bool known = false;
  bool is_lvalue = false;
  double number = 0;  // instead of `bits` when the type is floating: see const_float.h
};

// What an integer type is in arithmetic. size 0: not an integer type.
struct IntegerKind {
  uint8_t size = 0;
  bool is_signed = true;
};

IntegerKind integer_kind(const Target& target, const Type* type);
bool is_floating(const Type* type);

ConstValue make_integer(TypeTable& types, IntegerKind kind, uint64_t bits);
ConstValue make_value(TypeTable& types, Primitive primitive, uint64_t bits);
// As C types it: int where it fits, else unsigned or a wider type.
ConstValue make_value(TypeTable& types, IntegerValue value);
ConstValue make_unknown(const Type* type);

// As a condition. Of a known value.
bool is_true(const ConstValue& value);

// The integer promotions (C11 6.3.1.1p2).
ConstValue promote(TypeTable& types, const ConstValue& value);
ConstValue convert(TypeTable& types, const ConstValue& value, const Type* type);

enum class BinaryStatus : uint8_t { kDone, kDivisionByZero };
// `op` is any binary operator but && and ||. `result` is unknown when an operand is.
BinaryStatus apply_binary(TypeTable& types, Tok op, const ConstValue& left, const ConstValue& right,
                          ConstValue& result);
ConstValue apply_unary(TypeTable& types, Tok op, const ConstValue& value);

}  // namespace cffi
