#include "random_values.h"

#include <cstring>

#include "call/plan/placement.h"
#include "ctype/type_query.h"

namespace cffi::test {
namespace {

class Filler {
 public:
  Filler(const Target& target, Random& random, Value& value) : target_(target), random_(random), value_(value) {}

  void fill(const Type* type, uint64_t offset) {
    if (const auto* record = type_as<RecordType>(type)) {
      fill_record(record, offset);
    } else if (const auto* array = type_as<ArrayType>(type)) {
      uint64_t item = size_of(target_, array->item.type).value_or(0);
      for (int64_t i = 0; i < array->length; ++i) {
        fill(array->item.type, offset + static_cast<uint64_t>(i) * item);
      }
    } else if (auto primitive = value_primitive(type)) {
      fill_primitive(*primitive, offset);
    } else {
      random_bytes(offset, size_of(target_, type).value_or(0));
    }
  }

 private:
  void fill_record(const RecordType* record, uint64_t offset) {
    auto fields = record->complete()->fields;
    if (record->is_union() && !fields.empty()) {
      fields = fields.subspan(random_.below(static_cast<uint32_t>(fields.size())), 1);
    }
    for (const Field& field : fields) {
      if (field.bit_size != kNotBitfield) {
        fill_bits((offset + field.offset) * 8 + static_cast<uint64_t>(field.bit_shift), field.bit_size);
      } else {
        fill(field.type.type, offset + field.offset);
      }
    }
  }

  void fill_bits(uint64_t first, int count) {
    for (uint64_t bit = first; bit < first + static_cast<uint64_t>(count); ++bit) {
      auto one = static_cast<uint8_t>(1u << (bit % 8));
      value_.mask[bit / 8] |= one;
      if (random_.chance(50)) {
        value_.bytes[bit / 8] |= one;
      }
    }
  }

  void random_bytes(uint64_t offset, uint64_t size) {
    for (uint64_t i = 0; i < size; ++i) {
      put_byte(offset + i, static_cast<uint8_t>(random_.chance(10) ? 0xff : random_.next() >> 20));
    }
  }

  void put_byte(uint64_t offset, uint8_t byte) {
    value_.bytes[offset] = byte;
    value_.mask[offset] = 0xff;
  }

  template <typename T>
  void put_number(uint64_t offset, size_t meaningful) {
    T number = static_cast<T>(static_cast<int32_t>(random_.next() >> 32)) / 128;
    uint8_t bytes[sizeof(T)];
    std::memcpy(bytes, &number, sizeof number);
    for (size_t i = 0; i < meaningful; ++i) {
      put_byte(offset + i, bytes[i]);
    }
  }

  // Numbers, not random bits: a signalling NaN may be changed by an x87 load.
  void put_long_double(uint64_t offset) {
    if (target_.long_double == LongDoubleFormat::kDouble) {
      return put_number<double>(offset, 8);
    }
    bool is_x87 = target_.long_double == LongDoubleFormat::kX87;
    put_number<long double>(offset, is_x87 ? 10 : sizeof(long double));
  }

  void fill_primitive(Primitive primitive, uint64_t offset) {
    uint64_t size = target_.primitive(primitive).size;
    if (primitive == Primitive::kBool) {
      put_byte(offset, random_.chance(50) ? 1 : 0);
    } else if (primitive == Primitive::kFloat || primitive == Primitive::kFloatComplex) {
      for (uint64_t i = 0; i < size; i += 4) {
        put_number<float>(offset + i, 4);
      }
    } else if (primitive == Primitive::kDouble || primitive == Primitive::kDoubleComplex) {
      for (uint64_t i = 0; i < size; i += 8) {
        put_number<double>(offset + i, 8);
      }
    } else if (primitive == Primitive::kLongDouble) {
      put_long_double(offset);
    } else if (primitive == Primitive::kLongDoubleComplex) {
      put_long_double(offset);
      put_long_double(offset + size / 2);
    } else if (primitive == Primitive::kFloat16) {
      put_byte(offset, static_cast<uint8_t>(random_.next() >> 20));
      put_byte(offset + 1, static_cast<uint8_t>(random_.below(0x70)));  // never a NaN
    } else {
      random_bytes(offset, size);
    }
  }

  const Target& target_;
  Random& random_;
  Value& value_;
};

}  // namespace

bool Value::equals(const void* memory) const {
  const auto* other = static_cast<const uint8_t*>(memory);
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (((bytes[i] ^ other[i]) & mask[i]) != 0) {
      return false;
    }
  }
  return true;
}

Value random_value(const Target& target, const Type* type, Random& random) {
  Value value;
  value.type = type;
  uint64_t size = size_of(target, type).value_or(0);
  value.bytes.assign(size, 0);
  value.mask.assign(size, 0);
  if (type->kind != TypeKind::kVoid) {
    Filler(target, random, value).fill(type, 0);
  }
  return value;
}

bool widen(const Target& target, const Value& value, int64_t& word) {
  auto scalar = scalar_of(target, value.type);
  if (!scalar || scalar->kind != ScalarKind::kInteger || scalar->size > 8) {
    return false;
  }
  word = 0;
  std::memcpy(&word, value.bytes.data(), scalar->size);
  auto primitive = value_primitive(value.type);
  if (primitive && is_signed(target, *primitive) && scalar->size < 8) {
    int shift = 64 - 8 * scalar->size;
    word = static_cast<int64_t>(static_cast<uint64_t>(word) << shift) >> shift;
  }
  return true;
}

Case random_case(RandomTypes& types, bool allow_variadic) {
  Case made{types.signature(allow_variadic), {}, {}};
  const Target& target = types.kit().target();
  for (const Type* type : made.signature.arguments) {
    made.arguments.push_back(random_value(target, type, types.random()));
  }
  made.result = random_value(target, made.signature.result, types.random());
  return made;
}

}  // namespace cffi::test
