#include "call/plan/classify_win64.h"

#include "call/plan/placement.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

// "Structs and unions of size 8, 16, 32, or 64 bits, and __m64 types, are passed as if they were integers of the same
// size. Structs or unions of other sizes are passed as a pointer to memory allocated by the caller."
bool is_size_of_integer(uint64_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

Result<Win64Class> classify_scalar(const Type* type, Scalar scalar, std::string_view role) {
  bool is_sixteen = scalar.size == 16 && (scalar.kind == ScalarKind::kInteger || scalar.kind == ScalarKind::kVector);
  if (is_sixteen) {
    return Win64Class::kSixteen;
  }
  if (scalar.kind == ScalarKind::kVector) {
    return cannot_pass(type, role, "compilers disagree about vectors of this size in the Microsoft x64 convention");
  }
  if (scalar.kind == ScalarKind::kFloat && scalar.size < 4) {
    return cannot_pass(type, role, "compilers disagree about floats of this size in the Microsoft x64 convention");
  }
  if (scalar.kind == ScalarKind::kFloat && scalar.size <= 8) {
    return Win64Class::kFloat;
  }
  return is_size_of_integer(scalar.size) ? Win64Class::kInteger : Win64Class::kReference;
}

}  // namespace

Result<Win64Class> classify_win64(const Target& target, const Type* type, std::string_view role) {
  CFFI_TRY_VOID(check_passable(target, type, role));
  if (auto scalar = scalar_of(target, type)) {
    return classify_scalar(type, *scalar, role);
  }
  auto size = size_of(target, type);
  if (!size) {
    return cannot_pass(type, role, "its size is not known");
  }
  return is_size_of_integer(*size) ? Win64Class::kInteger : Win64Class::kReference;
}

}  // namespace cffi
