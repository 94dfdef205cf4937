#include "emit/converter_classes.h"

namespace cffi {
namespace {

using Value = ConverterClasses::Value;

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

// Fixed-width integers are the plain ones of that width everywhere: one name for both makes fewer classes.
Primitive common_name(Primitive primitive) {
  switch (primitive) {
    case Primitive::kInt8:
      return Primitive::kSignedChar;
    case Primitive::kUint8:
      return Primitive::kUnsignedChar;
    case Primitive::kInt16:
      return Primitive::kShort;
    case Primitive::kUint16:
      return Primitive::kUnsignedShort;
    case Primitive::kInt32:
      return Primitive::kInt;
    case Primitive::kUint32:
      return Primitive::kUnsignedInt;
    case Primitive::kInt64:
      return Primitive::kLongLong;
    case Primitive::kUint64:
      return Primitive::kUnsignedLongLong;
    case Primitive::kIntptr:
    case Primitive::kPtrdiff:
      return Primitive::kSsize;
    case Primitive::kUintptr:
      return Primitive::kSize;
    default:
      return primitive;
  }
}

char kind_of(Primitive primitive) {
  switch (primitive_info(primitive).cls) {
    case PrimitiveClass::kBool:
      return 'T';
    case PrimitiveClass::kSignedInt:
      return 'S';
    case PrimitiveClass::kUnsignedInt:
      return 'U';
    case PrimitiveClass::kFloat:
      return 'F';
    case PrimitiveClass::kVoid:
    case PrimitiveClass::kChar:
    case PrimitiveClass::kWideChar:
    case PrimitiveClass::kLongDouble:
    case PrimitiveClass::kComplex:
      break;
  }
  return 'O';
}

Value value_of(const CSpelling& names, const Type* type) {
  if (auto* primitive = type_as<PrimitiveType>(type)) {
    Primitive common = common_name(primitive->primitive);
    return {names.spell(type->table->common().primitive(common)), kind_of(common)};
  }
  if (auto* pointer = type_as<PointerType>(type)) {
    return {"void *", takes_bytes(pointer->pointee.type) ? 'B' : 'O'};
  }
  return {names.spell(type), type->kind == TypeKind::kVoid ? 'V' : 'O'};
}

ConverterClasses::Class class_of(const CSpelling& names, const FunctionType* function) {
  ConverterClasses::Class made{value_of(names, function->result.type), {}, "*"};
  if (made.result.kind == 'B') {
    made.result.kind = 'O';
  }
  if (function->convention == CallConvention::kStdcall) {
    made.pointer = "__stdcall *";
  }
  for (const QualType& parameter : function->parameters) {
    made.arguments.push_back(value_of(names, parameter.type));
  }
  return made;
}

}  // namespace

size_t ConverterClasses::number_of(const CSpelling& names, const FunctionType* function) {
  Class made = class_of(names, function);
  std::string key = made.pointer + made.result.type + made.result.kind;
  for (const Value& argument : made.arguments) {
    key += ";" + argument.type + argument.kind;
  }
  auto [found, is_new] = numbers_.emplace(std::move(key), classes_.size());
  if (is_new) {
    classes_.push_back(std::move(made));
  }
  return found->second;
}

}  // namespace cffi
