#include "emit/emit_c_checks.h"

namespace cffi {
namespace {

bool is_integer(const Type* type) {
  auto* primitive = type_as<PrimitiveType>(type);
  if (primitive == nullptr) {
    return false;
  }
  PrimitiveClass cls = primitive_info(primitive->primitive).cls;
  return is_integer_class(cls) || cls == PrimitiveClass::kChar || cls == PrimitiveClass::kWideChar;
}

bool is_open(const ArrayType* array) { return array->length < 0; }

class RecordChecks {
 public:
  explicit RecordChecks(EmitContext& context) : context_(context), out_(context.out) {}

  void write(const RecordType* record, uint64_t number) {
    std::string_view pointer = context_.names.pointer_name(record);
    const RecordPlace* place = context_.scope.place_of(record);
    go_to(place, place == nullptr ? 0 : place->begin);
    out_ << "_CFFI_CHECK(" << number << ", ";
    if (pointer.empty()) {
      out_ << context_.names.spell(record) << " *";
    } else {
      out_ << pointer;
    }
    out_ << ") { (void)_cffi_p;\n";
    write_fields(record);
    out_ << "}\n";
  }

 private:
  void go_to(const RecordPlace* place, uint32_t offset) {
    if (place != nullptr) {
      SourceLines::Place found = context_.places.place(place->cdef, offset);
      out_.at(found.file, found.line);
    } else {
      out_.home();
    }
  }

  // Those of anonymous members belong to the record itself.
  void write_fields(const RecordType* record) {
    const RecordBody& body = *record->complete();
    const RecordPlace* place = context_.scope.place_of(record);
    for (size_t i = 0; i < body.fields.size(); ++i) {
      const Field& field = body.fields[i];
      if (field.name.empty()) {
        auto* inner = type_as<RecordType>(field.type.type);
        if (inner != nullptr && inner->complete() != nullptr) {
          write_fields(inner);
        }
        continue;
      }
      go_to(place, place != nullptr && i < place->fields.size() ? place->fields[i] : 0);
      write_field(field);
    }
  }

  void write_field(const Field& field) {
    const Type* type = field.type.type;
    if (field.bit_size >= 0) {
      out_ << "_CFFI_HAS_BITS(" << field.name << ")\n";
    } else if (is_integer(type)) {
      out_ << "_CFFI_HAS_INTEGER(" << field.name << ", " << context_.names.spell(type) << ")\n";
    } else if (auto* array = type_as<ArrayType>(type); array != nullptr && has_open(array)) {
      write_array(field, array);
    } else if (context_.names.can_spell(type)) {
      out_ << "_CFFI_HAS(" << field.name << ", " << context_.names.declare(field.type, "*_cffi_t") << ")\n";
    } else {
      out_ << "(void)&_cffi_p->" << field.name << ";\n";
    }
  }

  static bool has_open(const ArrayType* array) {
    for (; array != nullptr; array = type_as<ArrayType>(array->item.type)) {
      if (is_open(array)) {
        return true;
      }
    }
    return false;
  }

  // The lengths are the compiler's: only the items are checked.
  void write_array(const Field& field, const ArrayType* array) {
    std::string path(field.name);
    QualType item = array->item;
    for (auto* inner = type_as<ArrayType>(item.type); inner != nullptr && has_open(inner);
         inner = type_as<ArrayType>(item.type)) {
      path += "[0]";
      item = inner->item;
    }
    item.qualifiers |= field.type.qualifiers;
    if (context_.names.can_spell(item.type)) {
      out_ << "_CFFI_HAS_ITEMS(" << path << ", " << context_.names.declare(item, "*_cffi_t") << ")\n";
    } else {
      out_ << "(void)&_cffi_p->" << path << "[0];\n";
    }
  }

  EmitContext& context_;
  CodeWriter& out_;
};

}  // namespace

Result<void> emit_c_checks(EmitContext& context) {
  RecordChecks checks(context);
  uint64_t number = 0;
  for (const RecordType* record : context.scope.records()) {
    bool has_name = context.names.can_spell(record) || !context.names.pointer_name(record).empty();
    if (has_name && record->complete() != nullptr) {
      checks.write(record, number++);
    }
  }
  return {};
}

}  // namespace cffi
