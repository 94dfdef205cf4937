// A fixture for tests of the pool: closures that add a number of theirs to an argument.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "call/closure/closure.h"
#include "call/support/type_kit.h"

namespace cffi::test {

inline void add_context(void* context, void* result, void* const* arguments) {
  int argument = 0;
  std::memcpy(&argument, arguments[0], sizeof argument);
  int64_t sum = argument + *static_cast<int*>(context);
  std::memcpy(result, &sum, sizeof sum);
}

using IntFunction = int (*)(int);

class ClosurePoolTest : public testing::Test {
 protected:
  std::unique_ptr<Closure> make(int* context) {
    auto made = Closure::make(kit_.target(), signature_.view(), add_context, context);
    EXPECT_TRUE(made.ok()) << describe_error(made.error());
    return made ? std::move(*made) : nullptr;
  }
  static int call(const std::unique_ptr<Closure>& closure, int value) {
    return reinterpret_cast<IntFunction>(closure->code())(value);
  }

  TypeKit kit_{host_target()};
  OwnedSignature signature_{kit_.primitive(Primitive::kInt), {kit_.primitive(Primitive::kInt)}};
};

}  // namespace cffi::test
