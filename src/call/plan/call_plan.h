// Calls from the library into C: a signature compiled once into a frame layout and a flat list of moves.
//
// A call is: take a frame (frame_size() bytes, 16-byte aligned, usually on the stack), write each argument at
// frame + argument_offset(i), invoke(), read the result at frame + result_offset().
//
// Representation in the frame:
//   - integers, bool, char, wide chars, enums, pointers up to 8 bytes: write 8 bytes, sign- or zero-extended;
//   - float: 4 bytes; double: 8; long double, complex, __int128, records: their own bytes, as in memory;
//   - result: its own bytes, as in memory (an int result is valid as 4 bytes; the rest of the 8 is undefined).
//
// Immutable after compile(): any number of threads may use one plan, each with its own frame. No locks.
// Errors of compile(): kCallUnsupported (type and reason: incomplete record, vector by value, partial record...).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.h"
#include "call/plan/signature.h"
#include "ctype/target.h"

namespace cffi {

using AnyFunction = void (*)();

class CallPlan {
 public:
  // The plan for the host; falls back to libffi where the host's own ABI has no classifier, if it was built in.
  static Result<std::unique_ptr<CallPlan>> compile(const Target& target, const Signature& signature);
  virtual ~CallPlan() = default;
  CallPlan(const CallPlan&) = delete;
  CallPlan& operator=(const CallPlan&) = delete;

  size_t frame_size() const { return frame_size_; }
  size_t result_offset() const { return result_offset_; }
  size_t argument_offset(size_t index) const { return argument_offsets_[index]; }
  const uint32_t* argument_offsets() const { return argument_offsets_.get(); }
  size_t argument_count() const { return argument_count_; }

  // Calls `function`. `frame` must be 16-byte aligned. errno is neither saved nor restored here (saved_errno.h).
  void invoke(void* frame, AnyFunction function) const { invoke_(*this, frame, function); }

 protected:
  CallPlan() = default;
  using Invoke = void (*)(const CallPlan&, void* frame, AnyFunction function);
  Invoke invoke_ = nullptr;  // chosen once: register-only signatures get a shorter one
  size_t frame_size_ = 0;
  size_t result_offset_ = 0;
  size_t argument_count_ = 0;
  std::unique_ptr<uint32_t[]> argument_offsets_;
};

}  // namespace cffi
