#include "tables/python_tables.h"

#include <climits>

namespace cffi {
namespace {

constexpr size_t kWord = 4;  // bytes of a big-endian number

int32_t read_word(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < kWord; ++i) {
    value = value << 8 | static_cast<uint8_t>(bytes[i]);
  }
  return static_cast<int32_t>(value);
}

}  // namespace

class PythonTableDecoder {
 public:
  explicit PythonTableDecoder(const PythonTableText& text) : text_(text), made_(new PythonTables) {}

  Result<std::shared_ptr<const PythonTables>> decode();

 private:
  Result<void> types();
  Result<void> globals();
  Result<void> records();
  Result<void> fields_of(std::span<const std::string_view> items, FieldEntry* fields);
  Result<void> enums();
  Result<void> typenames();

  // Takes a number off the front of `bytes`, an item of `what`.
  Result<int32_t> word(std::string_view& bytes, const char* what) const {
    if (bytes.size() < kWord) {
      return malformed(std::string(what) + ": an entry is cut short");
    }
    int32_t value = read_word(bytes);
    bytes.remove_prefix(kWord);
    return value;
  }
  Result<const char*> name(std::string_view bytes, const char* what) {
    if (bytes.find('\0') != std::string_view::npos) {
      return malformed(std::string(what) + ": a name contains a null character");
    }
    return made_->arena_.copy(bytes).data();  // NOLINT(bugprone-suspicious-stringview-data-usage): terminated
  }
  Result<int> count(size_t items, const char* what) const {
    if (items > INT_MAX) {
      return malformed(std::string(what) + ": too many entries");
    }
    return static_cast<int>(items);
  }
  template <typename T>
  T* array(size_t items) {
    return items == 0 ? nullptr : static_cast<T*>(made_->arena_.allocate(items * sizeof(T), alignof(T)));
  }
  Failure malformed(std::string what) const {
    return fail(ErrorCode::kMalformedTables, {std::string(text_.module_name), std::move(what)});
  }

  const PythonTableText& text_;
  std::shared_ptr<PythonTables> made_;
};

// Opcodes and lengths of arrays alike.
Result<void> PythonTableDecoder::types() {
  constexpr const char* kWhat = "_types";
  auto items = count(text_.types.size() / kWord, kWhat);
  if (!items || text_.types.size() % kWord != 0) {
    return malformed("_types: " + std::to_string(text_.types.size()) + " bytes");
  }
  auto* words = array<intptr_t>(text_.types.size() / kWord);
  for (int i = 0; i < *items; ++i) {
    words[i] = read_word(text_.types.substr(static_cast<size_t>(i) * kWord));
  }
  made_->context_.types = words;
  made_->context_.type_count = *items;
  return {};
}

Result<void> PythonTableDecoder::globals() {
  constexpr const char* kWhat = "_globals";
  CFFI_TRY(items, count(text_.globals.size(), kWhat));
  auto* entries = array<GlobalEntry>(text_.globals.size());
  auto* values = array<IntegerValue>(text_.globals.size());
  for (size_t i = 0; i < text_.globals.size(); ++i) {
    std::string_view bytes = text_.globals[i].entry;
    auto opcode = word(bytes, kWhat);
    CFFI_TRY(text, opcode ? name(bytes, kWhat) : opcode.take_failure());
    values[i] = text_.globals[i].value;
    Op op = op_of(*opcode);
    bool has_value = op == Op::kConstantInt || op == Op::kEnum;
    entries[i] = {*text, has_value ? &values[i] : nullptr, *opcode, nullptr};
  }
  made_->context_.globals = entries;
  made_->context_.global_count = *items;
  return {};
}

Result<void> PythonTableDecoder::fields_of(std::span<const std::string_view> items, FieldEntry* fields) {
  constexpr const char* kWhat = "_struct_unions";
  for (std::string_view bytes : items) {
    CFFI_TRY(opcode, word(bytes, kWhat));
    size_t size = kUnknownSize;
    if (op_of(*opcode) != Op::kNoop) {
      CFFI_TRY(given, word(bytes, kWhat));
      size = static_cast<size_t>(static_cast<uint32_t>(*given));
    }
    CFFI_TRY(text, name(bytes, kWhat));
    *fields++ = {*text, kUnknownOffset, size, *opcode};
  }
  return {};
}

Result<void> PythonTableDecoder::records() {
  constexpr const char* kWhat = "_struct_unions";
  auto items = count(text_.records.size(), kWhat);
  size_t field_total = 0;
  for (const auto& record : text_.records) {
    if (record.empty()) {
      return malformed("_struct_unions: an entry is empty");
    }
    field_total += record.size() - 1;
  }
  auto field_items = count(field_total, kWhat);
  if (!items || !field_items) {
    return malformed("_struct_unions: too many entries");
  }
  auto* entries = array<RecordEntry>(text_.records.size());
  auto* fields = array<FieldEntry>(field_total);
  int first_field = 0;
  for (size_t i = 0; i < text_.records.size(); ++i) {
    std::string_view bytes = text_.records[i].front();
    auto type_index = word(bytes, kWhat);
    auto flags = type_index ? word(bytes, kWhat) : type_index.take_failure();
    CFFI_TRY(text, flags ? name(bytes, kWhat) : flags.take_failure());
    std::span<const std::string_view> own(text_.records[i].data() + 1, text_.records[i].size() - 1);
    CFFI_TRY_VOID(fields_of(own, fields + first_field));
    bool has_no_body = (*flags & (kRecordOpaque | kRecordExternal)) != 0;
    entries[i] = {*text,
                  *type_index,
                  *flags,
                  has_no_body ? kUnknownSize : kComputedSize,
                  has_no_body ? kUnknownAlignment : kComputedAlignment,
                  first_field,
                  static_cast<int>(own.size())};
    first_field += static_cast<int>(own.size());
  }
  made_->context_.records = entries;
  made_->context_.fields = fields;
  made_->context_.record_count = *items;
  return {};
}

Result<void> PythonTableDecoder::enums() {
  constexpr const char* kWhat = "_enums";
  CFFI_TRY(items, count(text_.enums.size(), kWhat));
  auto* entries = array<EnumEntry>(text_.enums.size());
  for (size_t i = 0; i < text_.enums.size(); ++i) {
    std::string_view bytes = text_.enums[i];
    auto type_index = word(bytes, kWhat);
    CFFI_TRY(primitive, type_index ? word(bytes, kWhat) : type_index.take_failure());
    size_t end = bytes.find('\0');
    if (end == std::string_view::npos) {
      return malformed("_enums: a name has no end");
    }
    auto text = name(bytes.substr(0, end), kWhat);
    CFFI_TRY(enumerators, text ? name(bytes.substr(end + 1), kWhat) : text.take_failure());
    entries[i] = {*text, *type_index, *primitive, *enumerators};
  }
  made_->context_.enums = entries;
  made_->context_.enum_count = *items;
  return {};
}

Result<void> PythonTableDecoder::typenames() {
  constexpr const char* kWhat = "_typenames";
  CFFI_TRY(items, count(text_.typenames.size(), kWhat));
  auto* entries = array<TypenameEntry>(text_.typenames.size());
  for (size_t i = 0; i < text_.typenames.size(); ++i) {
    std::string_view bytes = text_.typenames[i];
    auto type_index = word(bytes, kWhat);
    CFFI_TRY(text, type_index ? name(bytes, kWhat) : type_index.take_failure());
    entries[i] = {*text, *type_index};
  }
  made_->context_.typenames = entries;
  made_->context_.typename_count = *items;
  return {};
}

Result<std::shared_ptr<const PythonTables>> PythonTableDecoder::decode() {
  for (auto part : {&PythonTableDecoder::types, &PythonTableDecoder::globals, &PythonTableDecoder::records,
                    &PythonTableDecoder::enums, &PythonTableDecoder::typenames}) {
    CFFI_TRY_VOID((this->*part)());
  }
  CFFI_TRY(tables, ModuleTables::make(text_.module_name, text_.tag, &made_->context_, ModuleTables::Source::kPython));
  made_->tables_.emplace(std::move(*tables));
  return std::shared_ptr<const PythonTables>(std::move(made_));
}

Result<std::shared_ptr<const PythonTables>> PythonTables::decode(const PythonTableText& text) {
  return PythonTableDecoder(text).decode();
}

}  // namespace cffi
