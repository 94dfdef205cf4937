#include "pyext/types/ctype_object.h"

#include <algorithm>
#include <new>

#include "ctype/pending_layouts.h"
#include "ctype/settled_names.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"
#include "pyext/calls/cdata_call.h"
#include "pyext/python/py_compat.h"
#include "pyext/python/py_error.h"
#include "pyext/types/partial_type.h"
#include "pyext/types/record_fields.h"
#include "pyext/types/type_family.h"
#include "pyext/types/undefined_enum_warning.h"
#include "pyext/values/from_python.h"
#include "pyext/values/to_python.h"

namespace cffi {
namespace {

uint32_t primitive_flags(const Target& target, Primitive primitive) {
  if (primitive == Primitive::kFloat128 && target.long_double != LongDoubleFormat::kIeee128) {
    return kIsForeign;
  }
  switch (primitive_info(primitive).cls) {
    case PrimitiveClass::kVoid:
      return kIsVoid;
    case PrimitiveClass::kBool:
      return kIsPrimitive | kIsBool | kIsUnsigned;
    case PrimitiveClass::kChar:
      return kIsPrimitive | kIsChar;
    case PrimitiveClass::kWideChar:
      return kIsPrimitive | kIsWideChar | (is_signed(target, primitive) ? kIsSignedWide : 0U);
    case PrimitiveClass::kSignedInt:
      return kIsPrimitive | kIsSigned;
    case PrimitiveClass::kUnsignedInt:
      return kIsPrimitive | kIsUnsigned;
    case PrimitiveClass::kFloat:
      return kIsPrimitive | kIsFloat;
    case PrimitiveClass::kLongDouble:
      return kIsPrimitive | kIsLongDouble;
    case PrimitiveClass::kComplex:
      return kIsPrimitive | kIsComplex;
  }
  return 0;
}

// Types whose size says "one byte of text": the pointers to them convert to and from `char *`.
bool is_byte_sized(const CTypeObject* item) {
  return item->is(kIsChar | kIsInteger) && !item->is(kIsEnum) && item->size.load(std::memory_order_relaxed) == 1;
}

uint32_t pointer_flags(const CTypeObject* item) {
  uint32_t flags = kIsPointer;
  if (item->is(kIsVoid)) {
    return flags | kIsVoidPointer | kPointsToBytes;
  }
  if (is_byte_sized(item)) {
    flags |= kIsCharPointer | kPointsToBytes;
    flags |= item->is(kIsBool) ? kPointsToBool : 0U;
  }
  const auto* record = type_as<RecordType>(item->type);
  if (record != nullptr && (record->name == "FILE" || record->name == "struct _IO_FILE")) {
    flags |= kIsFilePointer;
  }
  return flags;
}

uint32_t array_flags(const CTypeObject* item, int64_t length) {
  uint32_t flags = kIsArray | (length < 0 ? kIsOpenArray : 0U);
  if (is_byte_sized(item)) {
    flags |= kIsCharPointer | (item->is(kIsBool) ? kPointsToBool : 0U);
  }
  return flags;
}

uint32_t enum_flags(const Target& target, const EnumType* type) {
  const EnumBody* body = type->complete();
  Primitive underlying = body != nullptr ? body->underlying : Primitive::kUnsignedInt;
  return kIsPrimitive | kIsEnum | (is_signed(target, underlying) ? kIsSigned : kIsUnsigned);
}

uint32_t flags_of(const CTypeObject* self) {
  const Target& target = self->family->table->target();
  const Type* type = self->type;
  switch (type->kind) {
    case TypeKind::kVoid:
      return kIsVoid;
    case TypeKind::kPrimitive:
      return primitive_flags(target, type_as<PrimitiveType>(type)->primitive);
    case TypeKind::kPointer:
      if (type_as<PointerType>(type)->pointee.type->kind == TypeKind::kFunction) {
        return kIsFunctionPointer;
      }
      return pointer_flags(self->item);
    case TypeKind::kArray:
      return array_flags(self->item, type_as<ArrayType>(type)->length);
    case TypeKind::kRecord:
      return kIsRecord | (type_as<RecordType>(type)->is_union() ? kIsUnion : 0U);
    case TypeKind::kEnum:
      return enum_flags(target, type_as<EnumType>(type));
    case TypeKind::kFunction:
      return kIsFunction;
    case TypeKind::kVector:
      return kIsVector;
    case TypeKind::kForeignNumber:
      return kIsForeign;
    case TypeKind::kUnsizedNumber:
      return 0;
  }
  return 0;
}

// The type that must have a ctype before `type` can have one; null when there is none.
const Type* item_type(const Type* type) {
  if (const auto* pointer = type_as<PointerType>(type)) {
    return pointer->pointee.type->kind == TypeKind::kFunction ? nullptr : pointer->pointee.type->canonical;
  }
  if (const auto* array = type_as<ArrayType>(type)) {
    return array->item.type->canonical;
  }
  if (const auto* vector = type_as<VectorType>(type)) {
    return vector->item->canonical;
  }
  return nullptr;
}

CTypeObject* wrapper_of(const Type* type) {
  return static_cast<CTypeObject*>(type->wrapper.load(std::memory_order_acquire));
}

bool set_name(CTypeObject* self) {
  TypeSpelling spelling = spell_type(self->type);
  self->name = PyUnicode_FromStringAndSize(spelling.text.data(), static_cast<Py_ssize_t>(spelling.text.size()));
  self->name_position = static_cast<Py_ssize_t>(spelling.name_position);
  return self->name != nullptr;
}

// What follows from the type alone.
void set_conversions(CTypeObject* self) {
  auto size = size_of(self->family->table->target(), self->type);
  self->size.store(size ? static_cast<Py_ssize_t>(*size) : -1, std::memory_order_relaxed);
  self->flags = flags_of(self);
  self->to_python = choose_to_python(self);
  self->from_python = choose_from_python(self);
}

// One node, all that it depends on being wrapped already. New reference, or empty with an exception.
Ref<CTypeObject> allocate_ctype(State& state, TypeFamilyObject* family, const Type* type) {
  Ref<CTypeObject> self = new_object<CTypeObject>(state.cls(kCTypeClass));
  if (!self) {
    return nullptr;
  }
  self->state = &state;
  self->family = reinterpret_cast<TypeFamilyObject*>(borrow(as_object(family)).release());
  self->type = type;
  self->length = -1;
  if (const Type* item = item_type(type)) {
    self->item = as_ctype(borrow(as_object(wrapper_of(item))).release());
  }
  if (const auto* array = type_as<ArrayType>(type)) {
    self->length = array->length >= 0 ? static_cast<Py_ssize_t>(array->length) : -1;
  }
  set_conversions(self.get());
  if (!set_name(self.get())) {
    return nullptr;
  }
  return self;
}

// No array whose items have no size, unless a compiler is still to say it: sizes and places are computed from it.
bool check_array(State& state, const Type* type) {
  const auto* array = type_as<ArrayType>(type);
  if (array == nullptr) {
    return true;
  }
  const Target& target = type->table->target();
  Failure failure;
  if (const Type* awaited = awaited_type(type)) {
    LazyBodies* lazy = awaited->table->lazy_bodies();
    if (const Error* error = lazy != nullptr ? lazy->failure_of(awaited) : nullptr) {
      raise(state, *error);
      return false;
    }
    failure = why_no_array_of(target, array->item.type);
  } else if (array->length >= 0 && !size_of(target, type) && !is_left_to_compiler(target, type)) {
    failure = fail(ErrorCode::kArrayTooLarge, {spell_type(array->item.type).text});
  }
  if (failure) {
    raise(state, *failure);
  }
  return failure == nullptr;
}

// Wraps `type`, whose item (if any) is wrapped, and publishes the result. Under TypesLock. Borrowed.
CTypeObject* wrap_one(State& state, const Type* type) {
  bool needs_layout = type->kind == TypeKind::kEnum || type->kind == TypeKind::kArray;
  if ((needs_layout && !settle_enums_of(type)) || !check_array(state, type)) {
    return nullptr;
  }
  Ref<TypeFamilyObject> family = make_type_family(state, type->table->shared_from_this());
  if (!family) {
    return nullptr;
  }
  Ref<CTypeObject> self = allocate_ctype(state, family.get(), type);
  if (!self) {
    return nullptr;
  }
  // Allocating can run finalizers, and these can have wrapped the same type: the first one stays.
  if (CTypeObject* earlier = wrapper_of(type)) {
    return earlier;
  }
  CTypeObject* published = self.get();
  family->ctypes.push_back(self.release());
  type->wrapper.store(published, std::memory_order_release);
  return published;
}

// Deep chains (`int ****...`) are wrapped from the inside out, without recursion.
CTypeObject* wrap(State& state, const Type* type) {
  settle_names(type);
  std::vector<const Type*> chain{type};
  for (const Type* item = item_type(type); item != nullptr && wrapper_of(item) == nullptr; item = item_type(item)) {
    chain.push_back(item);
  }
  CTypeObject* wrapped = nullptr;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    wrapped = wrap_one(state, *it);
    if (wrapped == nullptr) {
      return nullptr;
    }
  }
  return wrapped;
}

}  // namespace

CTypeObject* ctype_of(State& state, const Type* type) {
  type = type->canonical;
  if (CTypeObject* known = wrapper_of(type)) {
    return known;
  }
  TypesLock lock(state);
  CTypeObject* known = wrapper_of(type);
  return known != nullptr ? known : wrap(state, type);
}

CTypeObject* function_pointer_ctype(State& state, const Type* type) {
  type = type->canonical;
  if (type->kind != TypeKind::kFunction) {
    return ctype_of(state, type);
  }
  TypesLock lock(state);
  return ctype_of(state, type->table->pointer_to({type}));
}

CTypeObject* pointer_ctype(CTypeObject* item) {
  if (CTypeObject* known = item->pointer_to.load(std::memory_order_acquire)) {
    return known;
  }
  TypesLock lock(*item->state);
  CTypeObject* pointer = ctype_of(*item->state, item->family->table->pointer_to({item->type}));
  item->pointer_to.store(pointer, std::memory_order_release);
  return pointer;
}

CTypeObject* array_ctype(CTypeObject* item, Py_ssize_t length) {
  if (length < 0) {
    if (CTypeObject* known = item->open_array_of.load(std::memory_order_acquire)) {
      return known;
    }
  }
  TypesLock lock(*item->state);
  auto array = item->family->table->array_of({item->type}, length < 0 ? kOpenLength : length);
  if (!array) {
    return raise(*item->state, array.error());
  }
  CTypeObject* ctype = ctype_of(*item->state, *array);
  if (length < 0) {
    item->open_array_of.store(ctype, std::memory_order_release);
  }
  return ctype;
}

Py_ssize_t complete_ctype_size(CTypeObject* type) {
  if (!type->is(kIsRecord | kIsArray)) {
    return -1;
  }
  TypesLock lock(*type->state);  // what a cdef under way has completed it may take back
  settle_enums_unraisably(type->type);
  auto now = size_of(type->family->table->target(), type->type);
  if (!now) {
    return -1;
  }
  auto size = static_cast<Py_ssize_t>(*now);
  type->size.store(size, std::memory_order_relaxed);
  return size;
}

Py_ssize_t complete_ctype_alignment(CTypeObject* type) {
  if (type->is(kIsRecord | kIsArray)) {
    TypesLock lock(*type->state);
    settle_enums_unraisably(type->type);
  }
  auto known = alignment_of(type->family->table->target(), type->type);
  if (!known) {
    return -1;
  }
  auto alignment = static_cast<Py_ssize_t>(*known);
  type->alignment.store(alignment, std::memory_order_relaxed);
  return alignment;
}

void enum_completed(CTypeObject* type) { set_conversions(type); }

std::string ctype_name_with(CTypeObject* type, std::string_view declarator) { return declare(type->type, declarator); }

bool realize_signature(CTypeObject* self) {
  if (self->signature_ready.load(std::memory_order_acquire)) {
    return true;
  }
  TypesLock lock(*self->state);
  if (self->signature_ready.load(std::memory_order_relaxed)) {
    return true;
  }
  const auto* function = function_type_of(self);
  CTypeObject* result = ctype_of(*self->state, function->result.type);
  auto arguments = steal(PyTuple_New(static_cast<Py_ssize_t>(function->parameters.size())));
  if (result == nullptr || !arguments) {
    return false;
  }
  for (size_t i = 0; i < function->parameters.size(); ++i) {
    CTypeObject* argument = ctype_of(*self->state, function->parameters[i].type);
    if (argument == nullptr) {
      return false;
    }
    PyTuple_SetItem(arguments.get(), static_cast<Py_ssize_t>(i), borrow(as_object(argument)).release());
  }
  self->result = borrow(result).release();
  self->arguments = arguments.release();
  self->signature_ready.store(true, std::memory_order_release);
  return true;
}

namespace {

Ref<> enumerator_value(const CTypeObject* type, int64_t value) {
  return steal(type->is(kIsSigned) ? PyLong_FromLongLong(value)
                                   : PyLong_FromUnsignedLongLong(static_cast<uint64_t>(value)));
}

// (value -> name, name -> value), the last one declared first. Of several names for one value the first is shown.
Ref<> build_enum_maps(CTypeObject* type) {
  Ref<> elements = steal(PyDict_New());
  Ref<> relements = steal(PyDict_New());
  const EnumBody* body = type_as<EnumType>(type->type)->complete();
  if (!elements || !relements) {
    return nullptr;
  }
  auto enumerators = body != nullptr ? body->enumerators : std::span<const Enumerator>();
  for (size_t i = enumerators.size(); i-- > 0;) {
    const Enumerator& enumerator = enumerators[i];
    Ref<> value = enumerator_value(type, enumerator.value);
    Ref<> name =
        steal(PyUnicode_FromStringAndSize(enumerator.name.data(), static_cast<Py_ssize_t>(enumerator.name.size())));
    if (!value || !name || PyDict_SetItem(elements.get(), value.get(), name.get()) < 0 ||
        PyDict_SetItem(relements.get(), name.get(), value.get()) < 0) {
      return nullptr;
    }
  }
  return steal(PyTuple_Pack(2, elements.get(), relements.get()));
}

bool may_get_enumerators(const CTypeObject* type) {
  const EnumBody* body = type_as<EnumType>(type->type)->complete();
  return body != nullptr && body->guessed;
}

// Made once, when nothing can be added any more.
Ref<> enum_maps(CTypeObject* type) {
  if (PyObject* known = type->enum_maps.load(std::memory_order_acquire)) {
    return borrow(known);
  }
  TypesLock lock(*type->state);
  if (PyObject* known = type->enum_maps.load(std::memory_order_relaxed)) {
    return borrow(known);
  }
  if (raise_if_partial(type)) {
    return nullptr;
  }
  Ref<> maps = build_enum_maps(type);
  if (!maps || may_get_enumerators(type)) {
    return maps;
  }
  if (PyObject* known = type->enum_maps.load(std::memory_order_relaxed)) {
    return borrow(known);  // a finalizer came first
  }
  type->enum_maps.store(borrow(maps.get()).release(), std::memory_order_release);
  return maps;
}

}  // namespace

Ref<> enum_elements(CTypeObject* type) {
  Ref<> maps = enum_maps(type);
  return maps ? borrow(PyTuple_GetItem(maps.get(), 0)) : nullptr;
}

Ref<> enum_relements(CTypeObject* type) {
  Ref<> maps = enum_maps(type);
  return maps ? borrow(PyTuple_GetItem(maps.get(), 1)) : nullptr;
}

}  // namespace cffi
