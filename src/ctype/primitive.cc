#include "ctype/primitive.h"

#include <iterator>

namespace cffi {
namespace {

using enum PrimitiveClass;

constexpr PrimitiveInfo kPrimitives[] = {
#define CFFI_PRIMITIVE(Name, NAME, spelling, Class, ...) {spelling, Class},
#include "ctype/primitive.def"
};
static_assert(std::size(kPrimitives) == kPrimitiveCount);

}  // namespace

const PrimitiveInfo& primitive_info(Primitive primitive) { return kPrimitives[static_cast<size_t>(primitive)]; }

std::optional<Primitive> primitive_by_name(std::string_view name) {
  for (int i = 0; i < kPrimitiveCount; ++i) {
    if (kPrimitives[i].name == name) {
      return static_cast<Primitive>(i);
    }
  }
  return std::nullopt;
}

}  // namespace cffi
