// The Microsoft x64 convention for real: on Windows, and wherever the compiler has functions that are declared ms_abi.
#if defined(__x86_64__)

#include <gtest/gtest.h>

#include <csetjmp>
#include <cstring>
#include <memory>

#include "call/closure/closure.h"
#include "call/plan/call_plan.h"
#include "call/support/type_kit.h"

#define MS_ABI __attribute__((ms_abi))

namespace cffi {
namespace {

using enum Primitive;
using test::OwnedSignature;
using test::TypeKit;

struct Pair {
  long long a, b;
};

struct alignas(64) OverAligned {
  int value;
};

MS_ABI double weigh(int a, double b, int c, double d, int e, Pair f, float g) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + static_cast<double>(6 * f.a + 7 * f.b) + 8 * static_cast<double>(g);
}

MS_ABI double add_doubles(int count, ...) {
  __builtin_ms_va_list list;
  __builtin_ms_va_start(list, count);
  double sum = 0;
  for (int i = 0; i < count; ++i) {
    sum += __builtin_va_arg(list, double);
  }
  __builtin_ms_va_end(list);
  return sum;
}

MS_ABI OverAligned grow(int by, OverAligned value) {
  // The compiler takes the alignment for granted; look at the address without telling it of which object.
  volatile auto address = reinterpret_cast<uintptr_t>(&value);
  return {address % 64 == 0 ? value.value + by : -1};
}

class Win64CallTest : public testing::Test {
 protected:
  // Calls `function`; integers are written as 8 bytes, all else as it is in memory.
  template <typename T, typename... Arguments>
  T call(OwnedSignature signature, void* function, Arguments... arguments) {
    signature.with_convention(CallConvention::kMsAbi);
    auto plan = CallPlan::compile(kit_.target(), signature.view());
    EXPECT_TRUE(plan.ok()) << describe_error(plan.error());
    auto frame = std::make_unique<Block[]>((*plan)->frame_size() / sizeof(Block) + 1);
    auto* bytes = reinterpret_cast<std::byte*>(frame.get());
    size_t index = 0;
    auto put = [&](auto value) { std::memcpy(bytes + (*plan)->argument_offset(index++), &value, sizeof value); };
    (put(arguments), ...);
    (*plan)->invoke(bytes, reinterpret_cast<AnyFunction>(function));
    T result;
    std::memcpy(&result, bytes + (*plan)->result_offset(), sizeof result);
    return result;
  }
  std::unique_ptr<Closure> make(OwnedSignature signature, ClosureHandler handler, void* context = nullptr) {
    signature.with_convention(CallConvention::kMsAbi);
    auto made = Closure::make(kit_.target(), signature.view(), handler, context);
    EXPECT_TRUE(made.ok()) << describe_error(made.error());
    return std::move(*made);
  }
  const Type* p(Primitive primitive) { return kit_.primitive(primitive); }

  struct alignas(16) Block {
    std::byte bytes[16];
  };
  TypeKit kit_{host_target()};
  const Type* pair_ = kit_.record({p(kLongLong), p(kLongLong)});
  OwnedSignature weigh_{p(kDouble), {p(kInt), p(kDouble), p(kInt), p(kDouble), p(kInt), pair_, p(kFloat)}};
};

TEST_F(Win64CallTest, CallsOutwards) {
  EXPECT_EQ(call<double>(weigh_, reinterpret_cast<void*>(weigh), int64_t{1}, 0.5, int64_t{-3}, 0.25, int64_t{7},
                         Pair{10, 20}, 0.5f),
            weigh(1, 0.5, -3, 0.25, 7, Pair{10, 20}, 0.5f));
}

TEST_F(Win64CallTest, CallsInwards) {
  auto closure = make(weigh_, [](void*, void* result, void* const* arguments) {
    double b = 0;
    Pair f{};
    float g = 0;
    std::memcpy(&b, arguments[1], sizeof b);
    std::memcpy(&f, arguments[5], sizeof f);
    std::memcpy(&g, arguments[6], sizeof g);
    double sum = b + static_cast<double>(f.a - f.b) + static_cast<double>(g);
    std::memcpy(result, &sum, sizeof sum);
  });
  auto* function = reinterpret_cast<decltype(&weigh)>(closure->code());
  EXPECT_EQ(function(1, 0.5, 2, 3, 4, Pair{30, 10}, 0.25f), 20.75);
}

TEST_F(Win64CallTest, VariadicCalleesFindFloatsInGeneralRegisters) {
  OwnedSignature signature(p(kDouble), {p(kInt), p(kDouble), p(kDouble), p(kDouble), p(kDouble), p(kDouble)});
  signature.with_variadic_after(1);
  EXPECT_EQ(call<double>(signature, reinterpret_cast<void*>(add_doubles), int64_t{5}, 0.5, 1.0, 2.0, 4.0, 8.0), 15.5);
}

TEST_F(Win64CallTest, CopiesAreAlignedAsTheTypeAsks) {
  const Type* type = kit_.aligned(64, {p(kInt)});
  OverAligned grown =
      call<OverAligned>({type, {p(kInt), type}}, reinterpret_cast<void*>(grow), int64_t{2}, OverAligned{40});
  EXPECT_EQ(grown.value, 42);
}

MS_ABI int is_aligned(int, int, int, int, int, ...) {
  return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) % 16 == 0 ? 1 : 0;
}

TEST_F(Win64CallTest, TheStackIsAlignedWhateverIsPushed) {
  EXPECT_EQ(call<int>({p(kInt), std::vector<const Type*>(5, p(kInt))}, reinterpret_cast<void*>(is_aligned), int64_t{1},
                      int64_t{2}, int64_t{3}, int64_t{4}, int64_t{5}),
            1);
  EXPECT_EQ(call<int>({p(kInt), std::vector<const Type*>(6, p(kInt))}, reinterpret_cast<void*>(is_aligned), int64_t{1},
                      int64_t{2}, int64_t{3}, int64_t{4}, int64_t{5}, int64_t{6}),
            1);
}

// Each is called another way: general registers, all registers, the stack.
MS_ABI int throw_general(int value) { throw value; }
MS_ABI int throw_registers(double value) { throw static_cast<int>(value); }
MS_ABI int throw_full(int, int, int, int, int value) { throw value; }

template <typename Call>
int caught(Call call) {
  try {
    call();
  } catch (int value) {
    return value;
  }
  return 0;
}

TEST_F(Win64CallTest, ExceptionsPassThroughEachWayOut) {
  EXPECT_EQ(caught([&] { call<int>({p(kInt), {p(kInt)}}, reinterpret_cast<void*>(throw_general), int64_t{7}); }), 7);
  EXPECT_EQ(caught([&] { call<int>({p(kInt), {p(kDouble)}}, reinterpret_cast<void*>(throw_registers), 8.0); }), 8);
  EXPECT_EQ(caught([&] {
              call<int>({p(kInt), std::vector<const Type*>(5, p(kInt))}, reinterpret_cast<void*>(throw_full), int64_t{},
                        int64_t{}, int64_t{}, int64_t{}, int64_t{9});
            }),
            9);
}

std::jmp_buf jump_target;
MS_ABI int jump(int, int, int, int, int value) { std::longjmp(jump_target, value); }

TEST_F(Win64CallTest, LongjmpPassesThrough) {
  OwnedSignature signature(p(kInt), std::vector<const Type*>(5, p(kInt)));
  signature.with_convention(CallConvention::kMsAbi);
  auto plan = CallPlan::compile(kit_.target(), signature.view());
  ASSERT_TRUE(plan.ok());
  alignas(16) std::byte frame[512] = {};
  ASSERT_LE((*plan)->frame_size(), sizeof frame);
  int64_t value = 42;
  std::memcpy(frame + (*plan)->argument_offset(4), &value, sizeof value);
  int jumped = setjmp(jump_target);
  if (jumped == 0) {
    (*plan)->invoke(frame, reinterpret_cast<AnyFunction>(jump));
    FAIL() << "came back";
  }
  EXPECT_EQ(jumped, 42);
}

// rdi, rsi, xmm6 to xmm15 as a caller of this convention has them before and after a call.
struct Preserved {
  uint64_t general[2];
  unsigned char vectors[10][16];
};

void call_with_registers_full(void* function, const Preserved& before, Preserved& after) {
  asm volatile(
      "movq %%rsp, %%r12\n\t"
      "subq $256, %%rsp\n\t"
      "andq $-16, %%rsp\n\t"
      "subq $32, %%rsp\n\t"
      ".irp n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
      "movups 16 + (\\n - 6) * 16(%[before]), %%xmm\\n\n\t"
      ".endr\n\t"
      "movq (%[before]), %%rdi\n\t"
      "movq 8(%[before]), %%rsi\n\t"
      "call *%%rbx\n\t"
      ".irp n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
      "movups %%xmm\\n, 16 + (\\n - 6) * 16(%[after])\n\t"
      ".endr\n\t"
      "movq %%rdi, (%[after])\n\t"
      "movq %%rsi, 8(%[after])\n\t"
      "movq %%r12, %%rsp\n\t"
      :
      : "b"(function), [before] "r"(&before), [after] "r"(&after)
      : "memory", "cc", "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "xmm0", "xmm1", "xmm2",
        "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

TEST_F(Win64CallTest, ClosuresPreserveTheRegistersOfTheirCallers) {
  auto closure = make({kit_.void_type(), {}}, [](void*, void*, void* const*) {
    asm volatile(
        ".irp n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
        "pcmpeqd %%xmm\\n, %%xmm\\n\n\t"
        ".endr\n\t"
        "xorl %%edi, %%edi\n\t"
        "xorl %%esi, %%esi" ::
            : "rdi", "rsi", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
  });
  Preserved before{{0x123456789abcdef0, 0xfedcba9876543210}, {}};
  for (int i = 0; i < 10; ++i) {
    std::memset(before.vectors[i], 0x11 + i, sizeof before.vectors[i]);
  }
  Preserved after{};
  call_with_registers_full(closure->code(), before, after);
  EXPECT_EQ(std::memcmp(&before, &after, sizeof before), 0);
}

#if defined(__SIZEOF_INT128__) && !defined(_WIN32)
MS_ABI __int128 negate(int by, __int128 value) { return -value * by; }

TEST_F(Win64CallTest, Int128ComesBackInAVectorRegister) {
  auto value = static_cast<__int128>(1) << 100;
  auto result = call<__int128>({p(kInt128), {p(kInt), p(kInt128)}}, reinterpret_cast<void*>(negate), int64_t{3}, value);
  EXPECT_TRUE(result == -value * 3);
  auto closure = make({p(kInt128), {p(kInt), p(kInt128)}}, [](void*, void* answer, void* const* arguments) {
    std::memcpy(answer, arguments[1], sizeof(__int128));
  });
  EXPECT_TRUE(reinterpret_cast<decltype(&negate)>(closure->code())(1, value) == value);
}

MS_ABI long double halve(long double value) { return value / 2; }

TEST_F(Win64CallTest, LongDoubleOfTheX87GoesByReference) {
  EXPECT_EQ(call<long double>({p(kLongDouble), {p(kLongDouble)}}, reinterpret_cast<void*>(halve), 5.0L), 2.5L);
}
#endif

}  // namespace
}  // namespace cffi

#endif
