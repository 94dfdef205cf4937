// FFI.declarations(): what is declared, in order, with the place of each.
#include "pyext/ffi/ffi_listing.h"

#include <array>

#include "ctype/type_query.h"
#include "ctype/type_text.h"
#include "emit/source_places.h"
#include "pyext/ffi/ffi_declarations.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

// The items of a Declaration, in their order.
enum Item : uint8_t { kKind, kName, kType, kValue, kText, kFile, kLine, kColumn, kItemCount };

PyStructSequence_Field items[] = {
    {"kind",
     "'function', 'extern_python', 'variable', 'constant', 'macro', 'enumerator', 'typedef', 'struct', 'union' or "
     "'enum'. Compiled modules do not tell macros from constants: both are 'constant' there."},
    {"name", "The name: of a struct, union or enum its tag."},
    {"type",
     "The CType: of a function the pointer to it, of an enumerator its enum. None of a macro, of an enum that nothing "
     "defines yet, and where only a compiler knows the type."},
    {"value", "The int of a macro, constant or enumerator. None of anything else, and where nobody knows it yet."},
    {"text",
     "The declaration as C has it, with qualifiers: 'const char * f(int)'; what stands in braces is left out. Of a "
     "macro "
     "or enumerator the name."},
    {"file", "Where it was declared, as line markers have it; '<cdef source string>' without them. None: not known."},
    {"line", "The line there, from 1; None without a file."},
    {"column", "The column there, in bytes from 1; None without a file."},
    {nullptr, nullptr},
};

const char* const kDocumentation =
    "What FFI.declarations() says of one declared name: a tuple whose items have names.\n\n"
    "    for d in ffi.declarations():\n        print(f'{d.file}:{d.line}: {d.kind} {d.text}')";

PyStructSequence_Desc description = {"_cffi_backend.Declaration", kDocumentation, items, kItemCount};

Ref<> text_object(std::string_view text) {
  return steal(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape"));
}

// Of `typedef int... T;` and arrays of it there is no ctype before a compiler has told. An enum that nothing defines
// yet would be decided by having one, and whoever only looks must not change what a later cdef may say.
bool has_ctype(const Type* type) {
  while (type != nullptr && (type->kind == TypeKind::kArray || type->kind == TypeKind::kPointer)) {
    const auto* array = type_as<ArrayType>(type);
    if (array != nullptr && array->length == kDotsLength) {
      return false;
    }
    type = array != nullptr ? array->item.type : type_as<PointerType>(type)->pointee.type;
  }
  const auto* enumeration = type_as<EnumType>(type);
  bool is_undefined = enumeration != nullptr && enumeration->complete() == nullptr;
  return type != nullptr && type->kind != TypeKind::kUnsizedNumber && !is_undefined;
}

Ref<> type_object(State& state, const ListedName& listed) {
  if (!has_ctype(listed.type.type)) {
    return borrow(Py_None);
  }
  bool is_function = listed.kind == ListedKind::kFunction || listed.kind == ListedKind::kExternPython;
  const Type* type = listed.type.type->canonical;
  return borrow(as_object(is_function ? function_pointer_ctype(state, type) : ctype_of(state, type)));
}

std::string_view keyword_of(const RecordType& record) { return record.is_union() ? "union" : "struct"; }

// Of a record or enum by its tag, where a typedef names it; `struct {...}` when it has none. Else empty.
std::string named_by_typedef(const Type* type) {
  const auto* record = type_as<RecordType>(type);
  const auto* enumeration = type_as<EnumType>(type);
  if ((record == nullptr && enumeration == nullptr) || (record != nullptr && record->opaque_typedef)) {
    return record != nullptr ? "..." : "";
  }
  std::string_view tag = record != nullptr ? record->tag : enumeration->tag;
  return std::string(record != nullptr ? keyword_of(*record) : "enum") + " " +
         (tag.empty() ? "{...}" : std::string(tag));
}

std::string typedef_text(const ListedName& listed) {
  const auto* unsized = type_as<UnsizedNumberType>(listed.type.type);
  std::string named = unsized == nullptr  ? named_by_typedef(listed.type.type)
                      : unsized->is_float ? "float..."
                                          : "int...";
  if (named.empty()) {
    return "typedef " + declare(listed.type, listed.name, SpellingStyle::kC);
  }
  bool is_const = (listed.type.qualifiers & kConst) != 0;
  return (is_const ? "typedef const " : "typedef ") + named + " " + std::string(listed.name);
}

Ref<> declaration_text(const ListedName& listed) {
  switch (listed.kind) {
    case ListedKind::kMacro:
    case ListedKind::kEnumerator:
      return text_object(listed.name);
    case ListedKind::kStruct:
    case ListedKind::kUnion:
    case ListedKind::kEnum:
      return text_object(std::string(kind_name(listed.kind)) + " " + std::string(listed.name));
    case ListedKind::kTypedef:
      return text_object(typedef_text(listed));
    default:
      return listed.type ? text_object(declare(listed.type, listed.name, SpellingStyle::kC)) : text_object(listed.name);
  }
}

// Makes the records of one FFI.
class Recorder {
 public:
  explicit Recorder(FfiObject* ffi) : state_(*ffi->state), places_(*ffi->scope) {}

  Ref<> record(const ListedName& listed) {
    std::array<Ref<>, kItemCount> values;
    values[kKind] = text_object(kind_name(listed.kind));
    values[kName] = text_object(listed.name);
    values[kType] = type_object(state_, listed);
    values[kValue] = declared_value(listed);
    values[kText] = declaration_text(listed);
    add_place(listed.place, values);
    Ref<> made = steal(PyStructSequence_New(state_.cls(kDeclarationClass)));
    for (size_t i = 0; i < values.size(); ++i) {
      if (!made || !values[i]) {
        return nullptr;
      }
      PyStructSequence_SetItem(made.get(), static_cast<Py_ssize_t>(i), values[i].release());
    }
    return made;
  }

 private:
  void add_place(const TextPlace& place, std::array<Ref<>, kItemCount>& values) {
    if (!place.is_known()) {
      values[kFile] = values[kLine] = values[kColumn] = borrow(Py_None);
      return;
    }
    SourceLines::Place found = places_.place(place.cdef, place.begin);
    values[kFile] = text_object(found.file);
    values[kLine] = steal(PyLong_FromUnsignedLong(found.line));
    values[kColumn] = steal(PyLong_FromUnsignedLong(found.column));
  }

  State& state_;
  SourcePlaces places_;
};

}  // namespace

const char* kind_name(ListedKind kind) {
  switch (kind) {
    case ListedKind::kFunction:
      return "function";
    case ListedKind::kExternPython:
      return "extern_python";
    case ListedKind::kVariable:
      return "variable";
    case ListedKind::kConstant:
      return "constant";
    case ListedKind::kMacro:
      return "macro";
    case ListedKind::kEnumerator:
      return "enumerator";
    case ListedKind::kTypedef:
      return "typedef";
    case ListedKind::kStruct:
      return "struct";
    case ListedKind::kUnion:
      return "union";
    case ListedKind::kEnum:
      return "enum";
  }
  return "";
}

Ref<> declared_value(const ListedName& listed) {
  const Declaration* declaration = listed.declaration;
  bool is_known = declaration != nullptr && declaration->kind == DeclarationKind::kConstant;
  return is_known ? steal(constant_value(*declaration)) : borrow(Py_None);
}

bool add_declaration_class(State& state) {
  state.classes[kDeclarationClass] = PyStructSequence_NewType(&description);
  return state.cls(kDeclarationClass) != nullptr;
}

PyObject* ffi_list_declarations(PyObject* self, Bound) {
  Ref<> list = steal(PyList_New(0));
  if (!list) {
    return nullptr;
  }
  FfiObject* ffi = as_ffi(self);
  TypesLock lock(*ffi->state);
  auto listing = ffi->scope->listing();
  if (!listing) {
    return raise(*ffi->state, listing.error());
  }
  Recorder recorder(ffi);
  for (const ListedName& listed : *listing) {
    Ref<> made = recorder.record(listed);
    if (!made || PyList_Append(list.get(), made.get()) < 0) {
      return nullptr;
    }
  }
  return list.release();
}

}  // namespace cffi
