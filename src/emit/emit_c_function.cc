#include "emit/emit_c_function.h"

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "decl/declaration.h"
#include "emit/module_description.h"

namespace cffi {
namespace {

// "_CFFI_C2": what emit_converter_macro() defines for a number of arguments.
std::string macro_name(size_t count, bool has_result) {
  return (has_result ? "_CFFI_C" : "_CFFI_V") + std::to_string(count);
}

void append(std::string& text, std::initializer_list<std::string_view> parts) {
  for (std::string_view part : parts) {
    text += part;
  }
}

// Converters differ in types only, so that one macro for each number of arguments makes them all.
void emit_converter_macro(CodeWriter& out, size_t count, bool has_result) {
  std::string parameters;
  std::string locals;
  std::string failed;
  std::string types;
  std::string values;
  for (size_t i = 0; i < count; ++i) {
    std::string n = std::to_string(i);
    append(parameters, {", T", n, ", k", n});
    append(locals, {" T", n, " _cffi_x", n, ";"});
    append(failed, {" || _CFFI_FAILS(_CFFI_TAKE_##k", n, "(T", n, "), ", n, ")"});
    types += (i == 0 ? "T" : ", T") + n;
    values += (i == 0 ? "_cffi_x" : ", _cffi_x") + n;
  }
  out << "#define " << macro_name(count, has_result) << "(id, P" << (has_result ? ", R, k" : "") << parameters
      << ") \\\n";
  out << "  _CFFI_CONVERTER(id, " << uint64_t{count} << "," << failed << "," << locals
      << (has_result ? " R _cffi_r;" : "") << ") \\\n  "
      << (has_result ? "_CFFI_GIVES(_CFFI_FROM_##k(_cffi_r), ((R (P)(" : "_CFFI_GIVES_NONE(((void (P)(")
      << (count == 0 ? "void" : types) << "))_cffi_f)(" << values << "))\n";
}

void emit_converters(CodeWriter& out, const std::vector<ConverterClasses::Class>& classes) {
  std::set<std::pair<size_t, bool>> defined;
  for (size_t number = 0; number < classes.size(); ++number) {
    const ConverterClasses::Class& signature = classes[number];
    bool has_result = signature.result.kind != 'V';
    if (defined.emplace(signature.arguments.size(), has_result).second) {
      emit_converter_macro(out, signature.arguments.size(), has_result);
    }
    out << macro_name(signature.arguments.size(), has_result) << '(' << uint64_t{number} << ", " << signature.pointer;
    if (has_result) {
      out << ", " << signature.result.type << ", " << signature.result.kind;
    }
    for (const ConverterClasses::Value& argument : signature.arguments) {
      out << ", " << argument.type << ", " << argument.kind;
    }
    out << ")\n";
  }
}

Result<void> emit_direct_function(EmitContext& context, const Declaration& declaration) {
  auto* function = static_cast<const FunctionType*>(declaration.type.type);
  CFFI_TRY_VOID(check_spelling(context, function, declaration.name));
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

std::string parameter_list(const CSpelling& names, const FunctionType* function) {
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
    CFFI_TRY_VOID(emit_direct_function(context, *declaration));
  }
  context.out.home();
  emit_converters(context.out, context.converters.classes());
  return {};
}

}  // namespace cffi
