#include "ctype/type_query.h"

#include <vector>

#include "base/checked_math.h"

namespace cffi {
namespace {

// The alignment of the innermost item decides that of an array, whatever its dimensions.
struct Flattened {
  const Type* item;
  uint32_t alignment;             // from the outermost typedef on the way that has one; 0: none
  std::optional<uint64_t> count;  // nullopt: open or known only to a compiler
};

Flattened flatten(const ArrayType* array) {
  Flattened result{array, 0, 1};
  while (auto* inner = type_as<ArrayType>(result.item)) {
    if (inner->length < 0) {
      result.count = std::nullopt;
    }
    if (result.count) {
      result.count = checked_multiply(*result.count, static_cast<uint64_t>(inner->length));
    }
    result.item = inner->item.type;
    if (result.alignment == 0) {
      result.alignment = inner->item.alignment;
    }
  }
  return result;
}

const Type* innermost_item(const Type* type) {
  while (auto* array = type_as<ArrayType>(type)) {
    type = array->item.type;
  }
  return type;
}

std::optional<uint64_t> nonzero(uint8_t size) { return size == 0 ? std::nullopt : std::optional<uint64_t>(size); }

}  // namespace

std::optional<uint64_t> size_of(const Target& target, const Type* type) {
  switch (type->kind) {
    case TypeKind::kPrimitive:
      return nonzero(target.primitive(static_cast<const PrimitiveType*>(type)->primitive).size);
    case TypeKind::kPointer:
      return target.pointer.size;
    case TypeKind::kArray: {
      Flattened flat = flatten(static_cast<const ArrayType*>(type));
      auto item_size = size_of(target, flat.item);
      return flat.count && item_size ? checked_multiply(*flat.count, *item_size) : std::nullopt;
    }
    case TypeKind::kRecord: {
      const RecordBody* body = static_cast<const RecordType*>(type)->complete();
      return body != nullptr && !body->partial ? std::optional<uint64_t>(body->size) : std::nullopt;
    }
    case TypeKind::kEnum: {
      const EnumBody* body = static_cast<const EnumType*>(type)->complete();
      return body != nullptr ? nonzero(target.primitive(body->underlying).size) : std::nullopt;
    }
    case TypeKind::kVector:
      return static_cast<const VectorType*>(type)->size;
    case TypeKind::kForeignNumber:
      return static_cast<const ForeignNumberType*>(type)->size;
    case TypeKind::kVoid:
    case TypeKind::kFunction:
    case TypeKind::kUnsizedNumber:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<uint32_t> alignment_of(const Target& target, const Type* type) {
  switch (type->kind) {
    case TypeKind::kPrimitive: {
      SizeAlign primitive = target.primitive(static_cast<const PrimitiveType*>(type)->primitive);
      return primitive.size != 0 ? std::optional<uint32_t>(primitive.alignment) : std::nullopt;
    }
    case TypeKind::kPointer:
      return target.pointer.alignment;
    case TypeKind::kArray: {
      Flattened flat = flatten(static_cast<const ArrayType*>(type));
      return flat.alignment != 0 ? flat.alignment : alignment_of(target, flat.item);
    }
    case TypeKind::kRecord: {
      const RecordBody* body = static_cast<const RecordType*>(type)->complete();
      return body != nullptr && !body->partial ? std::optional<uint32_t>(body->alignment) : std::nullopt;
    }
    case TypeKind::kEnum: {
      const EnumBody* body = static_cast<const EnumType*>(type)->complete();
      return body != nullptr ? std::optional<uint32_t>(target.primitive(body->underlying).alignment) : std::nullopt;
    }
    case TypeKind::kVector:
      return static_cast<uint32_t>(static_cast<const VectorType*>(type)->size);
    case TypeKind::kForeignNumber:
      return static_cast<const ForeignNumberType*>(type)->alignment;
    case TypeKind::kVoid:
    case TypeKind::kFunction:
    case TypeKind::kUnsizedNumber:
      return std::nullopt;
  }
  return std::nullopt;
}

uint32_t alignment_of(const Target& target, const QualType& type, uint32_t otherwise) {
  return type.alignment != 0 ? type.alignment : alignment_of(target, type.type).value_or(otherwise);
}

bool is_complete(const Type* type) {
  switch (type->kind) {
    case TypeKind::kPrimitive:
    case TypeKind::kPointer:
    case TypeKind::kVector:
    case TypeKind::kUnsizedNumber:
    case TypeKind::kForeignNumber:
      return true;
    case TypeKind::kArray:
      return static_cast<const ArrayType*>(type)->length != kOpenLength && is_complete(innermost_item(type));
    case TypeKind::kRecord:
      return static_cast<const RecordType*>(type)->complete() != nullptr;
    case TypeKind::kEnum:
      return static_cast<const EnumType*>(type)->complete() != nullptr;
    case TypeKind::kVoid:
    case TypeKind::kFunction:
      return false;
  }
  return false;
}

const Type* awaited_type(const Type* type) {
  const Type* item = innermost_item(type);
  if (auto* record = type_as<RecordType>(item)) {
    return record->complete() == nullptr && !record->opaque_typedef ? item : nullptr;
  }
  auto* enumeration = type_as<EnumType>(item);
  return enumeration != nullptr && enumeration->complete() == nullptr ? item : nullptr;
}

bool is_left_to_compiler(const Target& target, const Type* type) {
  while (auto* array = type_as<ArrayType>(type)) {
    if (array->length == kDotsLength) {
      return true;
    }
    type = array->item.type;
  }
  if (auto* enumeration = type_as<EnumType>(type)) {
    const EnumBody* body = enumeration->complete();
    return body != nullptr && body->partial;
  }
  return is_complete(type) && !size_of(target, type);
}

void push_components(const Type* type, std::vector<const Type*>& pending) {
  if (auto* pointer = type_as<PointerType>(type)) {
    pending.push_back(pointer->pointee.type);
  } else if (auto* array = type_as<ArrayType>(type)) {
    pending.push_back(array->item.type);
  } else if (auto* function = type_as<FunctionType>(type)) {
    for (size_t i = function->parameters.size(); i-- > 0;) {
      pending.push_back(function->parameters[i].type);
    }
    pending.push_back(function->result.type);
  }
}

std::optional<Primitive> value_primitive(const Type* type) {
  if (auto* primitive = type_as<PrimitiveType>(type)) {
    return primitive->primitive;
  }
  if (auto* enumeration = type_as<EnumType>(type)) {
    const EnumBody* body = enumeration->complete();
    return body != nullptr ? std::optional<Primitive>(body->underlying) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<FoundField> find_field(const RecordType* record, std::string_view name) {
  if (name.empty()) {
    return std::nullopt;
  }
  // A list of what is still to be searched, not recursion: anonymous members may nest without limit.
  struct Pending {
    const RecordBody* body;
    uint64_t offset;
  };
  std::vector<Pending> pending;
  if (const RecordBody* body = record->complete()) {
    pending.push_back({body, 0});
  }
  while (!pending.empty()) {
    Pending current = pending.back();
    pending.pop_back();
    for (const Field& field : current.body->fields) {
      if (field.name == name) {
        return FoundField{&field, current.offset + field.offset};
      }
      auto* inner = field.name.empty() ? type_as<RecordType>(field.type.type) : nullptr;
      const RecordBody* body = inner != nullptr ? inner->complete() : nullptr;
      if (body != nullptr) {
        pending.push_back({body, current.offset + field.offset});
      }
    }
  }
  return std::nullopt;
}

}  // namespace cffi
