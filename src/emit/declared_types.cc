#include "emit/declared_types.h"

#include "emit/module_description.h"

namespace cffi {

Result<DeclaredTypes> DeclaredTypes::of(const Scope& scope) {
  CFFI_TRY(tables, write_tables(describe_for_c(scope, CSpelling(scope, true), ModuleKind::kVerify)));
  DeclaredTypes declared;
  for (const RecordRow& row : tables->records) {
    declared.records_.emplace(row.name, const_cast<RecordType*>(row.type));
  }
  for (const EnumRow& row : tables->enums) {
    declared.enums_.emplace(row.name, const_cast<EnumType*>(row.type));
  }
  return declared;
}

}  // namespace cffi
