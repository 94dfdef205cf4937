#include "emit/emit_c_function.h"

#include "cparse/declaration.h"
#include "emit/module_description.h"

namespace cffi {
namespace {

// The declarator of a local variable or a parameter of a type of conversion_of(): none needs its name inside.
std::string variable(const std::string& type, const std::string& name) {
  return type + (type.back() == '*' ? "" : " ") + name;
}

void emit_converter(CodeWriter& out, size_t number, const ConverterClasses::Class& signature) {
  size_t count = signature.types.size();
  bool has_result = signature.result_type != "void";
  std::string parameters;
  std::string arguments;
  out << "_CFFI_CONVERTER(" << uint64_t{number} << ") {\n";
  for (size_t i = 0; i < count; ++i) {
    std::string name = "_cffi_" + std::to_string(i);
    out << "  " << variable(signature.types[i], name) << ";\n";
    parameters += (i == 0 ? "" : ", ") + signature.types[i];
    arguments += (i == 0 ? "" : ", ") + name;
  }
  if (has_result) {
    out << "  " << variable(signature.result_type, "_cffi_r") << ";\n";
  }
  if (count == 0) {
    out << "  _CFFI_TAKES_NONE\n";
  } else {
    out << "  _CFFI_TAKES(" << uint64_t{count} << ")\n";
  }
  for (const std::string& conversion : signature.conversions) {
    out << "  " << conversion << '\n';
  }
  out << "  _CFFI_CALL(" << (has_result ? "_cffi_r = " : "") << "((" << signature.result_type << " (" << signature.pointer << ")("
      << (count == 0 ? "void" : parameters) << "))_cffi_f)(" << arguments << "))\n";
  if (count == 0) {
    out << "  return " << signature.result << ";\n}\n";
  } else {
    out << "  _CFFI_RETURN(" << signature.result << ")\n}\n";
  }
}

Result<void> emit_direct_function(EmitContext& context, const Declaration& declaration) {
  auto* function = static_cast<const FunctionType*>(declaration.type.type);
  if (Result<void> spelled = check_spelling(context, function, declaration.name); !spelled) {
    return spelled;
  }
  std::string head(function->convention == CallConvention::kStdcall ? "__stdcall _cffi_d_" : "_cffi_d_");
  head += declaration.name;
  head += "(" + parameter_list(context.names, function) + ")";
  bool has_result = function->result.type->kind != TypeKind::kVoid;
  context.at(declaration);
  context.out << "static " << context.names.declare({function->result.type}, head) << " { "
              << (has_result ? "return " : "") << declaration.name << '(';
  for (size_t i = 0; i < function->parameters.size(); ++i) {
    context.out << (i == 0 ? "_x" : ", _x") << uint64_t{i};
  }
  context.out << "); }\n";
  return {};
}

}  // namespace

std::string parameter_list(const CNames& names, const FunctionType* function) {
  std::string text;
  for (size_t i = 0; i < function->parameters.size(); ++i) {
    text += (i == 0 ? "" : ", ") + names.declare(function->parameters[i], "_x" + std::to_string(i));
  }
  return text.empty() ? "void" : text;
}

Result<void> emit_c_functions(EmitContext& context) {
  for (const Declaration* declaration : context.scope.declarations()) {
    bool is_plain = declaration->kind == DeclarationKind::kFunction &&
                    !static_cast<const FunctionType*>(declaration->type.type)->variadic;
    if (!is_plain) {
      continue;
    }
    context.converters.number_of(context.names, static_cast<const FunctionType*>(declaration->type.type));
    if (Result<void> written = emit_direct_function(context, *declaration); !written) {
      return written;
    }
  }
  context.out.home();
  const auto& classes = context.converters.classes();
  for (size_t i = 0; i < classes.size(); ++i) {
    emit_converter(context.out, i, classes[i]);
  }
  return {};
}

}  // namespace cffi
