#include "call/plan/field_walk.h"

#include <algorithm>

#include "ctype/type_query.h"

namespace cffi {
namespace {

constexpr uint32_t kMaxVisits = 100'000;
constexpr uint32_t kMaxDepth = 200;
constexpr uint64_t kEightbyte = 8;
constexpr uint64_t kMaxInRegisters = 16;  // an item larger than that puts even a zero-length array's record in memory

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
      case TypeKind::kForeignNumber:
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
    return visitor_.visit({type, *found, offset, bitfield, repeated_, counted_end_}) ? WalkResult::kDone
                                                                                     : WalkResult::kStopped;
  }

  WalkResult array(const ArrayType* array, uint64_t offset, uint32_t depth) {
    auto item_size = size_of(target_, array->item.type);
    if (array->length < 0 || !item_size || (array->length == 0 && offset % kEightbyte == 0)) {
      return WalkResult::kDone;
    }
    // An array of empty structs has no bytes whatever its length: one look is enough.
    int64_t count = *item_size == 0 ? 1 : std::max<int64_t>(array->length, 1);
    bool outer = repeated_;
    uint64_t outer_end = counted_end_;
    if (array->length == 0 && *item_size + offset % kEightbyte <= kMaxInRegisters) {
      counted_end_ = std::min(outer_end, (offset / kEightbyte + 1) * kEightbyte);
    }
    WalkResult result = WalkResult::kDone;
    for (int64_t i = 0; i < count && result == WalkResult::kDone; ++i) {
      repeated_ = outer || i > 0;
      result = type(array->item.type, offset + static_cast<uint64_t>(i) * *item_size, depth + 1);
    }
    repeated_ = outer;
    counted_end_ = outer_end;
    return result;
  }

  WalkResult record(const RecordType* record, uint64_t offset, uint32_t depth) {
    const RecordBody* body = record->complete();
    if (body == nullptr || body->partial) {
      return WalkResult::kNotPassable;
    }
    visitor_.enter();
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
    for (const Field& field : body->unnamed_bits) {
      if (field.bit_size == 0) {
        continue;
      }
      WalkResult result = scalar(field.type.type, offset + field.offset, &field);
      if (result != WalkResult::kDone) {
        return result;
      }
    }
    return visitor_.leave() ? WalkResult::kDone : WalkResult::kStopped;
  }

  const Target& target_;
  FieldVisitor& visitor_;
  uint32_t visits_ = 0;
  bool repeated_ = false;
  uint64_t counted_end_ = UINT64_MAX;
};

}  // namespace

WalkResult walk_fields(const Target& target, const Type* type, FieldVisitor& visitor) {
  return Walk(target, visitor).type(type, 0, 0);
}

}  // namespace cffi
