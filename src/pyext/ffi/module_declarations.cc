#include "pyext/ffi/module_declarations.h"

namespace cffi {
namespace {

constexpr bool is_function(Op op) {
  return op == Op::kFunctionVarArgs || op == Op::kFunctionNoArgs || op == Op::kFunctionOneArg;
}
constexpr bool is_integer_constant(Op op) { return op == Op::kConstantInt || op == Op::kEnum; }

// Names of types without a tag begin with a dollar sign: "$name" when a typedef names them, else "$1".
bool is_tag(std::string_view table_name) { return !table_name.starts_with('$'); }
bool has_name(std::string_view table_name) {
  return is_tag(table_name) || table_name.size() < 2 || table_name[1] < '0' || table_name[1] > '9';
}

DeclarationKind kind_of(Op op) {
  if (is_function(op) || op == Op::kDlopenFunction) {
    return DeclarationKind::kFunction;
  }
  if (op == Op::kGlobalVariable || op == Op::kGlobalVariableF) {
    return DeclarationKind::kVariable;
  }
  if (op == Op::kExternPython) {
    return DeclarationKind::kExternPython;
  }
  return is_integer_constant(op) ? DeclarationKind::kConstant : DeclarationKind::kDotsConstant;
}

// The scope's view. Its module outlives it: the scope holds the type table, or this the module.
class Names : public DeclarationSource {
 public:
  explicit Names(ModuleDeclarations& module, std::shared_ptr<ModuleDeclarations> owned = nullptr)
      : owned_(std::move(owned)), module_(module) {}

  Result<RecordType*> find_record(RecordKind kind, std::string_view tag) override {
    return is_tag(tag) ? module_.realizer().find_record(kind, tag) : nullptr;
  }
  Result<EnumType*> find_enum(std::string_view tag) override {
    return is_tag(tag) ? module_.realizer().find_enum(tag) : nullptr;
  }
  Result<QualType> find_typedef(std::string_view name) override { return module_.realizer().find_typename(name); }

  Result<bool> find_declaration(std::string_view name, Declaration& declaration) override {
    CFFI_TRY(entry, module_.tables().find_global(name));
    if (*entry == nullptr) {
      return false;
    }
    declaration.kind = kind_of(op_of((*entry)->type_op));
    declaration.origin = *entry;
    if (declaration.kind == DeclarationKind::kConstant) {
      CFFI_TRY(value, module_.tables().read_constant(**entry));
      declaration.value = *value;
      return true;
    }
    CFFI_TRY(type, module_.realizer().type_of(**entry));
    declaration.type = *type;
    return true;
  }

  Result<std::vector<Entry>> list_declarations() override {
    std::vector<Entry> listed;
    for (int64_t i = 0; i < module_.tables().context().global_count; ++i) {
      CFFI_TRY(entry, module_.tables().global(i));
      Op op = op_of((*entry)->type_op);
      listed.push_back({(*entry)->name, is_integer_constant(op), op == Op::kEnum});
    }
    return listed;
  }

  Result<std::vector<Entry>> list_enumerators() override {
    std::vector<Entry> listed;
    for (int64_t i = 0; i < module_.tables().context().enum_count; ++i) {
      CFFI_TRY(entry, module_.tables().enumeration(i));
      if (!has_name((*entry)->name)) {
        continue;
      }
      CFFI_TRY(names, module_.tables().enumerators(**entry));
      for (std::string_view name : *names) {
        listed.push_back({name, true});
      }
    }
    return listed;
  }

  Result<std::vector<Entry>> list_typedefs() override {
    CFFI_TRY(names, module_.tables().typename_names());
    std::vector<Entry> listed;
    for (std::string_view name : *names) {
      listed.push_back({name});
    }
    return listed;
  }

  Result<std::vector<Entry>> list_records() override {
    std::vector<Entry> listed;
    for (int64_t i = 0; i < module_.tables().context().record_count; ++i) {
      CFFI_TRY(entry, module_.tables().record(i));
      if (is_tag((*entry)->name)) {
        listed.push_back({.name = (*entry)->name, .is_union = ((*entry)->flags & kRecordIsUnion) != 0});
      }
    }
    return listed;
  }

  Result<std::vector<Entry>> list_enums() override {
    CFFI_TRY(names, module_.tables().enum_names());
    std::vector<Entry> listed;
    for (std::string_view name : *names) {
      if (is_tag(name)) {
        listed.push_back({name});
      }
    }
    return listed;
  }

 private:
  std::shared_ptr<ModuleDeclarations> owned_;
  ModuleDeclarations& module_;
};

const ModuleTables& tables_in(const ModuleDeclarations::Source& source) {
  return source.compiled != nullptr ? *source.compiled : source.python->tables();
}

}  // namespace

ModuleDeclarations* ModuleDeclarations::attach(State& state, TypeTable& types, Source source) {
  auto owned = std::unique_ptr<ModuleDeclarations>(new ModuleDeclarations(state, types, std::move(source)));
  ModuleDeclarations* self = owned.get();
  types.set_lazy_bodies(std::move(owned));
  return self;
}

ModuleDeclarations::ModuleDeclarations(State& state, TypeTable& types, Source source)
    : state_(state), source_(std::move(source)), tables_(tables_in(source_)), realizer_(tables_, types, *this) {}

// The module stays in memory, and may be imported again: it is left as it was found.
ModuleDeclarations::~ModuleDeclarations() {
  for (int64_t index : patched_) {
    source_.patched_types[index] = source_.types[static_cast<size_t>(index)];
  }
}

std::shared_ptr<ModuleDeclarations> ModuleDeclarations::of_declared(State& state, TypeTable& types,
                                                                    const ModuleTables& tables,
                                                                    DeclaredTypes declared) {
  Source source;
  source.compiled = std::make_unique<const ModuleTables>(tables);
  auto self = std::shared_ptr<ModuleDeclarations>(new ModuleDeclarations(state, types, std::move(source)));
  self->declared_ = std::move(declared);
  return self;
}

std::shared_ptr<DeclarationSource> ModuleDeclarations::owned_names(std::shared_ptr<ModuleDeclarations> module) {
  ModuleDeclarations& names = *module;
  return std::make_shared<Names>(names, std::move(module));
}

RecordType* ModuleDeclarations::declared_record(std::string_view table_name) {
  return declared_ ? declared_->record(table_name) : nullptr;
}

EnumType* ModuleDeclarations::declared_enum(std::string_view table_name) {
  return declared_ ? declared_->enumeration(table_name) : nullptr;
}

std::shared_ptr<DeclarationSource> ModuleDeclarations::names() { return std::make_shared<Names>(*this); }

Result<bool> ModuleDeclarations::put_type(int64_t index) {
  CFFI_TRY(slot, tables_.behind_noops(index));
  CFFI_TRY(type, realizer_.type_at(*slot));
  CTypeObject* ctype = ctype_of(state_, type->type);
  if (ctype == nullptr) {
    return false;
  }
  source_.patched_types[*slot] = reinterpret_cast<intptr_t>(ctype);
  patched_.push_back(*slot);
  return true;
}

Result<bool> ModuleDeclarations::put_types(const GlobalEntry& function) {
  TypesLock lock(state_);
  CFFI_TRY(slots, tables_.function(argument_of(function.type_op)));
  Result<bool> done = put_type(slots->result);
  for (int64_t i = 0; done && *done && i < slots->argument_count; ++i) {
    done = put_type(slots->first_argument + i);
  }
  return done;
}

void ModuleDeclarations::complete(RecordType& record) {
  TypesLock lock(state_);
  realizer_.complete(record);
}

void ModuleDeclarations::complete(EnumType& type) {
  TypesLock lock(state_);
  realizer_.complete(type);
}

const Error* ModuleDeclarations::failure_of(const Type* type) {
  TypesLock lock(state_);
  return realizer_.failure_of(type);
}

template <typename Found, typename InTables, typename Beyond>
Result<Found*> ModuleDeclarations::find_in_included(InTables in_tables, Beyond beyond) {
  for (ModuleDeclarations* other : included_) {
    Result<Found*> found = in_tables(other->realizer_);
    if (found && *found == nullptr) {
      found = beyond(*other);
    }
    if (!found || *found != nullptr) {
      return found;
    }
  }
  return nullptr;
}

Result<RecordType*> ModuleDeclarations::find_external_record(RecordKind kind, std::string_view table_name) {
  return find_in_included<RecordType>(
      [&](Realizer& realizer) { return realizer.find_record(kind, table_name); },
      [&](ModuleDeclarations& other) { return other.find_external_record(kind, table_name); });
}

Result<EnumType*> ModuleDeclarations::find_external_enum(const EnumEntry& entry) {
  return find_in_included<EnumType>([&](Realizer& realizer) { return realizer.find_same_enum(entry); },
                                    [&](ModuleDeclarations& other) { return other.find_external_enum(entry); });
}

}  // namespace cffi
