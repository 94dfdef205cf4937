#include "emit/emit_c_extern_python.h"

#include <algorithm>

#include "emit/emit_c_function.h"

namespace cffi {
namespace {

constexpr size_t kSlotSize = 8;

// Too large for a slot, or not sure to fit: the slot has the argument's address.
bool goes_by_reference(const Type* type) {
  auto* primitive = type_as<PrimitiveType>(type);
  return type->kind == TypeKind::kRecord ||
         (primitive != nullptr &&
          (primitive->primitive == Primitive::kLongDouble || primitive->primitive == Primitive::kDoubleComplex));
}

void emit_body(EmitContext& context, const Declaration& declaration, const FunctionType* function) {
  CodeWriter& out = context.out;
  const CSpelling& names = context.names;
  bool has_result = function->result.type->kind != TypeKind::kVoid;
  size_t count = function->parameters.size();
  out << "{ union { long long _cffi_a[" << std::max<uint64_t>(count, 1) << "]; ";
  if (has_result) {
    out << names.declare({function->result.type}, "_cffi_r") << "; ";
  }
  out << "} _cffi_u; char *_cffi_p = (char *)&_cffi_u; ";
  for (size_t i = 0; i < count; ++i) {
    bool by_reference = goes_by_reference(function->parameters[i].type);
    std::string cast = names.declare({function->parameters[i].type}, by_reference ? "**" : "*");
    out << "*(" << cast << ")(_cffi_p + " << uint64_t{i * kSlotSize} << ") = " << (by_reference ? "&_x" : "_x")
        << uint64_t{i} << "; ";
  }
  out << "_cffi_call_python(&_cffi_e_" << declaration.name << ", _cffi_p); "
      << (has_result ? "return _cffi_u._cffi_r; }\n" : "}\n");
}

Result<void> emit_function(EmitContext& context, const Declaration& declaration) {
  auto* function = static_cast<const FunctionType*>(declaration.type.type);
  CFFI_TRY_VOID(check_spelling(context, function, declaration.name));
  if (function->variadic) {
    return fail(ErrorCode::kVariadicExternPython, {std::string(declaration.name)});
  }
  bool has_result = function->result.type->kind != TypeKind::kVoid;
  context.at(declaration);
  context.out << "static struct _cffi_externpy_s _cffi_e_" << declaration.name << " = { "
              << quoted(std::string(context.module_name) + "." + std::string(declaration.name)) << ", ";
  if (has_result) {
    context.out << "sizeof(" << context.names.spell(function->result.type) << ")";
  } else {
    context.out << '0';
  }
  context.out << ", NULL, NULL };\n";
  std::string head(function->convention == CallConvention::kStdcall ? "__stdcall " : "");
  head += declaration.name;
  head += "(" + parameter_list(context.names, function) + ")";
  context.at(declaration);
  context.out << (declaration.exported    ? "CFFI_DLLEXPORT "
                  : declaration.c_visible ? ""
                                          : "static ")
              << context.names.declare({function->result.type}, head) << ' ';
  emit_body(context, declaration, function);
  return {};
}

}  // namespace

Result<void> emit_c_extern_python(EmitContext& context) {
  for (const Declaration* declaration : context.scope.declarations()) {
    if (declaration->kind != DeclarationKind::kExternPython) {
      continue;
    }
    CFFI_TRY_VOID(emit_function(context, *declaration));
  }
  return {};
}

}  // namespace cffi
