// What one cdef declared, as plain data: the parser's output, everyone else's input.
//
// Names and types belong to the scope's type table; declarations live as long as their Scope.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/error.h"
#include "ctype/integer_value.h"
#include "ctype/type.h"

namespace cffi {

enum class DeclarationKind : uint8_t {
  kFunction,      // type: FunctionType
  kVariable,      // type: of the object
  kConstant,      // an enumerator, `#define X 42`, `static const int X = 42;`: value known
  kDotsConstant,  // `#define X ...`, `static const int X;`, enumerator left to a compiler: value unknown
  kExternPython,  // type: FunctionType; `extern "Python" int f(int);`
};

struct Declaration {
  DeclarationKind kind;
  std::string_view name;
  QualType type;                          // null for `#define`
  IntegerValue value;                     // kConstant
  const EnumType* enumeration = nullptr;  // of an enumerator
  std::string_view symbol;                // `__asm__("symbol")`: what to look up; empty: the name
  bool is_macro = false;                  // by #define
  bool thread_local_ = false;
  bool has_storage_class = false;  // of a variable: extern or static was written
  bool c_visible = false;          // extern "Python+C": not static in the generated C
  bool exported = false;           // extern "Python" by CdefOptions::embedding: for users of the generated library
  SourceRange range;               // in the cdef that declared it
  uint32_t cdef = 0;               // which one that is: Scope::sources()
  const void* origin = nullptr;    // of a compiled module: its entry in the tables (GlobalEntry); else null
};

// A place in the texts given to cdef(): byte `begin` of number `cdef` (Scope::sources()).
struct TextPlace {
  uint32_t cdef = kNoCdef;
  uint32_t begin = 0;

  static constexpr uint32_t kNoCdef = UINT32_MAX;  // no cdef: a type string, a compiled module
  bool is_known() const { return cdef != kNoCdef; }
};

// Where a struct or union was defined.
struct RecordPlace {
  uint32_t cdef = 0;
  uint32_t begin = 0;
  std::span<const uint32_t> fields;  // where each field's name stands
};

struct Typedef {
  std::string_view name;
  QualType type;
  TextPlace place = {};
};

}  // namespace cffi
