#include "emit/converter_classes.h"

namespace cffi {
namespace {

struct Conversion {
  std::string type;   // C, as the machine passes it
  std::string macro;  // of the run-time header, with {0} for the number of the argument
  std::string result;
};

// Memory that bytes may stand for as they are.
bool takes_bytes(const Type* pointee) {
  auto* primitive = type_as<PrimitiveType>(pointee);
  if (primitive == nullptr) {
    return pointee->kind == TypeKind::kVoid;
  }
  Primitive p = primitive->primitive;
  return p == Primitive::kChar || p == Primitive::kSignedChar || p == Primitive::kUnsignedChar ||
         p == Primitive::kInt8 || p == Primitive::kUint8;
}

constexpr std::string_view kAnyMacro = "_CFFI_OTHER(#)";
constexpr std::string_view kAnyResult = "_cffi_from(_cffi_self, &_cffi_r)";

Conversion primitive_conversion(Primitive primitive, std::string type) {
  switch (primitive_info(primitive).cls) {
    case PrimitiveClass::kBool:
      return {std::move(type), "_CFFI_BOOL(#)", "PyBool_FromLong(_cffi_r)"};
    case PrimitiveClass::kSignedInt: {
      std::string macro = "_CFFI_SIGNED(#, " + type + ")";
      return {std::move(type), std::move(macro), "_CFFI_FROM_SIGNED(_cffi_r)"};
    }
    case PrimitiveClass::kUnsignedInt: {
      std::string macro = "_CFFI_UNSIGNED(#, " + type + ")";
      return {std::move(type), std::move(macro), "_CFFI_FROM_UNSIGNED(_cffi_r)"};
    }
    case PrimitiveClass::kFloat: {
      std::string macro = "_CFFI_FLOAT(#, " + type + ")";
      return {std::move(type), std::move(macro), "PyFloat_FromDouble(_cffi_r)"};
    }
    case PrimitiveClass::kVoid:
    case PrimitiveClass::kChar:
    case PrimitiveClass::kWideChar:
    case PrimitiveClass::kLongDouble:
    case PrimitiveClass::kComplex:
      break;
  }
  return {std::move(type), std::string(kAnyMacro), std::string(kAnyResult)};
}

Conversion conversion_of(const CNames& names, const Type* type) {
  if (auto* primitive = type_as<PrimitiveType>(type)) {
    return primitive_conversion(primitive->primitive, names.spell(type));
  }
  if (auto* pointer = type_as<PointerType>(type)) {
    std::string_view macro = takes_bytes(pointer->pointee.type) ? "_CFFI_BYTES(#)" : kAnyMacro;
    return {"void *", std::string(macro), std::string(kAnyResult)};
  }
  if (type->kind == TypeKind::kVoid) {
    return {"void", "", "_cffi_none()"};
  }
  return {names.spell(type), std::string(kAnyMacro), std::string(kAnyResult)};
}

std::string numbered(std::string text, size_t number) {
  if (size_t hash = text.find('#'); hash != std::string::npos) {
    text.replace(hash, 1, std::to_string(number));
  }
  return text;
}

ConverterClasses::Class class_of(const CNames& names, const FunctionType* function) {
  Conversion result = conversion_of(names, function->result.type);
  ConverterClasses::Class made{std::move(result.type), std::move(result.result), "*", {}, {}};
  if (function->convention == CallConvention::kStdcall) {
    made.pointer = "__stdcall *";
  }
  for (size_t i = 0; i < function->parameters.size(); ++i) {
    Conversion argument = conversion_of(names, function->parameters[i].type);
    made.types.push_back(std::move(argument.type));
    made.conversions.push_back(numbered(std::move(argument.macro), i));
  }
  return made;
}

}  // namespace

size_t ConverterClasses::number_of(const CNames& names, const FunctionType* function) {
  Class made = class_of(names, function);
  std::string key = made.result_type + "/" + made.result + made.pointer;
  for (size_t i = 0; i < made.types.size(); ++i) {
    key += ";" + made.types[i] + "/" + made.conversions[i];
  }
  auto [found, is_new] = numbers_.emplace(std::move(key), classes_.size());
  if (is_new) {
    classes_.push_back(std::move(made));
  }
  return found->second;
}

}  // namespace cffi
