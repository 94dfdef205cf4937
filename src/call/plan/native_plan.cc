#include "call/plan/native_plan.h"

#include <algorithm>
#include <cstring>

#include "base/checked_math.h"

namespace cffi {

// Lays one frame out: registers first, then values that need room of their own, then the outgoing stack arguments.
class NativePlanBuilder {
 public:
  NativePlanBuilder(const NativeAbi& abi, const Placement& placement, NativePlan& plan)
      : shape_(abi.shape), placement_(placement), plan_(plan) {
    plan_.abi_ = &abi;
    plan_.flags_ = frame_flags(placement);
    wide_ = (plan_.flags_ & kWideVectors) != 0;
  }

  Result<void> build() {
    next_ = registers_end();
    plan_.argument_count_ = placement_.arguments.size();
    plan_.argument_offsets_ = std::make_unique<uint32_t[]>(placement_.arguments.size());
    for (size_t i = 0; i < placement_.arguments.size(); ++i) {
      if (placement_.arguments[i].kind != PlaceKind::kStack) {
        plan_.argument_offsets_[i] = place_argument(placement_.arguments[i]);
      }
    }
    plan_.result_offset_ = place_result(placement_.result);
    place_stack();
    if (next_ > kMaxFrame || overflow_) {
      return too_large("the space for arguments and result", kMaxFrame);
    }
    plan_.frame_size_ = (next_ + NativePlan::kFrameAlignment - 1) & ~uint64_t{NativePlan::kFrameAlignment - 1};
    choose_invoke();
    return {};
  }

 private:
  bool is_extended() const { return (plan_.flags_ & (kWideVectors | kX87Result | kComplexX87Result)) != 0; }

  bool has_moves() const {
    return !plan_.argument_moves_.empty() || !plan_.result_moves_.empty() || !plan_.references_.empty();
  }

  bool has_vector_result() const {
    for (uint32_t i = 0; i < placement_.result.piece_count; ++i) {
      if (placement_.result.pieces[i].bank == Bank::kVector) {
        return true;
      }
    }
    return false;
  }

  uint64_t registers_end() const {
    if (is_extended()) {
      return shape_.wide_end;
    }
    return placement_.uses_vectors || has_vector_result() ? shape_.narrow_end : shape_.general_end;
  }

  // Room for `size` bytes; offset 0 and overflow_ when there is none.
  uint32_t reserve(uint64_t size) {
    auto start = checked_round_up(next_, NativePlan::kFrameAlignment);
    auto end = start ? checked_add(*start, size) : std::nullopt;
    if (!end || *end > kMaxFrame) {
      overflow_ = true;
      return 0;
    }
    next_ = *end;
    return static_cast<uint32_t>(*start);
  }

  uint32_t place_argument(const Place& place) {
    switch (place.kind) {
      case PlaceKind::kNowhere:
      case PlaceKind::kX87:
      case PlaceKind::kComplexX87:
      case PlaceKind::kStack:
        return reserve(std::max<uint64_t>(place.size, 8));
      case PlaceKind::kReference: {
        // Without pieces, the pointer travels on the stack: its slot is known when the stack is placed.
        uint32_t slot = place.piece_count > 0 ? shape_.argument_slot(place.pieces[0], wide_) : 0;
        return add_reference(place, slot, false);
      }
      case PlaceKind::kRegisters:
        break;
    }
    auto slot_of = [this](Piece piece) { return shape_.argument_slot(piece, wide_); };
    if (auto whole = contiguous_slot(place, slot_of)) {
      return *whole;
    }
    uint32_t value = reserve(place.size);
    for (uint32_t i = 0; i < place.piece_count; ++i) {
      const Piece& piece = place.pieces[i];
      plan_.argument_moves_.push_back({value + piece.offset, slot_of(piece), piece.size});
    }
    return value;
  }

  uint32_t place_result(const Place& place) {
    switch (place.kind) {
      case PlaceKind::kNowhere:
      case PlaceKind::kStack:
        return shape_.general_result;
      case PlaceKind::kX87:
      case PlaceKind::kComplexX87:
        return shape_.x87_result;
      case PlaceKind::kReference:
        return add_reference(place, shape_.argument_slot(place.pieces[0], false), true);
      case PlaceKind::kRegisters:
        break;
    }
    auto slot_of = [this](Piece piece) { return shape_.result_slot(piece, wide_); };
    if (auto whole = contiguous_slot(place, slot_of)) {
      return *whole;
    }
    uint32_t value = reserve(place.size);
    for (uint32_t i = 0; i < place.piece_count; ++i) {
      const Piece& piece = place.pieces[i];
      plan_.result_moves_.push_back({slot_of(piece), value + piece.offset, piece.size});
    }
    return value;
  }

  uint32_t add_reference(const Place& place, uint32_t slot, bool is_result) {
    uint32_t value = reserve(std::max<uint64_t>(place.size, 16));
    uint32_t room = value;
    if (place.alignment > NativePlan::kFrameAlignment) {
      auto size = checked_add(place.size, place.alignment);
      room = reserve(size.value_or(kMaxFrame + 1));
    }
    plan_.references_.push_back({slot, value, static_cast<uint32_t>(place.size), place.alignment, room, is_result});
    return value;
  }

  // What is written as 8 bytes, where fewer may be overwritten.
  uint32_t moved_argument(uint32_t slot, uint64_t size) {
    uint32_t value = reserve(8);
    plan_.argument_moves_.push_back({value, slot, static_cast<uint32_t>(size)});
    return value;
  }

  void place_stack() {
    plan_.stack_size_ = static_cast<uint32_t>(placement_.stack_size);
    plan_.stack_alignment_ = placement_.stack_alignment;
    plan_.stack_offset_ = reserve(placement_.stack_size);
    size_t reference = 0;
    for (size_t i = 0; i < placement_.arguments.size(); ++i) {
      const Place& place = placement_.arguments[i];
      uint32_t slot = plan_.stack_offset_ + static_cast<uint32_t>(place.stack_offset);
      if (place.kind == PlaceKind::kStack) {
        plan_.argument_offsets_[i] = place.packed && place.widened ? moved_argument(slot, place.size) : slot;
      } else if (place.kind == PlaceKind::kReference) {
        if (place.piece_count == 0) {
          plan_.references_[reference].slot = slot;
        }
        ++reference;  // references_ has one row per such argument, in order, and then the result's
      }
    }
  }

  void choose_invoke() {
    bool uses_vectors = placement_.uses_vectors || has_vector_result();
    plan_.invoke_registers_ = uses_vectors ? plan_.abi_->invoke_registers : plan_.abi_->invoke_general;
    // Only the full path loads x8, where AArch64 wants the address of a result in memory.
    bool has_special_register = placement_.result.kind == PlaceKind::kReference &&
                                placement_.result.pieces[0].index >= plan_.abi_->argument_registers;
    if (plan_.stack_size_ != 0 || is_extended() || has_special_register) {
      plan_.invoke_ = NativePlan::invoke_full;
    } else {
      plan_.invoke_ = has_moves() ? NativePlan::invoke_moved : plan_.invoke_registers_;
    }
  }

  const FrameShape& shape_;
  const Placement& placement_;
  NativePlan& plan_;
  uint64_t next_ = 0;
  bool wide_ = false;
  bool overflow_ = false;
};

namespace {

std::byte* align_up(std::byte* address, uint64_t alignment) {
  auto value = reinterpret_cast<uintptr_t>(address);
  return address + ((value + alignment - 1) / alignment * alignment - value);
}

}  // namespace

void NativePlan::before(std::byte* frame) const {
  for (const Move& move : argument_moves_) {
    copy_piece(frame + move.to, frame + move.from, move.size);
  }
  for (const Reference& reference : references_) {
    std::byte* value = frame + reference.value;
    if (reference.alignment > kFrameAlignment) {
      std::byte* aligned = align_up(frame + reference.room, reference.alignment);
      if (!reference.is_result) {
        std::memcpy(aligned, value, reference.size);
      }
      value = aligned;
    }
    std::memcpy(frame + reference.slot, &value, sizeof value);
  }
}

void NativePlan::after(std::byte* frame) const {
  for (const Move& move : result_moves_) {
    copy_piece(frame + move.to, frame + move.from, move.size);
  }
  for (const Reference& reference : references_) {
    if (reference.is_result && reference.alignment > kFrameAlignment) {
      std::memcpy(frame + reference.value, align_up(frame + reference.room, reference.alignment), reference.size);
    }
  }
}

void NativePlan::invoke_moved(const CallPlan& plan, void* frame, AnyFunction function) {
  const auto& self = static_cast<const NativePlan&>(plan);
  auto* bytes = static_cast<std::byte*>(frame);
  self.before(bytes);
  self.invoke_registers_(plan, frame, function);
  self.after(bytes);
}

void NativePlan::invoke_full(const CallPlan& plan, void* frame, AnyFunction function) {
  const auto& self = static_cast<const NativePlan&>(plan);
  auto* bytes = static_cast<std::byte*>(frame);
  self.before(bytes);
  self.abi_->invoke_full(frame, function, bytes + self.stack_offset_, self.stack_size_, self.stack_alignment_,
                         self.flags_);
  self.after(bytes);
}

Result<std::unique_ptr<CallPlan>> NativePlan::compile(const NativeAbi& abi, const Target& target,
                                                      const Signature& signature) {
  CFFI_TRY(placement, abi.place(target, signature));
  std::unique_ptr<NativePlan> plan(new NativePlan);
  CFFI_TRY_VOID(NativePlanBuilder(abi, *placement, *plan).build());
  return std::unique_ptr<CallPlan>(std::move(plan));
}

}  // namespace cffi
