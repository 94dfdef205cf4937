// The tables of a `.py` module of ABI mode, as `_cffi_backend.FFI('name', _types=b'...', ...)` gets them, decoded into
// the same structures as those of compiled modules, so that there is one reader.
//
// Byte strings as given are validated here as far as decoding needs (lengths, terminators, counts); what the entries
// mean is validated by ModuleTables. Errors: kMalformedTables. Owns all that the decoded context points to.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "ctype/integer_value.h"
#include "tables/format.h"
#include "tables/module_tables.h"

namespace cffi {

// One pair of `_globals`.
struct PythonGlobal {
  std::string_view entry;  // b'OOOOname'
  IntegerValue value;      // of integer constants and enumerators; else 0
};

// What a `.py` module wrote down, borrowed for the time of decode(). Absent arguments are empty.
struct PythonTableText {
  std::string_view module_name;
  intptr_t tag = kFrozenTagFirst;
  std::string_view types;
  std::span<const PythonGlobal> globals;
  std::span<const std::vector<std::string_view>> records;  // each: b'IIIIFFFFname', then one item a field
  std::span<const std::string_view> enums;                 // b'IIIIPPPPname\0A,B,C'
  std::span<const std::string_view> typenames;             // b'IIIIname'
};

class PythonTables {
 public:
  static Result<std::shared_ptr<const PythonTables>> decode(const PythonTableText& text);
  PythonTables(const PythonTables&) = delete;
  PythonTables& operator=(const PythonTables&) = delete;

  // Its kConstantInt and kEnum globals have an IntegerValue at `address`; records that are not opaque have
  // kComputedSize, fields kUnknownOffset.
  const ModuleTables& tables() const { return *tables_; }

 private:
  PythonTables() = default;
  friend class PythonTableDecoder;

  Arena arena_;
  TypeContext context_ = {};
  std::optional<ModuleTables> tables_;
};

}  // namespace cffi
