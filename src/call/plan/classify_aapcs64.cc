#include "call/plan/classify_aapcs64.h"

#include <algorithm>
#include <optional>

#include "call/plan/placement.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

constexpr uint64_t kMaxHomogeneousMembers = 4;  // 5.9.5.1

struct Homogeneous {
  ScalarKind kind = ScalarKind::kFloat;  // kFloat or kVector
  uint8_t element_size = 0;              // 0: nothing seen yet
  uint64_t count = 0;
};

enum class Look : uint8_t { kHomogeneous, kOther, kTooComplex, kHasVector };

bool has_unnamed_bits(const RecordBody& body) {
  return std::any_of(body.unnamed_bits.begin(), body.unnamed_bits.end(),
                     [](const Field& field) { return field.bit_size != 0; });
}

// Whether a type is made of up to four members of one fundamental floating-point or short-vector type, without padding.
class HomogeneousSearch {
 public:
  explicit HomogeneousSearch(const Target& target) : target_(target) {}

  // Adds what `type` holds to `found`.
  Look type(const Type* type, Homogeneous& found, uint32_t depth = 0) {
    if (++visits_ > kMaxVisits || depth > kMaxDepth) {
      return Look::kTooComplex;
    }
    if (const auto* array = type_as<ArrayType>(type)) {
      return this->array(array, found, depth);
    }
    if (const auto* record = type_as<RecordType>(type)) {
      return this->record(record, found, depth);
    }
    auto scalar = scalar_of(target_, type);
    if (!scalar) {
      return type->kind == TypeKind::kVector ? Look::kHasVector : Look::kOther;
    }
    bool is_complex = scalar->kind == ScalarKind::kComplexFloat;  // two members of half the size
    if (scalar->kind == ScalarKind::kInteger) {
      return Look::kOther;
    }
    ScalarKind kind = is_complex ? ScalarKind::kFloat : scalar->kind;
    auto element_size = static_cast<uint8_t>(is_complex ? scalar->size / 2 : scalar->size);
    return merge({kind, element_size, is_complex ? 2u : 1u}, found);
  }

 private:
  static constexpr uint32_t kMaxVisits = 100'000;
  static constexpr uint32_t kMaxDepth = 200;

  static Look merge(const Homogeneous& part, Homogeneous& found) {
    if (part.element_size == 0) {
      return Look::kHomogeneous;  // an empty struct adds nothing
    }
    if (found.element_size != 0 && (found.element_size != part.element_size || found.kind != part.kind)) {
      return Look::kOther;
    }
    uint64_t count = found.count + part.count;
    if (count > kMaxHomogeneousMembers) {
      return Look::kOther;
    }
    found = {part.kind, part.element_size, count};
    return Look::kHomogeneous;
  }

  Look array(const ArrayType* array, Homogeneous& found, uint32_t depth) {
    if (array->length <= 0) {
      return Look::kOther;  // a struct with an array of no or any length is not homogeneous (GCC, Clang)
    }
    Homogeneous item;
    if (Look look = type(array->item.type, item, depth + 1); look != Look::kHomogeneous) {
      return look;
    }
    auto length = static_cast<uint64_t>(array->length);
    if (item.element_size == 0) {
      return Look::kHomogeneous;
    }
    if (length > kMaxHomogeneousMembers) {
      return Look::kOther;
    }
    item.count *= length;
    return merge(item, found);
  }

  Look record(const RecordType* record, Homogeneous& found, uint32_t depth) {
    const RecordBody* body = record->complete();
    if (body == nullptr || body->partial || body->has_flexible_array || has_unnamed_bits(*body)) {
      return Look::kOther;
    }
    Homogeneous whole;
    for (const Field& field : body->fields) {
      if (field.bit_size != kNotBitfield) {
        return Look::kOther;
      }
      Homogeneous part;
      Homogeneous& target = record->is_union() ? part : whole;
      if (Look look = type(field.type.type, target, depth + 1); look != Look::kHomogeneous) {
        return look;
      }
      if (record->is_union()) {
        if (Look look = merge_alternative(part, whole); look != Look::kHomogeneous) {
          return look;
        }
      }
    }
    if (whole.count * whole.element_size != body->size) {
      return Look::kOther;  // padding
    }
    return merge(whole, found);
  }

  // 5.9.5.1: of a union, the member with most counts.
  static Look merge_alternative(const Homogeneous& part, Homogeneous& whole) {
    uint64_t most = std::max(part.count, whole.count);
    whole.count = 0;
    Look look = merge(part, whole);
    whole.count = most;
    return look;
  }

  const Target& target_;
  uint32_t visits_ = 0;
};

// B.6: a composite passed by value has the largest alignment of its members, with what attributes on these say; one on
// the composite itself is left out. Then 8 or 16.
uint8_t natural_alignment(const Target& target, const Type* type) {
  uint32_t alignment = 1;
  const auto* record = type_as<RecordType>(type);
  if (record == nullptr) {
    alignment = alignment_of(target, type).value_or(8);
  } else {
    const RecordBody* body = record->complete();
    for (std::span<const Field> fields : {body->fields, body->unnamed_bits}) {
      for (const Field& field : fields) {
        if (field.bit_size == 0) {
          continue;
        }
        alignment = std::max(alignment, field.alignment != 0 ? field.alignment : alignment_of(target, field.type, 1));
      }
    }
  }
  return alignment >= 16 ? 16 : 8;
}

// The one field that takes up a whole struct, all others having no size; null where there is none.
const Type* whole_field(const Target& target, const RecordBody& body) {
  const Type* content = nullptr;
  for (const Field& field : body.fields) {
    uint64_t size = size_of(target, field.type.type).value_or(0);
    bool is_whole = size == body.size && field.bit_size == kNotBitfield;
    if (size != 0 && !is_whole) {
      return nullptr;
    }
    content = is_whole ? field.type.type : content;
  }
  return content;
}

// Does a struct consist of one complex number or short vector, with nothing but zero-length arrays and empty structs
// beside it? GCC passes it as that, although the arrays make it no homogeneous aggregate.
const Type* only_content(const Target& target, const Type* type) {
  for (;;) {
    if (auto scalar = scalar_of(target, type)) {
      return scalar->kind == ScalarKind::kComplexFloat || scalar->kind == ScalarKind::kVector ? type : nullptr;
    }
    const auto* array = type_as<ArrayType>(type);
    const auto* record = type_as<RecordType>(type);
    if (array != nullptr && array->length == 1) {
      type = array->item.type;
      continue;
    }
    const RecordBody* body = record != nullptr ? record->complete() : nullptr;
    if (body == nullptr || body->has_flexible_array || record->is_union()) {
      return nullptr;
    }
    type = whole_field(target, *body);
    if (type == nullptr) {
      return nullptr;
    }
  }
}

AapcsClass classify_other(const Target& target, const Type* type, uint64_t size) {
  AapcsClass cls;
  cls.natural_alignment = natural_alignment(target, type);
  if (type->kind != TypeKind::kRecord) {
    cls.kind = AapcsKind::kIntegral;
  } else if (size > 16) {
    cls.kind = AapcsKind::kLarge;
  } else {
    cls.kind = AapcsKind::kComposite;
  }
  return cls;
}

}  // namespace

Result<AapcsClass> classify_aapcs64(const Target& target, const Type* type, std::string_view role) {
  CFFI_TRY_VOID(check_passable(target, type, role));
  auto size = size_of(target, type);
  if (!size) {
    return cannot_pass(type, role, "its size is not known");
  }
  if (*size == 0) {
    return AapcsClass{};
  }
  if (type->kind == TypeKind::kRecord && *size > kMaxHomogeneousMembers * 16) {
    return classify_other(target, type, *size);  // too large to be homogeneous: no need to look inside
  }
  Homogeneous found;
  switch (HomogeneousSearch(target).type(type, found)) {
    case Look::kHomogeneous:
      return AapcsClass{AapcsKind::kHomogeneous, static_cast<uint8_t>(found.count), found.element_size,
                        natural_alignment(target, type)};
    case Look::kOther:
      if (const Type* content = only_content(target, type); content != nullptr && content != type) {
        auto cls = classify_aapcs64(target, content, role);
        if (cls) {
          cls->natural_alignment = natural_alignment(target, type);
        }
        return cls;
      }
      return classify_other(target, type, *size);
    case Look::kTooComplex:
      return cannot_pass(type, role, "it is nested too deeply");
    case Look::kHasVector:
      return cannot_pass(type, role, "it holds a vector of unusual size");
  }
  return classify_other(target, type, *size);
}

}  // namespace cffi
