#include "tables/type_slots.h"

#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {
namespace {

bool has_dots(const Type* type) {
  while (auto* array = type_as<ArrayType>(type)) {
    if (array->length == kDotsLength) {
      return true;
    }
    type = array->item.type;
  }
  return false;
}

}  // namespace

// The format has no words for the rest.
Result<void> TypeSlots::check(const Type* type, std::string_view user) const {
  auto* primitive = type_as<PrimitiveType>(type);
  auto* function = type_as<FunctionType>(type);
  bool is_beyond = (primitive != nullptr && static_cast<int>(primitive->primitive) >= kFrozenPrimitiveCount) ||
                   (function != nullptr && function->convention != CallConvention::kDefault &&
                    function->convention != CallConvention::kStdcall);
  if (is_beyond || type->kind == TypeKind::kVector || type->kind == TypeKind::kForeignNumber ||
      (type->kind == TypeKind::kArray && has_dots(type))) {
    return fail(ErrorCode::kNotInModules, {std::string(user), spell_type(type).text});
  }
  return {};
}

// The canonical node that stands for `type`.
const Type* TypeSlots::meant(const Type* type) const {
  bool is_named = type->kind == TypeKind::kRecord || type->kind == TypeKind::kEnum;
  return is_named && meaning_ != nullptr ? meaning_(type->canonical) : type->canonical;
}

Result<void> TypeSlots::reach(const WantedType& wanted, std::string_view user) {
  if (wanted.type == nullptr) {
    return {};
  }
  const Type* start = wanted.type->canonical;
  while (has_dots(start)) {
    start = type_as<ArrayType>(start)->item.type->canonical;
  }
  std::vector<const Type*> pending = {start};
  size_t before = order_.size();
  while (!pending.empty()) {
    const Type* type = meant(pending.back());
    pending.pop_back();
    if (indexes_.contains(type)) {
      continue;
    }
    if (Result<void> checked = check(type, user); !checked) {
      forget_from(before);
      return checked;
    }
    indexes_.emplace(type, -1);
    order_.push_back(type);
    push_components(type, pending);
  }
  return {};
}

void TypeSlots::forget_from(size_t count) {
  for (size_t i = count; i < order_.size(); ++i) {
    indexes_.erase(order_[i]);
  }
  order_.resize(count);
}

void TypeSlots::place() {
  for (const Type* type : order_) {
    if (auto* function = type_as<FunctionType>(type)) {
      place_function(function);
    }
  }
  for (const Type* type : order_) {
    if (indexes_[type] < 0) {
      place_other(type);
    }
  }
  for (const Type* type : order_) {
    fill(type, indexes_[type]);
  }
}

void TypeSlots::place_function(const FunctionType* function) {
  indexes_[function] = next();
  slots_.emplace_back();
  for (const QualType& parameter : function->parameters) {
    int32_t& index = indexes_[meant(parameter.type)];
    bool is_own = index < 0 && parameter.type->kind != TypeKind::kArray;
    index = is_own ? next() : index;
    slots_.push_back({.op = Op::kNoop});
  }
  slots_.push_back({.op = Op::kFunctionEnd});
}

void TypeSlots::place_other(const Type* type) {
  indexes_[type] = next();
  slots_.emplace_back();
  auto* array = type_as<ArrayType>(type);
  if (array != nullptr && array->length != kOpenLength) {
    slots_.push_back({.argument = array->length, .is_length = true});
  }
}

void TypeSlots::fill_function(const FunctionType* function, int32_t index) {
  slots_[static_cast<size_t>(index)] = {.op = Op::kFunction, .argument = own_slot(function->result.type)};
  auto slot = static_cast<size_t>(index);
  for (const QualType& parameter : function->parameters) {
    int32_t own = own_slot(parameter.type);
    if (static_cast<size_t>(own) != ++slot) {
      slots_[slot] = {.op = Op::kNoop, .argument = own};
    }
  }
  int flags =
      (function->variadic ? kEndVariadic : 0) | (function->convention == CallConvention::kStdcall ? kEndStdcall : 0);
  slots_[slot + 1] = {.op = Op::kFunctionEnd, .argument = flags};
}

void TypeSlots::fill(const Type* type, int32_t index) {
  TypeSlot& slot = slots_[static_cast<size_t>(index)];
  switch (type->kind) {
    case TypeKind::kVoid:
      slot = {.op = Op::kPrimitive, .argument = static_cast<int64_t>(Primitive::kVoid)};
      return;
    case TypeKind::kPrimitive: {
      Primitive primitive = static_cast<const PrimitiveType*>(type)->primitive;
      slot = {.op = Op::kPrimitive, .argument = static_cast<int64_t>(primitive)};
      return;
    }
    case TypeKind::kPointer:
      slot = {.op = Op::kPointer, .argument = own_slot(static_cast<const PointerType*>(type)->pointee.type)};
      return;
    case TypeKind::kArray: {
      auto* array = static_cast<const ArrayType*>(type);
      slot = {.op = array->length == kOpenLength ? Op::kOpenArray : Op::kArray, .argument = own_slot(array->item.type)};
      return;
    }
    case TypeKind::kRecord: {
      auto number = numbers_.find(type);
      slot = {.op = Op::kRecord, .argument = number == numbers_.end() ? kFileRecord : number->second};
      return;
    }
    case TypeKind::kEnum:
      slot = {.op = Op::kEnum, .argument = numbers_.at(type)};
      return;
    case TypeKind::kFunction:
      fill_function(static_cast<const FunctionType*>(type), index);
      return;
    case TypeKind::kUnsizedNumber:
      slot = {.op = Op::kPrimitive, .unsized = static_cast<const UnsizedNumberType*>(type)};
      return;
    case TypeKind::kVector:
    case TypeKind::kForeignNumber:
      return;  // check() let none pass
  }
}

// Outer arrays after their items. `object` has the type `array`.
int32_t TypeSlots::place_dots_array(const ArrayType* array, std::string object) {
  const Type* item = array->item.type->canonical;
  int32_t item_index =
      has_dots(item) ? place_dots_array(static_cast<const ArrayType*>(item), object + "[0]") : own_slot(item);
  int32_t index = next();
  slots_.push_back({.op = array->length == kOpenLength ? Op::kOpenArray : Op::kArray, .argument = item_index});
  if (array->length == kDotsLength) {
    slots_.push_back({.is_length = true, .length_of = std::move(object)});
  } else if (array->length != kOpenLength) {
    slots_.push_back({.argument = array->length, .is_length = true});
  }
  return index;
}

int32_t TypeSlots::index_of(const WantedType& wanted) {
  const Type* type = wanted.type->canonical;
  return has_dots(type) ? place_dots_array(static_cast<const ArrayType*>(type), wanted.object) : own_slot(type);
}

}  // namespace cffi
