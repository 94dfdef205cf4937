// Any text is a type or an error; a type's spelling is a text of the same type.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cparse/parser.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Not every type has a spelling in C: "struct $1" and the structure behind va_list have no name there, and a calling
// convention is not shown.
bool can_be_written(std::string_view text) {
  return !contains(text, "$") && !contains(text, "va_list") && !contains(text, "_abi");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto common = cffi::TypeTable::make_common(cffi::target_x86_64_linux());
  cffi::Scope scope(cffi::TypeTable::make(common));
  require(
      cffi::parse_cdef(scope,
                       "struct s { int a; union { char b[3]; }; }; union u; enum e { A, B = 5 }; typedef struct s T;"
                       "typedef int (*F)(T *, ...); typedef struct { int x; } anon; \n#define N 7\n",
                       {})
          .ok());
  auto type = cffi::parse_type(scope, text);
  if (!type) {
    require(!cffi::describe_error(type.error()).empty());
    return 0;
  }
  (void)cffi::size_of(scope.types().target(), type->type);
  (void)cffi::alignment_of(scope.types().target(), type->type);
  std::string spelling = cffi::spell_type(type->type).text;
  if (can_be_written(spelling) && can_be_written(text)) {
    auto again = cffi::parse_type(scope, spelling);
    require(again.ok() && again->type->canonical == type->type->canonical);
  }
  return 0;
}
