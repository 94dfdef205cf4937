// A module's tables for tests, put together by hand, with all that a Realizer needs around it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ctype/type_query.h"
#include "ctype/type_text.h"
#include "tables/realizer.h"

namespace cffi {

inline int constant_minus_two(unsigned long long* out) {
  *out = static_cast<unsigned long long>(-2LL);
  return 1;
}
inline int constant_seven(unsigned long long* out) {
  *out = 7;
  return 0;
}
inline int constant_huge(unsigned long long* out) {
  *out = ~0ULL;
  return 0;
}
inline int constant_differs(unsigned long long* out) {
  *out = 77;
  return 2;
}
inline int constant_differs_negative(unsigned long long* out) {
  *out = static_cast<unsigned long long>(-3LL);
  return 3;
}
template <typename Function>
void* address_of(Function* function) {
  return reinterpret_cast<void*>(function);
}

// Entries are filled in by the test before tables() or realizer() is first used.
class TestModule : public RealizerHost {
 public:
  TestModule() : common_(TypeTable::make_common(target_x86_64_linux())), types_(TypeTable::make(common_)) {}
  explicit TestModule(std::shared_ptr<TypeTable> common)
      : common_(std::move(common)), types_(TypeTable::make(common_)) {}

  std::vector<intptr_t> types_array;
  std::vector<GlobalEntry> globals;
  std::vector<FieldEntry> fields;
  std::vector<RecordEntry> records;
  std::vector<EnumEntry> enums;
  std::vector<TypenameEntry> typenames;
  std::vector<const char*> includes;
  intptr_t tag = kFrozenTagFirst;
  TestModule* included = nullptr;

  TypeTable& types() { return *types_; }
  const std::shared_ptr<TypeTable>& common() { return common_; }

  Result<ModuleTables> make_tables() {
    context_ = {types_array.data(),
                globals.data(),
                fields.data(),
                records.data(),
                enums.data(),
                typenames.data(),
                static_cast<int>(globals.size()),
                static_cast<int>(records.size()),
                static_cast<int>(enums.size()),
                static_cast<int>(typenames.size()),
                includes.empty() ? nullptr : includes.data(),
                static_cast<int>(types_array.size()),
                0};
    return ModuleTables::make("mod", tag, &context_);
  }

  ModuleTables& tables() {
    if (!tables_) {
      tables_.emplace(*make_tables());
    }
    return *tables_;
  }

  Realizer& realizer() {
    if (!realizer_) {
      realizer_.emplace(tables(), *types_, *this);
      types_->set_lazy_bodies(std::make_unique<Bodies>(*realizer_));
    }
    return *realizer_;
  }

  Result<RecordType*> find_external_record(RecordKind kind, std::string_view table_name) override {
    if (included == nullptr) {
      return static_cast<RecordType*>(nullptr);
    }
    types_->depend_on(included->types_);
    return included->realizer().find_record(kind, table_name);
  }
  Result<EnumType*> find_external_enum(const EnumEntry& entry) override {
    if (included == nullptr) {
      return static_cast<EnumType*>(nullptr);
    }
    types_->depend_on(included->types_);
    return included->realizer().find_same_enum(entry);
  }

  // As of a module for verify(): types that are declared already, by their names in the tables.
  std::unordered_map<std::string, RecordType*> declared_records;
  std::unordered_map<std::string, EnumType*> declared_enums;
  bool has_declared_types() const override { return !declared_records.empty() || !declared_enums.empty(); }
  RecordType* declared_record(std::string_view table_name) override {
    auto found = declared_records.find(std::string(table_name));
    return found == declared_records.end() ? nullptr : found->second;
  }
  EnumType* declared_enum(std::string_view table_name) override {
    auto found = declared_enums.find(std::string(table_name));
    return found == declared_enums.end() ? nullptr : found->second;
  }

  // ---- short forms

  std::string type_text(int64_t index) {
    auto type = realizer().type_at(index);
    return type ? spell_type(type->type).text : error_text(type.error());
  }
  RecordType* record(std::string_view name, RecordKind kind = RecordKind::kStruct) {
    auto found = realizer().find_record(kind, name);
    return found ? *found : nullptr;
  }
  // Size, alignment and fields, or why there are none.
  std::string body_text(std::string_view name, RecordKind kind = RecordKind::kStruct) {
    RecordType* found = record(name, kind);
    if (found == nullptr) {
      return "none";
    }
    const RecordBody* body = found->complete();
    if (body == nullptr) {
      const Error* error = realizer().failure_of(found);
      return error != nullptr ? error_text(*error) : "incomplete";
    }
    std::string out = std::to_string(body->size) + "/" + std::to_string(body->alignment);
    for (const Field& field : body->fields) {
      out += " " + declare(field.type.type, field.name) + "@" + std::to_string(field.offset);
      if (field.bit_size != kNotBitfield) {
        out += ":" + std::to_string(field.bit_shift) + "+" + std::to_string(field.bit_size);
      }
    }
    return out + (body->unnamed_fields ? " ..." : "");
  }

 private:
  class Bodies : public LazyBodies {
   public:
    explicit Bodies(Realizer& realizer) : realizer_(realizer) {}
    void complete(RecordType& record) override { realizer_.complete(record); }
    void complete(EnumType& type) override { realizer_.complete(type); }
    const Error* failure_of(const Type* type) override { return realizer_.failure_of(type); }

   private:
    Realizer& realizer_;
  };

  std::shared_ptr<TypeTable> common_;
  std::shared_ptr<TypeTable> types_;
  TypeContext context_ = {};
  std::optional<ModuleTables> tables_;
  std::optional<Realizer> realizer_;
};

}  // namespace cffi
