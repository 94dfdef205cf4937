// All that a scope declares, as one list.
#include <algorithm>
#include <unordered_map>

#include "decl/scope_contents.h"

namespace cffi {
namespace {

ListedKind kind_of(const Declaration& declaration) {
  switch (declaration.kind) {
    case DeclarationKind::kFunction:
      return ListedKind::kFunction;
    case DeclarationKind::kVariable:
      return ListedKind::kVariable;
    case DeclarationKind::kExternPython:
      return ListedKind::kExternPython;
    case DeclarationKind::kConstant:
    case DeclarationKind::kDotsConstant:
      break;
  }
  return declaration.is_macro                 ? ListedKind::kMacro
         : declaration.enumeration != nullptr ? ListedKind::kEnumerator
                                              : ListedKind::kConstant;
}

QualType type_of(const Declaration& declaration) {
  return declaration.enumeration != nullptr ? QualType{declaration.enumeration} : declaration.type;
}

ListedKind kind_of(const RecordType& record) { return record.is_union() ? ListedKind::kUnion : ListedKind::kStruct; }

bool is_defined(const RecordType& record) { return record.stage() != RecordStage::kNamed; }

// Where they stand in the texts. What has no place keeps its order, after the others.
void sort_by_place(std::vector<ListedName>& names) {
  std::stable_sort(names.begin(), names.end(), [](const ListedName& a, const ListedName& b) {
    return a.place.cdef != b.place.cdef ? a.place.cdef < b.place.cdef : a.place.begin < b.place.begin;
  });
}

// The names in a compiled module's tables.
class SourceListing {
 public:
  SourceListing(const Scope& scope, std::vector<ListedName>& names) : scope_(scope), names_(names) {}

  Result<void> add_all(DeclarationSource& source) {
    auto records = source.list_records();
    auto enums = source.list_enums();
    auto typedefs = source.list_typedefs();
    auto declarations = source.list_declarations();
    for (auto* listed : {&records, &enums, &typedefs, &declarations}) {
      if (!*listed) {
        return listed->take_failure();
      }
    }
    for (const DeclarationSource::Entry& listed : *records) {
      RecordKind kind = listed.is_union ? RecordKind::kUnion : RecordKind::kStruct;
      CFFI_TRY(found, scope_.find_own_record(kind, listed.name));
      add(listed.is_union ? ListedKind::kUnion : ListedKind::kStruct, listed.name, *found);
    }
    for (const DeclarationSource::Entry& listed : *enums) {
      CFFI_TRY(found, scope_.find_own_enum(listed.name));
      add(ListedKind::kEnum, listed.name, *found);
    }
    for (const DeclarationSource::Entry& listed : *typedefs) {
      CFFI_TRY(found, scope_.find_own_typedef(listed.name));
      if (*found != nullptr) {
        add(ListedKind::kTypedef, (*found)->name, (*found)->type.type);
        names_.back().type = (*found)->type;
      }
    }
    for (const DeclarationSource::Entry& listed : *declarations) {
      CFFI_TRY(found, scope_.find_own(listed.name));
      if (*found != nullptr) {
        add_declaration(listed, **found);
      }
    }
    return {};
  }

 private:
  // Null: the tables have no such type.
  void add(ListedKind kind, std::string_view name, const Type* type) {
    if (type == nullptr) {
      return;
    }
    names_.push_back({kind, name, {type}});
    const auto* enumeration = type_as<EnumType>(type);
    const EnumBody* body = enumeration != nullptr ? enumeration->complete() : nullptr;
    for (size_t i = 0; body != nullptr && i < body->enumerators.size(); ++i) {
      enums_.emplace(body->enumerators[i].name, type);
    }
  }

  void add_declaration(const DeclarationSource::Entry& listed, const Declaration& found) {
    if (!listed.is_enumerator) {
      names_.push_back({kind_of(found), found.name, found.type, &found});
      return;
    }
    auto of = enums_.find(found.name);
    names_.push_back({ListedKind::kEnumerator, found.name, {of != enums_.end() ? of->second : nullptr}, &found});
  }

  const Scope& scope_;
  std::vector<ListedName>& names_;
  std::unordered_map<std::string_view, const Type*> enums_;  // by enumerator
};

}  // namespace

Result<std::vector<ListedName>> Scope::listing() const {
  std::vector<ListedName> names;
  for (size_t i = 0; i < contents_->records.size(); ++i) {
    const RecordType* record = contents_->records[i];
    const RecordPlace* defined = is_defined(*record) ? place_of(record) : nullptr;
    TextPlace place = defined != nullptr ? TextPlace{defined->cdef, defined->begin} : contents_->record_mentions[i];
    if (!record->tag.empty() && place.is_known()) {
      names.push_back({kind_of(*record), record->tag, {record}, nullptr, place});
    }
  }
  for (size_t i = 0; i < contents_->enums.size(); ++i) {
    const EnumType* type = contents_->enums[i];
    auto defined = type->complete() != nullptr ? contents_->enum_places.find(type) : contents_->enum_places.end();
    TextPlace place = defined != contents_->enum_places.end() ? defined->second : contents_->enum_mentions[i];
    if (!type->tag.empty() && place.is_known()) {
      names.push_back({ListedKind::kEnum, type->tag, {type}, nullptr, place});
    }
  }
  for (const Typedef* declared : contents_->typedefs) {
    names.push_back({ListedKind::kTypedef, declared->name, declared->type, nullptr, declared->place});
  }
  for (const Declaration* declared : contents_->declarations) {
    TextPlace place{declared->cdef, declared->range.begin};
    names.push_back({kind_of(*declared), declared->name, type_of(*declared), declared, place});
  }
  sort_by_place(names);
  if (contents_->source != nullptr) {
    CFFI_TRY_VOID(SourceListing(*this, names).add_all(*contents_->source));
  }
  return names;
}

}  // namespace cffi
