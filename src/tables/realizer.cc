#include "tables/realizer.h"

#include "tables/realizer_state.h"

namespace cffi {
namespace {

bool is_typedef_name(std::string_view table_name) {
  if (table_name.size() < 2 || table_name[0] != '$') {
    return false;
  }
  char c = table_name[1];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// "foo" is spelled "struct foo", "$foo" is a typedef's name, "$1" is "struct $1".
std::string spelled(std::string_view keyword, std::string_view table_name) {
  if (is_typedef_name(table_name)) {
    return std::string(table_name.substr(1));
  }
  return std::string(keyword) + " " + std::string(table_name);
}

std::string_view tag_of(std::string_view table_name) { return table_name[0] == '$' ? std::string_view() : table_name; }

RecordKind kind_of(const RecordEntry& entry) {
  return (entry.flags & kRecordIsUnion) != 0 ? RecordKind::kUnion : RecordKind::kStruct;
}

std::string_view keyword_of(RecordKind kind) { return kind == RecordKind::kUnion ? "union" : "struct"; }

// How released versions write FILE down.
bool is_file(const RecordEntry& entry) {
  return (entry.flags & kRecordOpaque) != 0 && (entry.flags & kRecordIsUnion) == 0 &&
         std::string_view(entry.name) == "_IO_FILE";
}

bool is_function_op(Op op) {
  return op == Op::kFunctionVarArgs || op == Op::kFunctionNoArgs || op == Op::kFunctionOneArg ||
         op == Op::kDlopenFunction;
}

}  // namespace

Realizer::Realizer(const ModuleTables& tables, TypeTable& types, RealizerHost& host)
    : tables_(tables), types_(types), host_(host), state_(std::make_unique<State>()) {}

Realizer::~Realizer() = default;

// ---- nodes

Result<RecordType*> Realizer::record_at(int64_t index) {
  if (index == kFileRecord) {
    return const_cast<RecordType*>(types_.file_type());
  }
  auto known = state_->records.find(index);
  if (known != state_->records.end()) {
    return known->second;
  }
  CFFI_TRY(found, tables_.record(index));
  const RecordEntry& entry = **found;
  RecordType* declared = host_.declared_record(entry.name);
  auto record = declared != nullptr ? Result<RecordType*>(declared) : new_record(entry);
  if (!record) {
    return record;
  }
  state_->records.insert({index, *record});
  if (host_.has_declared_types()) {
    if ((entry.flags & (kRecordOpaque | kRecordExternal)) == 0) {
      state_->indexes.insert({*record, index});
      state_->unverified.insert(*record);
    }
  } else if ((*record)->lazy.load(std::memory_order_relaxed) && (*record)->table == &types_) {
    state_->indexes.insert({*record, index});
  }
  return record;
}

Result<RecordType*> Realizer::new_record(const RecordEntry& entry) {
  std::string_view name = entry.name;
  RecordKind kind = kind_of(entry);
  if ((entry.flags & kRecordExternal) != 0) {
    auto external = host_.find_external_record(kind, name);
    if (external && *external == nullptr) {
      return tables_.malformed("'" + spelled(keyword_of(kind), name) +
                               "' should come from an included module, and none declares it");
    }
    bool is_opaque =
        external && !(*external)->lazy.load(std::memory_order_relaxed) && (*external)->complete() == nullptr;
    if (is_opaque && (entry.flags & kRecordOpaque) == 0) {
      return fail(ErrorCode::kOpaqueInIncluded, {spelled(keyword_of(kind), name)});
    }
    return external;
  }
  if (is_file(entry)) {
    return const_cast<RecordType*>(types_.file_type());
  }
  RecordType* record = types_.new_record(kind, spelled(keyword_of(kind), name), tag_of(name));
  bool is_opaque = (entry.flags & kRecordOpaque) != 0;
  record->opaque_typedef = is_opaque && name[0] == '$';
  record->lazy.store(!is_opaque && !host_.has_declared_types(), std::memory_order_relaxed);
  return record;
}

Result<EnumType*> Realizer::enum_at(int64_t index) {
  auto known = state_->enums.find(index);
  if (known != state_->enums.end()) {
    return known->second;
  }
  CFFI_TRY(entry, tables_.enumeration(index));
  std::string_view name = (*entry)->name;
  EnumType* declared = host_.declared_enum(name);
  bool has_name = is_typedef_name(name) || !tag_of(name).empty();
  auto external = has_name && declared == nullptr ? host_.find_external_enum(**entry) : Result<EnumType*>(nullptr);
  if (!external || *external != nullptr) {
    if (external) {
      state_->enums.insert({index, *external});
    }
    return external;
  }
  EnumType* type = declared != nullptr ? declared : types_.new_enum(spelled("enum", name), tag_of(name));
  if (!host_.has_declared_types()) {
    type->lazy.store(true, std::memory_order_relaxed);
  }
  state_->enums.insert({index, type});
  state_->indexes.insert({type, index});
  if (host_.has_declared_types()) {
    state_->unverified.insert(type);
  }
  return type;
}

// ---- by name

Result<QualType> Realizer::type_at(int64_t index) {
  auto known = state_->slots.find(index);
  if (known != state_->slots.end()) {
    return known->second.type;
  }
  auto made = Run(*this).make({Task::Kind::kSlot, index});
  return made ? Result<QualType>(state_->slots.at(index).type) : made.take_failure();
}

Result<RecordType*> Realizer::find_record(RecordKind kind, std::string_view table_name) {
  CFFI_TRY(entry, tables_.find_record(table_name));
  if (*entry == nullptr && kind == RecordKind::kStruct && table_name == "_IO_FILE") {
    return const_cast<RecordType*>(types_.file_type());  // every module knows it, by this name too
  }
  if (*entry == nullptr || kind_of(**entry) != kind) {
    return static_cast<RecordType*>(nullptr);
  }
  return record_at(*entry - tables_.context().records);
}

Result<EnumType*> Realizer::find_enum(std::string_view table_name) {
  CFFI_TRY(entry, tables_.find_enum(table_name));
  return *entry == nullptr ? Result<EnumType*>(static_cast<EnumType*>(nullptr))
                           : enum_at(*entry - tables_.context().enums);
}

Result<EnumType*> Realizer::find_same_enum(const EnumEntry& other) {
  CFFI_TRY(entry, tables_.find_enum(other.name));
  if (*entry == nullptr) {
    return static_cast<EnumType*>(nullptr);
  }
  auto ours = tables_.enumerators(**entry);
  CFFI_TRY(theirs, ours ? tables_.enumerators(other) : ours.take_failure());
  return *ours == *theirs ? enum_at(*entry - tables_.context().enums) : static_cast<EnumType*>(nullptr);
}

Result<QualType> Realizer::find_typename(std::string_view name) {
  CFFI_TRY(entry, tables_.find_typename(name));
  return *entry == nullptr ? Result<QualType>(QualType{}) : type_at((*entry)->type_index);
}

Result<QualType> Realizer::type_of(const GlobalEntry& global) {
  Op op = op_of(global.type_op);
  if (op == Op::kConstantInt || op == Op::kEnum) {
    return QualType{};
  }
  bool is_object =
      op == Op::kConstant || op == Op::kGlobalVariable || op == Op::kGlobalVariableF || op == Op::kDlopenConstant;
  if (!is_object && !is_function_op(op) && op != Op::kExternPython) {
    return tables_.malformed("'" + std::string(global.name) + "' has opcode " + std::to_string(static_cast<int>(op)));
  }
  auto type = type_at(argument_of(global.type_op));
  if (!type) {
    return type;
  }
  if (op == Op::kExternPython) {
    auto* pointer = type_as<PointerType>(type->type);
    type = pointer != nullptr ? pointer->pointee : QualType{types_.void_type()};
  }
  bool is_function = type->type->kind == TypeKind::kFunction;
  bool is_variable = op == Op::kGlobalVariable || op == Op::kGlobalVariableF;
  if (is_function == is_object || (type->type->kind == TypeKind::kVoid && !is_variable)) {
    return tables_.malformed("'" + std::string(global.name) + "' has the wrong kind of type");
  }
  return type;
}

// ---- verify()

Result<void> Realizer::verify_record(int64_t index) {
  CFFI_TRY(record, record_at(index));
  return state_->unverified.contains(*record) ? Run(*this).make({Task::Kind::kRecord, index}) : Result<void>();
}

Result<void> Realizer::verify_enum(int64_t index) {
  CFFI_TRY(type, enum_at(index));
  return state_->unverified.contains(*type) ? Run(*this).make({Task::Kind::kEnum, index}) : Result<void>();
}

// ---- bodies

void Realizer::complete(RecordType& record) { complete(record, false); }
void Realizer::complete(EnumType& type) { complete(type, true); }

void Realizer::complete(const Type& type, bool is_enum) {
  auto index = state_->indexes.find(&type);
  if (index == state_->indexes.end() || state_->open.contains(&type) || state_->failures.contains(&type)) {
    return;
  }
  auto made = Run(*this).make({is_enum ? Task::Kind::kEnum : Task::Kind::kRecord, index->second});
  if (!made && !state_->reporting) {
    state_->failures[&type] = made.take_failure();
  }
}

const Error* Realizer::failure_of(const Type* type) const {
  const Type* sized = sized_by(type);
  auto failed = state_->failures.find(sized);
  return failed != state_->failures.end() ? failed->second.get() : nullptr;
}

}  // namespace cffi
