// A call plan over a NativeAbi: the frame layout, and the few moves that scalars never need.
#pragma once

#include <memory>
#include <vector>

#include "call/plan/call_plan.h"
#include "call/plan/native_abi.h"

namespace cffi {

class NativePlan final : public CallPlan {
 public:
  // Errors: those of NativeAbi::place, kCallTooLarge.
  static Result<std::unique_ptr<CallPlan>> compile(const NativeAbi& abi, const Target& target,
                                                   const Signature& signature);

 private:
  friend class NativePlanBuilder;

  // `size` bytes from one frame offset to another.
  struct Move {
    uint32_t from;
    uint32_t to;
    uint32_t size;
  };
  // A value passed by address: `slot` gets the address of the value. Values aligned to more than the frame's own 16
  // bytes are copied into `room` (arguments: before the call; the result: out of it, afterwards).
  struct Reference {
    uint32_t slot;
    uint32_t value;
    uint32_t size;
    uint32_t alignment;
    uint32_t room;  // only when alignment > kFrameAlignment
    bool is_result;
  };
  static constexpr uint32_t kFrameAlignment = 16;

  static void invoke_moved(const CallPlan& plan, void* frame, AnyFunction function);
  static void invoke_full(const CallPlan& plan, void* frame, AnyFunction function);
  void before(std::byte* frame) const;
  void after(std::byte* frame) const;

  const NativeAbi* abi_ = nullptr;
  Invoke invoke_registers_ = nullptr;  // for invoke_moved: the general or the vector one
  std::vector<Move> argument_moves_;
  std::vector<Move> result_moves_;
  std::vector<Reference> references_;
  uint32_t stack_offset_ = 0;
  uint32_t stack_size_ = 0;
  uint32_t stack_alignment_ = 16;
  uint64_t flags_ = 0;
};

}  // namespace cffi
