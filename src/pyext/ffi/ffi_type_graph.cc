// FFI._type_graph(): the declarations with their types as plain tuples, from which cffi/_model/builder.py makes the
// objects of cffi.model. Nothing of ours looks at types in this way.
//
// Types as they were written, qualifiers included, each once, under a number that is its own while the FFI lives. A
// type follows those that it is made of; the fields of records, which may lead back to the record, come last.
#include "pyext/ffi/ffi_type_graph.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "cparse/parser.h"
#include "ctype/pending_layouts.h"
#include "ctype/type_text.h"
#include "pyext/ffi/ffi_listing.h"
#include "pyext/ffi/ffi_object.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"

namespace cffi {
namespace {

template <typename... Refs>
Ref<> pack(const Refs&... items) {
  return (static_cast<bool>(items) && ...) ? steal(PyTuple_Pack(sizeof...(items), items.get()...)) : nullptr;
}

Ref<> text_of(std::string_view text) {
  return steal(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape"));
}
Ref<> number(int64_t value) { return steal(PyLong_FromLongLong(value)); }
Ref<> truth(bool value) { return borrow(value ? Py_True : Py_False); }
Ref<> none() { return borrow(Py_None); }
Ref<> number_of(const Type* type) { return steal(PyLong_FromVoidPtr(const_cast<Type*>(type))); }

bool append(PyObject* list, const Ref<>& item) { return item && PyList_Append(list, item.get()) == 0; }

template <typename Range, typename Make>
Ref<> tuple_of(const Range& range, Make make) {
  Ref<> list = steal(PyList_New(0));
  for (const auto& item : range) {
    if (!list || !append(list.get(), make(item))) {
      return nullptr;
    }
  }
  return list ? steal(PyList_AsTuple(list.get())) : nullptr;
}

// As cffi.model numbers them. Those of an array are those of its items.
Ref<> qualifiers_of(QualType type) {
  uint8_t found = type.qualifiers;
  while (const auto* array = type_as<ArrayType>(type.type)) {
    type = array->item;
    found |= type.qualifiers;
  }
  constexpr int kModelConst = 1;
  constexpr int kModelRestrict = 2;
  constexpr int kModelVolatile = 4;
  return number(((found & kConst) != 0 ? kModelConst : 0) | ((found & kRestrict) != 0 ? kModelRestrict : 0) |
                ((found & kVolatile) != 0 ? kModelVolatile : 0));
}

// ---- the fields of a record

Member member_of(const Field& field) {
  Member member;
  member.name = field.name;
  member.type = {field.type.type, field.type.qualifiers};
  member.bit_width = field.bit_size;
  return member;
}

std::vector<Member> members_of(const RecordBody& body) {
  std::vector<Member> members;
  for (const Field* field : fields_as_declared(body)) {
    members.push_back(member_of(*field));
  }
  return members;
}

bool same_layout(const RecordBody& a, const RecordBody& b) {
  return a.size == b.size && a.alignment == b.alignment &&
         std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const Field& x, const Field& y) {
                      return x.offset == y.offset && x.bit_shift == y.bit_shift && x.bit_size == y.bit_size;
                    });
}

// Which cdef(pack=n) gives this layout: 0 for none; nullopt where attributes had a part in it.
std::optional<uint32_t> packing(const RecordType& record, const RecordBody& body, std::span<const Member> members) {
  for (uint32_t pack : {0U, 1U, 2U, 4U, 8U, 16U}) {
    RecordOptions options;
    options.kind = record.record_kind;
    options.pack = pack;
    auto layout = lay_out_record(record.table->target(), options, members);
    if (layout && same_layout(layout->body, body)) {
      return pack;
    }
  }
  return std::nullopt;
}

std::optional<uint32_t> packing(const RecordDeclaration& declared) {
  const RecordOptions& options = declared.options;
  bool plain = options.aligned == 0 && std::none_of(declared.members.begin(), declared.members.end(),
                                                    [](const Member& m) { return m.aligned != 0 || m.packed; });
  return plain ? std::optional<uint32_t>(options.packed ? 1 : options.pack) : std::nullopt;
}

Ref<> field_tuple(const Member& member) {
  return pack(text_of(member.name), number_of(member.type.type), number(member.bit_width), qualifiers_of(member.type));
}

const char* convention_name(CallConvention convention) {
  return convention == CallConvention::kStdcall ? "__stdcall" : nullptr;
}

// ---- the graph

class TypeGraph {
 public:
  bool is_ready() const { return nodes_ && fields_; }

  // With all that it is made of. False with an exception set.
  bool add(const Type* type) {
    // Fields wait until all else is done: they may lead back to what is being worked on.
    std::vector<Step> steps = {{type, false}};
    std::vector<Step> of_fields;
    while (!steps.empty() || !of_fields.empty()) {
      if (steps.empty()) {
        std::swap(steps, of_fields);
      }
      Step step = steps.back();
      steps.pop_back();
      bool is_new = !step.is_last && known_.insert(step.type).second;
      if ((step.is_last && !add_node(step.type)) || (is_new && !enter(step.type, steps, of_fields))) {
        return false;
      }
    }
    return true;
  }

  Ref<> nodes() const { return nodes_; }
  Ref<> fields() const { return fields_; }

 private:
  struct Step {
    const Type* type;
    bool is_last;  // what it is made of is there
  };

  // Records come before what they are made of, all others after it.
  bool enter(const Type* type, std::vector<Step>& steps, std::vector<Step>& of_fields) {
    if (const auto* record = type_as<RecordType>(type)) {
      return add_node(type) && add_fields(*record, of_fields);
    }
    steps.push_back({type, true});
    if (const auto* pointer = type_as<PointerType>(type)) {
      steps.push_back({pointer->pointee.type, false});
    } else if (const auto* array = type_as<ArrayType>(type)) {
      steps.push_back({array->item.type, false});
    } else if (const auto* function = type_as<FunctionType>(type)) {
      steps.push_back({function->result.type, false});
      for (const QualType& parameter : function->parameters) {
        steps.push_back({parameter.type, false});
      }
    }
    return true;
  }

  bool add_node(const Type* type) { return append(nodes_.get(), pack(number_of(type), node(type))); }

  Ref<> node(const Type* type) {
    switch (type->kind) {
      case TypeKind::kVoid:
        return pack(text_of("void"));
      case TypeKind::kPrimitive:
        return pack(text_of("primitive"), text_of(primitive_info(type_as<PrimitiveType>(type)->primitive).name));
      case TypeKind::kPointer: {
        QualType pointee = type_as<PointerType>(type)->pointee;
        return pack(text_of("pointer"), number_of(pointee.type), qualifiers_of(pointee));
      }
      case TypeKind::kArray:
        return array_node(*type_as<ArrayType>(type));
      case TypeKind::kRecord: {
        const auto* record = type_as<RecordType>(type);
        return pack(text_of(record->is_union() ? "union" : "struct"), text_of(record->name), text_of(record->tag),
                    truth(record->opaque_typedef));
      }
      case TypeKind::kEnum:
        return enum_node(*type_as<EnumType>(type));
      case TypeKind::kFunction:
        return function_node(*type_as<FunctionType>(type));
      case TypeKind::kUnsizedNumber: {
        const auto* unsized = type_as<UnsizedNumberType>(type);
        return pack(text_of("unknown"), text_of(unsized->name), truth(unsized->is_float));
      }
      case TypeKind::kVector:
      case TypeKind::kForeignNumber:
        break;
    }
    return pack(text_of("other"), text_of(spell_type(type, SpellingStyle::kC).text));
  }

  static Ref<> array_node(const ArrayType& type) {
    Ref<> length = type.length >= 0 ? number(type.length) : type.length == kDotsLength ? text_of("...") : none();
    return pack(text_of("array"), number_of(type.item.type), length);
  }

  static Ref<> enum_node(const EnumType& type) {
    const EnumBody* body = type.complete();
    std::span<const Enumerator> enumerators;
    bool is_signed = false;
    if (body != nullptr) {
      enumerators = body->enumerators;
      PrimitiveClass cls = primitive_info(body->underlying).cls;
      is_signed = cls == PrimitiveClass::kSignedInt || cls == PrimitiveClass::kChar;
    }
    Ref<> names = tuple_of(enumerators, [](const Enumerator& item) { return text_of(item.name); });
    Ref<> values = tuple_of(enumerators, [is_signed](const Enumerator& item) {
      return is_signed ? number(item.value)
                       : steal(PyLong_FromUnsignedLongLong(static_cast<unsigned long long>(item.value)));
    });
    return pack(text_of("enum"), text_of(type.name), text_of(type.tag), names, values,
                truth(body != nullptr && body->partial));
  }

  static Ref<> function_node(const FunctionType& type) {
    const char* convention = convention_name(type.convention);
    Ref<> parameters = tuple_of(type.parameters, [](const QualType& parameter) { return number_of(parameter.type); });
    return pack(text_of("function"), parameters, number_of(type.result.type), truth(type.variadic),
                convention != nullptr ? text_of(convention) : none());
  }

  bool add_fields(const RecordType& record, std::vector<Step>& of_fields) {
    const RecordBody* body = record.complete();
    const RecordDeclaration* declared = record.declared();
    if (body == nullptr && declared == nullptr) {
      return true;
    }
    std::vector<Member> members =
        declared != nullptr ? std::vector(declared->members.begin(), declared->members.end()) : members_of(*body);
    bool is_partial = body != nullptr && body->partial && !body->sized_by_types;
    std::optional<uint32_t> packed = declared != nullptr              ? packing(*declared)
                                     : body->partial && !body->packed ? std::optional<uint32_t>(0)
                                     : body->partial                  ? std::optional<uint32_t>(1)
                                                                      : packing(record, *body, members);
    for (const Member& member : members) {
      of_fields.push_back({member.type.type, false});
    }
    return append(fields_.get(), pack(number_of(&record), tuple_of(members, field_tuple), truth(is_partial),
                                      packed ? number(*packed) : none()));
  }

  std::unordered_set<const Type*> known_;
  Ref<> nodes_ = steal(PyList_New(0));
  Ref<> fields_ = steal(PyList_New(0));
};

// ---- the entries

const char* entry_kind(const ListedName& listed) {
  if (listed.kind != ListedKind::kExternPython) {
    return kind_name(listed.kind);
  }
  return listed.declaration->exported    ? "dllexport_python"
         : listed.declaration->c_visible ? "extern_python_plus_c"
                                         : "extern_python";
}

Ref<> entry_value(const ListedName& listed) {
  bool has_dots = listed.declaration != nullptr && listed.declaration->kind == DeclarationKind::kDotsConstant;
  return has_dots && listed.kind == ListedKind::kMacro ? text_of("...") : declared_value(listed);
}

bool add_entry(TypeGraph& graph, PyObject* entries, const ListedName& listed) {
  if (listed.type && !graph.add(listed.type.type)) {
    return false;
  }
  return append(entries, pack(text_of(entry_kind(listed)), text_of(listed.name),
                              listed.type ? number_of(listed.type.type) : none(), qualifiers_of(listed.type),
                              entry_value(listed), number(listed.place.cdef)));
}

bool add_declarations(FfiObject* ffi, TypeGraph& graph, PyObject* entries) {
  auto listing = ffi->scope->listing();
  if (!listing) {
    raise(*ffi->state, listing.error());
    return false;
  }
  return std::all_of(listing->begin(), listing->end(),
                     [&](const ListedName& listed) { return add_entry(graph, entries, listed); });
}

bool add_type(FfiObject* ffi, TypeGraph& graph, PyObject* entries, PyObject* text) {
  Py_ssize_t length = 0;
  const char* utf8 = PyUnicode_Check(text) ? PyUnicode_AsUTF8AndSize(text, &length) : nullptr;
  if (utf8 == nullptr) {
    if (PyErr_Occurred() == nullptr) {
      raise_format(PyExc_TypeError, "a type is given as str, not %s", class_name(text));
    }
    return false;
  }
  Result<QualType> type = parse_type(*ffi->scope, {utf8, static_cast<size_t>(length)}, TypeDefinitions::kDeclared);
  if (!type) {
    raise(*ffi->state, type.error());
    return false;
  }
  return add_entry(graph, entries, {ListedKind::kTypedef, "", *type});
}

}  // namespace

PyObject* ffi_type_graph(PyObject* self, Bound bound) {
  Ref<> entries = steal(PyList_New(0));
  TypeGraph graph;
  if (!entries || !graph.is_ready()) {
    return nullptr;
  }
  FfiObject* ffi = as_ffi(self);
  TypesLock lock(*ffi->state);
  bool done = bound.or_null(0) == nullptr ? add_declarations(ffi, graph, entries.get())
                                          : add_type(ffi, graph, entries.get(), bound[0]);
  return done ? pack(graph.nodes(), graph.fields(), entries).release() : nullptr;
}

}  // namespace cffi
