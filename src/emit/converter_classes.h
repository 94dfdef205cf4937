// The functions that can share a converter: those whose signatures the machine cannot tell apart. All pointers are one
// class; integers go by their names, structs, unions and enums by their C spelling.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "emit/c_spelling.h"

namespace cffi {

class ConverterClasses {
 public:
  // A signature as the machine sees it: all pointers are one, integers go by their name. A letter tells how Python
  // objects become arguments and the result one: _CFFI_KIND_x and _CFFI_FROM_x of the run-time header.
  struct Value {
    std::string type;  // C: no declarator inside
    char kind;         // 'O', 'T', 'B', 'F', 'S', 'U'; 'V': void
  };
  struct Class {
    Value result;
    std::vector<Value> arguments;
    std::string pointer;  // "*", with the calling convention where that is not the default
  };

  size_t number_of(const CSpelling& names, const FunctionType* function);
  const std::vector<Class>& classes() const { return classes_; }

 private:
  std::vector<Class> classes_;
  std::unordered_map<std::string, size_t> numbers_;
};

}  // namespace cffi
