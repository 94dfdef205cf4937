// Questions about a type: size, alignment, fields by name. Pure; no locks beyond those of reading types.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

// nullopt: incomplete, void, function, open array, or known only to a compiler.
std::optional<uint64_t> size_of(const Target& target, const Type* type);
// Alignment is known for open arrays too. nullopt where there is none.
std::optional<uint32_t> alignment_of(const Target& target, const Type* type);
uint32_t alignment_of(const Target& target, const QualType& type, uint32_t otherwise);
bool is_complete(const Type* type);

// The record or enum whose definition is still to come before `type` (itself, or an array of it) can be laid out.
// Null: it can be, or no definition will ever help (void, functions, `typedef ... T;`).
const Type* awaited_type(const Type* type);
// Its size is known only to a compiler: dots stand in it.
bool is_left_to_compiler(const Target& target, const Type* type);

// What a pointer, an array or a function is made of, onto a stack: the result of a function lies above its parameters,
// the first of them above the others. Nothing for other types.
void push_components(const Type* type, std::vector<const Type*>& pending);

// The primitive that a value of `type` is held in: itself, or an enum's underlying type. nullopt for others.
std::optional<Primitive> value_primitive(const Type* type);

// A field by name, looked for inside anonymous members too. `offset` is from the start of `record`.
struct FoundField {
  const Field* field;
  uint64_t offset;
};
std::optional<FoundField> find_field(const RecordType* record, std::string_view name);

}  // namespace cffi
