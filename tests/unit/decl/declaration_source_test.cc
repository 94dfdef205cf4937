#include <gtest/gtest.h>

#include <map>

#include "cparse/support_scope.h"
#include "decl/declaration_source.h"

namespace cffi {
namespace {

// A module with an int variable `v`, `struct s`, `enum e`, a typedef `t`, a constant `kk`, and things that are broken.
class Module : public DeclarationSource {
 public:
  explicit Module(TypeTable& types) : types_(types) {}

  Result<RecordType*> find_record(RecordKind kind, std::string_view tag) override {
    ++asked[std::string(tag)];
    if (tag == "broken") {
      return broken();
    }
    return kind == RecordKind::kStruct && tag == "s" ? types_.new_record(kind, "struct s", tag) : nullptr;
  }
  Result<EnumType*> find_enum(std::string_view tag) override {
    ++asked[std::string(tag)];
    return tag == "e" ? types_.new_enum("enum e", tag) : nullptr;
  }
  Result<QualType> find_typedef(std::string_view name) override {
    ++asked[std::string(name)];
    if (name == "broken_t") {
      return broken();
    }
    return name == "t" ? QualType{types_.primitive(Primitive::kLong)} : QualType{};
  }
  Result<bool> find_declaration(std::string_view name, Declaration& declaration) override {
    ++asked[std::string(name)];
    if (name == "broken_v") {
      return broken();
    }
    declaration.kind = name == "v" ? DeclarationKind::kVariable : DeclarationKind::kConstant;
    if (name == "v") {
      declaration.type = {types_.primitive(Primitive::kInt)};
      declaration.origin = this;
    } else if (name == "kk") {
      declaration.value = {7, true};
    }
    return name == "v" || name == "kk";
  }
  Result<std::vector<Entry>> list_declarations() override { return std::vector<Entry>{{"kk", true}, {"v"}}; }
  Result<std::vector<Entry>> list_enums() override { return std::vector<Entry>{}; }
  Result<std::vector<Entry>> list_enumerators() override { return std::vector<Entry>{}; }
  Result<std::vector<Entry>> list_typedefs() override { return std::vector<Entry>{{"t"}, {"wonderful"}}; }
  Result<std::vector<Entry>> list_records() override { return std::vector<Entry>{{"s"}}; }

  std::map<std::string, int> asked;

 private:
  static Failure broken() { return fail(ErrorCode::kMalformedTables, {"m", "broken"}); }
  TypeTable& types_;
};

class ScopeWithSource : public testing::Test {
 protected:
  ScopeWithSource()
      : common_(TypeTable::make_common(target_x86_64_linux())),
        scope_(std::make_shared<Scope>(TypeTable::make(common_))),
        module_(std::make_shared<Module>(scope_->types())) {
    scope_->set_declaration_source(module_);
  }

  std::shared_ptr<TypeTable> common_;
  std::shared_ptr<Scope> scope_;
  std::shared_ptr<Module> module_;
};

TEST_F(ScopeWithSource, NamesAreRealisedOnceAndRemembered) {
  const Declaration* v = *scope_->find("v");
  ASSERT_NE(v, nullptr);
  EXPECT_EQ(v->name, "v");
  EXPECT_EQ(v->origin, module_.get());
  EXPECT_EQ(*scope_->find("v"), v);
  EXPECT_EQ(*scope_->find_record(RecordKind::kStruct, "s"), *scope_->find_record(RecordKind::kStruct, "s"));
  EXPECT_EQ(*scope_->find_enum("e"), *scope_->find_own_enum("e"));
  EXPECT_EQ(*scope_->find_typedef("t"), *scope_->find_own_typedef("t"));
  for (const char* name : {"v", "s", "e", "t"}) {
    EXPECT_EQ(module_->asked[name], 1) << name;
  }
  EXPECT_EQ(*scope_->find("t"), nullptr);
  EXPECT_EQ(*scope_->find_record(RecordKind::kUnion, "s"), nullptr);
  EXPECT_TRUE(scope_->declarations().empty() && scope_->typedefs().empty() && scope_->records().empty());
}

TEST_F(ScopeWithSource, TypeStringsUseThem) {
  auto type = parse_type(*scope_, "t(*)(struct s *, enum e, int[kk])");
  ASSERT_TRUE(type.ok()) << describe_error(type.error());
  EXPECT_EQ(spell_type(type->type).text, "long(*)(struct s *, enum e, int *)");
  auto length = parse_type(*scope_, "t[kk]");
  ASSERT_TRUE(length.ok());
  EXPECT_EQ(spell_type(length->type).text, "long[7]");
}

TEST_F(ScopeWithSource, WhyANameIsBrokenIsTold) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto found = scope_->find("broken_v");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(error_text(found.error()), "module 'm': malformed tables: broken");
  }
  EXPECT_EQ(scope_->find_record(RecordKind::kStruct, "broken").error().code, ErrorCode::kMalformedTables);
  EXPECT_EQ(scope_->find_own_typedef("broken_t").error().code, ErrorCode::kMalformedTables);

  auto type = parse_type(*scope_, "broken_t *");
  ASSERT_FALSE(type.ok());
  EXPECT_EQ(type.error().code, ErrorCode::kMalformedTables);
  auto other = parse_type(*scope_, "int(broken_t)");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, ErrorCode::kMalformedTables);
  auto fine = parse_type(*scope_, "t *");
  EXPECT_TRUE(fine.ok());
}

TEST_F(ScopeWithSource, OthersIncludeIt) {
  Scope other(TypeTable::make(common_));
  ASSERT_TRUE(other.include(scope_).ok());
  ASSERT_TRUE(parse_cdef(other, "struct s *f(t, enum e); extern int v;", {}).ok());
  EXPECT_EQ(spell_type((*other.find("f"))->type.type).text, "struct s *(long, enum e)");
  EXPECT_EQ(*other.find_record(RecordKind::kStruct, "s"), *scope_->find_record(RecordKind::kStruct, "s"));
  EXPECT_FALSE(other.find("broken_v").ok());
  // Not declared anew: the one that is included would be another type.
  auto mentioned = parse_cdef(other, "struct broken *g(void);", {});
  ASSERT_FALSE(mentioned.ok());
  EXPECT_EQ(mentioned.error().code, ErrorCode::kMalformedTables);
  EXPECT_EQ(*other.find("g"), nullptr);
}

TEST_F(ScopeWithSource, ACdefOnTopIsTakenBackWhenItFails) {
  const Declaration* v = *scope_->find("v");
  const Typedef* t = *scope_->find_typedef("t");
  RecordType* s = *scope_->find_record(RecordKind::kStruct, "s");
  EnumType* e = *scope_->find_enum("e");
  CdefOptions options;
  options.override = true;
  ASSERT_FALSE(
      parse_cdef(*scope_, "int own; extern long v; typedef char t; enum e { X }; struct s { int x; }; oops", options)
          .ok());
  EXPECT_EQ(*scope_->find("v"), v);
  EXPECT_EQ(*scope_->find_typedef("t"), t);
  EXPECT_EQ(*scope_->find_record(RecordKind::kStruct, "s"), s);
  EXPECT_EQ(*scope_->find_enum("e"), e);
  EXPECT_EQ(s->complete(), nullptr);
  EXPECT_TRUE(scope_->declarations().empty() && scope_->typedefs().empty());
  EXPECT_TRUE(scope_->records().empty() && scope_->enums().empty());
  ASSERT_TRUE(parse_cdef(*scope_, "int own;", {}).ok());
  EXPECT_EQ(*scope_->find("own"), scope_->declarations().back());
}

TEST_F(ScopeWithSource, NearNamesAreSuggested) {
  NearestName type("wonderfull");
  scope_->consider_type_names(type);
  EXPECT_EQ(type.take(), "wonderful");
  NearestName constant("kkk");
  scope_->consider_constant_names(constant);
  EXPECT_EQ(constant.take(), "kk");
}

}  // namespace
}  // namespace cffi
