// Any tables are types or kMalformedTables (or what a compiler said that fits no type): the bytes of a `.py` module,
// and the structures of a compiled one, whose pointers are good and all else arbitrary. Everything in them is realised.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked_math.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"
#include "tables/python_tables.h"
#include "tables/realizer.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

// Takes the input apart, from the front. Behind its end everything is 0.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }
  uint8_t byte() {
    uint8_t value = rest_.empty() ? 0 : static_cast<uint8_t>(rest_[0]);
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    return value;
  }
  template <typename T>
  T raw() {
    T value = 0;
    size_t size = std::min(sizeof value, rest_.size());
    std::memcpy(&value, rest_.data(), size);
    rest_.remove_prefix(size);
    return value;
  }
  // Mostly small, so that indexes often hit.
  int64_t number() {
    uint8_t value = byte();
    return value < 250 ? value : value < 253 ? -static_cast<int64_t>(value - 249) : raw<int64_t>();
  }
  std::string_view bytes() {
    size_t size = std::min<size_t>(byte(), rest_.size());
    std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view rest_;
};

int constant(unsigned long long* out) {
  *out = 5;
  return 0;
}
int differing_constant(unsigned long long* out) {
  *out = 6;
  return 3;
}
int constant_by_index(int index, unsigned long long* out) {
  *out = static_cast<unsigned long long>(index);
  return index & 7;
}

// ---- what a user of the tables would do with everything in them

class Bodies : public cffi::LazyBodies {
 public:
  explicit Bodies(cffi::Realizer& realizer) : realizer_(realizer) {}
  void complete(cffi::RecordType& record) override { realizer_.complete(record); }
  void complete(cffi::EnumType& type) override { realizer_.complete(type); }
  const cffi::Error* failure_of(const cffi::Type* type) override { return realizer_.failure_of(type); }

 private:
  cffi::Realizer& realizer_;
};

class Module : public cffi::RealizerHost {
 public:
  Module(const cffi::ModuleTables& tables, const std::shared_ptr<cffi::TypeTable>& common, Module* included)
      : types_(cffi::TypeTable::make(common)), realizer_(tables, *types_, *this), included_(included) {
    types_->set_lazy_bodies(std::make_unique<Bodies>(realizer_));
  }

  cffi::Result<cffi::RecordType*> find_external_record(cffi::RecordKind kind, std::string_view name) override {
    if (included_ == nullptr) {
      return static_cast<cffi::RecordType*>(nullptr);
    }
    types_->depend_on(included_->types_);
    return included_->realizer_.find_record(kind, name);
  }

  void use_all() {
    const cffi::TypeContext& context = realizer_.tables().context();
    for (int64_t i = -2; i < context.type_count + 2; ++i) {
      use(realizer_.type_at(i));
      (void)realizer_.tables().behind_noops(i);
    }
    use_globals();
    for (int64_t i = 0; i < context.record_count; ++i) {
      use_record(i);
    }
    for (int64_t i = 0; i < context.enum_count; ++i) {
      use_enum(i);
    }
    if (auto names = realizer_.tables().typename_names()) {
      for (std::string_view name : *names) {
        auto type = realizer_.find_typename(name);
        require(!type || *type);
        use(std::move(type));
      }
    }
    (void)realizer_.tables().record_names();
    (void)realizer_.tables().enum_names();
    (void)realizer_.tables().includes();
  }

 private:
  static void check(const cffi::Error& error) {
    using enum cffi::ErrorCode;
    require(error.code == kMalformedTables || error.code == kLayoutDiffers || error.code == kConstantDiffers ||
            error.code == kUnknownNumber);
    require(!cffi::error_text(error).empty());
  }

  void use(cffi::Result<cffi::QualType> type) {
    if (!type) {
      check(type.error());
      return;
    }
    if (!*type) {
      return;
    }
    require(!cffi::spell_type(type->type).text.empty());
    auto size = cffi::size_of(types_->target(), type->type);
    require(!size || *size <= cffi::kMaxObjectSize);
    (void)cffi::alignment_of(types_->target(), type->type);
  }

  void use_globals() {
    auto names = realizer_.tables().global_names();
    if (!names) {
      check(names.error());
      return;
    }
    for (std::string_view name : *names) {
      auto global = realizer_.tables().find_global(name);
      require(global && *global != nullptr);
      use(realizer_.type_of(**global));
      if (auto value = realizer_.tables().read_constant(**global); !value) {
        check(value.error());
      }
    }
  }

  void use_record(int64_t index) {
    auto entry = realizer_.tables().record(index);
    if (!entry) {
      check(entry.error());
      return;
    }
    for (auto kind : {cffi::RecordKind::kStruct, cffi::RecordKind::kUnion}) {
      auto record = realizer_.find_record(kind, (*entry)->name);
      if (!record) {
        check(record.error());
      } else if (*record != nullptr) {
        use_body(**record);
      }
    }
  }

  void use_body(const cffi::RecordType& record) {
    const cffi::RecordBody* body = record.complete();
    if (body == nullptr) {
      if (const cffi::Error* error = realizer_.failure_of(&record)) {
        check(*error);
      }
      return;
    }
    require(cffi::is_power_of_two(body->alignment) && body->size <= cffi::kMaxObjectSize);
    for (const cffi::Field& field : body->fields) {
      auto size = cffi::size_of(types_->target(), field.type.type);
      require(size || field.flexible);
      bool is_bitfield = field.bit_size != cffi::kNotBitfield;
      uint64_t length =
          is_bitfield ? static_cast<uint64_t>(field.bit_shift + field.bit_size + 7) / 8 : size.value_or(0);
      require(field.offset <= body->size && length <= body->size - field.offset);
      require(field.name.empty() || cffi::find_field(&record, field.name).has_value());
    }
  }

  void use_enum(int64_t index) {
    auto entry = realizer_.tables().enumeration(index);
    auto type = entry ? realizer_.find_enum((*entry)->name) : entry.take_failure();
    if (!type) {
      check(type.error());
      return;
    }
    if (*type != nullptr && (*type)->complete() == nullptr) {
      const cffi::Error* error = realizer_.failure_of(*type);
      require(error != nullptr);
      check(*error);
    }
  }

  std::shared_ptr<cffi::TypeTable> types_;
  cffi::Realizer realizer_;
  Module* included_;
};

void use(const cffi::ModuleTables& tables, const cffi::ModuleTables& included) {
  auto common = cffi::TypeTable::make_common(cffi::target_x86_64_linux());
  Module base(included, common, nullptr);
  Module module(tables, common, &base);
  module.use_all();
  base.use_all();
}

// ---- `.py` modules

void python_module(Input& input) {
  std::string types(input.bytes());
  types.resize(types.size() / 4 * 4);
  std::vector<cffi::PythonGlobal> globals;
  std::vector<std::vector<std::string_view>> records;
  std::vector<std::string_view> enums;
  std::vector<std::string_view> typenames;
  while (!input.empty()) {
    switch (input.byte() % 5) {
      case 0:
        globals.push_back({input.bytes(), {static_cast<uint64_t>(input.number()), input.byte() != 0}});
        break;
      case 1:
        records.push_back({input.bytes()});
        break;
      case 2:
        if (!records.empty()) {
          records.back().push_back(input.bytes());
        }
        break;
      case 3:
        enums.push_back(input.bytes());
        break;
      default:
        typenames.push_back(input.bytes());
    }
  }
  auto decoded =
      cffi::PythonTables::decode({"fuzzed", cffi::kFrozenTagFirst, types, globals, records, enums, typenames});
  if (decoded) {
    use((*decoded)->tables(), (*decoded)->tables());
  } else {
    require(decoded.error().code == cffi::ErrorCode::kMalformedTables);
  }
}

// ---- compiled modules

class RawModule {
 public:
  explicit RawModule(Input& input) : input_(input) {}

  void run() {
    fill();
    cffi::TypeContext context = {types_.data(),
                                 globals_.data(),
                                 fields_.data(),
                                 records_.data(),
                                 enums_.data(),
                                 typenames_.data(),
                                 static_cast<int>(globals_.size()),
                                 static_cast<int>(records_.size()),
                                 static_cast<int>(enums_.size()),
                                 static_cast<int>(typenames_.size()),
                                 includes_.data(),
                                 static_cast<int>(types_.size()),
                                 0};
    auto tables = cffi::ModuleTables::make("fuzzed", tag_, &context);
    if (tables) {
      use(*tables, *tables);
    } else {
      require(tables.error().code == cffi::ErrorCode::kMalformedTables);
    }
  }

 private:
  // One of the names, null, or (sorted more often than not) the next one in order.
  const char* name(size_t position) {
    static const char* const kNames[] = {"$$a", "$1", "$t", "A", "B", "_IO_FILE", "a",
                                         "b",   "c",  "d",  "e", "x", "y",        "z"};
    uint8_t choice = input_.byte();
    if (choice == 255) {
      return nullptr;
    }
    return choice == 254 ? "" : kNames[(choice >= 200 ? choice : position) % std::size(kNames)];
  }

  intptr_t opcode() {
    auto op = static_cast<cffi::Op>(input_.byte() % 43);
    return cffi::opcode(op, input_.number());
  }

  void fill() {
    tag_ = input_.byte() % 2 == 0 ? cffi::kFrozenTagFirst : cffi::kNewestInterface;
    while (!input_.empty()) {
      switch (input_.byte() % 8) {
        case 0:
          types_.push_back(input_.raw<intptr_t>());
          break;
        case 1:
        case 2:
        case 3:
          types_.push_back(opcode());
          break;
        case 4:
          add_global();
          break;
        case 5:
          add_record();
          break;
        case 6:
          enums_.push_back({name(enums_.size()), static_cast<int>(input_.number()), static_cast<int>(input_.number()),
                            input_.byte() % 2 == 0   ? "A,B"
                            : input_.byte() % 2 == 0 ? "A,,B"
                                                     : nullptr});
          break;
        default:
          typenames_.push_back({name(typenames_.size()), static_cast<int>(input_.number())});
      }
    }
    // As many fields as the records have together, which is all that a reader can know.
    int64_t total = 0;
    for (const cffi::RecordEntry& record : records_) {
      total += std::max(record.field_count, 0);
    }
    fields_.resize(static_cast<size_t>(total), {"f", 0, 4, cffi::opcode(cffi::Op::kNoop, 0)});
  }

  void add_global() {
    void* address = nullptr;
    if (tag_ == cffi::kNewestInterface) {
      address = reinterpret_cast<void*>(constant_by_index);
    } else if (uint8_t choice = input_.byte(); choice != 0) {
      address = reinterpret_cast<void*>(choice < 240 ? constant : differing_constant);
    }
    globals_.push_back({name(globals_.size()), address, opcode(), reinterpret_cast<void*>(input_.number())});
  }

  void add_record() {
    int count = input_.byte() % 6;
    size_t size = input_.byte() % 4 == 0 ? cffi::kComputedSize : static_cast<size_t>(input_.number());
    auto first = static_cast<int>(fields_.size());
    for (int i = 0; i < count; ++i) {
      bool is_plain = input_.byte() % 4 != 0;
      size_t offset = input_.byte() % 4 == 0 ? cffi::kUnknownOffset : static_cast<size_t>(input_.number());
      fields_.push_back({name(static_cast<size_t>(i)), offset, static_cast<size_t>(input_.number()),
                         cffi::opcode(is_plain ? cffi::Op::kNoop : cffi::Op::kBitfield, input_.number())});
    }
    uint8_t odd = input_.byte();
    records_.push_back({name(records_.size()), static_cast<int>(input_.number()), static_cast<int>(input_.number()),
                        size, static_cast<int>(input_.number()), odd == 255 ? static_cast<int>(input_.number()) : first,
                        odd == 254 ? input_.byte() : count});
  }

  Input& input_;
  intptr_t tag_ = cffi::kFrozenTagFirst;
  std::vector<intptr_t> types_;
  std::vector<cffi::GlobalEntry> globals_;
  std::vector<cffi::FieldEntry> fields_;
  std::vector<cffi::RecordEntry> records_;
  std::vector<cffi::EnumEntry> enums_;
  std::vector<cffi::TypenameEntry> typenames_;
  std::vector<const char*> includes_ = {"other", nullptr};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  if (input.byte() % 2 == 0) {
    python_module(input);
  } else {
    RawModule(input).run();
  }
  return 0;
}
