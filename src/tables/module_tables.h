// What a compiled module says: a validated view of its TypeContext.
//
// Nothing of the tables is trusted. make() checks counts and null arrays; an entry is checked when it is handed out:
// indexes, names and their terminators, order, primitive numbers, ranges of fields. So loading a module costs next to
// nothing per declaration, and lookups are binary searches. Every failure of a check is kMalformedTables. (What cannot
// be checked is whether the pointers of a module point to anything at all.)
//
// Ownership: borrows the context, which must outlive this (compiled modules are never unloaded; python_tables.h owns
// those that it decodes). Immutable, needs no lock. Names handed out point into the tables. Who lets generated code of
// the frozen interface find ctypes in its array of types gives a context with a copy of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/integer_value.h"
#include "tables/format.h"

namespace cffi {

inline constexpr size_t kMaxTableName = 16384;  // bytes of a name
inline constexpr size_t kMaxEnumeratorList = size_t{1} << 26;
inline constexpr size_t kMaxIncludes = 65536;
inline constexpr int64_t kMaxFunctionArguments = 1024;

struct Opcode {
  Op op;
  int64_t argument;
};

// The slots of one function type.
struct FunctionSlots {
  int64_t result;          // type index
  int64_t first_argument;  // type index; the others follow it
  int64_t argument_count;
  bool variadic;
  bool stdcall;
};

class ModuleTables {
 public:
  // Who wrote the context: a C compiler, or python_tables.h, whose integer constants are IntegerValues at `address`.
  enum class Source : uint8_t { kCompiled, kPython };
  // `tag`: one of format.h's, which the caller has checked.
  static Result<ModuleTables> make(std::string_view module_name, intptr_t tag, const TypeContext* context,
                                   Source source = Source::kCompiled);

  std::string_view name() const { return name_; }
  intptr_t tag() const { return tag_; }
  bool is_current() const { return is_current_tag(tag_); }
  int flags() const { return context_->flags; }
  const TypeContext& context() const { return *context_; }
  Source source() const { return source_; }

  // ---- types
  int64_t type_count() const { return context_->type_count; }
  Result<Opcode> type(int64_t index) const;
  // Of the kArray at `index`.
  Result<int64_t> array_length(int64_t index) const;
  // Of the kFunction at `index`.
  Result<FunctionSlots> function(int64_t index) const;
  // Where a chain of kNoop that begins at `index` ends: generated code of the frozen interface reads that slot.
  Result<int64_t> behind_noops(int64_t index) const;

  // ---- by name. Null: there is none.
  Result<const GlobalEntry*> find_global(std::string_view name) const;
  Result<const RecordEntry*> find_record(std::string_view name) const;
  Result<const EnumEntry*> find_enum(std::string_view name) const;
  Result<const TypenameEntry*> find_typename(std::string_view name) const;

  // ---- by index
  Result<const GlobalEntry*> global(int64_t index) const;
  Result<const RecordEntry*> record(int64_t index) const;
  Result<const EnumEntry*> enumeration(int64_t index) const;
  Result<const TypenameEntry*> type_name(int64_t index) const;
  // Also checks the range and each field's name and opcode.
  Result<std::span<const FieldEntry>> fields(const RecordEntry& record) const;
  // The names in "A,B,C".
  Result<std::vector<std::string_view>> enumerators(const EnumEntry& enumeration) const;
  Result<std::vector<std::string_view>> includes() const;

  // ---- all names, in order: for dir() and list_types()
  Result<std::vector<std::string_view>> global_names() const;
  Result<std::vector<std::string_view>> record_names() const;
  Result<std::vector<std::string_view>> enum_names() const;
  Result<std::vector<std::string_view>> typename_names() const;

  // The value of a kConstantInt or kEnum among the globals: calls the C function that knows it, or reads the number
  // of a `.py` module. kConstantDiffers when the compiler's value is not that of the cdef.
  Result<IntegerValue> read_constant(const GlobalEntry& global) const;
  // The same for the type of an enum in a module of ours, which checks enumerators, too: the compiler's value, whatever
  // the cdef says. (Who asks for the enumerator by its name is told.)
  Result<IntegerValue> read_enumerator(const GlobalEntry& global) const;

  Failure malformed(std::string what) const;

 private:
  ModuleTables(std::string_view name, intptr_t tag, const TypeContext* context, Source source);
  Result<void> check_counts();
  Result<void> count_fields();
  Result<IntegerValue> read_compiled_value(const GlobalEntry& global, bool& differs) const;
  template <typename Entry>
  Result<const Entry*> find(const char* what, std::span<const Entry> entries, std::string_view name) const;
  template <typename Entry>
  Result<const Entry*> at(const char* what, std::span<const Entry> entries, int64_t index) const;
  template <typename Entry>
  Result<std::vector<std::string_view>> names(const char* what, std::span<const Entry> entries) const;
  Result<std::string_view> checked_name(const char* what, const char* name) const;

  std::string name_;
  intptr_t tag_;
  const TypeContext* context_;
  Source source_;
  int64_t field_count_ = 0;
};

}  // namespace cffi
