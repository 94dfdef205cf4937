#include "call/plan/placement.h"

#include <string>

#include "base/checked_math.h"
#include "ctype/type_query.h"
#include "ctype/type_table.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

// An opaque record, or one of a compiled module that cannot be completed, which has a better reason.
Failure without_fields(const Type* type, std::string_view role) {
  LazyBodies* lazy = type->table->lazy_bodies();
  const Error* error = lazy != nullptr ? lazy->failure_of(type) : nullptr;
  return error != nullptr ? std::make_unique<Error>(*error) : cannot_pass(type, role, "its fields are not known");
}

ScalarKind scalar_kind(const Target& target, PrimitiveClass cls) {
  bool is_x87 = target.long_double == LongDoubleFormat::kX87;
  switch (cls) {
    case PrimitiveClass::kVoid:
    case PrimitiveClass::kBool:
    case PrimitiveClass::kChar:
    case PrimitiveClass::kWideChar:
    case PrimitiveClass::kSignedInt:
    case PrimitiveClass::kUnsignedInt:
      return ScalarKind::kInteger;
    case PrimitiveClass::kFloat:
      return ScalarKind::kFloat;
    case PrimitiveClass::kLongDouble:
      return is_x87 ? ScalarKind::kX87 : ScalarKind::kFloat;
    case PrimitiveClass::kComplex:
      return ScalarKind::kComplexFloat;
  }
  return ScalarKind::kInteger;
}

// Decimal floats travel as binary ones of their size do, _BitInt(n) as the integers that hold it, and a complex number
// as a struct of its two parts. Above 16 bytes none of them is a scalar to an ABI.
std::optional<Scalar> foreign_scalar(const ForeignNumberType* number) {
  if (number->size > 16) {
    return std::nullopt;
  }
  Scalar scalar{ScalarKind::kInteger, static_cast<uint8_t>(number->size), static_cast<uint8_t>(number->alignment)};
  if (number->format == ForeignFormat::kDecimal) {
    scalar.kind = ScalarKind::kFloat;
  } else if (number->format == ForeignFormat::kComplex && !number->parts_are_int) {
    scalar.kind = ScalarKind::kComplexFloat;
  }
  return scalar;
}

}  // namespace

Failure too_large(std::string_view what, uint64_t limit) {
  return fail(ErrorCode::kCallTooLarge, {std::string(what), std::to_string(limit) + " bytes"});
}

Failure cannot_pass(const Type* type, std::string_view role, std::string_view reason) {
  return fail(ErrorCode::kCallUnsupported, {spell_type(type).text, std::string(role), std::string(reason)});
}

Place unplaced(const Target& target, const Type* type) {
  Place place;
  place.size = size_of(target, type).value_or(0);
  place.alignment = alignment_of(target, type).value_or(1);
  auto scalar = scalar_of(target, type);
  place.widened = scalar && scalar->kind == ScalarKind::kInteger && scalar->size <= 8;
  return place;
}

Result<uint64_t> reserve_stack(Placement& placement, uint64_t size, uint32_t alignment, uint32_t granule) {
  auto offset = checked_round_up(placement.stack_size, alignment);
  auto rounded = checked_round_up(size, granule);
  auto end = offset && rounded ? checked_add(*offset, *rounded) : std::nullopt;
  if (!end || *end > kMaxStackArguments || alignment > kMaxStackArguments) {
    return too_large("the stack space for the arguments", kMaxStackArguments);
  }
  placement.stack_size = *end;
  return *offset;
}

Result<void> check_argument_count(const Signature& signature) {
  if (signature.arguments.size() > kMaxArguments) {
    return fail(ErrorCode::kCallTooLarge, {"the number of arguments", std::to_string(kMaxArguments)});
  }
  return {};
}

std::optional<Scalar> scalar_of(const Target& target, const Type* type) {
  if (type->kind == TypeKind::kPointer) {
    return Scalar{ScalarKind::kInteger, target.pointer.size, target.pointer.alignment};
  }
  if (const auto* vector = type_as<VectorType>(type)) {
    if (vector->size != 8 && vector->size != 16) {
      return std::nullopt;
    }
    auto size = static_cast<uint8_t>(vector->size);
    return Scalar{ScalarKind::kVector, size, size};
  }
  if (const auto* number = type_as<ForeignNumberType>(type)) {
    return foreign_scalar(number);
  }
  auto primitive = value_primitive(type);
  if (!primitive || *primitive == Primitive::kVoid) {
    return std::nullopt;
  }
  SizeAlign layout = target.primitive(*primitive);
  ScalarKind kind = scalar_kind(target, primitive_info(*primitive).cls);
  if (*primitive == Primitive::kFloat128) {
    kind = ScalarKind::kFloat;  // SSE/SSEUP on x86-64 too: only long double is an x87 number
  } else if (*primitive == Primitive::kLongDoubleComplex && target.long_double == LongDoubleFormat::kX87) {
    kind = ScalarKind::kComplexX87;
  }
  return Scalar{kind, layout.size, layout.alignment};
}

Result<void> check_passable(const Target& target, const Type* type, std::string_view role) {
  switch (type->kind) {
    case TypeKind::kVoid:
      return cannot_pass(type, role, "void has no value");
    case TypeKind::kArray:
      return cannot_pass(type, role, "arrays are not passed by value");
    case TypeKind::kFunction:
      return cannot_pass(type, role, "functions are passed as pointers");
    case TypeKind::kVector:
      if (!scalar_of(target, type)) {
        return cannot_pass(type, role, "vectors of this size are not passed by value");
      }
      return {};
    case TypeKind::kUnsizedNumber:
      return cannot_pass(type, role, "its size is known only to a C compiler");
    case TypeKind::kForeignNumber:
      if (!scalar_of(target, type)) {
        return cannot_pass(type, role, "numbers of this size are not passed by value");
      }
      return {};
    case TypeKind::kRecord: {
      const RecordBody* body = static_cast<const RecordType*>(type)->complete();
      if (body == nullptr) {
        return without_fields(type, role);
      }
      if (body->partial) {
        return cannot_pass(type, role, "it is declared with '...;', so its layout is known only to a C compiler");
      }
      if (body->unnamed_fields) {
        return cannot_pass(
            type, role,
            "It is a struct declared with \"...;\" (or contains one), but the C calling convention may "
            "depend on the missing fields. Such structs are only supported if the function is 'API mode' "
            "and non-variadic (i.e. declared inside ffibuilder.cdef()+ffibuilder.set_source() and not "
            "taking a final '...' argument)");
      }
      return {};
    }
    case TypeKind::kEnum: {
      const EnumBody* body = static_cast<const EnumType*>(type)->complete();
      if (body == nullptr || body->partial) {
        return cannot_pass(type, role, "its values are not known");
      }
      break;
    }
    case TypeKind::kPrimitive:
    case TypeKind::kPointer:
      break;
  }
  auto scalar = scalar_of(target, type);
  if (!scalar || scalar->size == 0) {
    return cannot_pass(type, role, "it does not exist on this machine");
  }
  return {};
}

}  // namespace cffi
