// Calls with random signatures and values, ours against libffi's and the C compiler's.
//
//   call_oracle libffi SEED COUNT       our call to libffi's closure, libffi's call to our closure
//   call_oracle closures SEED COUNT     our call to our closure, with everything that libffi cannot say
//   call_oracle emit SEED COUNT         the C file of a batch, on standard output
//   call_oracle check SEED COUNT LIB    our call to that batch's functions, its functions' calls to our closures
//
// With "ms_abi" before all that: functions of the Microsoft x64 convention, which the compiler has elsewhere, too. With
// "apple": functions of Apple's systems on AArch64, which an AArch64 of another system can run, too.
// Prints what differed and a last line with the counts; the exit status is 0 when nothing differed.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "c_batch.h"
#include "call/closure/closure.h"
#include "call/libffi/libffi_call.h"
#include "call/library/dynamic_library.h"
#include "call/plan/call_plan.h"
#include "call/plan/native_abi.h"
#include "ctype/type_text.h"
#include "random_types.h"
#include "random_values.h"

namespace cffi::test {
namespace {

// Whose functions are called, and how.
struct World {
  const Target* target = &host_target();
  CallConvention convention = CallConvention::kDefault;
};

struct Counts {
  unsigned long calls = 0;
  unsigned long skipped = 0;
  unsigned long failed = 0;
};

// A record is shown with its fields: its name says nothing.
std::string describe(const Type* type) {
  const auto* record = type_as<RecordType>(type);
  if (const auto* array = type_as<ArrayType>(type)) {
    return describe(array->item.type) + "[" + std::to_string(array->length) + "]";
  }
  if (record == nullptr) {
    return spell_type(type).text;
  }
  std::string text = record->is_union() ? "union {" : "struct {";
  for (const Field& field : record->complete()->fields) {
    text += " " + describe(field.type.type) + " @" + std::to_string(field.offset) + ";";
  }
  return text + " }";
}

std::string describe(const Case& one) {
  std::string text = describe(one.signature.result) + " (";
  for (const Type* type : one.signature.arguments) {
    text += describe(type) + ", ";
  }
  return text + (one.signature.variadic ? "...)" : ")");
}

void report(Counts& counts, const char* what, size_t index, const Case& one) {
  if (++counts.failed <= 20) {
    std::printf("case %zu: %s: %s\n", index, what, describe(one).c_str());
  }
}

// What a closure's handler needs: the case, and a note of what it found.
struct Expectation {
  const Target* target;
  const Case* expected;
  bool called = false;
  bool arguments_match = true;
};

void check_and_answer(void* context, void* result, void* const* arguments) {
  auto& self = *static_cast<Expectation*>(context);
  self.called = true;
  for (size_t i = 0; i < self.expected->arguments.size(); ++i) {
    self.arguments_match = self.arguments_match && self.expected->arguments[i].equals(arguments[i]);
  }
  const Value& value = self.expected->result;
  int64_t word = 0;
  if (value.bytes.empty()) {
    return;
  }
  if (widen(*self.target, value, word)) {
    std::memcpy(result, &word, sizeof word);
  } else {
    std::memcpy(result, value.bytes.data(), value.bytes.size());
  }
}

// Calls `function` through `plan` with the case's arguments; true when the case's result came back.
bool call(const Target& target, const CallPlan& plan, const Case& one, AnyFunction function) {
  constexpr size_t kGuard = 64;
  struct alignas(16) Block {
    std::byte bytes[16];
  };
  auto blocks = std::make_unique<Block[]>((plan.frame_size() + kGuard) / sizeof(Block) + 1);
  auto* frame = reinterpret_cast<std::byte*>(blocks.get());
  std::memset(frame, 0xa5, plan.frame_size() + kGuard);
  for (size_t i = 0; i < one.arguments.size(); ++i) {
    const Value& value = one.arguments[i];
    int64_t word = 0;
    std::byte* place = frame + plan.argument_offset(i);
    if (widen(target, value, word)) {
      std::memcpy(place, &word, sizeof word);
    } else if (!value.bytes.empty()) {
      std::memcpy(place, value.bytes.data(), value.bytes.size());
    }
  }
  plan.invoke(frame, function);
  bool guard_is_whole = true;
  for (size_t i = 0; i < kGuard; ++i) {
    guard_is_whole = guard_is_whole && frame[plan.frame_size() + i] == std::byte{0xa5};
  }
  return guard_is_whole && one.result.equals(frame + plan.result_offset());
}

using MakePlan = Result<std::unique_ptr<CallPlan>> (*)(const Target&, const Signature&);
using MakeClosure = Result<std::unique_ptr<Closure>> (*)(const Target&, const Signature&, ClosureHandler, void*);

// One case from a caller to a callee. Variadic calls reach a closure of the same types, fixed: both ABIs of ours pass
// extra arguments as they pass named ones.
void run_pair(const Target& target, Counts& counts, const char* what, size_t index, const Case& one, MakePlan make_plan,
              MakeClosure make_closure) {
  Expectation expectation{&target, &one};
  Signature fixed = one.signature.view();
  fixed.variadic = false;
  fixed.fixed_count = static_cast<uint32_t>(fixed.arguments.size());
  auto plan = make_plan(target, one.signature.view());
  auto closure = make_closure(target, fixed, check_and_answer, &expectation);
  if (!plan || !closure) {
    ++counts.skipped;
    return;
  }
  ++counts.calls;
  bool result_matches = call(target, **plan, one, reinterpret_cast<AnyFunction>((*closure)->code()));
  if (!expectation.called || !expectation.arguments_match || !result_matches) {
    report(counts, what, index, one);
  }
}

// What libffi 3.4 does wrong on x86-64, as seen here. GCC and we agree on all of it (see `check`):
// - a struct of one long double is returned in memory, not in st(0) (psABI 3.2.3);
// - a struct whose INTEGER eightbyte gets r9 and whose other one is SSE overwrites the xmm0 of an earlier argument.
bool libffi_is_wrong_about(const Case& one) {
  const NativeAbi* abi = find_native_abi(host_target(), one.signature.convention);
  if (abi == nullptr || abi->place != place_sysv64) {
    return false;
  }
  auto placement = abi->place(host_target(), one.signature.view());
  if (!placement) {
    return false;
  }
  bool wrong = one.signature.result->kind == TypeKind::kRecord && placement->result.kind == PlaceKind::kX87;
  for (const Place& place : placement->arguments) {
    constexpr uint8_t kR9 = 5;
    wrong = wrong || (place.piece_count == 2 && place.pieces[0].bank == Bank::kGeneral &&
                      place.pieces[0].index == kR9 && place.pieces[1].bank == Bank::kVector);
  }
  return wrong;
}

Counts run_libffi(const World& world, uint64_t seed, size_t count) {
  RandomTypes types(*world.target, seed, Repertoire::kLibffi, world.convention);
  Counts counts;
  for (size_t i = 0; i < count; ++i) {
    Case one = random_case(types, true);
    if (libffi_is_wrong_about(one)) {
      ++counts.skipped;
      continue;
    }
    run_pair(*world.target, counts, "ours to libffi", i, one, CallPlan::compile, make_libffi_closure);
    run_pair(*world.target, counts, "libffi to ours", i, one, compile_libffi_plan, Closure::make);
  }
  return counts;
}

Counts run_closures(const World& world, uint64_t seed, size_t count) {
  RandomTypes types(*world.target, seed, Repertoire::kFull, world.convention);
  Counts counts;
  for (size_t i = 0; i < count; ++i) {
    Case one = random_case(types, true);
    run_pair(*world.target, counts, "ours to ours", i, one, CallPlan::compile, Closure::make);
  }
  return counts;
}

std::vector<Case> batch(RandomTypes& types, size_t count) {
  std::vector<Case> cases;
  for (size_t i = 0; i < count; ++i) {
    cases.push_back(random_case(types, true));
  }
  return cases;
}

int emit(const World& world, uint64_t seed, size_t count) {
  RandomTypes types(*world.target, seed, Repertoire::kFull, world.convention);
  std::fputs(write_c_batch(types, batch(types, count)).c_str(), stdout);
  return 0;
}

template <typename Function>
Function* symbol(const LibraryHandle& library, const std::string& name) {
  return reinterpret_cast<Function*>(find_symbol(library, name.c_str()));
}

void check_one(const Target& target, Counts& counts, const LibraryHandle& library, int& mismatches, size_t index,
               const Case& one) {
  auto* callee = symbol<void()>(library, "f" + std::to_string(index));
  auto plan = CallPlan::compile(target, one.signature.view());
  if (!plan || callee == nullptr) {
    std::printf("case %zu: %s\n", index, plan ? "not in the batch" : describe_error(plan.error()).c_str());
    ++counts.skipped;
    return;
  }
  ++counts.calls;
  mismatches = 0;
  if (!call(target, **plan, one, callee) || mismatches != 0) {
    report(counts, "ours to C", index, one);
  }
  auto* caller = symbol<void(void*)>(library, "c" + std::to_string(index));
  if (caller == nullptr) {
    return;  // variadic
  }
  Expectation expectation{&target, &one};
  auto closure = Closure::make(target, one.signature.view(), check_and_answer, &expectation);
  if (!closure) {
    ++counts.skipped;
    return;
  }
  ++counts.calls;
  mismatches = 0;
  caller((*closure)->code());
  if (!expectation.called || !expectation.arguments_match || mismatches != 0) {
    report(counts, "C to ours", index, one);
  }
}

Counts check(const World& world, uint64_t seed, size_t count, const char* path) {
  RandomTypes types(*world.target, seed, Repertoire::kFull, world.convention);
  std::vector<Case> cases = batch(types, count);
  Counts counts;
  auto library = open_library(path, 0, false);
  auto* mismatches = library ? static_cast<int*>(find_symbol(*library, "mismatches")) : nullptr;
  if (mismatches == nullptr) {
    std::printf("cannot use %s: %s\n", path, library ? "not a batch" : describe_error(library.error()).c_str());
    counts.failed = 1;
    return counts;
  }
  for (size_t i = 0; i < count; ++i) {
    check_one(*world.target, counts, *library, *mismatches, i, cases[i]);
  }
  return counts;
}

int usage() {
  std::fputs("usage: call_oracle [ms_abi|apple] libffi|closures|emit SEED COUNT, or check SEED COUNT LIBRARY\n",
             stderr);
  return 2;
}

int run(int argc, char** argv) {
  World world;
  std::string_view first = argc > 1 ? argv[1] : "";
  if (first == "ms_abi" || first == "apple") {
    world.convention = first == "ms_abi" ? CallConvention::kMsAbi : CallConvention::kDefault;
    world.target = first == "apple" ? &target_aarch64_darwin() : world.target;
    --argc;
    ++argv;
  }
  if (argc < 4) {
    return usage();
  }
  std::string mode = argv[1];
  uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  size_t count = std::strtoull(argv[3], nullptr, 10);
  Counts counts;
  if (mode == "emit") {
    return emit(world, seed, count);
  }
  if (mode == "libffi") {
    if (!has_libffi()) {
      std::puts("no libffi in this build");
      return 77;
    }
    counts = run_libffi(world, seed, count);
  } else if (mode == "closures") {
    counts = run_closures(world, seed, count);
  } else if (mode == "check" && argc == 5) {
    counts = check(world, seed, count, argv[4]);
  } else {
    return usage();
  }
  std::printf("%lu calls, %lu skipped, %lu failed\n", counts.calls, counts.skipped, counts.failed);
  return counts.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace cffi::test

int main(int argc, char** argv) { return cffi::test::run(argc, argv); }
