// The declarations of a compiled module (or of a `.py` module), made from its tables when they are needed: what the
// scope asks for a name, and the type table for the body of a record (decl/declaration_source.h, LazyBodies).
//
// Lives as long as the type table of the FFI, which owns it; one for verify() as long as its names. All of it under the
// lock of the types, which complete() takes itself.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "decl/declaration_source.h"
#include "emit/declared_types.h"
#include "pyext/types/ctype_object.h"
#include "tables/python_tables.h"
#include "tables/realizer.h"

namespace cffi {

class ModuleDeclarations : public LazyBodies, public RealizerHost {
 public:
  // What the tables lie in, where that is not the compiled module itself.
  struct Source {
    std::unique_ptr<const ModuleTables> compiled;  // either this
    std::shared_ptr<const PythonTables> python;    // or this
    // Of the frozen interface: the module's own array of types, where generated code looks for ctypes.
    intptr_t* patched_types = nullptr;
    std::unique_ptr<intptr_t[]> types;  // as the module was loaded
    std::unique_ptr<TypeContext> context;
  };
  static ModuleDeclarations* attach(State& state, TypeTable& types, Source source);
  // Of a module for verify(): a second view of `tables`, in the table of types of the FFI whose declarations it was
  // compiled from. `tables` lives longer.
  static std::shared_ptr<ModuleDeclarations> of_declared(State& state, TypeTable& types, const ModuleTables& tables,
                                                         DeclaredTypes declared);
  ~ModuleDeclarations() override;

  const ModuleTables& tables() const { return tables_; }
  Realizer& realizer() { return realizer_; }
  std::shared_ptr<DeclarationSource> names();  // for the scope
  static std::shared_ptr<DeclarationSource> owned_names(std::shared_ptr<ModuleDeclarations> module);

  // Records that this module says are declared elsewhere are looked up there, in this order.
  void include(ModuleDeclarations* other) { included_.push_back(other); }

  // Puts the ctypes of the result and the arguments of a function into the module's array, for its generated code:
  // before the function can be called. False: an exception is set.
  Result<bool> put_types(const GlobalEntry& function);

  // LazyBodies
  void complete(RecordType& record) override;
  void complete(EnumType& type) override;
  const Error* failure_of(const Type* type) override;
  // RealizerHost
  Result<RecordType*> find_external_record(RecordKind kind, std::string_view table_name) override;
  Result<EnumType*> find_external_enum(const EnumEntry& entry) override;
  bool has_declared_types() const override { return declared_.has_value(); }
  RecordType* declared_record(std::string_view table_name) override;
  EnumType* declared_enum(std::string_view table_name) override;

 private:
  ModuleDeclarations(State& state, TypeTable& types, Source source);
  Result<bool> put_type(int64_t index);
  template <typename Found, typename InTables, typename Beyond>
  Result<Found*> find_in_included(InTables in_tables, Beyond beyond);

  State& state_;  // the family of the type table holds it
  Source source_;
  const ModuleTables& tables_;
  Realizer realizer_;
  std::optional<DeclaredTypes> declared_;
  std::vector<ModuleDeclarations*> included_;
  std::vector<int64_t> patched_;
};

}  // namespace cffi
