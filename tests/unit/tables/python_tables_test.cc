#include "tables/python_tables.h"

#include <gtest/gtest.h>

#include "tables/support_module.h"

namespace cffi {
namespace {

using namespace std::string_view_literals;

// What a `.py` module gives, with a Realizer over it.
struct PythonModule : RealizerHost {
  std::string_view types;
  std::vector<PythonGlobal> globals;
  std::vector<std::vector<std::string_view>> records;
  std::vector<std::string_view> enums;
  std::vector<std::string_view> typenames;

  Result<std::shared_ptr<const PythonTables>> decode() {
    return PythonTables::decode({"py", kFrozenTagFirst, types, globals, records, enums, typenames});
  }
  std::string decode_text() {
    auto decoded = decode();
    return decoded ? "fine" : error_text(decoded.error());
  }
  Result<RecordType*> find_external_record(RecordKind, std::string_view) override {
    return static_cast<RecordType*>(nullptr);
  }
};

class Bodies : public LazyBodies {
 public:
  explicit Bodies(Realizer& realizer) : realizer_(realizer) {}
  void complete(RecordType& record) override { realizer_.complete(record); }
  void complete(EnumType& type) override { realizer_.complete(type); }
  const Error* failure_of(const Type* type) override { return realizer_.failure_of(type); }

 private:
  Realizer& realizer_;
};

TEST(PythonTables, AWholeModule) {
  PythonModule module;
  // int(struct p *, int), int, enum e, struct p, int[3]
  module.types =
      "\x00\x00\x04\x0D\x00\x00\x06\x03\x00\x00\x04\x11\x00\x00\x00\x0F"
      "\x00\x00\x07\x01\x00\x00\x00\x0B\x00\x00\x00\x09"
      "\x00\x00\x04\x05\x00\x00\x00\x03"sv;
  module.globals = {{"\xFF\xFF\xFF\x0B"
                     "A"sv,
                     {static_cast<uint64_t>(-5), true}},
                    {"\xFF\xFF\xFF\x1FK"sv, {UINT64_MAX, false}},
                    {"\x00\x00\x00\x23"
                     "add"sv,
                     {}}};
  module.records = {{"\x00\x00\x00\x06\x00\x00\x00\x02p"sv, "\x00\x00\x04\x11x"sv,
                     "\x00\x00\x04\x13\x00\x00\x00\x03"
                     "b"sv,
                     "\x00\x00\x04\x13\x00\x00\x00\x02"sv, "\x00\x00\x07\x11y"sv}};
  module.enums = {
      "\x00\x00\x00\x05\x00\x00\x00\x15"
      "e\x00"
      "A"sv};
  module.typenames = {"\x00\x00\x00\x06p_t"sv};
  auto decoded = module.decode();
  ASSERT_TRUE(decoded.ok()) << error_text(decoded.error());
  const ModuleTables& tables = (*decoded)->tables();
  EXPECT_EQ(*tables.read_constant(**tables.find_global("K")), (IntegerValue{UINT64_MAX, false}));
  auto common = TypeTable::make_common(target_x86_64_linux());
  auto types = TypeTable::make(common);
  Realizer realizer(tables, *types, module);
  types->set_lazy_bodies(std::make_unique<Bodies>(realizer));
  auto add = realizer.type_of(**tables.find_global("add"));
  ASSERT_TRUE(add.ok()) << error_text(add.error());
  EXPECT_EQ(spell_type(add->type).text, "int(struct p *, int)");
  auto p = realizer.find_typename("p_t");
  ASSERT_TRUE(p.ok());
  EXPECT_EQ(size_of(types->target(), p->type), std::optional<uint64_t>(20));
  const EnumBody* e = (*realizer.find_enum("e"))->complete();
  ASSERT_NE(e, nullptr);
  EXPECT_EQ(e->underlying, Primitive::kInt32);
  EXPECT_EQ(e->enumerators[0].value, -5);
}

TEST(PythonTables, NothingAtAllIsAModule) {
  PythonModule module;
  EXPECT_EQ(module.decode_text(), "fine");
}

TEST(PythonTables, OpaqueRecordsHaveNoBody) {
  PythonModule module;
  module.types = "\x00\x00\x00\x09"sv;
  module.records = {{"\x00\x00\x00\x00\x00\x00\x00\x10op"sv}};
  auto decoded = module.decode();
  ASSERT_TRUE(decoded.ok());
  auto types = TypeTable::make(TypeTable::make_common(target_x86_64_linux()));
  Realizer realizer((*decoded)->tables(), *types, module);
  types->set_lazy_bodies(std::make_unique<Bodies>(realizer));
  EXPECT_EQ((*realizer.find_record(RecordKind::kStruct, "op"))->complete(), nullptr);
}

TEST(PythonTables, MalformedText) {
  auto text = [](auto fill) {
    PythonModule module;
    fill(module);
    return module.decode_text();
  };
  std::string start = "module 'py': malformed tables: ";
  EXPECT_EQ(text([](PythonModule& m) { m.types = "\x00\x00\x07\x01\x00"sv; }), start + "_types: 5 bytes");
  EXPECT_EQ(text([](PythonModule& m) { m.globals = {{"\x00\x00\x00"sv, {}}}; }),
            start + "_globals: an entry is cut short");
  EXPECT_EQ(text([](PythonModule& m) { m.globals = {{"\x00\x00\x00\x0B\x41\x00\x42"sv, {}}}; }),
            start + "_globals: a name contains a null character");
  EXPECT_EQ(text([](PythonModule& m) { m.records = {{}}; }), start + "_struct_unions: an entry is empty");
  EXPECT_EQ(text([](PythonModule& m) { m.records = {{"\x00\x00\x00\x00\x00"sv}}; }),
            start + "_struct_unions: an entry is cut short");
  EXPECT_EQ(text([](PythonModule& m) { m.records = {{"\x00\x00\x00\x00\x00\x00\x00\x00s"sv, "\x00"sv}}; }),
            start + "_struct_unions: an entry is cut short");
  EXPECT_EQ(text([](PythonModule& m) {
              m.records = {{"\x00\x00\x00\x00\x00\x00\x00\x00s"sv, "\x00\x00\x00\x13\x00\x00"sv}};
            }),
            start + "_struct_unions: an entry is cut short");
  EXPECT_EQ(text([](PythonModule& m) { m.enums = {"\x00\x00\x00\x00\x00\x00\x00\x07name"sv}; }),
            start + "_enums: a name has no end");
  EXPECT_EQ(text([](PythonModule& m) { m.enums = {"\x00\x00\x00\x00\x00\x00\x00\x07name\x00\x00"sv}; }),
            start + "_enums: a name contains a null character");
  EXPECT_EQ(text([](PythonModule& m) { m.enums = {"\x00\x00\x00\x00"sv}; }), start + "_enums: an entry is cut short");
  EXPECT_EQ(text([](PythonModule& m) { m.typenames = {""sv}; }), start + "_typenames: an entry is cut short");
}

}  // namespace
}  // namespace cffi
