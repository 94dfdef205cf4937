#include "emit/emit_c.h"

#include "emit/emit_c_checks.h"
#include "emit/emit_c_constants.h"
#include "emit/emit_c_embedding.h"
#include "emit/emit_c_extern_python.h"
#include "emit/emit_c_frozen.h"
#include "emit/emit_c_function.h"
#include "emit/emit_c_tables.h"
#include "emit/module_description.h"
#include "emit/opaque_uses.h"
#include "emit/runtime_interface.h"
#include "emit/runtime_text.h"

namespace cffi {
namespace {

constexpr std::string_view kPreambleFile = "<cffi source>";

std::string file_name(std::string_view module_name) {
  size_t dot = module_name.rfind('.');
  std::string name(dot == std::string_view::npos ? module_name : module_name.substr(dot + 1));
  return name + ".c";
}

std::string hexadecimal(uint32_t value) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) {
    text += kDigits[value >> shift & 15];
  }
  return text;
}

// After the preamble there are only small functions that call others: what GCC does beyond -Og takes a third of the
// compiler's time and makes none of them faster.
constexpr std::string_view kLessEffort =
    "#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)\n"
    "#pragma GCC push_options\n#pragma GCC optimize (\"Og\")\n#endif\n";
constexpr std::string_view kUsualEffort =
    "#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)\n#pragma GCC pop_options\n#endif\n";

// PEP 793: what Python 3.15 and later look for first, and all that modules for both of its builds may have.
std::string export_function(std::string_view init_function) {
  constexpr std::string_view kInit = "PyInit";
  return "PyModExport" + std::string(init_function.substr(kInit.size()));
}

void write_head(EmitContext& context, const EmitCOptions& options) {
  context.out << "#define _CFFI_MODULE_NAME " << quoted(options.module_name) << '\n'
              << "#define _CFFI_INIT_FUNCTION " << options.init_function << '\n'
              << "#define _CFFI_EXPORT_FUNCTION " << export_function(options.init_function) << '\n'
              << "#define _CFFI_VERSION_TAG " << hexadecimal(kNewestInterface) << '\n';
  if (options.limited_api != 0) {
    context.out << "#define _CFFI_LIMITED_API " << hexadecimal(options.limited_api) << '\n';
  }
  write_runtime_interface(context.out);
  context.out << kRuntimeModule << '\n';
  if (options.for_released) {
    emit_c_frozen_head(context, options.embedding);
  }
  if (options.embedding) {
    emit_c_embedding_head(context.out, options.version);
  }
  context.out.at(kPreambleFile, 1);
  context.out << options.preamble << '\n';
  context.out.home();
  context.out << kLessEffort;
}

void write_tail(EmitContext& context, const EmitCOptions& options) {
  context.out.home();
  if (options.for_released) {
    emit_c_frozen_stubs(context);
  }
  context.out << kUsualEffort << '\n' << kRuntimeModuleInit;
  if (options.embedding) {
    emit_c_embedding_start(context.out, options.init_code);
  }
}

// What a compiler would find, or could not be run for.
Result<void> check(const Scope& scope, const EmitCOptions& options) {
  CFFI_TRY_VOID(check_fields(described_scopes(scope, options.for_verify)));
  for (const Declaration* declaration : scope.declarations()) {
    if (options.for_verify && declaration->kind == DeclarationKind::kExternPython) {
      return fail(ErrorCode::kNotInVerify, {std::string(declaration->name)});
    }
  }
  return check_results(scope);
}

}  // namespace

Result<void> check_spelling(const EmitContext& context, const Type* type, std::string_view name) {
  if (context.names.can_spell(type)) {
    return {};
  }
  return fail(ErrorCode::kNotInC, {std::string(name), spell_type(type).text});
}

Result<std::string> emit_c(const Scope& scope, const EmitCOptions& options) {
  CFFI_TRY_VOID(check(scope, options));
  CSpelling names(scope, options.for_verify);
  ModuleKind kind = options.for_verify     ? ModuleKind::kVerify
                    : options.for_released ? ModuleKind::kAnyBackend
                                           : ModuleKind::kOwnBackend;
  CFFI_TRY(tables, write_tables(describe_for_c(scope, names, kind)));
  EmitContext context{scope,
                      std::move(names),
                      SourcePlaces(scope),
                      CodeWriter(file_name(options.module_name)),
                      std::move(*tables),
                      options.module_name,
                      options.for_verify};
  write_head(context, options);
  using Part = Result<void>(EmitContext&);
  for (Part* part : {emit_c_functions, emit_c_constants, emit_c_extern_python, emit_c_checks}) {
    CFFI_TRY_VOID(part(context));
  }
  context.out.home();
  emit_c_tables(context, options.includes);
  write_tail(context, options);
  return context.out.take();
}

}  // namespace cffi
