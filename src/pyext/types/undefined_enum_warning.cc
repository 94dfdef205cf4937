#include "pyext/types/undefined_enum_warning.h"

#include <string>

#include "ctype/undefined_enum.h"
#include "pyext/python/py_compat.h"

namespace cffi {
namespace {

bool warn_of(const EnumType* type) {
  return PyErr_WarnFormat(PyExc_UserWarning, 1,
                          "'%s' has no values explicitly defined; guessing that it is equivalent to 'unsigned int'",
                          std::string(type->name).c_str()) == 0;
}

}  // namespace

bool settle_enums_of(const Type* type) {
  bool ok = true;
  for (const EnumType* guessed : guess_enums_of(type)) {
    ok = ok && warn_of(guessed);
  }
  return ok;
}

void settle_enums_unraisably(const Type* type) {
  if (!settle_enums_of(type)) {
    write_unraisable(nullptr);
  }
}

bool settle_enums_in(const Scope& scope, bool warn) {
  bool ok = true;
  for (const ScopeView& view : scope.visible()) {
    for (const EnumType* type : view.scope->enums()) {
      bool guessed = guess_enum(type);
      ok = ok && (!guessed || !warn || warn_of(type));
    }
  }
  return ok;
}

}  // namespace cffi
