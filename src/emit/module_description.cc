#include "emit/module_description.h"

#include <algorithm>
#include <unordered_set>

#include "ctype/record_layout.h"
#include "ctype/type_query.h"
#include "emit/opaque_uses.h"
#include "emit/replaced_types.h"

namespace cffi {
namespace {

// Integers that Python shows as numbers: not characters, not enums.
bool is_plain_integer(const Type* type) {
  auto* primitive = type_as<PrimitiveType>(type);
  return primitive != nullptr && is_integer_class(primitive_info(primitive->primitive).cls);
}

WantedGlobal describe_global(const Scope& scope, const Declaration& declaration, bool for_c) {
  WantedGlobal global{declaration.name, Op::kEnum, {declaration.type.type, std::string(declaration.name)}};
  global.origin = &declaration;
  switch (declaration.kind) {
    case DeclarationKind::kFunction: {
      auto* function = static_cast<const FunctionType*>(declaration.type.type);
      if (for_c && function->variadic) {
        global.op = Op::kConstant;
        global.type.type = scope.types().pointer_to({function});
      } else {
        global.op = for_c ? Op::kFunctionVarArgs : Op::kDlopenFunction;
      }
      return global;
    }
    case DeclarationKind::kExternPython:
      global.op = Op::kExternPython;
      global.type.type = scope.types().pointer_to({declaration.type.type});
      return global;
    case DeclarationKind::kVariable:
    case DeclarationKind::kConstant:
    case DeclarationKind::kDotsConstant:
      break;
  }
  if (declaration.enumeration != nullptr) {
    global.type = {};
    return global;
  }
  switch (value_kind(declaration)) {
    case ValueKind::kInteger:
      global.op = Op::kConstantInt;
      global.type = {};
      return global;
    case ValueKind::kTyped:
      global.op = for_c ? Op::kConstant : Op::kDlopenConstant;
      return global;
    case ValueKind::kVariable:
      global.op = for_c ? Op::kGlobalVariableF : Op::kGlobalVariable;
      return global;
  }
  return global;
}

// Whether tables with these fields and `packed` alone give this layout.
bool layout_follows(const Target& target, const RecordType* record, std::span<const Field* const> fields) {
  const RecordBody& body = *record->complete();
  if (body.partial) {
    return body.sized_by_types;
  }
  std::vector<Member> members;
  for (const Field* field : fields) {
    Member member;
    member.name = field->name;
    member.type = {field->type.type};
    member.bit_width = field->bit_size;
    members.push_back(member);
  }
  RecordOptions options;
  options.kind = record->record_kind;
  options.name = record->name;
  options.packed = body.packed;
  auto layout = lay_out_record(target, options, members);
  return layout && layout->body.size == body.size && layout->body.alignment == body.alignment &&
         std::equal(body.fields.begin(), body.fields.end(), layout->fields.begin(), layout->fields.end(),
                    [](const Field& a, const Field& b) { return a.offset == b.offset && a.bit_shift == b.bit_shift; });
}

bool has_anonymous_member(const RecordBody& body) {
  return std::any_of(body.fields.begin(), body.fields.end(), [](const Field& field) { return field.name.empty(); });
}

// Bit-fields in an anonymous member: C cannot tell where they lie, and the tables only as a part of that member.
bool names_inner_bits(const RecordBody& body) {
  return !body.partial && std::any_of(body.fields.begin(), body.fields.end(), [](const Field& field) {
    auto* inner = field.name.empty() ? type_as<RecordType>(field.type.type) : nullptr;
    const RecordBody* inner_body = inner != nullptr ? inner->complete() : nullptr;
    return inner_body != nullptr && (inner_body->has_bitfields || names_inner_bits(*inner_body));
  });
}

int record_flags(const Target& target, const RecordType* record, std::span<const Field* const> fields) {
  const RecordBody* body = record->complete();
  int flags = record->is_union() ? kRecordIsUnion : 0;
  if (body == nullptr) {
    return flags | kRecordOpaque;
  }
  return flags | (body->packed ? kRecordPacked : 0) | (layout_follows(target, record, fields) ? kRecordCheckFields : 0);
}

// Where a bit-field lies depends on whole members before it: C cannot tell that either.
bool keeps_members(const RecordBody& body) {
  return names_inner_bits(body) || (!body.partial && body.has_bitfields && has_anonymous_member(body));
}

// Fields as C names them: those of anonymous members belong to the record itself. Bit-fields that have no name, either,
// say where the next ones lie.
void add_c_fields(const RecordBody& body, const std::string& object, std::vector<WantedField>& fields) {
  bool keep_members = keeps_members(body);
  for (const Field* field : fields_as_declared(body)) {
    auto* inner = field->name.empty() && !keep_members ? type_as<RecordType>(field->type.type) : nullptr;
    const RecordBody* inner_body = inner != nullptr ? inner->complete() : nullptr;
    if (inner_body != nullptr) {
      add_c_fields(*inner_body, object, fields);
    } else {
      fields.push_back({field->name, {field->type.type, object + std::string(field->name)}, field});
    }
  }
}

WantedRecord describe_record_for_c(const Scope& scope, const CSpelling& names, const RecordType* record) {
  const RecordBody* body = record->complete();
  std::vector<const Field*> all = body != nullptr ? fields_as_declared(*body) : std::vector<const Field*>();
  WantedRecord wanted{record, record_flags(scope.types().target(), record, all)};
  if (body == nullptr) {
    return wanted;
  }
  if (has_anonymous_member(*body) && !keeps_members(*body)) {
    wanted.flags &= ~kRecordCheckFields;
  }
  std::string_view pointer = names.pointer_name(record);
  std::string spelling = pointer.empty() ? names.layout_name(record) + " *" : std::string(pointer);
  add_c_fields(*body, "((" + spelling + ")0)->", wanted.fields);
  wanted.is_optional = record->name.find('$') != std::string_view::npos && pointer.empty();
  return wanted;
}

bool has_dots_length(const Type* type) {
  auto* array = type_as<ArrayType>(type);
  return array != nullptr && (array->length == kDotsLength || has_dots_length(array->item.type));
}

Result<WantedRecord> describe_record_for_python(const Scope& scope, const RecordType* record) {
  const RecordBody* body = record->complete();
  std::vector<const Field*> fields = body != nullptr ? fields_as_declared(*body) : std::vector<const Field*>();
  WantedRecord wanted{record, record_flags(scope.types().target(), record, fields)};
  if (body == nullptr) {
    return wanted;
  }
  // Of one with dots the fields that it names are all that there is.
  if (!body->partial && (wanted.flags & kRecordCheckFields) == 0) {
    return fail(ErrorCode::kLayoutNotInPy, {std::string(record->name)});
  }
  for (const Field* field : fields) {
    if (has_dots_length(field->type.type)) {
      return fail(ErrorCode::kNeedsCompiler, {std::string(record->name), "'[...]'"});
    }
    wanted.fields.push_back({field->name, {field->type.type}, field});
  }
  return wanted;
}

WantedTypename wanted_typename(const Typedef& declared, bool for_c) {
  std::string object = for_c ? "(*(" + std::string(declared.name) + " *)0)" : "";
  return {declared.name, {declared.type.type, std::move(object)}};
}

Result<void> check_for_python(const Declaration& declaration) {
  std::string name(declaration.name);
  if (declaration.kind == DeclarationKind::kExternPython) {
    return fail(ErrorCode::kNeedsCompiler, {name, "'extern \"Python\"'"});
  }
  bool is_unknown = declaration.kind == DeclarationKind::kDotsConstant &&
                    (declaration.is_macro || declaration.enumeration != nullptr);
  return is_unknown ? Result<void>(fail(ErrorCode::kNeedsCompiler, {name, "'...'"})) : Result<void>();
}

}  // namespace

ValueKind value_kind(const Declaration& declaration) {
  const Type* type = declaration.type.type;
  if (type == nullptr) {
    return ValueKind::kInteger;
  }
  if (declaration.kind == DeclarationKind::kVariable) {
    bool is_constant = (declaration.type.qualifiers & kConst) != 0 && type->kind != TypeKind::kArray;
    if (!is_constant) {
      return ValueKind::kVariable;
    }
  }
  return is_plain_integer(type) ? ValueKind::kInteger : ValueKind::kTyped;
}

IntegerValue enumerator_value(const WantedGlobal& global) {
  const EnumBody* body = global.enumeration->complete();
  bool is_unsigned = primitive_info(body->underlying).cls == PrimitiveClass::kUnsignedInt;
  return {static_cast<uint64_t>(global.enumerator->value), !is_unsigned};
}

std::string enumerator_list(const EnumType* type) {
  std::string text;
  if (const EnumBody* body = type->complete()) {
    for (const Enumerator& enumerator : body->enumerators) {
      text += (text.empty() ? "" : ",") + std::string(enumerator.name);
    }
  }
  return text;
}

int primitive_number(const Target& target, const EnumType* type) {
  const EnumBody* body = type->complete();
  Primitive underlying = body != nullptr ? body->underlying : Primitive::kUnsignedInt;
  int base = 0;
  for (int size = target.primitive(underlying).size; size > 1; size /= 2) {
    base += 2;
  }
  return static_cast<int>(Primitive::kInt8) + base + (is_signed(target, underlying) ? 0 : 1);
}

namespace {

// By their tags: one that `scope` has itself hides an included one, even one that it cannot make.
bool is_hidden(const Scope& scope, const RecordType* record) {
  auto own = scope.find_own_record(record->record_kind, record->tag);
  return !own || *own != nullptr;
}

bool is_hidden(const Scope& scope, const EnumType* type) {
  auto own = scope.find_own_enum(type->tag);
  return !own || *own != nullptr;
}

template <typename Types>
void add_named(const Scope& scope, const Types& types, std::vector<const Type*>& named) {
  for (const auto* type : types) {
    if (type->name.find('$') == std::string_view::npos && !is_hidden(scope, type)) {
      named.push_back(type);
    }
  }
}

// Released versions look for types, and for the names that dir(lib) lists, in the module itself only, not in those that
// it includes. What those have declared since they were included is not part of it.
void add_names_of_included(const Scope& scope, bool for_c, WantedTables& wanted) {
  std::unordered_set<std::string_view> known;
  for (const ScopeView& view : scope.visible()) {
    for (const Typedef* declared : view.typedefs()) {
      if (known.insert(declared->name).second) {
        wanted.typenames.push_back(wanted_typename(*declared, for_c));
      }
    }
    if (view.scope != &scope) {
      add_named(scope, view.records(), wanted.external_types);
      add_named(scope, view.enums(), wanted.external_types);
    }
  }
}

auto meaning_in(const Scope& scope) {
  return [&scope](const Type* type) { return type_by_name(scope, type); };
}

}  // namespace

std::vector<const Scope*> described_scopes(const Scope& scope, bool for_verify) {
  return for_verify ? reachable_from(scope) : std::vector<const Scope*>{&scope};
}

WantedTables describe_for_c(const Scope& scope, const CSpelling& names, ModuleKind kind) {
  WantedTables wanted;
  if (kind != ModuleKind::kVerify) {  // the FFI that takes it back has both types
    wanted.meaning = meaning_in(scope);
  }
  for (const Declaration* declaration : scope.declarations()) {
    wanted.globals.push_back(describe_global(scope, *declaration, true));
  }
  for (const Scope* described : described_scopes(scope, kind == ModuleKind::kVerify)) {
    for (const RecordType* record : described->records()) {
      if (type_by_name(scope, record) == record) {
        wanted.records.push_back(describe_record_for_c(scope, names, record));
      }
    }
    for (const EnumType* type : described->enums()) {
      if (type_by_name(scope, type) == type) {
        wanted.enums.push_back(type);
      }
    }
  }
  if (kind == ModuleKind::kAnyBackend) {
    add_names_of_included(scope, true, wanted);
    return wanted;
  }
  for (const Typedef* declared : scope.typedefs()) {
    wanted.typenames.push_back(wanted_typename(*declared, true));
  }
  return wanted;
}

Result<WantedTables> describe_for_python(const Scope& scope) {
  CFFI_TRY_VOID(check_fields(described_scopes(scope, false)));
  WantedTables wanted;
  wanted.meaning = meaning_in(scope);
  for (const Declaration* declaration : scope.declarations()) {
    CFFI_TRY_VOID(check_for_python(*declaration));
    WantedGlobal global = describe_global(scope, *declaration, false);
    // Without a value here, it is looked up in the library.
    if (global.op == Op::kConstantInt && declaration->kind != DeclarationKind::kConstant) {
      global.op = Op::kDlopenConstant;
      global.type.type = declaration->type.type;
    }
    wanted.globals.push_back(std::move(global));
  }
  for (const RecordType* record : scope.records()) {
    CFFI_TRY(described, describe_record_for_python(scope, record));
    wanted.records.push_back(std::move(*described));
  }
  wanted.enums.assign(scope.enums().begin(), scope.enums().end());
  add_names_of_included(scope, false, wanted);
  return wanted;
}

}  // namespace cffi
