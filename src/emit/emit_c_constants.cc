#include "emit/emit_c_constants.h"

#include <optional>

#include "emit/module_description.h"

namespace cffi {
namespace {

// A literal of the value, of a type in which `literal <= 0` tells its sign.
std::string literal(const IntegerValue& value) {
  if (!value.negative()) {
    return std::to_string(value.bits) + (value.bits > static_cast<uint64_t>(INT64_MAX) ? "ULL" : "LL");
  }
  if (value.bits == uint64_t{1} << 63) {
    return "(-9223372036854775807LL - 1)";
  }
  return std::to_string(static_cast<int64_t>(value.bits)) + "LL";
}

// What the compiler must find, too: what the cdef says, unless that is left to the compiler. Enumerators are, as a
// library inserts new ones among the old; verify() alone has them checked.
std::optional<IntegerValue> known_value(const EmitContext& context, const GlobalRow& row) {
  const Declaration* declaration = declaration_of(row.global);
  if (row.global.op == Op::kEnum && !context.for_verify) {
    return std::nullopt;
  }
  if (declaration != nullptr) {
    return declaration->kind == DeclarationKind::kConstant ? std::optional(declaration->value) : std::nullopt;
  }
  bool is_partial = row.global.enumeration->complete()->partial;
  return is_partial ? std::nullopt : std::optional(enumerator_value(row.global));
}

void emit_integers(EmitContext& context) {
  CodeWriter& out = context.out;
  int index = 0;
  for (const GlobalRow& row : context.tables.globals) {
    if (!is_integer_row(row)) {
      continue;
    }
    if (index == 0) {
      out << "static int _cffi_integer(int _cffi_index, unsigned long long *_cffi_out) {\n  switch (_cffi_index) {\n";
    }
    if (const Declaration* declaration = declaration_of(row.global)) {
      context.at(*declaration);
    } else {
      out.home();
    }
    if (auto value = known_value(context, row)) {
      out << "  _CFFI_CASE_IS(" << index << ", " << literal(*value) << ", ";
    } else {
      out << "  _CFFI_CASE(" << index << ", ";
    }
    out << row.global.name << ")\n";
    ++index;
  }
  out.home();
  if (index > 0) {
    out << "  }\n  return 0;\n}\n";
  }
}

Result<void> emit_typed_constant(EmitContext& context, const GlobalRow& row) {
  const Declaration& declaration = *declaration_of(row.global);
  const Type* type = row.global.type.type;
  CFFI_TRY_VOID(check_spelling(context, type, declaration.name));
  context.at(declaration);
  context.out << "static void _cffi_k_" << declaration.name << "(char *_cffi_o) { *("
              << context.names.declare({type}, "*") << ")_cffi_o = " << declaration.name << "; }\n";
  return {};
}

// A pointer to the variable of exactly the declared type, then its address.
void emit_variable(EmitContext& context, const GlobalRow& row) {
  const Declaration& declaration = *declaration_of(row.global);
  std::string_view name = declaration.name;
  CodeWriter& out = context.out;
  context.at(declaration);
  out << "static void *_cffi_v_" << name << "(void) { ";
  const QualType& type = declaration.type;
  if (has_open_length(type.type)) {
    std::string path(name);
    QualType item = innermost_items(type, path);
    out << "(void)_CFFI_IS_ARRAY(" << name << "); ";
    if (context.names.can_spell(item.type)) {
      out << context.names.declare(item, "*_cffi_p") << " = " << path << "; (void)_cffi_p; ";
    }
    out << "return (void *)&" << name << "; }\n";
  } else if (context.names.can_spell(type.type)) {
    out << context.names.declare(type, "*_cffi_p") << " = &" << name << "; return (void *)_cffi_p; }\n";
  } else {
    out << "return (void *)&" << name << "; }\n";
  }
}

}  // namespace

bool is_integer_row(const GlobalRow& row) { return row.global.op == Op::kEnum || row.global.op == Op::kConstantInt; }

Result<void> emit_c_constants(EmitContext& context) {
  for (const GlobalRow& row : context.tables.globals) {
    if (row.global.op == Op::kConstant) {
      CFFI_TRY_VOID(emit_typed_constant(context, row));
    } else if (row.global.op == Op::kGlobalVariableF) {
      emit_variable(context, row);
    }
  }
  emit_integers(context);
  return {};
}

}  // namespace cffi
