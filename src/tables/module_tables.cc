#include "tables/module_tables.h"

#include <algorithm>
#include <cstring>

namespace cffi {
namespace {

constexpr const char* kGlobals = "globals";
constexpr const char* kRecords = "structs and unions";
constexpr const char* kEnums = "enums";
constexpr const char* kTypenames = "typenames";

template <typename Entry>
std::span<const Entry> entries_of(const Entry* first, int count) {
  return {first, static_cast<size_t>(count)};
}

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

}  // namespace

ModuleTables::ModuleTables(std::string_view name, intptr_t tag, const TypeContext* context, Source source)
    : name_(name), tag_(tag), context_(context), source_(source) {}

Failure ModuleTables::malformed(std::string what) const {
  return fail(ErrorCode::kMalformedTables, {name_, std::move(what)});
}

Result<ModuleTables> ModuleTables::make(std::string_view module_name, intptr_t tag, const TypeContext* context,
                                        Source source) {
  ModuleTables tables(module_name, tag, context, source);
  if (context == nullptr) {
    return tables.malformed("there are none");
  }
  CFFI_TRY_VOID(tables.check_counts());
  CFFI_TRY_VOID(tables.count_fields());
  return tables;
}

Result<void> ModuleTables::check_counts() {
  struct {
    const char* what;
    const void* entries;
    int count;
  } arrays[] = {
      {"types", context_->types, context_->type_count},
      {kGlobals, context_->globals, context_->global_count},
      {kRecords, context_->records, context_->record_count},
      {kEnums, context_->enums, context_->enum_count},
      {kTypenames, context_->typenames, context_->typename_count},
  };
  for (const auto& array : arrays) {
    if (array.count < 0 || (array.count > 0 && array.entries == nullptr)) {
      return malformed("the number of " + std::string(array.what) + " is " + std::to_string(array.count) +
                       (array.entries == nullptr ? ", and there are none" : ""));
    }
  }
  return {};
}

// No module says how many fields it has, but each is some record's: they cannot be more than all records have together.
Result<void> ModuleTables::count_fields() {
  for (const RecordEntry& record : entries_of(context_->records, context_->record_count)) {
    if (record.field_count < 0) {
      return malformed("a struct or union has " + std::to_string(record.field_count) + " fields");
    }
    field_count_ += record.field_count;
  }
  if (field_count_ > 0 && context_->fields == nullptr) {
    return malformed("there are no fields");
  }
  return {};
}

// ---- names

Result<std::string_view> ModuleTables::checked_name(const char* what, const char* name) const {
  if (name == nullptr) {
    return malformed("one of the " + std::string(what) + " has no name");
  }
  size_t length = strnlen(name, kMaxTableName + 1);
  if (length == 0 || length > kMaxTableName) {
    return malformed("the name of one of the " + std::string(what) + " has " +
                     (length == 0 ? "no characters" : "no end within " + std::to_string(kMaxTableName) + " bytes"));
  }
  return std::string_view(name, length);
}

// Each name seen on the way must lie between those seen to its left and right. So most wrong orders are noticed at no
// more cost than the search; names() notices all.
template <typename Entry>
Result<const Entry*> ModuleTables::find(const char* what, std::span<const Entry> entries, std::string_view name) const {
  std::string_view left;
  std::string_view right;
  bool bounded = false;
  while (!entries.empty()) {
    size_t middle = entries.size() / 2;
    CFFI_TRY(candidate, checked_name(what, entries[middle].name));
    if (*candidate <= left || (bounded && *candidate >= right)) {
      return malformed(std::string(what) + " are not sorted by name, at " + quoted(*candidate));
    }
    if (*candidate == name) {
      return &entries[middle];
    }
    if (*candidate < name) {
      left = *candidate;
      entries = entries.subspan(middle + 1);
    } else {
      right = *candidate;
      bounded = true;
      entries = entries.first(middle);
    }
  }
  return static_cast<const Entry*>(nullptr);
}

template <typename Entry>
Result<const Entry*> ModuleTables::at(const char* what, std::span<const Entry> entries, int64_t index) const {
  if (index < 0 || static_cast<uint64_t>(index) >= entries.size()) {
    return malformed("index " + std::to_string(index) + " of " + std::to_string(entries.size()) + " " + what);
  }
  const Entry& entry = entries[static_cast<size_t>(index)];
  CFFI_TRY_VOID(checked_name(what, entry.name));
  return &entry;
}

template <typename Entry>
Result<std::vector<std::string_view>> ModuleTables::names(const char* what, std::span<const Entry> entries) const {
  std::vector<std::string_view> all;
  all.reserve(entries.size());
  for (const Entry& entry : entries) {
    CFFI_TRY(name, checked_name(what, entry.name));
    if (!all.empty() && *name <= all.back()) {
      return malformed(std::string(what) + " are not sorted by name, at " + quoted(*name));
    }
    all.push_back(*name);
  }
  return all;
}

Result<const GlobalEntry*> ModuleTables::find_global(std::string_view name) const {
  return find(kGlobals, entries_of(context_->globals, context_->global_count), name);
}
Result<const RecordEntry*> ModuleTables::find_record(std::string_view name) const {
  return find(kRecords, entries_of(context_->records, context_->record_count), name);
}
Result<const EnumEntry*> ModuleTables::find_enum(std::string_view name) const {
  return find(kEnums, entries_of(context_->enums, context_->enum_count), name);
}
Result<const TypenameEntry*> ModuleTables::find_typename(std::string_view name) const {
  return find(kTypenames, entries_of(context_->typenames, context_->typename_count), name);
}

Result<const GlobalEntry*> ModuleTables::global(int64_t index) const {
  return at(kGlobals, entries_of(context_->globals, context_->global_count), index);
}
Result<const RecordEntry*> ModuleTables::record(int64_t index) const {
  return at(kRecords, entries_of(context_->records, context_->record_count), index);
}
Result<const EnumEntry*> ModuleTables::enumeration(int64_t index) const {
  return at(kEnums, entries_of(context_->enums, context_->enum_count), index);
}
Result<const TypenameEntry*> ModuleTables::type_name(int64_t index) const {
  return at(kTypenames, entries_of(context_->typenames, context_->typename_count), index);
}

Result<std::vector<std::string_view>> ModuleTables::global_names() const {
  return names(kGlobals, entries_of(context_->globals, context_->global_count));
}
Result<std::vector<std::string_view>> ModuleTables::record_names() const {
  return names(kRecords, entries_of(context_->records, context_->record_count));
}
Result<std::vector<std::string_view>> ModuleTables::enum_names() const {
  return names(kEnums, entries_of(context_->enums, context_->enum_count));
}
Result<std::vector<std::string_view>> ModuleTables::typename_names() const {
  return names(kTypenames, entries_of(context_->typenames, context_->typename_count));
}

Result<std::vector<std::string_view>> ModuleTables::enumerators(const EnumEntry& enumeration) const {
  std::vector<std::string_view> all;
  // An enum may have none; the list is longer than any name, so that it has a limit of its own.
  const char* text = enumeration.enumerators != nullptr ? enumeration.enumerators : "";
  std::string_view rest(text, strnlen(text, kMaxEnumeratorList));
  if (rest.size() == kMaxEnumeratorList) {
    return malformed("the enumerators of 'enum " + std::string(enumeration.name) + "' have no end");
  }
  while (!rest.empty()) {
    size_t comma = rest.find(',');
    std::string_view name = rest.substr(0, comma);
    if (name.empty() || comma == rest.size() - 1) {
      return malformed("an enumerator of 'enum " + std::string(enumeration.name) + "' has no name");
    }
    all.push_back(name);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return all;
}

Result<std::vector<std::string_view>> ModuleTables::includes() const {
  std::vector<std::string_view> all;
  for (const char* const* name = context_->includes; name != nullptr && *name != nullptr; ++name) {
    if (all.size() == kMaxIncludes) {
      return malformed("the list of included modules has no end");
    }
    CFFI_TRY(checked, checked_name("included modules", *name));
    all.push_back(*checked);
  }
  return all;
}

// ---- types

Result<Opcode> ModuleTables::type(int64_t index) const {
  if (index < 0 || index >= context_->type_count) {
    return malformed("type index " + std::to_string(index) + " of " + std::to_string(context_->type_count));
  }
  intptr_t word = context_->types[index];
  if ((word & 1) == 0) {
    return malformed("type " + std::to_string(index) + " is no opcode" +
                     (word == 0 ? "" : " (another interpreter may have put a ctype there)"));
  }
  return Opcode{op_of(word), argument_of(word)};
}

Result<int64_t> ModuleTables::array_length(int64_t index) const {
  // Not type(index + 1): a length is no opcode.
  if (index < 0 || index + 1 >= context_->type_count) {
    return malformed("array type " + std::to_string(index) + " has no length");
  }
  int64_t length = context_->types[index + 1];
  if (length < 0) {
    return malformed("array type " + std::to_string(index) + " has length " + std::to_string(length));
  }
  return length;
}

Result<FunctionSlots> ModuleTables::function(int64_t index) const {
  CFFI_TRY(start, type(index));
  if (start->op != Op::kFunction) {
    return malformed("type " + std::to_string(index) + " is not that of a function");
  }
  FunctionSlots slots = {start->argument, index + 1, 0, false, false};
  for (;; ++slots.argument_count) {
    if (slots.argument_count > kMaxFunctionArguments) {
      return malformed("function type " + std::to_string(index) + " has no end");
    }
    CFFI_TRY(slot, type(slots.first_argument + slots.argument_count));
    if (slot->op != Op::kFunctionEnd) {
      continue;
    }
    if ((slot->argument & ~int64_t{kEndVariadic | kEndStdcall}) != 0) {
      return malformed("function type " + std::to_string(index) + " ends with " + std::to_string(slot->argument));
    }
    slots.variadic = (slot->argument & kEndVariadic) != 0;
    slots.stdcall = (slot->argument & kEndStdcall) != 0;
    return slots;
  }
}

Result<int64_t> ModuleTables::behind_noops(int64_t index) const {
  for (int steps = 0; steps <= context_->type_count; ++steps) {
    CFFI_TRY(slot, type(index));
    if (slot->op != Op::kNoop) {
      return index;
    }
    index = slot->argument;
  }
  return malformed("type " + std::to_string(index) + " refers to itself");
}

// ---- fields

Result<std::span<const FieldEntry>> ModuleTables::fields(const RecordEntry& record) const {
  if (record.field_count == 0) {
    return std::span<const FieldEntry>();  // the index means nothing then
  }
  int64_t first = record.first_field;
  int64_t count = record.field_count;
  if (first < 0 || count < 0 || first + count > field_count_) {
    return malformed(quoted(record.name) + " has the fields " + std::to_string(first) + " to " +
                     std::to_string(first + count) + " of " + std::to_string(field_count_));
  }
  std::span<const FieldEntry> all(context_->fields + first, static_cast<size_t>(count));
  for (const FieldEntry& field : all) {
    // Anonymous members have an empty name, which is not checked_name()'s business.
    if (field.name == nullptr || strnlen(field.name, kMaxTableName + 1) > kMaxTableName) {
      return malformed("a field of " + quoted(record.name) + " has no name");
    }
    Op op = op_of(field.type_op);
    if (op != Op::kNoop && op != Op::kBitfield) {
      return malformed("field '" + std::string(field.name) + "' of " + quoted(record.name) +
                       " is neither plain nor a " + "bit-field");
    }
  }
  return all;
}

// ---- constants

namespace {

// 0 and 1: positive or not. 2 and 3: likewise, but the cdef says something else.
constexpr int kNotPositive = 1;
constexpr int kDiffers = 2;

std::string shown(uint64_t bits, bool not_positive) {
  if (not_positive) {
    return std::to_string(static_cast<int64_t>(bits));
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (uint64_t rest = bits; rest != 0 || hex.empty(); rest >>= 4) {
    hex.insert(hex.begin(), kDigits[rest & 15]);
  }
  return std::to_string(bits) + " (0x" + hex + ")";
}

bool is_not_positive(const IntegerValue& value) { return value.is_signed && static_cast<int64_t>(value.bits) <= 0; }

int ask_module(const GlobalEntry& global, bool is_current, unsigned long long& bits) {
  if (is_current) {
    auto* function = reinterpret_cast<int (*)(int, unsigned long long*)>(global.address);
    return function(static_cast<int>(reinterpret_cast<intptr_t>(global.size_or_direct_function)), &bits);
  }
  return reinterpret_cast<int (*)(unsigned long long*)>(global.address)(&bits);
}

}  // namespace

Result<IntegerValue> ModuleTables::read_constant(const GlobalEntry& global) const {
  bool differs = false;
  auto value = read_compiled_value(global, differs);
  if (value && differs) {
    return fail(ErrorCode::kConstantDiffers, {global.name, shown(value->bits, is_not_positive(*value))});
  }
  return value;
}

Result<IntegerValue> ModuleTables::read_enumerator(const GlobalEntry& global) const {
  bool differs = false;
  return read_compiled_value(global, differs);
}

Result<IntegerValue> ModuleTables::read_compiled_value(const GlobalEntry& global, bool& differs) const {
  Op op = op_of(global.type_op);
  if ((op != Op::kConstantInt && op != Op::kEnum) || global.address == nullptr) {
    return malformed(quoted(global.name) + " is no integer constant");
  }
  if (source_ == Source::kPython) {
    return *static_cast<const IntegerValue*>(global.address);
  }
  unsigned long long bits = 0;
  int answer = ask_module(global, is_current(), bits);
  if (answer < 0 || answer > (kNotPositive | kDiffers)) {
    return malformed("the value of " + quoted(global.name) + " is unknown");
  }
  differs = (answer & kDiffers) != 0;
  return IntegerValue{bits, (answer & kNotPositive) != 0 || bits <= INT64_MAX};
}

}  // namespace cffi
