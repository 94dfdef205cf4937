// What a callback's machine code needs when C calls it, kept apart from the Python object: it must answer even when
// the object is gone or Python is ending.
#pragma once

#include <atomic>
#include <memory>

#include "call/closure/closure.h"
#include "pyext/interpreter/interpreter_entry.h"
#include "pyext/types/ctype_object.h"

namespace cffi {

struct CallbackObject;

struct CallbackContext {
  Interpreter interpreter;
  std::atomic<CallbackObject*> owner;       // borrowed; null once the object died
  std::atomic<int> active{0};               // calls that are inside
  std::unique_ptr<Closure> closure;         // null: C has a function of its own, of extern "Python"
  struct ExternBinding* binding = nullptr;  // of extern "Python": where `owner` is attached
  // What C gets when there is no result from Python, in the form that ClosureHandler wants.
  std::unique_ptr<char[]> error_result;
  size_t result_size = 0;  // bytes of it; 0 for void
  CallbackContext* next_dying = nullptr;
};

}  // namespace cffi
