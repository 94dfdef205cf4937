#include "call/field_walk.h"

#include "ctype/type_query.h"

namespace cffi {
namespace {

constexpr uint32_t kMaxVisits = 100'000;
constexpr uint32_t kMaxDepth = 200;

class Walk {
 public:
  Walk(const Target& target, FieldVisitor& visitor) : target_(target), visitor_(visitor) {}

  WalkResult type(const Type* type, uint64_t offset, uint32_t depth) {
    if (++visits_ > kMaxVisits || depth > kMaxDepth) {
      return WalkResult::kTooComplex;
    }
    switch (type->kind) {
      case TypeKind::kRecord:
        return record(static_cast<const RecordType*>(type), offset, depth);
      case TypeKind::kArray:
        return array(static_cast<const ArrayType*>(type), offset, depth);
      case TypeKind::kVector:
      case TypeKind::kPrimitive:
      case TypeKind::kPointer:
      case TypeKind::kEnum:
        return scalar(type, offset, nullptr);
      case TypeKind::kVoid:
      case TypeKind::kFunction:
      case TypeKind::kUnsizedNumber:
        return WalkResult::kNotPassable;
    }
    return WalkResult::kNotPassable;
  }

 private:
  WalkResult scalar(const Type* type, uint64_t offset, const Field* bitfield) {
    auto found = scalar_of(target_, type);
    if (!found) {
      return type->kind == TypeKind::kVector ? WalkResult::kHasVector : WalkResult::kNotPassable;
    }
    return visitor_.visit({type, *found, offset, bitfield}) ? WalkResult::kDone : WalkResult::kStopped;
  }

  WalkResult array(const ArrayType* array, uint64_t offset, uint32_t depth) {
    auto item_size = size_of(target_, array->item.type);
    if (array->length <= 0 || !item_size) {
      return WalkResult::kDone;  // flexible arrays and `T name[0]` hold no value
    }
    // An array of empty structs has no bytes whatever its length: one look is enough.
    int64_t count = *item_size == 0 ? 1 : array->length;
    for (int64_t i = 0; i < count; ++i) {
      WalkResult result = type(array->item.type, offset + static_cast<uint64_t>(i) * *item_size, depth + 1);
      if (result != WalkResult::kDone) {
        return result;
      }
    }
    return WalkResult::kDone;
  }

  WalkResult record(const RecordType* record, uint64_t offset, uint32_t depth) {
    const RecordBody* body = record->complete();
    if (body == nullptr || body->partial) {
      return WalkResult::kNotPassable;
    }
    for (const Field& field : body->fields) {
      if (field.flexible) {
        continue;
      }
      bool is_bitfield = field.bit_size != kNotBitfield;
      WalkResult result = is_bitfield ? scalar(field.type.type, offset + field.offset, &field)
                                      : type(field.type.type, offset + field.offset, depth + 1);
      if (result != WalkResult::kDone) {
        return result;
      }
    }
    return WalkResult::kDone;
  }

  const Target& target_;
  FieldVisitor& visitor_;
  uint32_t visits_ = 0;
};

}  // namespace

WalkResult walk_fields(const Target& target, const Type* type, FieldVisitor& visitor) {
  return Walk(target, visitor).type(type, 0, 0);
}

}  // namespace cffi
