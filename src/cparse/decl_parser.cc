#include "cparse/decl_parser.h"

#include <algorithm>

#include "cparse/const_expr.h"
#include "cparse/declarator.h"
#include "cparse/initialiser.h"
#include "cparse/literal.h"
#include "cparse/old_style.h"
#include "cparse/record_parser.h"
#include "cparse/specifier.h"
#include "cparse/static_assert.h"

namespace cffi {
namespace {

bool external_declaration(ParseContext& ctx);

bool declare(ParseContext& ctx, const Declaration& declaration, bool override = false) {
  if (auto declared = ctx.transaction.declare(declaration, ctx.options.override || override); !declared) {
    return ctx.fail(declared.take_failure(), declaration.range);
  }
  return true;
}

bool is_scalar(const Type* type) { return type->kind != TypeKind::kArray && type->kind != TypeKind::kRecord; }

bool is_const(const Specifiers& specifiers, const Declaration& declaration) {
  return (declaration.type.qualifiers & kConst) != 0 || specifiers.is_constexpr;
}

// `static const int X = 42;` and `static const int X;` are constants: nothing of that name is in a library.
bool is_constant_object(const Specifiers& specifiers, const Declaration& declaration, bool has_value) {
  return is_const(specifiers, declaration) && is_scalar(declaration.type.type) && !specifiers.is_extern &&
         (specifiers.is_static || has_value || specifiers.is_constexpr);
}

// `int X = 42;` is one, too: `#define X 42` in other words.
bool is_number_constant(const Specifiers& specifiers, const Declaration& declaration, const Initialiser& found) {
  auto* primitive = type_as<PrimitiveType>(declaration.type.type);
  return found.is_number && primitive != nullptr && is_integer_class(primitive_info(primitive->primitive).cls) &&
         !specifiers.is_thread_local;
}

// `extern int x; int x = 42;`, in any order, is a variable. True if it was declared as one, or must be now.
bool is_variable_elsewhere(const Declaration& declaration, const Declaration* before, bool is_number) {
  if (before == nullptr || before->type.type == nullptr || before->enumeration != nullptr ||
      (before->type.qualifiers & kConst) != 0 || before->type.type->canonical != declaration.type.type->canonical) {
    return false;
  }
  return before->kind == (is_number ? DeclarationKind::kVariable : DeclarationKind::kConstant);
}

void set_constant(ParseContext& ctx, Declaration& declaration, std::optional<IntegerValue> value) {
  IntegerKind integer = integer_kind(ctx.target(), declaration.type.type);
  declaration.kind = DeclarationKind::kDotsConstant;
  if (integer.size != 0 && value) {
    declaration.kind = DeclarationKind::kConstant;
    declaration.value = {convert(ctx.types(), make_value(ctx.types(), *value), declaration.type.type).bits,
                         integer.is_signed};
  }
}

bool object_declaration(ParseContext& ctx, const Specifiers& specifiers, Declaration& declaration) {
  if (ctx.in_extern_python) {
    return ctx.fail(ErrorCode::kExternPythonVariable, declaration.range, {std::string(declaration.name)});
  }
  // `extern void end;`: only its address is of use, as of the symbols that linkers make.
  if (declaration.type.type->kind == TypeKind::kVoid && is_const(specifiers, declaration)) {
    return ctx.fail(ErrorCode::kVoidVariable, declaration.range, {std::string(declaration.name)});
  }
  Initialiser found;
  if (!initialiser(ctx, found)) {
    return false;
  }
  declaration.kind = DeclarationKind::kVariable;
  declaration.thread_local_ = specifiers.is_thread_local;
  declaration.has_storage_class = specifiers.is_extern || specifiers.is_static ||
                                  (is_const(specifiers, declaration) && is_scalar(declaration.type.type));
  bool is_number = is_number_constant(specifiers, declaration, found);
  if (is_variable_elsewhere(declaration, ctx.known(ctx.scope.find_own(declaration.name)), is_number)) {
    declaration.has_storage_class = true;
    return declare(ctx, declaration, true);
  }
  if (is_number) {
    declaration.kind = DeclarationKind::kConstant;
    declaration.value = *found.value;
  } else if (is_constant_object(specifiers, declaration, found.value.has_value())) {
    set_constant(ctx, declaration, found.value);
  }
  return declare(ctx, declaration);
}

bool function_declaration(ParseContext& ctx, Declaration& declaration) {
  declaration.exported = ctx.options.embedding;
  bool is_python = ctx.in_extern_python || declaration.exported;
  declaration.kind = is_python ? DeclarationKind::kExternPython : DeclarationKind::kFunction;
  declaration.c_visible = declaration.exported || (ctx.in_extern_python && ctx.extern_python_visible);
  return declare(ctx, declaration);
}

bool declare_typedef(ParseContext& ctx, const Declarator& d, QualType type) {
  if (auto declared = ctx.transaction.declare_typedef({d.name, type}, ctx.options.override, d.range); !declared) {
    return ctx.fail(declared.take_failure(), d.range);
  }
  return true;
}

// `typedef ... T;` and `typedef ... *T;`
bool opaque_typedef(ParseContext& ctx, const Specifiers& specifiers, const Declarator& d) {
  size_t steps = ctx.steps.size() - d.first_step;
  bool is_pointer = steps == 1 && ctx.steps.back().kind == DeclaratorStep::Kind::kPointer;
  if (steps > 1 || (steps == 1 && !is_pointer)) {
    return ctx.fail(ErrorCode::kBadDots, specifiers.range,
                    {"only 'typedef ... name;' and 'typedef ... *name;' are possible"});
  }
  // Said a second time, it is the same type.
  if (const Typedef* before = ctx.known(ctx.scope.find_own_typedef(d.name))) {
    auto* pointer = type_as<PointerType>(before->type.type);
    auto* record = type_as<RecordType>(is_pointer && pointer != nullptr ? pointer->pointee.type : before->type.type);
    if (record != nullptr && record->opaque_typedef && (pointer != nullptr) == is_pointer) {
      return true;
    }
  }
  std::string name = (is_pointer ? "struct $$" : "") + std::string(d.name);
  RecordType* record = ctx.types().new_record(RecordKind::kStruct, name, "");
  record->opaque_typedef = true;
  ctx.transaction.declare_record(record, d.range);
  QualType type;
  return build_type(ctx, {record}, d, TypeUse::kObject, type) && declare_typedef(ctx, d, type);
}

// `typedef int... T;` and `typedef float... T;`
bool unsized_typedef(ParseContext& ctx, const Specifiers& specifiers, const Declarator& d) {
  bool is_float = is_floating(specifiers.type.type);
  bool is_number = is_float || integer_kind(ctx.target(), specifiers.type.type).size != 0;
  if (!is_number || !d.is_plain(ctx)) {
    return ctx.fail(ErrorCode::kBadDots, specifiers.range,
                    {"only 'typedef int... name;' and 'typedef float... name;' are possible"});
  }
  const Typedef* before = ctx.known(ctx.scope.find_own_typedef(d.name));
  auto* same = before == nullptr ? nullptr : type_as<UnsizedNumberType>(before->type.type);
  if (same != nullptr && same->is_float == is_float) {
    return true;
  }
  return declare_typedef(ctx, d, {ctx.types().new_unsized_number(d.name, is_float)});
}

bool typedef_declaration(ParseContext& ctx, const Specifiers& specifiers, const Declarator& d) {
  if (specifiers.is_opaque) {
    return opaque_typedef(ctx, specifiers, d);
  }
  if (specifiers.is_unsized) {
    return unsized_typedef(ctx, specifiers, d);
  }
  QualType type;
  if (!build_type(ctx, specifiers.type, d, TypeUse::kObject, type)) {
    return false;
  }
  uint32_t aligned = std::max(specifiers.attributes.aligned, d.attributes.aligned);
  type.alignment = aligned != 0 ? aligned : type.alignment;
  return declare_typedef(ctx, d, type);
}

// The first declarator of a typedef, when it is a plain name, is what its struct or union is shown as. So is an enum,
// provided that it is declared right there.
void name_by_typedef(ParseContext& ctx, Specifiers& specifiers, const Declarator& d) {
  bool plain = d.is_plain(ctx);
  name_anonymous(ctx, specifiers, plain ? d.name : std::string_view());
  if (plain && specifiers.has_tag && !specifiers.is_older_enum) {
    ctx.transaction.show_as(specifiers.type.type, d.name);
  }
}

// declarator [ "=" initialiser ]. `is_definition`: a function's body is at hand.
bool init_declarator(ParseContext& ctx, Specifiers& specifiers, bool is_first, bool& is_definition) {
  StackMark<DeclaratorStep> steps(ctx.steps);
  StackMark<QualType> parameters(ctx.parameters);
  StackMark<std::string_view> names(ctx.parameter_names);
  Declarator d;
  d.attributes.convention = specifiers.attributes.convention;
  if (!declarator(ctx, NameRule::kRequired, d)) {
    return false;
  }
  bool is_old_style = !d.is_plain(ctx) && ctx.steps[d.first_step].old_style;
  if (is_old_style && !old_style_declarations(ctx, ctx.steps[d.first_step])) {
    return false;
  }
  if (specifiers.is_typedef) {
    if (is_first) {
      name_by_typedef(ctx, specifiers, d);
    }
    return typedef_declaration(ctx, specifiers, d);
  }
  Declaration declaration{};
  declaration.name = d.name;
  declaration.range = d.range;
  declaration.symbol = d.symbol;
  if (!build_type(ctx, specifiers.type, d, TypeUse::kObject, declaration.type)) {
    return false;
  }
  if (declaration.type.type->kind == TypeKind::kFunction) {
    is_definition = is_first && ctx.kind() == Tok::kLeftBrace;
    return function_declaration(ctx, declaration);
  }
  return object_declaration(ctx, specifiers, declaration);
}

bool declaration(ParseContext& ctx) {
  Specifiers specifiers;
  if (!declaration_specifiers(ctx, specifiers)) {
    return false;
  }
  if (ctx.kind() == Tok::kSemicolon) {
    if (!specifiers.has_tag) {
      return ctx.fail(ErrorCode::kDeclaresNothing, specifiers.range);
    }
    if (specifiers.is_typedef) {
      name_anonymous(ctx, specifiers, "");
    }
    ctx.advance();
    return true;
  }
  bool is_first = true;
  do {
    bool is_definition = false;
    if (!init_declarator(ctx, specifiers, is_first, is_definition)) {
      return false;
    }
    if (is_definition) {
      return ctx.skip_balanced();
    }
    is_first = false;
  } while (ctx.accept(Tok::kComma));
  return ctx.expect(Tok::kSemicolon, "';'");
}

// { external-declaration } "}"
bool linkage_group(ParseContext& ctx) {
  Nesting nesting(ctx);
  if (!nesting) {
    return false;
  }
  ctx.advance();
  while (ctx.kind() != Tok::kRightBrace) {
    if (ctx.kind() == Tok::kEnd) {
      return ctx.unexpected("'}'");
    }
    if (!external_declaration(ctx)) {
      return false;
    }
  }
  ctx.advance();
  return true;
}

// "extern" string: the string is at hand.
bool linkage_specification(ParseContext& ctx) {
  Nesting nesting(ctx);
  std::string language = parse_string_literal(ctx.text());
  bool python = language == "Python" || language == "Python+C";
  if (!nesting || (!python && language != "C" && language != "C++")) {
    return ctx.fail(ErrorCode::kUnknownLinkage, ctx.range(), {std::string(ctx.text().substr(0, 80))});
  }
  bool before = ctx.in_extern_python;
  bool visible_before = ctx.extern_python_visible;
  if (python) {
    ctx.in_extern_python = true;
    ctx.extern_python_visible = language == "Python+C";
  }
  ctx.advance();
  bool good = ctx.kind() == Tok::kLeftBrace ? linkage_group(ctx) : external_declaration(ctx);
  ctx.in_extern_python = before;
  ctx.extern_python_visible = visible_before;
  return good;
}

// "asm" "(" ... ")" ";" at file scope.
bool file_scope_asm(ParseContext& ctx) {
  ctx.advance();
  while (ctx.kind() == Tok::kVolatile || ctx.kind() == Tok::kInline) {
    ctx.advance();
  }
  if (ctx.kind() != Tok::kLeftParen) {
    return ctx.unexpected("'('");
  }
  return ctx.skip_balanced() && (ctx.accept(Tok::kSemicolon) || !ctx.failed());
}

bool external_declaration(ParseContext& ctx) {
  switch (ctx.kind()) {
    case Tok::kSemicolon:
      ctx.advance();
      return !ctx.failed();
    case Tok::kStaticAssert:
      return static_assert_declaration(ctx);
    case Tok::kAsm:
      return file_scope_asm(ctx);
    case Tok::kExtern:
      if (ctx.peek() == Tok::kString) {
        ctx.advance();
        return linkage_specification(ctx);
      }
      return declaration(ctx);
    case Tok::kLeftBracket: {  // C23: an attribute declaration, or attributes of what follows
      Attributes ignored;
      return ctx.peek() == Tok::kLeftBracket ? attributes(ctx, ignored) : ctx.unexpected("a declaration");
    }
    default:
      return declaration(ctx);
  }
}

}  // namespace

bool translation_unit(ParseContext& ctx) {
  while (ctx.kind() != Tok::kEnd) {
    if (!external_declaration(ctx)) {
      return false;
    }
  }
  return !ctx.failed();
}

}  // namespace cffi
