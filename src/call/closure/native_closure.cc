#include "call/closure/native_closure.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "call/closure/closure_pool.h"

namespace cffi {
namespace {

enum class SourceBase : uint8_t { kBlock, kStack, kScratch };

// Where an argument's bytes are found; `is_pointer`: where their address is found.
struct Source {
  SourceBase base = SourceBase::kScratch;
  bool is_pointer = false;
  uint32_t offset = 0;
};

// `size` bytes of the block to or from an offset in the scratch memory.
struct Transfer {
  uint32_t block;
  uint32_t scratch;
  uint32_t size;
};

constexpr uint32_t kSmallResult = 16;  // room that a handler may count on (closure.h)

enum class ResultHome : uint8_t { kBlock, kScratch, kCaller };

struct NativeClosureCore : ClosureCore {
  ClosureHandler handler = nullptr;
  void* context = nullptr;
  std::vector<Source> sources;
  std::vector<Transfer> gathers;   // before the handler: registers into scratch
  std::vector<Transfer> scatters;  // after it: scratch into registers
  uint32_t scratch_size = 0;
  ResultHome result_home = ResultHome::kBlock;
  uint32_t result_offset = 0;           // kCaller: of the slot with the address
  uint64_t result_room = kSmallResult;  // bytes zeroed before the handler runs
  uint32_t result_address_slot = 0;     // kCaller: where the ABI wants the address back
};

class NativeClosure final : public Closure {
 public:
  static Result<std::unique_ptr<Closure>> make(std::unique_ptr<NativeClosureCore> core) {
    CFFI_TRY(entry, take_closure_entry(core.get()));
    return std::unique_ptr<Closure>(new NativeClosure(*entry, std::move(core)));
  }
  ~NativeClosure() override { give_back_closure_entry(entry_); }

 private:
  NativeClosure(const ClosureEntry& entry, std::unique_ptr<NativeClosureCore> core)
      : entry_(entry), core_(std::move(core)) {
    code_ = entry.code;
  }

  ClosureEntry entry_;
  std::unique_ptr<NativeClosureCore> core_;
};

// Turns a Placement into sources and transfers.
class CoreBuilder {
 public:
  CoreBuilder(const NativeAbi& abi, const Placement& placement, NativeClosureCore& core)
      : shape_(abi.shape), placement_(placement), core_(core) {
    core.entry = abi.closure_entry;
    core.flags = frame_flags(placement);
    wide_ = (core.flags & kWideVectors) != 0;
  }

  void build() {
    core_.sources.reserve(placement_.arguments.size());
    for (const Place& place : placement_.arguments) {
      core_.sources.push_back(source_of(place));
    }
    place_result(placement_.result);
  }

 private:
  uint32_t reserve(uint64_t size) {
    uint32_t offset = core_.scratch_size;
    core_.scratch_size += static_cast<uint32_t>((size + 15) & ~uint64_t{15});
    return offset;
  }

  // What no register and no stack slot holds may still have a size: bytes to look at, all for one.
  uint64_t size_of_nothing() const {
    uint64_t size = 16;
    for (const Place& place : placement_.arguments) {
      size = place.kind == PlaceKind::kNowhere ? std::max(size, place.size) : size;
    }
    return size;
  }

  Source source_of(const Place& place) {
    auto slot_of = [this](Piece piece) { return shape_.argument_slot(piece, wide_); };
    auto stack_offset = static_cast<uint32_t>(place.stack_offset);
    switch (place.kind) {
      case PlaceKind::kNowhere:
      case PlaceKind::kX87:
      case PlaceKind::kComplexX87:
        if (!nothing_) {
          nothing_ = reserve(size_of_nothing());
        }
        return {SourceBase::kScratch, false, *nothing_};
      case PlaceKind::kStack:
        return {SourceBase::kStack, false, stack_offset};
      case PlaceKind::kReference:
        return place.piece_count > 0 ? Source{SourceBase::kBlock, true, slot_of(place.pieces[0])}
                                     : Source{SourceBase::kStack, true, stack_offset};
      case PlaceKind::kRegisters:
        break;
    }
    if (auto whole = contiguous_slot(place, slot_of)) {
      return {SourceBase::kBlock, false, *whole};
    }
    uint32_t value = reserve(place.size);
    for (uint32_t i = 0; i < place.piece_count; ++i) {
      const Piece& piece = place.pieces[i];
      core_.gathers.push_back({slot_of(piece), value + piece.offset, piece.size});
    }
    return {SourceBase::kScratch, false, value};
  }

  void place_result(const Place& place) {
    core_.result_room = std::max<uint64_t>(place.size, kSmallResult);
    core_.result_offset = shape_.general_result;
    switch (place.kind) {
      case PlaceKind::kNowhere:
      case PlaceKind::kStack:
        return;
      case PlaceKind::kX87:
      case PlaceKind::kComplexX87:
        core_.result_offset = shape_.x87_result;
        return;
      case PlaceKind::kReference:
        core_.result_home = ResultHome::kCaller;
        core_.result_room = place.size;
        core_.result_offset = shape_.argument_slot(place.pieces[0], false);
        core_.result_address_slot = shape_.general_result;
        return;
      case PlaceKind::kRegisters:
        break;
    }
    auto slot_of = [this](Piece piece) { return shape_.result_slot(piece, wide_); };
    if (auto whole = contiguous_slot(place, slot_of)) {
      core_.result_offset = *whole;
      return;
    }
    core_.result_home = ResultHome::kScratch;
    core_.result_offset = reserve(core_.result_room);
    for (uint32_t i = 0; i < place.piece_count; ++i) {
      const Piece& piece = place.pieces[i];
      core_.scatters.push_back({slot_of(piece), core_.result_offset + piece.offset, piece.size});
    }
  }

  const FrameShape& shape_;
  const Placement& placement_;
  NativeClosureCore& core_;
  bool wide_ = false;
  std::optional<uint32_t> nothing_;  // what all empty structs are shown
};

void* load_pointer(const std::byte* address) {
  void* pointer = nullptr;
  std::memcpy(&pointer, address, sizeof pointer);
  return pointer;
}

void* find_argument(const Source& source, std::byte* block, std::byte* stack, std::byte* scratch) {
  std::byte* base = scratch;
  switch (source.base) {
    case SourceBase::kBlock:
      base = block;
      break;
    case SourceBase::kStack:
      base = stack;
      break;
    case SourceBase::kScratch:
      break;
  }
  base += source.offset;
  return source.is_pointer ? load_pointer(base) : base;
}

}  // namespace
}  // namespace cffi

// Called by closure_entry_*.S with the registers in `block` (frame_shape.h) and the incoming stack arguments at
// `stack`.
extern "C" [[gnu::visibility("hidden")]] void cffi_closure_dispatch(cffi::ClosureCore* base, std::byte* block,
                                                                    std::byte* stack) {
  using namespace cffi;
  const auto& core = *static_cast<NativeClosureCore*>(base);
  size_t count = core.sources.size();
  // Bounded by kMaxArguments, and the scratch memory by what registers hold.
  auto** arguments = static_cast<void**>(__builtin_alloca((count + 1) * sizeof(void*)));
  auto* scratch = static_cast<std::byte*>(__builtin_alloca_with_align(core.scratch_size + 16, 16 * 8));
  for (const Transfer& gather : core.gathers) {
    copy_piece(scratch + gather.scratch, block + gather.block, gather.size);
  }
  for (size_t i = 0; i < count; ++i) {
    arguments[i] = find_argument(core.sources[i], block, stack, scratch);
  }
  void* result = block + core.result_offset;
  if (core.result_home == ResultHome::kCaller) {
    result = load_pointer(block + core.result_offset);
    // x86-64 wants it in rax again (psABI 3.2.3, returning of values, 2); elsewhere nobody looks.
    std::memcpy(block + core.result_address_slot, &result, sizeof result);
  } else if (core.result_home == ResultHome::kScratch) {
    result = scratch + core.result_offset;
  }
  if (core.result_room == kSmallResult) {
    std::memset(result, 0, kSmallResult);
  } else {
    std::memset(result, 0, core.result_room);
  }
  core.handler(core.context, result, arguments);
  for (const Transfer& scatter : core.scatters) {
    copy_piece(block + scatter.block, scratch + scatter.scratch, scatter.size);
  }
}

namespace cffi {

Result<std::unique_ptr<Closure>> make_native_closure(const NativeAbi& abi, const Target& target,
                                                     const Signature& signature, ClosureHandler handler,
                                                     void* context) {
  CFFI_TRY(placement, abi.place(target, signature));
  auto core = std::make_unique<NativeClosureCore>();
  core->handler = handler;
  core->context = context;
  CoreBuilder(abi, *placement, *core).build();
  return NativeClosure::make(std::move(core));
}

}  // namespace cffi
