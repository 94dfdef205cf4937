// dump_scope FILE [TARGET]: parses FILE as one cdef, for this machine or for TARGET ("x86_64-windows"), and prints its
// records, enums and typedefs, one line each, tab-separated.
//
//   R  name  size  alignment          a struct or union that C can name
//   F  path  offset                   a field of the last R, reached by `path` ("a.b[0].c")
//   B  path  first-bit  width         the same of a bit-field; bits count from the start of the record
//   E  name  size                     an enum that C can name; name "-": one that it cannot
//   C  name  value                    an enumerator of the last E, as int64_t
//   T  name  size  alignment          a typedef of a complete type
//   S  declarations  typedefs  records  enums
//
// A path leads into records without a name of their own and into arrays of these.
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "cparse/parser.h"
#include "ctype/target.h"
#include "ctype/type_query.h"

namespace {

using cffi::ArrayType;
using cffi::EnumType;
using cffi::Field;
using cffi::RecordBody;
using cffi::RecordType;
using cffi::Scope;
using cffi::type_as;

// "struct $1" has no name in C; "foo_t" and "struct foo" do.
bool has_c_name(std::string_view name) { return name.find('$') == std::string_view::npos; }

int as_int(std::string_view text) { return static_cast<int>(text.size()); }

void print_fields(const RecordBody& body, const std::string& prefix, uint64_t base);

void print_field(const Field& field, const std::string& prefix, uint64_t base) {
  std::string path = prefix + std::string(field.name);
  uint64_t offset = base + field.offset;
  if (field.bit_size >= 0) {
    bool is_const = (field.type.qualifiers & cffi::kConst) != 0;
    if (!is_const) {  // the comparison stores into it
      std::printf("B\t%s\t%" PRIu64 "\t%d\n", path.c_str(), offset * 8 + static_cast<uint64_t>(field.bit_shift),
                  field.bit_size);
    }
    return;
  }
  if (!field.name.empty()) {
    std::printf("F\t%s\t%" PRIu64 "\n", path.c_str(), offset);
  }
  const cffi::Type* inner = field.type.type;
  while (auto* array = type_as<ArrayType>(inner)) {
    if (array->length == 0 || field.name.empty()) {
      return;
    }
    path += "[0]";
    inner = array->item.type;
  }
  auto* record = type_as<RecordType>(inner);
  if (record != nullptr && record->complete() != nullptr && !has_c_name(record->name)) {
    print_fields(*record->complete(), field.name.empty() ? prefix : path + ".", offset);
  }
}

void print_fields(const RecordBody& body, const std::string& prefix, uint64_t base) {
  for (const Field& field : body.fields) {
    print_field(field, prefix, base);
  }
}

void print_records(const Scope& scope) {
  for (const RecordType* record : scope.records()) {
    const RecordBody* body = record->complete();
    if (body == nullptr || body->partial || !has_c_name(record->name)) {
      continue;
    }
    // `typedef struct { ... } T __attribute__((aligned(n)));` aligns T, which is the only name that C has for it.
    const cffi::Typedef* name = record->tag.empty() ? *scope.find_typedef(record->name) : nullptr;
    uint32_t alignment = name != nullptr && name->type.alignment != 0 ? name->type.alignment : body->alignment;
    std::printf("R\t%.*s\t%" PRIu64 "\t%u\n", as_int(record->name), record->name.data(), body->size, alignment);
    print_fields(*body, "", 0);
  }
}

void print_typedefs(const Scope& scope) {
  const cffi::Target& target = scope.types().target();
  for (const cffi::Typedef* entry : scope.typedefs()) {
    auto size = cffi::size_of(target, entry->type.type);
    if (size && entry->type.type->kind != cffi::TypeKind::kEnum) {
      std::printf("T\t%.*s\t%" PRIu64 "\t%u\n", as_int(entry->name), entry->name.data(), *size,
                  cffi::alignment_of(target, entry->type, 1));
    }
  }
}

void print_enums(const Scope& scope) {
  for (const EnumType* type : scope.enums()) {
    const cffi::EnumBody* body = type->complete();
    if (body == nullptr || body->partial) {
      continue;
    }
    std::string name = has_c_name(type->name) ? std::string(type->name) : "-";
    std::printf("E\t%s\t%" PRIu64 "\n", name.c_str(), cffi::size_of(scope.types().target(), type).value_or(0));
    for (const cffi::Enumerator& item : body->enumerators) {
      std::printf("C\t%.*s\t%" PRId64 "\n", as_int(item.name), item.name.data(), item.value);
    }
  }
}

const cffi::Target* find_target(std::string_view name) {
  for (const cffi::Target* target : {&cffi::target_x86_64_linux(), &cffi::target_aarch64_linux(),
                                     &cffi::target_aarch64_darwin(), &cffi::target_x86_64_windows()}) {
    if (target->name == name) {
      return target;
    }
  }
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  const cffi::Target* target = argc == 3 ? find_target(argv[2]) : &cffi::host_target();
  if (argc < 2 || target == nullptr) {
    std::fprintf(stderr, "usage: dump_scope FILE [TARGET]\n");
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", argv[1]);
    return 2;
  }
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto common = cffi::TypeTable::make_common(*target);
  Scope scope(cffi::TypeTable::make(common));
  if (auto parsed = cffi::parse_cdef(scope, text, {}); !parsed) {
    std::fprintf(stderr, "%s\n", cffi::describe_error(parsed.error()).c_str());
    return 1;
  }
  print_records(scope);
  print_enums(scope);
  print_typedefs(scope);
  std::printf("S\t%zu\t%zu\t%zu\t%zu\n", scope.declarations().size(), scope.typedefs().size(), scope.records().size(),
              scope.enums().size());
  return 0;
}
