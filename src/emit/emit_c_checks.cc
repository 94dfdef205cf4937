#include "emit/emit_c_checks.h"

#include "emit/module_description.h"
#include "emit/replaced_types.h"

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

class RecordChecks {
 public:
  explicit RecordChecks(EmitContext& context) : context_(context), out_(context.out) {}

  void write(const RecordType* record, uint64_t number) {
    std::string_view pointer = context_.names.pointer_name(record);
    const RecordPlace* place = context_.scope.place_of(record);
    go_to(place, place == nullptr ? 0 : place->begin);
    out_ << "_CFFI_CHECK(" << number << ", ";
    if (pointer.empty()) {
      out_ << context_.names.layout_name(record) << " *";
    } else {
      out_ << pointer;
    }
    out_ << ")\n";
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
    auto* enumeration = type_as<EnumType>(type);
    bool is_doubtful = enumeration != nullptr && context_.is_doubtful(enumeration);
    // verify() compares the sizes itself.
    if (field.bit_size >= 0 || is_doubtful || (context_.for_verify && is_integer(type))) {
      out_ << "(void)(_p->" << field.name << " | 0);\n";
    } else if (is_integer(type)) {
      // Any integer type of this size, and an integer it must be.
      out_ << "_CFFI_INT(" << context_.names.spell(type) << ", (char (*)[_CFFI_SIZE(_p->" << field.name << ")])0)\n";
    } else if (has_open_length(type)) {
      write_array(field);
    } else if (context_.names.can_spell(type)) {
      write_pointer(field.type, "&_p->" + std::string(field.name));
    } else {
      out_ << "(void)&_p->" << field.name << ";\n";
    }
  }

  // The lengths are the compiler's: only the items are checked.
  void write_array(const Field& field) {
    std::string path = "_p->" + std::string(field.name);
    out_ << "(void)_CFFI_IS_ARRAY(" << path << "); ";
    QualType item = innermost_items(field.type, path);
    if (context_.names.can_spell(item.type)) {
      write_pointer(item, path);
    } else {
      out_ << "(void)&" << path << "[0];\n";
    }
  }

  // The expression is an argument of the macro, so that compilers find fault with it here, not where the macro is.
  void write_pointer(const QualType& type, const std::string& value) {
    out_ << "_CFFI_IS(" << value << ", " << context_.names.declare(type, "*_t") << ")\n";
  }

  EmitContext& context_;
  CodeWriter& out_;
};

}  // namespace

Result<void> emit_c_checks(EmitContext& context) {
  RecordChecks checks(context);
  uint64_t number = 0;
  for (const Scope* described : described_scopes(context.scope, context.for_verify)) {
    for (const RecordType* record : described->records()) {
      bool has_name = context.names.can_spell(record) || !context.names.pointer_name(record).empty();
      bool is_replaced = type_by_name(context.scope, record) != record;
      if (has_name && !is_replaced && record->complete() != nullptr) {
        checks.write(record, number++);
      }
    }
  }
  return {};
}

}  // namespace cffi
