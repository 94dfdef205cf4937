#include "emit/emit_c_tables.h"

#include "emit/emit_c_constants.h"
#include "emit/module_description.h"
#include "emit/runtime_interface.h"

namespace cffi {
namespace {

constexpr int kTypesInLine = 12;

// How the C source names a record: by its type, or only by a pointer to it, or not at all.
struct RecordSpelling {
  std::string type;
  std::string pointer;
};

class TableText {
 public:
  TableText(EmitContext& context, const std::vector<std::string>& includes)
      : context_(context), out_(context.out), tables_(context.tables), includes_(includes) {}

  void write() {
    write_types();
    write_globals();
    write_fields();
    write_records();
    write_enums();
    write_typenames();
    write_includes();
    write_context();
  }

 private:
  void write_types();
  void write_type(const TypeSlot& slot);
  void write_globals();
  void write_global(const GlobalRow& row, int& integers);
  void write_fields();
  void write_field(const RecordSpelling& record, const FieldRow& row);
  void write_records();
  void write_size(const RecordRow& row);
  void write_kind_by_values(const EnumType* type);
  void write_enums();
  void write_typenames();
  void write_includes();
  void write_context();

  RecordSpelling spelling_of(const RecordType* record) const {
    RecordSpelling spelling;
    std::string_view pointer = context_.names.pointer_name(record);
    if (!pointer.empty()) {
      spelling.pointer = pointer;
    } else if (context_.names.can_spell(record)) {
      spelling.type = context_.names.layout_name(record);
    }
    return spelling;
  }

  EmitContext& context_;
  CodeWriter& out_;
  const Tables& tables_;
  const std::vector<std::string>& includes_;
};

void TableText::write_type(const TypeSlot& slot) {
  if (slot.unsized != nullptr) {
    out_ << "_CFFI_OP(_CFFI_OP_PRIMITIVE, " << (slot.unsized->is_float ? "_CFFI_FLOAT_TYPE(" : "_CFFI_INTEGER_TYPE(")
         << slot.unsized->name << "))";
  } else if (!slot.length_of.empty()) {
    out_ << "_CFFI_LENGTH(" << slot.length_of << ')';
  } else if (slot.is_length) {
    out_ << slot.argument;
  } else if (slot.argument < 0) {
    out_ << "_CFFI_OP(_CFFI_OP_" << name_in_c(slot.op) << ", " << slot.argument << ')';
  } else {
    out_ << static_cast<uint64_t>(opcode(slot.op, slot.argument));
  }
}

void TableText::write_types() {
  out_ << "static const uintptr_t _cffi_types[] = {";
  int in_line = 0;
  for (const TypeSlot& slot : tables_.types) {
    out_ << (in_line++ % kTypesInLine == 0 ? "\n  " : " ");
    write_type(slot);
    out_ << ',';
  }
  out_ << (tables_.types.empty() ? "\n  0" : "") << "\n};\n";
}

void TableText::write_global(const GlobalRow& row, int& integers) {
  std::string_view name = row.global.name;
  switch (row.global.op) {
    case Op::kFunctionVarArgs: {
      auto* function = static_cast<const FunctionType*>(row.global.type.type);
      uint64_t converter = context_.converters.number_of(context_.names, function);
      out_ << "  _CFFI_FUNCTION(" << name << ", " << converter << ", " << row.argument << ")\n";
      return;
    }
    case Op::kEnum:
      out_ << "  _CFFI_ENUMERATOR(" << name << ", " << integers++ << ")\n";
      return;
    case Op::kConstantInt:
      out_ << "  _CFFI_INTEGER(" << name << ", " << integers++ << ")\n";
      return;
    case Op::kConstant:
      out_ << "  _CFFI_CONSTANT(" << name << ", " << row.argument << ")\n";
      return;
    case Op::kGlobalVariableF:
      out_ << "  _CFFI_VARIABLE(" << name << ", " << row.argument << ")\n";
      return;
    case Op::kExternPython:
      out_ << "  _CFFI_EXTERN_PYTHON(" << name << ", " << row.argument << ")\n";
      return;
    default:
      return;  // describe_for_c() makes no others
  }
}

void TableText::write_globals() {
  if (tables_.globals.empty()) {
    return;
  }
  out_ << "static const struct _cffi_global_s _cffi_globals[] = {\n";
  int integers = 0;
  for (const GlobalRow& row : tables_.globals) {
    write_global(row, integers);
  }
  out_ << "};\n";
}

void TableText::write_field(const RecordSpelling& record, const FieldRow& row) {
  std::string_view name = row.wanted.name;
  const Field& field = *row.wanted.field;
  if (field.bit_size >= 0) {
    out_ << "  _CFFI_BITFIELD(" << name << ", " << row.type_index << ", " << static_cast<int>(field.bit_size) << ")\n";
    return;
  }
  if (name.empty() || (record.type.empty() && record.pointer.empty())) {
    out_ << "  _CFFI_COMPUTED_FIELD(" << name << ", " << row.type_index << ")\n";
    return;
  }
  auto* array = type_as<ArrayType>(field.type.type);
  bool is_open = array != nullptr && array->length == kOpenLength;
  out_ << (record.pointer.empty() ? "  _CFFI_" : "  _CFFI_POINTEE_") << (is_open ? "OPEN_FIELD(" : "FIELD(")
       << (record.pointer.empty() ? record.type : record.pointer) << ", " << name << ", " << row.type_index << ")\n";
}

void TableText::write_fields() {
  bool is_first = true;
  for (const RecordRow& row : tables_.records) {
    RecordSpelling spelling = spelling_of(row.type);
    for (const FieldRow& field : row.fields) {
      out_ << (is_first ? "static const struct _cffi_field_s _cffi_fields[] = {\n" : "");
      is_first = false;
      write_field(spelling, field);
    }
  }
  out_ << (is_first ? "" : "};\n");
}

void TableText::write_size(const RecordRow& row) {
  RecordSpelling spelling = spelling_of(row.type);
  if ((row.flags & (kRecordOpaque | kRecordExternal)) != 0) {
    out_ << "(size_t)_CFFI_UNKNOWN, _CFFI_UNKNOWN";
  } else if (!spelling.pointer.empty()) {
    out_ << "sizeof(*(" << spelling.pointer << ")0), _CFFI_POINTEE_ALIGNOF(" << spelling.pointer << ')';
  } else if (!spelling.type.empty()) {
    out_ << "sizeof(" << spelling.type << "), _CFFI_ALIGNOF(" << spelling.type << ')';
  } else {
    out_ << "(size_t)_CFFI_COMPUTED, _CFFI_COMPUTED";
  }
}

void TableText::write_records() {
  if (tables_.records.empty()) {
    return;
  }
  out_ << "static const struct _cffi_record_s _cffi_records[] = {\n";
  size_t first_field = 0;
  for (const RecordRow& row : tables_.records) {
    bool has_body = (row.flags & (kRecordOpaque | kRecordExternal)) == 0;
    out_ << "  { " << quoted(row.name) << ", " << row.type_index << ", " << row.flags << ", ";
    write_size(row);
    out_ << ", " << (has_body ? static_cast<int64_t>(first_field) : int64_t{-1}) << ", " << uint64_t{row.fields.size()}
         << " },\n";
    first_field += row.fields.size();
  }
  out_ << "};\n";
}

// That of unsigned int, wider if an enumerator is, signed if one is negative.
void TableText::write_kind_by_values(const EnumType* type) {
  std::string sum = "0u";
  std::string is_negative = "0";
  const EnumBody* body = type->complete();
  for (const Enumerator& enumerator : body != nullptr ? body->enumerators : std::span<const Enumerator>()) {
    sum += " + (" + std::string(enumerator.name) + ')';
    is_negative += " || _CFFI_IS_NEGATIVE(" + std::string(enumerator.name) + ")";
  }
  out_ << "_CFFI_INTEGER_KIND(sizeof(" << sum << "), (" << is_negative << "))";
}

void TableText::write_enums() {
  if (tables_.enums.empty()) {
    return;
  }
  out_ << "static const struct _cffi_enum_s _cffi_enums[] = {\n";
  for (const EnumRow& row : tables_.enums) {
    out_ << "  { " << quoted(row.name) << ", " << row.type_index << ", ";
    if (context_.is_doubtful(row.type)) {
      write_kind_by_values(row.type);
    } else if (context_.names.can_spell(row.type)) {
      out_ << "_CFFI_ENUM_TYPE(" << context_.names.spell(row.type) << ')';
    } else {
      out_ << primitive_number(context_.scope.types().target(), row.type);
    }
    out_ << ", " << quoted(enumerator_list(row.type)) << " },\n";
  }
  out_ << "};\n";
}

void TableText::write_typenames() {
  if (tables_.typenames.empty()) {
    return;
  }
  out_ << "static const struct _cffi_typename_s _cffi_typenames[] = {\n";
  for (const TypenameRow& row : tables_.typenames) {
    out_ << "  { " << quoted(row.name) << ", " << row.type_index << " },\n";
  }
  out_ << "};\n";
}

void TableText::write_includes() {
  if (includes_.empty()) {
    return;
  }
  out_ << "static const char *const _cffi_includes[] = {";
  for (const std::string& name : includes_) {
    out_ << ' ' << quoted(name) << ',';
  }
  out_ << " NULL };\n";
}

void TableText::write_context() {
  size_t fields = 0;
  bool calls_python = false;
  for (const RecordRow& row : tables_.records) {
    fields += row.fields.size();
  }
  for (const GlobalRow& row : tables_.globals) {
    calls_python = calls_python || row.global.op == Op::kExternPython;
  }
  auto array = [](bool exists, std::string_view name) { return exists ? name : std::string_view("NULL"); };
  out_ << "static const struct _cffi_type_context_s _cffi_type_context = {\n  _cffi_types, "
       << array(!tables_.globals.empty(), "_cffi_globals") << ", " << array(fields > 0, "_cffi_fields") << ", "
       << array(!tables_.records.empty(), "_cffi_records") << ", " << array(!tables_.enums.empty(), "_cffi_enums")
       << ", " << array(!tables_.typenames.empty(), "_cffi_typenames") << ",\n  " << uint64_t{tables_.globals.size()}
       << ", " << uint64_t{tables_.records.size()} << ", " << uint64_t{tables_.enums.size()} << ", "
       << uint64_t{tables_.typenames.size()} << ", " << array(!includes_.empty(), "_cffi_includes") << ", "
       << uint64_t{tables_.types.size()} << ", " << (calls_python ? int{kUsesExternPython} : 0) << "\n};\n";
}

}  // namespace

void emit_c_tables(EmitContext& context, const std::vector<std::string>& includes) {
  TableText(context, includes).write();
}

}  // namespace cffi
