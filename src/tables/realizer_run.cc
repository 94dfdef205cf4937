// Types from slots: a list of what is still to be made instead of recursion.
#include <algorithm>

#include "ctype/primitive.h"
#include "tables/realizer_state.h"

namespace cffi {
namespace {

std::string number_text(int64_t number) { return std::to_string(number); }

// Whose argument leads to the one slot that the type is derived from, or is.
bool has_one_part(Op op) {
  return op == Op::kPointer || op == Op::kArray || op == Op::kOpenArray || op == Op::kNoop || op == Op::kTypename;
}

bool is_array(Op op) { return op == Op::kArray || op == Op::kOpenArray; }

}  // namespace

// Texts that programs know.
Failure unknown_number(int64_t number) {
  switch (static_cast<SpecialPrimitive>(number)) {
    case SpecialPrimitive::kUnknownInteger:
      return fail(ErrorCode::kUnknownNumber,
                  {"primitive integer type with an unexpected size (or not an integer type at all)"});
    case SpecialPrimitive::kUnknownFloat:
      return fail(ErrorCode::kUnknownNumber,
                  {"primitive floating-point type with an unexpected size (or not a float type at all)"});
    case SpecialPrimitive::kLongDoubleAsDouble:
      return fail(ErrorCode::kUnknownNumber,
                  {"primitive floating-point type is 'long double', not supported for now with the syntax 'typedef "
                   "double... xxx;'"});
  }
  return nullptr;
}

Realizer::Run::~Run() {
  for (Task task : opened_) {
    close(task);
  }
}

const Type* Realizer::Run::body_type(Task task) const {
  switch (task.kind) {
    case Task::Kind::kSlot:
      return nullptr;
    case Task::Kind::kRecord:
      return state_.records.at(task.index);
    case Task::Kind::kEnum:
      return state_.enums.at(task.index);
  }
  return nullptr;
}

bool Realizer::Run::is_done(Task task) const {
  switch (task.kind) {
    case Task::Kind::kSlot:
      return state_.slots.contains(task.index);
    case Task::Kind::kRecord: {
      const RecordType* record = state_.records.at(task.index);
      return record->body.load(std::memory_order_relaxed) != nullptr && !state_.unverified.contains(record);
    }
    case Task::Kind::kEnum: {
      const EnumType* type = state_.enums.at(task.index);
      return type->body.load(std::memory_order_relaxed) != nullptr && !state_.unverified.contains(type);
    }
  }
  return false;
}

bool Realizer::Run::is_open(Task task) const {
  const Type* body = body_type(task);
  return body != nullptr ? state_.open.contains(body) : open_slots_.contains(task.key());
}

void Realizer::Run::open(Task task) {
  if (const Type* body = body_type(task)) {
    state_.open.insert(body);
  } else {
    open_slots_.insert(task.key());
  }
  opened_.push_back(task);
}

void Realizer::Run::close(Task task) {
  if (const Type* body = body_type(task)) {
    state_.open.erase(body);
  } else {
    open_slots_.erase(task.key());
  }
}

// What is open waits, directly or not, for the task at hand: needing it is a cycle.
Result<void> Realizer::Run::make(Task root) {
  pending_.push_back(root);
  while (!pending_.empty()) {
    Task task = pending_.back();
    if (is_done(task)) {
      pending_.pop_back();
      continue;
    }
    bool is_new = opened_.empty() || opened_.back().key() != task.key();
    if (is_new) {
      open(task);
    }
    size_t known = pending_.size();
    CFFI_TRY_VOID(need_parts(task));
    if (pending_.size() != known) {
      continue;
    }
    CFFI_TRY_VOID(build(task));
    close(task);
    opened_.pop_back();
    pending_.pop_back();
  }
  return {};
}

// ---- what a task needs

Result<void> Realizer::Run::need(Task task) {
  if (is_done(task)) {
    return {};
  }
  if (const Type* body = body_type(task)) {
    auto failed = state_.failures.find(body);
    if (failed != state_.failures.end()) {
      return std::make_unique<Error>(*failed->second);
    }
  }
  if (is_open(task)) {
    const Type* body = body_type(task);
    std::string what = body == nullptr ? "type " + number_text(task.index)
                                       : "'" + std::string(static_cast<const RecordType*>(body)->name) + "'";
    return realizer_.tables_.malformed(what + " contains itself");
  }
  pending_.push_back(task);
  return {};
}

// By-value parts of a lazy type of this module. Those of other modules look after themselves.
Result<void> Realizer::Run::need_body_of(const Type* type) {
  const Type* sized = sized_by(type);
  if (sized == nullptr) {
    return {};
  }
  auto found = state_.indexes.find(sized);
  if (found != state_.indexes.end()) {
    return need({sized->kind == TypeKind::kRecord ? Task::Kind::kRecord : Task::Kind::kEnum, found->second});
  }
  auto* record = type_as<RecordType>(sized);
  LazyBodies* others = sized->table->lazy_bodies();
  if (record != nullptr && record->complete() == nullptr && others != nullptr) {
    if (const Error* error = others->failure_of(record)) {
      return std::make_unique<Error>(*error);
    }
  }
  return {};
}

Result<int64_t> Realizer::Run::referred_slot(Opcode opcode) const {
  if (opcode.op != Op::kTypename) {
    return opcode.argument;
  }
  CFFI_TRY(entry, realizer_.tables_.type_name(opcode.argument));
  return int64_t{(*entry)->type_index};
}

Result<void> Realizer::Run::need_slot_parts(int64_t index) {
  CFFI_TRY(opcode, realizer_.tables_.type(index));
  if (has_one_part(opcode->op)) {
    auto part = referred_slot(*opcode);
    auto needed = part ? need({Task::Kind::kSlot, *part}) : part.take_failure();
    auto item = needed && is_array(opcode->op) ? state_.slots.find(*part) : state_.slots.end();
    return item != state_.slots.end() ? need_body_of(item->second.type.type) : std::move(needed);
  }
  return opcode->op == Op::kFunction ? need_signature(index) : Result<void>();
}

Result<void> Realizer::Run::need_signature(int64_t index) {
  CFFI_TRY(slots, realizer_.tables_.function(index));
  Result<void> needed = need({Task::Kind::kSlot, slots->result});
  for (int64_t i = 0; needed && i < slots->argument_count; ++i) {
    needed = need({Task::Kind::kSlot, slots->first_argument + i});
  }
  return needed;
}

Result<void> Realizer::Run::need_field_types(int64_t index) {
  auto entry = realizer_.tables_.record(index);
  CFFI_TRY(fields, entry ? realizer_.tables_.fields(**entry) : entry.take_failure());
  for (const FieldEntry& field : *fields) {
    CFFI_TRY_VOID(need({Task::Kind::kSlot, argument_of(field.type_op)}));
  }
  for (const FieldEntry& field : *fields) {
    auto slot = state_.slots.find(argument_of(field.type_op));
    if (slot == state_.slots.end()) {
      continue;  // made first; then this is asked again
    }
    CFFI_TRY_VOID(need_body_of(slot->second.type.type));
  }
  return {};
}

Result<void> Realizer::Run::need_parts(Task task) {
  switch (task.kind) {
    case Task::Kind::kSlot:
      return need_slot_parts(task.index);
    case Task::Kind::kRecord:
      return need_field_types(task.index);
    case Task::Kind::kEnum:
      return {};
  }
  return {};
}

// ---- making it

Result<void> Realizer::Run::build(Task task) {
  switch (task.kind) {
    case Task::Kind::kSlot:
      return build_slot(task.index);
    case Task::Kind::kRecord:
      return realizer_.build_record(task.index, *state_.records.at(task.index));
    case Task::Kind::kEnum:
      return realizer_.build_enum(task.index, *state_.enums.at(task.index));
  }
  return {};
}

Result<QualType> Realizer::Run::primitive(int64_t number) const {
  if (number >= static_cast<int64_t>(SpecialPrimitive::kLongDoubleAsDouble) && number < 0) {
    return unknown_number(number);
  }
  if (number < 0 || number >= kFrozenPrimitiveCount) {
    return realizer_.tables_.malformed("there is no primitive type " + number_text(number));
  }
  auto primitive = static_cast<Primitive>(number);
  TypeTable& types = realizer_.types_;
  return primitive == Primitive::kVoid ? QualType{types.void_type()} : QualType{types.primitive(primitive)};
}

Result<QualType> Realizer::Run::array(int64_t index, Opcode opcode) {
  int64_t length = kOpenLength;
  if (opcode.op == Op::kArray) {
    CFFI_TRY(given, realizer_.tables_.array_length(index));
    length = *given;
  }
  auto array = realizer_.types_.array_of(state_.slots.at(opcode.argument).type, length);
  if (!array) {
    return realizer_.tables_.malformed("type " + number_text(index) + ": " + error_text(array.error()));
  }
  return QualType{*array};
}

Result<QualType> Realizer::Run::function(int64_t index) {
  CFFI_TRY(slots, realizer_.tables_.function(index));
  QualType result = state_.slots.at(slots->result).type;
  if (result.type->kind == TypeKind::kFunction || result.type->kind == TypeKind::kArray) {
    return realizer_.tables_.malformed("function type " + number_text(index) + " returns no value");
  }
  std::vector<QualType> parameters;
  for (int64_t i = 0; i < slots->argument_count; ++i) {
    QualType parameter = state_.slots.at(slots->first_argument + i).type;
    if (parameter.type->kind == TypeKind::kVoid) {
      return realizer_.tables_.malformed("function type " + number_text(index) + " has a 'void' argument");
    }
    if (auto* array = type_as<ArrayType>(parameter.type)) {
      parameter = {realizer_.types_.pointer_to(array->item)};
    } else if (parameter.type->kind == TypeKind::kFunction) {
      parameter = {realizer_.types_.pointer_to(parameter)};
    }
    parameters.push_back(parameter);
  }
  // On machines of 64 bits the word means nothing.
  bool stdcall = slots->stdcall && realizer_.types_.target().pointer.size < 8;
  CallConvention convention = stdcall ? CallConvention::kStdcall : CallConvention::kDefault;
  return QualType{realizer_.types_.function(result, parameters, slots->variadic, convention)};
}

Result<QualType> Realizer::Run::derived_type(int64_t index, Opcode opcode) {
  switch (opcode.op) {
    case Op::kPrimitive:
      return primitive(opcode.argument);
    case Op::kPointer:
      return QualType{realizer_.types_.pointer_to(state_.slots.at(opcode.argument).type)};
    case Op::kArray:
    case Op::kOpenArray:
      return array(index, opcode);
    case Op::kRecord: {
      auto record = realizer_.record_at(opcode.argument);
      return record ? Result<QualType>(QualType{*record}) : record.take_failure();
    }
    case Op::kEnum: {
      auto type = realizer_.enum_at(opcode.argument);
      return type ? Result<QualType>(QualType{*type}) : type.take_failure();
    }
    case Op::kFunction:
      return function(index);
    case Op::kNoop:
    case Op::kTypename: {
      auto slot = referred_slot(opcode);
      return slot ? Result<QualType>(state_.slots.at(*slot).type) : slot.take_failure();
    }
    case Op::kFunctionEnd:
    case Op::kBitfield:
    case Op::kFunctionVarArgs:
    case Op::kFunctionNoArgs:
    case Op::kFunctionOneArg:
    case Op::kConstant:
    case Op::kConstantInt:
    case Op::kGlobalVariable:
    case Op::kDlopenFunction:
    case Op::kDlopenConstant:
    case Op::kGlobalVariableF:
    case Op::kExternPython:
      break;
  }
  return realizer_.tables_.malformed("type " + number_text(index) + " has opcode " +
                                     number_text(static_cast<int>(opcode.op)));
}

// How many derived types are nested in that of the slot, whose parts are made.
Result<int> Realizer::Run::depth_of(int64_t index, Opcode opcode) const {
  int depth = 0;
  if (opcode.op == Op::kFunction) {
    CFFI_TRY(slots, realizer_.tables_.function(index));
    depth = state_.slots.at(slots->result).depth + 1;
    for (int64_t i = 0; i < slots->argument_count; ++i) {
      depth = std::max(depth, state_.slots.at(slots->first_argument + i).depth + 1);
    }
  } else if (has_one_part(opcode.op)) {
    CFFI_TRY(part, referred_slot(opcode));
    bool is_same = opcode.op == Op::kNoop || opcode.op == Op::kTypename;
    depth = state_.slots.at(*part).depth + (is_same ? 0 : 1);
  }
  if (depth > kMaxTypeDepth) {
    return realizer_.tables_.malformed("type " + number_text(index) + " has more than " + number_text(kMaxTypeDepth) +
                                       " parts");
  }
  return depth;
}

Result<void> Realizer::Run::build_slot(int64_t index) {
  auto opcode = realizer_.tables_.type(index);
  CFFI_TRY(type, opcode ? derived_type(index, *opcode) : opcode.take_failure());
  CFFI_TRY(depth, depth_of(index, *opcode));
  state_.slots.insert({index, {*type, *depth}});
  return {};
}

}  // namespace cffi
