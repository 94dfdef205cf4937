// Makes C types for tests in a line each.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "call/plan/signature.h"
#include "ctype/record_layout.h"
#include "ctype/target.h"
#include "ctype/type_table.h"

namespace cffi::test {

class TypeKit {
 public:
  explicit TypeKit(const Target& target) : common_(TypeTable::make_common(target)), table_(TypeTable::make(common_)) {}

  const Target& target() const { return table_->target(); }
  const Type* primitive(Primitive p) { return table_->primitive(p); }
  const Type* void_type() { return table_->void_type(); }
  const Type* pointer(const Type* to = nullptr) { return table_->pointer_to({to != nullptr ? to : void_type()}); }
  const Type* vector(Primitive item, uint64_t size) { return table_->vector_of(primitive(item), size); }
  const Type* array(const Type* item, int64_t length) {
    auto made = table_->array_of({item}, length);
    return made ? *made : stop("array", made.error());
  }

  const Type* record(std::vector<const Type*> types, RecordOptions options = {}) {
    std::vector<Member> members;
    members.reserve(types.size());
    for (const Type* type : types) {
      members.push_back(member(type));
    }
    return record_of(members, options);
  }
  const Type* union_of(std::vector<const Type*> types) {
    RecordOptions options;
    options.kind = RecordKind::kUnion;
    return record(std::move(types), options);
  }
  const Type* packed(std::vector<const Type*> types) {
    RecordOptions options;
    options.packed = true;
    return record(std::move(types), options);
  }
  const Type* aligned(uint32_t alignment, std::vector<const Type*> types) {
    RecordOptions options;
    options.aligned = alignment;
    return record(std::move(types), options);
  }
  const Type* record_of(std::vector<Member> members, RecordOptions options = {}) {
    for (Member& member : members) {
      names_.push_back(std::make_unique<std::string>("f" + std::to_string(names_.size())));
      member.name = member.name == kUnnamed ? "" : std::string_view(*names_.back());
    }
    auto layout = lay_out_record(target(), options, members);
    if (!layout) {
      return stop("record", layout.error());
    }
    RecordType* made = incomplete(options.kind);
    table_->complete(made, layout->body);
    return made;
  }
  // `...;`, laid out by a compiler.
  const Type* with_unnamed_fields(std::vector<const Type*> types) {
    const auto* known = type_as<RecordType>(record(std::move(types)));
    RecordBody body = *known->complete();
    body.unnamed_fields = true;
    RecordType* made = incomplete();
    table_->complete(made, body);
    return made;
  }
  RecordType* incomplete(RecordKind kind = RecordKind::kStruct) {
    names_.push_back(std::make_unique<std::string>("struct s" + std::to_string(names_.size())));
    return table_->new_record(kind, *names_.back(), "");
  }
  static Member member(const Type* type, int32_t bit_width = kNoWidth) {
    Member made;
    made.type = QualType{type};
    made.bit_width = bit_width;
    return made;
  }
  static Member unnamed(const Type* type, int32_t bit_width) {
    Member made = member(type, bit_width);
    made.name = kUnnamed;
    return made;
  }
  TypeTable& table() { return *table_; }

 private:
  static constexpr std::string_view kUnnamed = "-";
  [[noreturn]] static const Type* stop(const char* what, const Error& error) {
    std::fprintf(stderr, "test types: %s: %s\n", what, describe_error(error).c_str());
    std::abort();
  }

  std::shared_ptr<TypeTable> common_;
  std::shared_ptr<TypeTable> table_;
  std::vector<std::unique_ptr<std::string>> names_;
};

// Keeps the arrays that a Signature only borrows.
struct OwnedSignature {
  const Type* result;
  std::vector<const Type*> arguments;
  bool variadic = false;
  uint32_t fixed_count = 0;
  CallConvention convention = CallConvention::kDefault;

  OwnedSignature(const Type* r, std::vector<const Type*> a)
      : result(r), arguments(std::move(a)), fixed_count(static_cast<uint32_t>(arguments.size())) {}
  OwnedSignature& with_variadic_after(uint32_t fixed) {
    variadic = true;
    fixed_count = fixed;
    return *this;
  }
  OwnedSignature& with_convention(CallConvention chosen) {
    convention = chosen;
    return *this;
  }
  Signature view() const { return {result, arguments, fixed_count, variadic, convention}; }
};

}  // namespace cffi::test
