#include "ctype/target.h"

namespace cffi {

bool is_signed(const Target& target, Primitive primitive) {
  switch (primitive_info(primitive).cls) {
    case PrimitiveClass::kChar:
      return target.char_is_signed;
    case PrimitiveClass::kWideChar:
      return primitive == Primitive::kWchar && target.wchar_is_signed;
    case PrimitiveClass::kSignedInt:
    case PrimitiveClass::kFloat:
    case PrimitiveClass::kLongDouble:
    case PrimitiveClass::kComplex:
      return true;
    case PrimitiveClass::kVoid:
    case PrimitiveClass::kBool:
    case PrimitiveClass::kUnsignedInt:
      return false;
  }
  return false;
}

}  // namespace cffi
