// A scope to declare things in, and what is generated from it, without the text that all modules share.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cparse/parser.h"
#include "ctype/target.h"
#include "emit/emit_c.h"
#include "emit/emit_python.h"
#include "emit/runtime_text.h"

namespace cffi {

class EmitScope {
 public:
  EmitScope() : common_(TypeTable::make_common(target_x86_64_linux())), scope_(make()) {}

  // The error's text, or "".
  std::string cdef(std::string_view text) { return cdef_in(*scope_, text, {}); }
  std::string embedding_api(std::string_view text) {
    CdefOptions options;
    options.embedding = true;
    return cdef_in(*scope_, text, options);
  }
  // What was declared so far becomes an FFI of its own, which the next declarations include.
  std::string include_as(std::string name) {
    auto next = make();
    Result<void> included = next->include(scope_);
    scope_ = next;
    includes_.push_back(std::move(name));
    return included ? "" : describe_error(included.error());
  }

  EmitCOptions options() const {
    EmitCOptions options;
    options.module_name = "pkg._module";
    options.init_function = "PyInit__module";
    options.includes = includes_;
    return options;
  }
  std::string c() { return c(options()); }
  std::string c(const EmitCOptions& options) { return text_of(emit_c(*scope_, options)); }
  // Without the run-time text that all modules share.
  std::string own_c() {
    std::string text = c();
    size_t start = text.find(kRuntimeModule);
    size_t end = text.find(kRuntimeModuleInit);
    if (start == std::string::npos || end == std::string::npos) {
      return text;
    }
    start += kRuntimeModule.size();
    text = text.substr(start, end - start);
    for (std::string_view shared : {kRuntimeFrozenStubs, kRuntimeFrozen}) {
      size_t found = text.find(shared);
      text.erase(std::min(found, text.size()), shared.size());
    }
    return text;
  }
  std::string python() { return text_of(emit_python(*scope_, "pkg._module", includes_)); }

 private:
  std::shared_ptr<Scope> make() { return std::make_shared<Scope>(TypeTable::make(common_)); }
  static std::string cdef_in(Scope& scope, std::string_view text, const CdefOptions& options) {
    auto parsed = parse_cdef(scope, text, options);
    return parsed ? "" : describe_error(parsed.error());
  }
  static std::string text_of(const Result<std::string>& text) {
    return text ? *text : "error: " + describe_error(text.error());
  }

  std::shared_ptr<TypeTable> common_;
  std::shared_ptr<Scope> scope_;
  std::vector<std::string> includes_;
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace cffi
