// A family of tables and short names for types, for the tests of this folder.
#pragma once

#include <memory>
#include <vector>

#include "ctype/record_layout.h"
#include "ctype/target.h"
#include "ctype/type_table.h"

namespace cffi {

struct Types {
  explicit Types(const Target& target = target_x86_64_linux())
      : common(TypeTable::make_common(target)), table(TypeTable::make(common)) {}

  const Type* operator()(Primitive p) { return table->primitive(p); }
  const Type* pointer(QualType to) { return table->pointer_to(to); }
  const Type* pointer(const Type* to) { return table->pointer_to(QualType{to}); }
  const Type* array(const Type* item, int64_t length) { return *table->array_of(QualType{item}, length); }
  const Type* function(const Type* result, std::vector<const Type*> parameters, bool variadic = false) {
    std::vector<QualType> list;
    for (const Type* parameter : parameters) {
      list.push_back(QualType{parameter});
    }
    return table->function(QualType{result}, list, variadic);
  }
  RecordType* record(std::string_view name = "struct s", RecordKind kind = RecordKind::kStruct) {
    return table->new_record(kind, name, name.substr(name.find(' ') + 1));
  }
  const Type* integer() { return table->primitive(Primitive::kInt); }
  const Type* character() { return table->primitive(Primitive::kChar); }
  const Type* nothing() { return table->void_type(); }

  std::shared_ptr<TypeTable> common;
  std::shared_ptr<TypeTable> table;
};

}  // namespace cffi
