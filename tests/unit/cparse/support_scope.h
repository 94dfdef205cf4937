// A scope to declare things in, and short ways to ask what became of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cparse/parser.h"
#include "ctype/target.h"
#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {

class TestScope {
 public:
  explicit TestScope(const Target& target = target_x86_64_linux())
      : common_(TypeTable::make_common(target)), scope_(std::make_shared<Scope>(TypeTable::make(common_))) {}
  // Another scope of the same family of tables.
  explicit TestScope(const TestScope& sibling)
      : common_(sibling.common_), scope_(std::make_shared<Scope>(TypeTable::make(common_))) {}

  Scope& operator*() { return *scope_; }
  Scope* operator->() { return scope_.get(); }
  const std::shared_ptr<Scope>& shared() { return scope_; }
  const std::shared_ptr<TypeTable>& common() { return common_; }

  // The error's text, or "" when the text was accepted.
  std::string cdef(std::string_view text, const CdefOptions& options = {}) {
    auto parsed = parse_cdef(*scope_, text, options);
    return parsed ? "" : describe_error(parsed.error());
  }
  std::string cdef_override(std::string_view text) {
    CdefOptions options;
    options.override = true;
    return cdef(text, options);
  }
  // The spelling of the type, or the error.
  std::string type(std::string_view text) {
    auto parsed = parse_type(*scope_, text);
    return parsed ? spell_type(parsed->type).text : describe_error(parsed.error());
  }
  std::string type_in_c(std::string_view text) {
    auto parsed = parse_type(*scope_, text);
    return parsed ? spell_type(*parsed, SpellingStyle::kC).text : describe_error(parsed.error());
  }
  const Type* type_node(std::string_view text) {
    auto parsed = parse_type(*scope_, text);
    return parsed ? parsed->type : nullptr;
  }
  int64_t size(std::string_view text) {
    const Type* type = type_node(text);
    auto size = type == nullptr ? std::nullopt : size_of(scope_->types().target(), type);
    return size ? static_cast<int64_t>(*size) : -1;
  }
  // The spelling of a declared name's type.
  std::string declared(std::string_view name) {
    const Declaration* found = *scope_->find(name);
    return found == nullptr ? "undeclared" : spell_type(found->type.type).text;
  }
  int64_t constant(std::string_view name) {
    const Declaration* found = *scope_->find(name);
    return found == nullptr || found->kind != DeclarationKind::kConstant ? INT64_MIN
                                                                         : static_cast<int64_t>(found->value.bits);
  }
  DeclarationKind kind(std::string_view name) { return (*scope_->find(name))->kind; }

 private:
  std::shared_ptr<TypeTable> common_;
  std::shared_ptr<Scope> scope_;
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace cffi
