#include "tables/writer.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "ctype/type_text.h"
#include "tables/type_slots.h"

namespace cffi {
namespace {

// The name of a record or enum in the tables: its tag, "$name" when it goes by a typedef, "$1" when by nothing.
std::string table_name(std::string_view name, std::string_view tag) {
  if (!tag.empty()) {
    return std::string(tag);
  }
  if (name == "struct __va_list_tag" || name == "struct __va_list") {
    return std::string(name.substr(name.find(' ') + 1));
  }
  size_t space = name.find(' ');
  return space == std::string_view::npos ? "$" + std::string(name) : std::string(name.substr(space + 1));
}

class TableWriter {
 public:
  explicit TableWriter(WantedTables&& wanted) : wanted_(std::move(wanted)), slots_(wanted_.meaning) {}

  Result<Tables> write() {
    CFFI_TRY_VOID(reach_all());
    add_enumerators();
    add_file();
    sort_by_name(wanted_.globals, [](const WantedGlobal& global) { return global.name; });
    sort_by_name(wanted_.typenames, [](const WantedTypename& name) { return name.name; });
    make_record_rows();
    make_enum_rows();
    number_types();
    fill_rows();
    tables_.types = slots_.take();
    return std::move(tables_);
  }

 private:
  Result<void> reach_all();
  Result<void> reach_fields();
  void add_enumerators();
  void add_file();
  bool uses_io_file() const;
  void make_record_rows();
  void make_enum_rows();
  void number_types();
  void fill_rows();

  template <typename Rows, typename NameOf>
  static void sort_by_name(Rows& rows, NameOf name_of) {
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return name_of(a) < name_of(b); });
  }

  // Two anonymous records of different FFIs may have the same number: a name must be found in one place only.
  template <typename Rows>
  static void make_names_unique(Rows& rows) {
    std::unordered_set<std::string> taken;
    for (auto& row : rows) {
      std::string name = row.name;
      for (int i = 2; !taken.insert(row.name).second; ++i) {
        row.name = name + "_" + std::to_string(i);
      }
    }
  }

  WantedTables wanted_;
  Tables tables_;
  TypeSlots slots_;
  std::unordered_map<const Type*, size_t> own_;  // records: their place in wanted_.records; enums: unused
};

Result<void> TableWriter::reach_all() {
  for (size_t i = 0; i < wanted_.records.size(); ++i) {
    own_.emplace(wanted_.records[i].type, i);
  }
  for (const EnumType* type : wanted_.enums) {
    own_.emplace(type, 0);
  }
  for (const WantedGlobal& global : wanted_.globals) {
    CFFI_TRY_VOID(slots_.reach(global.type, global.name));
  }
  std::erase_if(wanted_.typenames,
                [this](const WantedTypename& name) { return !slots_.reach(name.type, name.name).ok(); });
  for (const EnumType* type : wanted_.enums) {
    CFFI_TRY_VOID(slots_.reach({type}, type->name));
  }
  for (const Type* type : wanted_.external_types) {
    CFFI_TRY_VOID(slots_.reach({type}, spell_type(type).text));
  }
  for (const WantedRecord& record : wanted_.records) {
    if (record.is_optional) {
      continue;
    }
    CFFI_TRY_VOID(slots_.reach({record.type}, record.type->name));
  }
  return reach_fields();
}

// Of the records that were reached, which become more on the way.
Result<void> TableWriter::reach_fields() {
  for (size_t i = 0; i < slots_.reached().size(); ++i) {
    auto own = own_.find(slots_.reached()[i]);
    if (own == own_.end() || own->first->kind != TypeKind::kRecord) {
      continue;
    }
    for (const WantedField& field : wanted_.records[own->second].fields) {
      std::string name(wanted_.records[own->second].type->name);
      name += '.';
      name += field.name;
      CFFI_TRY_VOID(slots_.reach(field.type, name));
    }
  }
  return {};
}

// The names in an enum's row are looked up among the globals of its module. Those of enums of included FFIs are not
// there yet.
void TableWriter::add_enumerators() {
  std::unordered_set<std::string_view> names;
  for (const WantedGlobal& global : wanted_.globals) {
    names.insert(global.name);
  }
  for (const Type* type : slots_.reached()) {
    auto* enumeration = type_as<EnumType>(type);
    const EnumBody* body = enumeration != nullptr ? enumeration->complete() : nullptr;
    if (body == nullptr) {
      continue;
    }
    for (const Enumerator& enumerator : body->enumerators) {
      if (names.insert(enumerator.name).second) {
        wanted_.globals.push_back({enumerator.name, Op::kEnum, {}, nullptr, &enumerator, enumeration});
      }
    }
  }
}

// A module that uses FILE lists it. Where the cdef has a FILE of its own, too, that one has the name.
void TableWriter::add_file() {
  bool is_declared = std::any_of(wanted_.typenames.begin(), wanted_.typenames.end(),
                                 [](const WantedTypename& name) { return name.name == "FILE"; });
  for (const Type* type : slots_.reached()) {
    auto* record = type_as<RecordType>(type);
    if (!is_declared && record != nullptr && TypeSlots::is_file(record)) {
      wanted_.typenames.push_back({"FILE", {record}});
    }
  }
}

// The cdef's own: FILE then goes without a row (kFileRecord).
bool TableWriter::uses_io_file() const {
  return std::any_of(slots_.reached().begin(), slots_.reached().end(), [](const Type* type) {
    auto* record = type_as<RecordType>(type);
    return record != nullptr && record->tag == "_IO_FILE";
  });
}

void TableWriter::make_record_rows() {
  bool name_is_taken = uses_io_file();
  for (const Type* type : slots_.reached()) {
    auto* record = type_as<RecordType>(type);
    bool is_file = record != nullptr && TypeSlots::is_file(record);
    if (record == nullptr || (is_file && name_is_taken)) {
      continue;
    }
    RecordRow row{is_file ? "_IO_FILE" : table_name(record->name, record->tag), record, 0, 0, {}};
    auto own = own_.find(record);
    if (own != own_.end()) {
      WantedRecord& wanted = wanted_.records[own->second];
      row.flags = wanted.flags;
      for (WantedField& field : wanted.fields) {
        row.fields.push_back({std::move(field), 0});
      }
    } else {
      bool is_standard = is_file || row.name.starts_with("__va_list");
      row.flags = (is_standard ? 0 : kRecordExternal) |
                  (record->complete() == nullptr || is_standard ? kRecordOpaque : 0) |
                  (record->is_union() ? kRecordIsUnion : 0);
    }
    tables_.records.push_back(std::move(row));
  }
  // External ones first among equals: their names are looked for in another module.
  std::stable_partition(tables_.records.begin(), tables_.records.end(),
                        [](const RecordRow& row) { return (row.flags & kRecordExternal) != 0; });
  make_names_unique(tables_.records);
  sort_by_name(tables_.records, [](const RecordRow& row) -> std::string_view { return row.name; });
}

void TableWriter::make_enum_rows() {
  for (const Type* type : slots_.reached()) {
    if (auto* enumeration = type_as<EnumType>(type)) {
      tables_.enums.push_back({table_name(enumeration->name, enumeration->tag), enumeration, 0});
    }
  }
  make_names_unique(tables_.enums);
  sort_by_name(tables_.enums, [](const EnumRow& row) -> std::string_view { return row.name; });
}

void TableWriter::number_types() {
  for (size_t i = 0; i < tables_.records.size(); ++i) {
    slots_.set_number(tables_.records[i].type, static_cast<int32_t>(i));
  }
  for (size_t i = 0; i < tables_.enums.size(); ++i) {
    slots_.set_number(tables_.enums[i].type, static_cast<int32_t>(i));
  }
  slots_.place();
}

void TableWriter::fill_rows() {
  for (WantedGlobal& global : wanted_.globals) {
    int32_t argument = global.type.type == nullptr ? -1 : slots_.index_of(global.type);
    tables_.globals.push_back({std::move(global), argument});
  }
  for (const WantedTypename& name : wanted_.typenames) {
    tables_.typenames.push_back({name.name, slots_.index_of(name.type)});
  }
  for (RecordRow& row : tables_.records) {
    row.type_index = slots_.index_of({row.type});
    for (FieldRow& field : row.fields) {
      field.type_index = slots_.index_of(field.wanted.type);
    }
  }
  for (EnumRow& row : tables_.enums) {
    row.type_index = slots_.index_of({row.type});
  }
}

}  // namespace

Result<Tables> write_tables(WantedTables wanted) { return TableWriter(std::move(wanted)).write(); }

}  // namespace cffi
