// Limits on the size of types: typedefs let a short text build huge ones, and every walk over a type must stay short.
#include <array>

#include "cparse/declarator.h"

namespace cffi {
namespace {

// What is still to be looked at. Fixed in size: more than kMaxTypeParts is the answer that is looked for.
class Pending {
 public:
  struct Item {
    const Type* type;
    int depth;
  };

  bool push(const Type* type, int depth) {
    if (count_ == kMaxTypeParts || ++seen_ > kMaxTypeParts || depth > kMaxNesting) {
      return false;
    }
    items_[count_++] = {type, depth};
    return true;
  }
  bool empty() const { return count_ == 0; }
  Item pop() { return items_[--count_]; }

 private:
  std::array<Item, kMaxTypeParts> items_;
  uint32_t count_ = 0;
  uint32_t seen_ = 0;
};

bool push_parts(Pending& pending, const Type* type, int depth) {
  switch (type->kind) {
    case TypeKind::kPointer:
      return pending.push(static_cast<const PointerType*>(type)->pointee.type, depth);
    case TypeKind::kArray:
      return pending.push(static_cast<const ArrayType*>(type)->item.type, depth);
    case TypeKind::kFunction: {
      auto* function = static_cast<const FunctionType*>(type);
      if (!pending.push(function->result.type, depth)) {
        return false;
      }
      for (const QualType& parameter : function->parameters) {
        if (!pending.push(parameter.type, depth)) {
          return false;
        }
      }
      return true;
    }
    case TypeKind::kVoid:
    case TypeKind::kPrimitive:
    case TypeKind::kRecord:
    case TypeKind::kEnum:
    case TypeKind::kVector:
    case TypeKind::kUnsizedNumber:
    case TypeKind::kForeignNumber:
      return true;
  }
  return true;
}

}  // namespace

bool type_within_limits(const Type* type) {
  Pending pending;
  if (!pending.push(type, 0)) {
    return false;
  }
  while (!pending.empty()) {
    Pending::Item item = pending.pop();
    if (!push_parts(pending, item.type, item.depth + 1)) {
      return false;
    }
  }
  return true;
}

}  // namespace cffi
