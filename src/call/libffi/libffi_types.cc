#include "call/libffi/libffi_types.h"

#include "call/plan/placement.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

constexpr uint32_t kMaxDepth = 200;
constexpr size_t kMaxElements = 65536;

ffi_type* integer_type(uint64_t size, bool is_signed) {
  if (size == 1) {
    return is_signed ? &ffi_type_sint8 : &ffi_type_uint8;
  }
  if (size == 2) {
    return is_signed ? &ffi_type_sint16 : &ffi_type_uint16;
  }
  if (size == 4) {
    return is_signed ? &ffi_type_sint32 : &ffi_type_uint32;
  }
  if (size == 8) {
    return is_signed ? &ffi_type_sint64 : &ffi_type_uint64;
  }
  return nullptr;
}

ffi_type* primitive_type(const Target& target, Primitive primitive) {
  switch (primitive_info(primitive).cls) {
    case PrimitiveClass::kVoid:
      return nullptr;
    case PrimitiveClass::kBool:
    case PrimitiveClass::kChar:
    case PrimitiveClass::kWideChar:
    case PrimitiveClass::kSignedInt:
    case PrimitiveClass::kUnsignedInt:
      return integer_type(target.primitive(primitive).size, is_signed(target, primitive));
    case PrimitiveClass::kFloat:
      return primitive == Primitive::kFloat    ? &ffi_type_float
             : primitive == Primitive::kDouble ? &ffi_type_double
                                               : nullptr;
    case PrimitiveClass::kLongDouble:
      return primitive == Primitive::kLongDouble ? &ffi_type_longdouble : nullptr;
    case PrimitiveClass::kComplex:
#if defined(FFI_TARGET_HAS_COMPLEX_TYPE)
      return primitive == Primitive::kFloatComplex    ? &ffi_type_complex_float
             : primitive == Primitive::kDoubleComplex ? &ffi_type_complex_double
                                                      : &ffi_type_complex_longdouble;
#else
      return nullptr;
#endif
  }
  return nullptr;
}

// nullopt: a convention that libffi does not have here.
std::optional<ffi_abi> abi_of(CallConvention convention) {
  switch (convention) {
    case CallConvention::kDefault:
    case CallConvention::kStdcall:
    case CallConvention::kFastcall:
    case CallConvention::kThiscall:
    case CallConvention::kSysvAbi:
      return FFI_DEFAULT_ABI;
    case CallConvention::kMsAbi:
#if defined(__x86_64__) && !defined(_WIN32)
      return FFI_GNUW64;
#else
      return std::nullopt;
#endif
    case CallConvention::kVectorcall:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

ffi_type* LibffiInterface::scalar(const Type* type) const {
  if (type->kind == TypeKind::kPointer) {
    return &ffi_type_pointer;
  }
  auto primitive = value_primitive(type);
  return primitive ? primitive_type(target_, *primitive) : nullptr;
}

Result<ffi_type*> LibffiInterface::convert(const Type* type, std::string_view role, uint32_t depth) {
  if (type->kind == TypeKind::kVoid && role == "return value") {
    return &ffi_type_void;
  }
  CFFI_TRY_VOID(check_passable(target_, type, role));
  if (const auto* record = type_as<RecordType>(type)) {
    return this->record(record, role, depth);
  }
  if (ffi_type* converted = scalar(type)) {
    return converted;
  }
  return cannot_pass(type, role, "libffi does not know this type");
}

Result<void> LibffiInterface::add_elements(const Type* type, std::vector<ffi_type*>& elements, std::string_view role,
                                           uint32_t depth) {
  const auto* array = type_as<ArrayType>(type);
  if (array == nullptr) {
    CFFI_TRY(converted, convert(type, role, depth + 1));
    elements.push_back(*converted);
    return {};
  }
  for (int64_t i = 0; i < array->length; ++i) {
    if (elements.size() > kMaxElements || depth > kMaxDepth) {
      return cannot_pass(type, role, "libffi has no arrays, and this one is too large to spell out");
    }
    CFFI_TRY_VOID(add_elements(array->item.type, elements, role, depth + 1));
  }
  return {};
}

Result<ffi_type*> LibffiInterface::record(const RecordType* record, std::string_view role, uint32_t depth) {
  const RecordBody* body = record->complete();
  if (record->is_union()) {
    return cannot_pass(record, role, "libffi does not know unions");
  }
  if (body->has_bitfields || body->size == 0 || depth > kMaxDepth) {
    return cannot_pass(record, role, "libffi does not know structs with bit-fields, and no empty ones");
  }
  auto converted = std::make_unique<Struct>();
  for (const Field& field : body->fields) {
    if (field.flexible) {
      continue;
    }
    CFFI_TRY_VOID(add_elements(field.type.type, converted->elements, role, depth));
  }
  converted->elements.push_back(nullptr);
  converted->type.type = FFI_TYPE_STRUCT;
  converted->type.elements = converted->elements.data();
  if (!layout_agrees(record, *converted)) {
    return cannot_pass(record, role, "libffi does not know packed or aligned layouts");
  }
  structs_.push_back(std::move(converted));
  return &structs_.back()->type;
}

// libffi computes the layout itself, from the natural alignments.
bool LibffiInterface::layout_agrees(const RecordType* record, Struct& converted) const {
  std::vector<size_t> offsets(converted.elements.size());
  if (ffi_get_struct_offsets(FFI_DEFAULT_ABI, &converted.type, offsets.data()) != FFI_OK) {
    return false;
  }
  const RecordBody* body = record->complete();
  size_t element = 0;
  for (const Field& field : body->fields) {
    if (field.flexible || size_of(target_, field.type.type).value_or(0) == 0) {
      continue;
    }
    if (element >= offsets.size() - 1 || offsets[element] != field.offset) {
      return false;
    }
    // An array takes as many elements as it has innermost items.
    const Type* type = field.type.type;
    size_t count = 1;
    while (const auto* array = type_as<ArrayType>(type)) {
      count *= static_cast<size_t>(array->length);
      type = array->item.type;
    }
    element += count;
  }
  return converted.type.size == body->size && converted.type.alignment == body->alignment;
}

Result<std::unique_ptr<LibffiInterface>> LibffiInterface::make(const Target& target, const Signature& signature) {
  CFFI_TRY_VOID(check_argument_count(signature));
  std::unique_ptr<LibffiInterface> made(new LibffiInterface(target));
  auto abi = abi_of(signature.convention);
  if (!abi) {
    return cannot_pass(signature.result, "return value", "its function has a calling convention unknown here");
  }
  CFFI_TRY(result, made->convert(signature.result, "return value", 0));
  for (const Type* type : signature.arguments) {
    CFFI_TRY(argument, made->convert(type, "argument", 0));
    made->arguments_.push_back(*argument);
    made->argument_sizes_.push_back(size_of(target, type).value_or(0));
  }
  auto scalar = scalar_of(target, signature.result);
  made->result_size_ = size_of(target, signature.result).value_or(0);
  made->result_is_widened_ = scalar && scalar->kind == ScalarKind::kInteger;
  auto count = static_cast<unsigned>(made->arguments_.size());
  ffi_status status = signature.variadic ? ffi_prep_cif_var(made->cif(), *abi, signature.fixed_count, count, *result,
                                                            made->arguments_.data())
                                         : ffi_prep_cif(made->cif(), *abi, count, *result, made->arguments_.data());
  if (status != FFI_OK) {
    return cannot_pass(signature.result, "return value", "libffi refuses this signature");
  }
  return made;
}

}  // namespace cffi
