// Which functions can share a converter? Those whose signatures are one to the machine: all pointers are one class,
// integers go by their names, structs, unions and enums by their C spelling.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "emit/c_names.h"

namespace cffi {

class ConverterClasses {
 public:
  // A signature as the machine sees it: all pointers are one, integers go by their name.
  struct Class {
    std::string result_type;  // C; "void"
    std::string result;       // how it becomes a Python object: C with the variable _cffi_r
    std::string pointer;      // "*", with the calling convention where that is not the default
    std::vector<std::string> types;
    std::vector<std::string> conversions;  // "_CFFI_SIGNED(0, int)"
  };

  size_t number_of(const CNames& names, const FunctionType* function);
  const std::vector<Class>& classes() const { return classes_; }

 private:
  std::vector<Class> classes_;
  std::unordered_map<std::string, size_t> numbers_;
};

}  // namespace cffi
