#include "emit/c_spelling.h"

#include <unordered_set>

namespace cffi {
namespace {

// "struct $1", "struct $$name": made up by the parser.
bool is_made_up(std::string_view name) { return name.find('$') != std::string_view::npos; }

std::string_view primitive_name(Primitive primitive) {
  switch (primitive) {
    case Primitive::kBool:
      return "_cffi_bool";
    case Primitive::kChar16:
      return "_cffi_char16_t";
    case Primitive::kChar32:
      return "_cffi_char32_t";
    case Primitive::kFloatComplex:
      return "_cffi_float_complex_t";
    case Primitive::kDoubleComplex:
      return "_cffi_double_complex_t";
    case Primitive::kSsize:
      return "Py_ssize_t";
    default:
      return {};
  }
}

// "struct s" and "enum e", or what a typedef made of them.
std::string_view shown_name(const Type* type) {
  auto* record = type_as<RecordType>(type);
  auto* enumeration = type_as<EnumType>(type);
  return record != nullptr ? record->name : enumeration != nullptr ? enumeration->name : std::string_view();
}

bool is_shown_by_typedef(const Type* type) {
  std::string_view name = shown_name(type);
  return !name.empty() && name.find_first_of(" $") == std::string_view::npos;
}

}  // namespace

bool has_open_length(const Type* type) {
  for (auto* array = type_as<ArrayType>(type); array != nullptr; array = type_as<ArrayType>(array->item.type)) {
    if (array->length < 0) {
      return true;
    }
  }
  return false;
}

QualType innermost_items(QualType array, std::string& path) {
  QualType item = array;
  while (has_open_length(item.type)) {
    path += item == array ? "" : "[0]";
    uint8_t qualifiers = item.qualifiers;
    item = static_cast<const ArrayType*>(item.type)->item;
    item.qualifiers |= qualifiers;
  }
  return item;
}

std::vector<const Scope*> reachable_from(const Scope& scope) {
  std::vector<const Scope*> reached = {&scope};
  std::unordered_set<const Scope*> known = {&scope};
  for (size_t i = 0; i < reached.size(); ++i) {
    for (const auto& next : reached[i]->includes()) {
      if (known.insert(next.get()).second) {
        reached.push_back(next.get());
      }
    }
  }
  return reached;
}

CSpelling::CSpelling(const Scope& scope, bool asks_for_tags) : asks_for_tags_(asks_for_tags) {
  std::vector<const Scope*> scopes = reachable_from(scope);
  for (const Scope* reached : scopes) {
    note_tags(*reached);
  }
  // The scope that declares a type names it, too: the included ones come first.
  for (auto reached = scopes.rbegin(); reached != scopes.rend(); ++reached) {
    for (const Typedef* declared : (*reached)->typedefs()) {
      note_shown_name(*declared);
    }
  }
  for (const Scope* reached : scopes) {
    for (const Typedef* declared : reached->typedefs()) {
      note_only_name(*declared);
    }
  }
}

void CSpelling::note_tags(const Scope& scope) {
  for (const RecordType* record : scope.records()) {
    if (!record->tag.empty()) {
      tagged_.emplace(record, (record->is_union() ? "union " : "struct ") + std::string(record->tag));
    }
  }
  for (const EnumType* type : scope.enums()) {
    if (!type->tag.empty()) {
      tagged_.emplace(type, "enum " + std::string(type->tag));
    }
  }
}

// The typedef of something that has no name without it.
void CSpelling::note_only_name(const Typedef& declared) {
  const Type* type = declared.type.type->canonical;
  if (can_spell(type) || has_open_length(type)) {
    return;
  }
  typedefs_.emplace(type, declared.name);
  auto* pointer = type_as<PointerType>(type);
  if (auto* record = pointer == nullptr ? nullptr : type_as<RecordType>(pointer->pointee.type)) {
    pointers_.emplace(record, declared.name);
  }
}

// In `typedef struct tag name;` the tag may be known to the cdef alone: the name is what counts.
void CSpelling::note_shown_name(const Typedef& declared) {
  const Type* type = declared.type.type;
  if (declared.type.qualifiers != 0 || !is_shown_by_typedef(type)) {
    return;
  }
  if (shown_name(type) == declared.name) {
    shown_.insert_or_assign(type, declared.name);
  } else {
    shown_.emplace(type, declared.name);
  }
}

std::string_view CSpelling::name_of_tagged(const Type* type, std::string_view name, std::string_view tag,
                                           std::string_view keyword) const {
  if (auto shown = shown_.find(type); shown != shown_.end()) {
    return shown->second;
  }
  if (auto tagged = tagged_.find(type); tagged != tagged_.end()) {
    return tagged->second;
  }
  if (name.starts_with("struct __va_list")) {
    return "va_list";
  }
  if (auto named = typedefs_.find(type); named != typedefs_.end()) {
    return named->second;
  }
  return tag.empty() || name.starts_with(keyword) ? name : std::string_view();
}

std::string_view CSpelling::name_of(const Type* type) const {
  if (auto* primitive = type_as<PrimitiveType>(type)) {
    return primitive_name(primitive->primitive);
  }
  if (auto* record = type_as<RecordType>(type)) {
    return name_of_tagged(type, record->name, record->tag, record->is_union() ? "union " : "struct ");
  }
  if (auto* enumeration = type_as<EnumType>(type)) {
    return name_of_tagged(type, enumeration->name, enumeration->tag, "enum ");
  }
  // `va_list` decays to a pointer as a parameter, which has no other spelling.
  if (type->kind == TypeKind::kPointer || type->kind == TypeKind::kArray) {
    const Type* inner = type->kind == TypeKind::kPointer ? static_cast<const PointerType*>(type)->pointee.type
                                                         : static_cast<const ArrayType*>(type)->item.type;
    auto* record = type_as<RecordType>(inner);
    if (record != nullptr && record->name == "struct __va_list_tag") {
      return "va_list";
    }
  }
  auto named = typedefs_.find(type->canonical);
  return named == typedefs_.end() ? std::string_view() : named->second;
}

bool CSpelling::can_spell(const Type* type) const {
  std::vector<const Type*> pending = {type};
  while (!pending.empty()) {
    const Type* next = pending.back();
    pending.pop_back();
    if (std::string_view name = name_of(next); !name.empty()) {
      if (is_made_up(name)) {
        return false;
      }
    } else if (auto* pointer = type_as<PointerType>(next)) {
      pending.push_back(pointer->pointee.type);
    } else if (auto* array = type_as<ArrayType>(next)) {
      if (array->length == kDotsLength) {
        return false;
      }
      pending.push_back(array->item.type);
    } else if (auto* function = type_as<FunctionType>(next)) {
      pending.push_back(function->result.type);
      for (const QualType& parameter : function->parameters) {
        pending.push_back(parameter.type);
      }
    }
  }
  return true;
}

std::string CSpelling::layout_name(const RecordType* record) const {
  auto tagged = asks_for_tags_ ? tagged_.find(record) : tagged_.end();
  return tagged != tagged_.end() ? tagged->second : spell(record);
}

std::string_view CSpelling::pointer_name(const RecordType* record) const {
  auto found = pointers_.find(record);
  return found == pointers_.end() ? std::string_view() : found->second;
}

}  // namespace cffi
