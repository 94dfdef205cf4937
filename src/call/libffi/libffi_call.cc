#include "call/libffi/libffi_call.h"

#include <ffi.h>

#include <algorithm>
#include <cstring>

#include "call/libffi/libffi_types.h"
#include "call/plan/placement.h"

namespace cffi {
namespace {

constexpr uint64_t kFrameAlignment = 16;

// Frame: result | each argument, 16-byte aligned | pointers to them, which ffi_call() wants.
class LibffiPlan final : public CallPlan {
 public:
  static Result<std::unique_ptr<CallPlan>> make(std::unique_ptr<LibffiInterface> interface) {
    std::unique_ptr<LibffiPlan> plan(new LibffiPlan);
    const auto& sizes = interface->argument_sizes();
    uint64_t next = std::max(interface->result_size(), kFrameAlignment);
    plan->argument_count_ = sizes.size();
    plan->argument_offsets_ = std::make_unique<uint32_t[]>(sizes.size());
    for (size_t i = 0; i < sizes.size(); ++i) {
      next = (next + kFrameAlignment - 1) & ~(kFrameAlignment - 1);
      plan->argument_offsets_[i] = static_cast<uint32_t>(next);
      next += std::max<uint64_t>(sizes[i], 8);
      if (next > kMaxFrame || sizes[i] > kMaxStackArguments) {
        return too_large("an argument", kMaxStackArguments);
      }
    }
    next = (next + 7) & ~uint64_t{7};
    plan->pointers_offset_ = next;
    plan->frame_size_ = (next + sizes.size() * sizeof(void*) + kFrameAlignment - 1) & ~(kFrameAlignment - 1);
    plan->interface_ = std::move(interface);
    plan->invoke_ = call;
    return std::unique_ptr<CallPlan>(std::move(plan));
  }

 private:
  static void call(const CallPlan& plan, void* frame, AnyFunction function) {
    const auto& self = static_cast<const LibffiPlan&>(plan);
    auto* bytes = static_cast<std::byte*>(frame);
    auto** pointers = reinterpret_cast<void**>(bytes + self.pointers_offset_);
    for (size_t i = 0; i < self.argument_count_; ++i) {
      pointers[i] = bytes + self.argument_offsets_[i];
    }
    ffi_call(self.interface_->cif(), function, bytes + self.result_offset_, pointers);
  }

  std::unique_ptr<LibffiInterface> interface_;
  uint64_t pointers_offset_ = 0;
};

class LibffiClosure final : public Closure {
 public:
  static Result<std::unique_ptr<Closure>> make(std::unique_ptr<LibffiInterface> interface, ClosureHandler handler,
                                               void* context) {
    std::unique_ptr<LibffiClosure> closure(new LibffiClosure);
    closure->interface_ = std::move(interface);
    closure->handler_ = handler;
    closure->context_ = context;
    closure->memory_ = static_cast<ffi_closure*>(ffi_closure_alloc(sizeof(ffi_closure), &closure->code_));
    if (closure->memory_ == nullptr || ffi_prep_closure_loc(closure->memory_, closure->interface_->cif(), dispatch,
                                                            closure.get(), closure->code_) != FFI_OK) {
      return fail(ErrorCode::kNoLibffiClosure);
    }
    return std::unique_ptr<Closure>(std::move(closure));
  }
  ~LibffiClosure() override {
    if (memory_ != nullptr) {
      ffi_closure_free(memory_);
    }
  }

 private:
  static void dispatch(ffi_cif*, void* result, void** arguments, void* data) {
    auto& self = *static_cast<LibffiClosure*>(data);
    uint64_t size = self.interface_->result_size();
    if (size > kSmallResult) {
      std::memset(result, 0, size);
      self.handler_(self.context_, result, arguments);
      return;
    }
    // libffi promises no more room than the result needs.
    alignas(16) std::byte room[kSmallResult] = {};
    self.handler_(self.context_, room, arguments);
    // Smaller integers are returned as an ffi_arg, which on machines of 32 bits is no `long long`.
    std::memcpy(result, room, self.interface_->result_is_widened() ? std::max<uint64_t>(size, sizeof(ffi_arg)) : size);
  }

  static constexpr uint64_t kSmallResult = 16;
  std::unique_ptr<LibffiInterface> interface_;
  ClosureHandler handler_ = nullptr;
  void* context_ = nullptr;
  ffi_closure* memory_ = nullptr;
};

}  // namespace

bool has_libffi() { return true; }

Result<std::unique_ptr<CallPlan>> compile_libffi_plan(const Target& target, const Signature& signature) {
  CFFI_TRY(interface, LibffiInterface::make(target, signature));
  return LibffiPlan::make(std::move(*interface));
}

Result<std::unique_ptr<Closure>> make_libffi_closure(const Target& target, const Signature& signature,
                                                     ClosureHandler handler, void* context) {
  CFFI_TRY(interface, LibffiInterface::make(target, signature));
  return LibffiClosure::make(std::move(*interface), handler, context);
}

}  // namespace cffi
