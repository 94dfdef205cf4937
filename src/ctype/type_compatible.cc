#include "ctype/type_compatible.h"

#include <algorithm>
#include <optional>

#include "ctype/type_query.h"

namespace cffi {
namespace {

// int64_t and its like are `long long` where Apple and Microsoft chose it, although `long` would do.
bool prefers_long_long(const Target& target, Primitive primitive) {
  bool is_fixed = primitive == Primitive::kInt64 || primitive == Primitive::kUint64 ||
                  primitive == Primitive::kIntLeast64 || primitive == Primitive::kUintLeast64 ||
                  primitive == Primitive::kIntFast64 || primitive == Primitive::kUintFast64;
  return is_fixed && target.name.find("darwin") != std::string_view::npos;
}

// Names of the standard library become the keyword type that they stand for.
Primitive without_alias(const Target& target, Primitive primitive) {
  bool is_keyword_type = primitive <= Primitive::kLongDouble || primitive == Primitive::kFloatComplex ||
                         primitive == Primitive::kDoubleComplex || primitive > Primitive::kChar32;
  if (is_keyword_type) {
    return primitive;
  }
  bool with_sign = is_signed(target, primitive);
  auto choose = [&](Primitive a, Primitive b) { return with_sign ? a : b; };
  switch (target.primitive(primitive).size) {
    case 1:
      return choose(Primitive::kSignedChar, Primitive::kUnsignedChar);
    case 2:
      return choose(Primitive::kShort, Primitive::kUnsignedShort);
    case 4:
      return choose(Primitive::kInt, Primitive::kUnsignedInt);
    default:
      break;
  }
  bool is_long = target.primitive(Primitive::kLong).size == target.primitive(primitive).size;
  return is_long && !prefers_long_long(target, primitive) ? choose(Primitive::kLong, Primitive::kUnsignedLong)
                                                          : choose(Primitive::kLongLong, Primitive::kUnsignedLongLong);
}

// Of primitives, and of enums, which are compatible with their underlying type (C11 6.7.2.2p4).
std::optional<Primitive> keyword_type(const Target& target, const Type* type) {
  auto primitive = value_primitive(type);
  return primitive ? std::optional(without_alias(target, *primitive)) : std::nullopt;
}

bool same(const Target& target, const Type* a, const Type* b);

bool same_function(const Target& target, const FunctionType* a, const FunctionType* b) {
  return same(target, a->result.type, b->result.type) && a->variadic == b->variadic && a->convention == b->convention &&
         std::equal(a->parameters.begin(), a->parameters.end(), b->parameters.begin(), b->parameters.end(),
                    [&](const QualType& x, const QualType& y) { return same(target, x.type, y.type); });
}

// Without the qualifiers of the types themselves.
bool same(const Target& target, const Type* a, const Type* b) {
  if (a == b) {
    return true;
  }
  bool two_enums = a->kind == TypeKind::kEnum && b->kind == TypeKind::kEnum;
  auto primitive = keyword_type(target, a);
  if (primitive) {
    return !two_enums && primitive == keyword_type(target, b);
  }
  if (a->kind != b->kind) {
    return false;
  }
  if (auto* pointer = type_as<PointerType>(a)) {
    return compatible(target, pointer->pointee, type_as<PointerType>(b)->pointee);
  }
  if (auto* array = type_as<ArrayType>(a)) {
    auto* other = type_as<ArrayType>(b);
    bool same_length = array->length == other->length || array->length < 0 || other->length < 0;
    return same_length && compatible(target, array->item, other->item);
  }
  if (auto* function = type_as<FunctionType>(a)) {
    return same_function(target, function, type_as<FunctionType>(b));
  }
  if (auto* vector = type_as<VectorType>(a)) {
    auto* other = type_as<VectorType>(b);
    return vector->size == other->size && same(target, vector->item, other->item);
  }
  return false;
}

}  // namespace

bool compatible(const Target& target, const QualType& a, const QualType& b) {
  return a.qualifiers == b.qualifiers && same(target, a.type, b.type);
}

}  // namespace cffi
