#include "random_types.h"

#include <algorithm>

#include "ctype/type_query.h"

namespace cffi::test {
namespace {

using enum Primitive;

constexpr Primitive kScalars[] = {kBool,   kChar,        kSignedChar, kUnsignedChar, kShort,        kUnsignedShort,
                                  kInt,    kUnsignedInt, kLong,       kUnsignedLong, kLongLong,     kFloat,
                                  kDouble, kLongDouble,  kFloat,      kDouble,       kInt8,         kUint16,
                                  kInt32,  kUint64,      kWchar,      kFloatComplex, kDoubleComplex};
constexpr Primitive kFullScalars[] = {kLongDoubleComplex, kInt128, kUint128, kFloat128, kFloat16};
constexpr Primitive kPromoted[] = {kInt, kUnsignedInt, kLong, kUnsignedLong, kDouble, kLongDouble, kDouble};
constexpr Primitive kBitfieldTypes[] = {kInt, kUnsignedInt, kLong, kUnsignedShort, kChar, kBool};
constexpr Primitive kHomogeneous[] = {kFloat, kDouble, kLongDouble, kFloatComplex};

template <size_t N>
Primitive pick(Random& random, const Primitive (&list)[N]) {
  return list[random.below(N)];
}

}  // namespace

const Type* RandomTypes::scalar() {
  if (random_.chance(10)) {
    return kit_.pointer();
  }
  if (repertoire_ == Repertoire::kFull && random_.chance(12)) {
    Primitive chosen = pick(random_, kFullScalars);
    while (kit_.target().primitive(chosen).size == 0) {  // not there
      chosen = pick(random_, kFullScalars);
    }
    return kit_.primitive(chosen);
  }
  return kit_.primitive(pick(random_, kScalars));
}

const Type* RandomTypes::promoted_scalar() {
  return random_.chance(20) ? kit_.pointer() : kit_.primitive(pick(random_, kPromoted));
}

std::string RandomTypes::spelled(const Type* type) const {
  if (type->kind == TypeKind::kVoid) {
    return "void";
  }
  if (type->kind == TypeKind::kPointer) {
    return "void *";
  }
  if (const auto* primitive = type_as<PrimitiveType>(type)) {
    return std::string(primitive_info(primitive->primitive).name);
  }
  if (const auto* vector = type_as<VectorType>(type)) {
    return vector->size == 8 ? "V8" : "V16";
  }
  return names_.at(type);
}

const Type* RandomTypes::define(std::vector<Member> members, const RecordOptions& options, const std::string& fields) {
  const Type* made = kit_.record_of(std::move(members), options);
  std::string name = "T" + std::to_string(records_.size());
  std::string attributes;
  if (options.packed) {
    attributes += " __attribute__((packed))";
  }
  if (options.aligned != 0) {
    attributes += " __attribute__((aligned(" + std::to_string(options.aligned) + ")))";
  }
  definitions_ += std::string("typedef ") + (options.kind == RecordKind::kUnion ? "union" : "struct") + " {" + fields +
                  " }" + attributes + " " + name + ";\n";
  definitions_ += "_Static_assert(sizeof(" + name + ") == " + std::to_string(size_of(kit_.target(), made).value_or(0)) +
                  ", \"size of " + name + "\");\n";
  names_[made] = name;
  records_.push_back(made);
  return made;
}

Member RandomTypes::bitfield(std::string& c_text, size_t index) {
  Primitive primitive = pick(random_, kBitfieldTypes);
  uint32_t bits = primitive == kBool ? 1 : kit_.target().primitive(primitive).size * 8;
  int32_t width = 1 + static_cast<int32_t>(random_.below(bits));
  // Records of nothing else are rare, and GCC's caller and callee disagree about over-aligned ones in variadic calls.
  bool is_named = index == 0 || !random_.chance(25);
  c_text += " " + std::string(primitive_info(primitive).name) + (is_named ? " f" + std::to_string(index) : "") + " : " +
            std::to_string(width) + ";";
  return is_named ? TypeKit::member(kit_.primitive(primitive), width)
                  : TypeKit::unnamed(kit_.primitive(primitive), width);
}

Member RandomTypes::field(uint32_t depth, std::string& c_text, size_t index) {
  if (repertoire_ == Repertoire::kFull && random_.chance(12)) {
    return bitfield(c_text, index);
  }
  const Type* type = depth < 3 && random_.chance(20) ? record(depth + 1) : scalar();
  // libffi 3.4 misplaces a complex float that stands across two eightbytes; GCC and we agree on it (see `check`).
  if (repertoire_ == Repertoire::kLibffi && type == kit_.primitive(Primitive::kFloatComplex)) {
    type = kit_.primitive(Primitive::kDoubleComplex);
  }
  if (repertoire_ == Repertoire::kFull && random_.chance(2)) {
    type = kit_.vector(Primitive::kFloat, random_.chance(50) ? 8 : 16);
  }
  std::string name = "f" + std::to_string(index);
  std::string element = spelled(type);
  std::string dimensions;
  while (random_.chance(15) && dimensions.size() < 6) {
    bool may_be_empty = repertoire_ == Repertoire::kFull && random_.chance(5);
    uint32_t length = may_be_empty ? 0 : 1 + random_.below(4);
    dimensions.insert(0, "[" + std::to_string(length) + "]");
    type = kit_.array(type, length);
  }
  c_text += " " + element + " " + name + dimensions;
  Member made = TypeKit::member(type);
  if (repertoire_ == Repertoire::kFull && random_.chance(4)) {
    made.aligned = 4u << random_.below(3);
    c_text += " __attribute__((aligned(" + std::to_string(made.aligned) + ")))";
  }
  c_text += ";";
  return made;
}

// HFAs, which chance alone rarely makes.
const Type* RandomTypes::homogeneous() {
  const Type* item = kit_.primitive(pick(random_, kHomogeneous));
  uint32_t count = 1 + random_.below(5);
  std::vector<Member> members;
  std::string fields;
  if (random_.chance(50)) {
    members.push_back(TypeKit::member(kit_.array(item, count)));
    fields = " " + spelled(item) + " f0[" + std::to_string(count) + "];";
  } else {
    for (uint32_t i = 0; i < count; ++i) {
      members.push_back(TypeKit::member(item));
      fields += " " + spelled(item) + " f" + std::to_string(i) + ";";
    }
  }
  return define(std::move(members), {}, fields);
}

const Type* RandomTypes::record(uint32_t depth) {
  if (!records_.empty() && random_.chance(30)) {
    return records_[random_.below(static_cast<uint32_t>(records_.size()))];
  }
  if (random_.chance(15)) {
    return homogeneous();
  }
  RecordOptions options;
  bool full = repertoire_ == Repertoire::kFull;
  if (full && random_.chance(20)) {
    options.kind = RecordKind::kUnion;
  }
  // Clang for MinGW does not pack bit-fields by the attribute, as GCC does.
  options.packed = full && random_.chance(6) && kit_.target().bitfields != BitfieldFamily::kMsvc;
  if (full && random_.chance(4)) {
    options.aligned = 4u << random_.below(4);
  }
  uint32_t count = full && random_.chance(2) ? 0 : 1 + random_.below(random_.chance(20) ? 8 : 4);
  std::vector<Member> members;
  std::string fields;
  for (uint32_t i = 0; i < count; ++i) {
    members.push_back(field(depth, fields, i));
  }
  return define(std::move(members), options, fields);
}

const Type* RandomTypes::value_type() {
  if (random_.chance(35)) {
    return record(0);
  }
  if (repertoire_ == Repertoire::kFull && random_.chance(1)) {
    return kit_.vector(Primitive::kFloat, random_.chance(50) ? 8 : 16);
  }
  return scalar();
}

OwnedSignature RandomTypes::signature(bool allow_variadic) {
  const Type* result = random_.chance(10) ? kit_.void_type() : value_type();
  uint32_t count = random_.below(random_.chance(15) ? 25 : 9);
  std::vector<const Type*> arguments;
  bool variadic = allow_variadic && random_.chance(15);
  uint32_t fixed = variadic ? 1 + random_.below(3) : count;
  for (uint32_t i = 0; i < std::max(count, fixed); ++i) {
    bool is_extra = variadic && i >= fixed;
    arguments.push_back(!is_extra ? value_type() : random_.chance(20) ? record(0) : promoted_scalar());
  }
  OwnedSignature made(result, std::move(arguments));
  made.with_convention(convention_);
  if (variadic) {
    made.with_variadic_after(fixed);
  }
  return made;
}

}  // namespace cffi::test
