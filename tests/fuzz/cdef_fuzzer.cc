// Any text is a cdef or an error with a location, on every target; a failed one leaves the scope as it was.
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

const cffi::Target& target_of(uint8_t choice) {
  switch (choice & 3) {
    case 0:
      return cffi::target_aarch64_linux();
    case 1:
      return cffi::target_x86_64_windows();
    default:
      return cffi::target_x86_64_linux();
  }
}

// What a user of the scope would do with everything in it.
size_t walk(const cffi::Scope& scope) {
  const cffi::Target& target = scope.types().target();
  size_t seen = 0;
  for (const cffi::Declaration* declaration : scope.declarations()) {
    require(*scope.find(declaration->name) == declaration);
    if (declaration->type) {
      seen += cffi::spell_type(declaration->type.type).text.size();
      (void)cffi::size_of(target, declaration->type.type);
    }
  }
  for (const cffi::Typedef* type : scope.typedefs()) {
    require(*scope.find_typedef(type->name) == type);
    seen += cffi::declare(type->type.type, "x", cffi::SpellingStyle::kC).size();
    (void)cffi::alignment_of(target, type->type.type);
  }
  for (const cffi::RecordType* record : scope.records()) {
    const cffi::RecordBody* body = record->complete();
    require(!record->name.empty());
    for (const cffi::Field& field : body == nullptr ? std::span<const cffi::Field>() : body->fields) {
      require(body->partial || field.offset <= body->size);
      seen += cffi::spell_type(field.type.type).text.size();
    }
  }
  return seen + scope.enums().size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) {
    return 0;
  }
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  cffi::CdefOptions options;
  options.override = (data[0] & 4) != 0;
  options.packed = (data[0] & 8) != 0;
  options.pack = (data[0] & 16) != 0 ? 2 : 0;
  auto common = cffi::TypeTable::make_common(target_of(data[0]));
  cffi::Scope scope(cffi::TypeTable::make(common));
  require(
      cffi::parse_cdef(scope, "struct before { int x; }; struct later; typedef struct later *T; enum e { A, B };", {})
          .ok());
  // In two parts, so that declarations meet those of an earlier cdef.
  size_t half = text.find('\0');
  for (std::string_view part : {text.substr(0, half), half == text.npos ? text.substr(0, 0) : text.substr(half + 1)}) {
    size_t declarations = scope.declarations().size();
    size_t typedefs = scope.typedefs().size();
    size_t records = scope.records().size();
    size_t enums = scope.enums().size();
    auto parsed = cffi::parse_cdef(scope, part, options);
    if (!parsed) {
      require(!cffi::describe_error(parsed.error()).empty() && !parsed.error().excerpt.empty());
      require(scope.declarations().size() == declarations && scope.typedefs().size() == typedefs &&
              scope.records().size() == records && scope.enums().size() == enums);
    }
    (void)walk(scope);
  }
  return 0;
}
