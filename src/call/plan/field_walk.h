// Visits every scalar inside a type, with its byte offset: what both ABIs classify records by.
//
// Bounded: unions of unions could name one byte exponentially often, and chains of structs nest without limit, so the
// walk stops (and says so) after kMaxVisits steps or kMaxDepth levels.
#pragma once

#include <cstdint>

#include "call/plan/placement.h"
#include "ctype/type.h"

namespace cffi {

struct VisitedField {
  const Type* type;       // what was declared
  Scalar scalar;          // of `type`; of a bit-field, its storage unit
  uint64_t offset;        // from the start of the walked type
  const Field* bitfield;  // null when it is none
  bool repeated;          // inside an array item after the first one
  uint64_t counted_end;   // bytes from here on do not count
};

enum class WalkResult : uint8_t { kDone, kStopped, kTooComplex, kHasVector, kNotPassable };

// Receives every scalar; returning false stops the walk.
class FieldVisitor {
 public:
  virtual bool visit(const VisitedField& field) = 0;
  // Around the fields of each record, the outermost one included. leave() may stop the walk, too.
  virtual void enter() {}
  virtual bool leave() { return true; }

 protected:
  ~FieldVisitor() = default;
};

// As GCC does it, a `T name[0]` that does not start an eightbyte shows one item, though it has none, and of that what
// lies in the array's own eightbyte.
WalkResult walk_fields(const Target& target, const Type* type, FieldVisitor& visitor);

}  // namespace cffi
