// From names to what they mean: one Symbol for each spelling, with a slot for each of C's name spaces.
//
// One lookup of an identifier answers all questions about it. The hash is seeded, so that no text can be written
// that makes lookups slow. Symbols live in the table's arena, spellings in the arena given (that of the types,
// which outlives the table). No locks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ctype/type.h"
#include "decl/declaration.h"

namespace cffi {

// The place of what is in no list: it came from DeclarationSource.
inline constexpr uint32_t kUnlisted = UINT32_MAX;

// As handed out by Scope, with its place in the list of declarations.
struct StoredDeclaration : Declaration {
  uint32_t index = kUnlisted;
};

struct StoredTypedef : Typedef {
  uint32_t index = kUnlisted;
};

struct StoredRecord {
  RecordType* type = nullptr;
  uint32_t index = kUnlisted;
};

struct StoredEnum {
  EnumType* type = nullptr;
  uint32_t index = kUnlisted;
};

struct Symbol {
  std::string_view text;
  const StoredDeclaration* ordinary = nullptr;
  const StoredTypedef* type = nullptr;
  StoredRecord records[2];  // by RecordKind
  StoredEnum enumeration;
};

class SymbolTable {
 public:
  explicit SymbolTable(Arena& spellings);

  Symbol* find(std::string_view text) const;
  Symbol& intern(std::string_view text);

  // Between begin() and end() new symbols are noted: roll_back() removes and frees them, and ends it, too.
  void begin();
  void end() { is_noting_ = false; }
  void roll_back();

  // Every symbol, in no order. For suggestions.
  template <typename Visitor>
  void for_each(Visitor visit) const {
    for (const Slot& slot : slots_) {
      if (slot.symbol != nullptr) {
        visit(*slot.symbol);
      }
    }
  }

 private:
  // The hash stands here too: a search touches a symbol only when it is found.
  struct Slot {
    uint64_t hash = 0;
    Symbol* symbol = nullptr;
  };

  uint64_t hash(std::string_view text) const;
  size_t slot_of(std::string_view text, uint64_t hash) const;
  void grow();
  void remove(size_t slot);

  Arena& spellings_;
  Arena arena_;
  std::vector<Slot> slots_;
  size_t count_ = 0;
  bool is_noting_ = false;
  std::vector<const Symbol*> noted_;
  Arena::Mark before_noted_;
  uint64_t seed_;
};

}  // namespace cffi
