#include "call/plan/classify_sysv64.h"

#include <algorithm>
#include <vector>

#include "call/plan/field_walk.h"
#include "call/plan/placement.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

constexpr uint64_t kEightbyte = 8;
// A struct of vectors may travel in one register of up to 64 bytes; larger ones never do.
constexpr uint64_t kMaxVectorRegister = 64;

// psABI 3.2.3, classification of aggregates, rule 4: the class of an eightbyte that two fields share.
SysvClass merge(SysvClass a, SysvClass b) {
  if (a == b || b == SysvClass::kNone) {
    return a;  // 4(a), 4(b)
  }
  if (a == SysvClass::kNone) {
    return b;  // 4(b)
  }
  if (a == SysvClass::kMemory || b == SysvClass::kMemory) {
    return SysvClass::kMemory;  // 4(c)
  }
  if (a == SysvClass::kInteger || b == SysvClass::kInteger) {
    return SysvClass::kInteger;  // 4(d)
  }
  auto is_x87 = [](SysvClass c) {
    return c == SysvClass::kX87 || c == SysvClass::kX87Up || c == SysvClass::kComplexX87;
  };
  if (is_x87(a) || is_x87(b)) {
    return SysvClass::kMemory;  // 4(e)
  }
  return SysvClass::kSse;  // 4(f)
}

class Eightbytes final : public FieldVisitor {
 public:
  bool visit(const VisitedField& field) override {
    if (field.bitfield != nullptr) {
      return visit_bitfield(field);
    }
    // "If it contains unaligned fields, it has class MEMORY" (rule 1). Of an array, GCC looks at the first item only.
    if (!field.repeated && field.scalar.alignment != 0 && field.offset % field.scalar.alignment != 0) {
      in_memory_ = true;
      return false;
    }
    counted_end_ = field.counted_end;
    switch (field.scalar.kind) {
      case ScalarKind::kInteger:
        return put(field.offset, SysvClass::kInteger, field.scalar.size, SysvClass::kInteger);
      case ScalarKind::kFloat:
      case ScalarKind::kVector:
        return put(field.offset, SysvClass::kSse, field.scalar.size, SysvClass::kSseUp);
      case ScalarKind::kX87:
        return put(field.offset, SysvClass::kX87, field.scalar.size, SysvClass::kX87Up);
      case ScalarKind::kComplexFloat: {
        // "Complex types are treated as structs of two members."
        uint64_t half = field.scalar.size / 2;
        return put(field.offset, SysvClass::kSse, half, SysvClass::kSseUp) &&
               put(field.offset + half, SysvClass::kSse, half, SysvClass::kSseUp);
      }
      case ScalarKind::kComplexX87:
        in_memory_ = true;  // alone it is COMPLEX_X87; inside a struct, 32 bytes are too large
        return false;
    }
    return false;
  }

  void enter() override { levels_.emplace_back(); }

  // Fields are classified recursively, so that the cleanup after merging is done for each record by itself.
  bool leave() override {
    SysvClasses inner = cleaned(levels_.back());
    levels_.pop_back();
    in_memory_ = inner.low == SysvClass::kMemory;
    levels_.back().low = merge(levels_.back().low, inner.low);
    levels_.back().high = merge(levels_.back().high, inner.high);
    return !in_memory_;
  }

  SysvClasses finish() const { return in_memory_ ? SysvClasses{SysvClass::kMemory} : cleaned(levels_.front()); }

 private:
  bool put(uint64_t offset, SysvClass first, uint64_t size, SysvClass second) {
    if (offset >= counted_end_) {
      return true;
    }
    size = std::min(size, counted_end_ - offset);
    uint64_t index = offset / kEightbyte;
    if (size > 2 * kEightbyte || offset + size > 2 * kEightbyte) {
      in_memory_ = true;  // a liar's offsets; real ones were bounded by the record's size
      return false;
    }
    add(index, first);
    if (uint64_t end = (offset + size - 1) / kEightbyte; end != index && size <= kEightbyte) {
      add(end, first);  // unaligned, in an array item that was not looked at
    }
    if (size > kEightbyte && index == 0) {
      add(1, second);
    }
    return true;
  }

  // Bit-fields are INTEGER in every eightbyte that their own bits touch, whatever their storage unit is.
  bool visit_bitfield(const VisitedField& field) {
    if (field.bitfield->bit_size <= 0) {
      return true;
    }
    uint64_t first = field.offset * 8 + static_cast<uint64_t>(field.bitfield->bit_shift);
    uint64_t last = first + static_cast<uint64_t>(field.bitfield->bit_size) - 1;
    for (uint64_t i = first / 64; i <= last / 64; ++i) {
      if (i > 1) {
        in_memory_ = true;
        return false;
      }
      add(i, SysvClass::kInteger);
    }
    return true;
  }

  // Post-merger cleanup, rule 5.
  static SysvClasses cleaned(SysvClasses classes) {
    SysvClass low = classes.low;
    SysvClass high = classes.high;
    bool is_memory = low == SysvClass::kMemory || high == SysvClass::kMemory;                           // 5(a)
    bool is_split = low == SysvClass::kX87Up || (high == SysvClass::kX87Up && low != SysvClass::kX87);  // 5(b)
    if (is_memory || is_split) {
      return {SysvClass::kMemory};
    }
    if (high == SysvClass::kSseUp && low != SysvClass::kSse) {
      high = SysvClass::kSse;  // 5(d)
    }
    return {low, high};
  }

  void add(uint64_t eightbyte, SysvClass cls) {
    SysvClass& held = eightbyte == 0 ? levels_.back().low : levels_.back().high;
    held = merge(held, cls);
  }

  std::vector<SysvClasses> levels_{SysvClasses{}};  // of the records around the field being visited
  uint64_t counted_end_ = UINT64_MAX;
  bool in_memory_ = false;
};

// Lets a walk run to its end: the walk itself reports vectors that are no scalars.
class SeeAll final : public FieldVisitor {
 public:
  bool visit(const VisitedField&) override { return true; }
};

// Structs above two eightbytes are MEMORY, except those of vectors, whose way depends on the callee's instruction set.
Result<SysvClasses> classify_large(const Target& target, const Type* type, uint64_t size, std::string_view role) {
  if (size <= kMaxVectorRegister) {
    SeeAll all;
    if (walk_fields(target, type, all) == WalkResult::kHasVector) {
      return cannot_pass(type, role, "it holds a vector larger than 16 bytes");
    }
  }
  return SysvClasses{SysvClass::kMemory};
}

}  // namespace

Result<SysvClasses> classify_sysv64(const Target& target, const Type* type, std::string_view role) {
  CFFI_TRY_VOID(check_passable(target, type, role));
  auto scalar = scalar_of(target, type);
  if (scalar && scalar->kind == ScalarKind::kComplexX87) {
    return SysvClasses{SysvClass::kComplexX87};
  }
  auto size = size_of(target, type);
  if (!size) {
    return cannot_pass(type, role, "its size is not known");
  }
  if (*size > 2 * kEightbyte) {
    return classify_large(target, type, *size, role);
  }
  Eightbytes eightbytes;
  switch (walk_fields(target, type, eightbytes)) {
    case WalkResult::kDone:
    case WalkResult::kStopped:
      return eightbytes.finish();
    case WalkResult::kTooComplex:
      return cannot_pass(type, role, "it is nested too deeply");
    case WalkResult::kHasVector:
      return cannot_pass(type, role, "it holds a vector of unusual size");
    case WalkResult::kNotPassable:
      return cannot_pass(type, role, "it holds a field of unknown layout");
  }
  return cannot_pass(type, role, "it holds a field of unknown layout");
}

}  // namespace cffi
