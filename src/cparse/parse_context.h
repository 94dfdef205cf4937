// What every parse function works on: the token at hand, the scope being filled, scratch stacks, and the first error.
//
// The functions of the parser are free functions over a ParseContext, named after the grammar symbol they read.
// They return false after an error: the error is in the context, and the token at hand is then Tok::kEnd for good,
// so that every loop ends. The scratch vectors are stacks: a function takes off what it put on (StackMark).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cparse/lexer.h"
#include "cparse/macro_table.h"
#include "cparse/parser.h"
#include "ctype/record_layout.h"
#include "decl/transaction.h"

namespace cffi {

inline constexpr uint32_t kMaxNameLength = 16384;
inline constexpr uint32_t kMaxTypeParts = 1024;
inline constexpr uint32_t kMaxParameters = 512;

// One step from a declarator's name outwards to the base type: see declarator.h.
struct DeclaratorStep {
  enum class Kind : uint8_t { kPointer, kArray, kFunction };
  Kind kind = Kind::kPointer;
  uint8_t qualifiers = kNoQualifier;  // of the pointer, or inside a parameter's brackets
  bool variadic = false;
  bool old_style = false;        // names without types: see old_style.h
  bool variable_length = false;  // `[*]`, or `[n]` with an n that is a parameter
  CallConvention convention = CallConvention::kDefault;
  int64_t length = 0;            // array
  uint32_t first_parameter = 0;  // function: its part of ParseContext::parameters
  uint32_t parameter_count = 0;
  uint32_t first_name = 0;  // old_style: its part of ParseContext::parameter_names
  SourceRange range;
};

// `#pragma pack` in force, and what pack(push) saved.
struct PackState {
  uint32_t current = 0;
  struct Saved {
    uint32_t value;
    std::string label;
  };
  std::vector<Saved> saved;
};

enum class ParseMode : uint8_t { kCdef, kType };

class ParseContext {
 public:
  ParseContext(std::string_view text, Transaction& transaction, ParseMode mode, const CdefOptions& options);

  const Token& token() const { return token_; }
  Tok kind() const { return token_.kind; }
  std::string_view text() const { return lexer.text_of(token_); }
  SourceRange range() const { return {token_.begin, token_.end}; }
  SourceRange range_from(uint32_t begin) const { return {begin, last_end_ > begin ? last_end_ : begin}; }

  void advance();
  // The kind of the token after the one at hand.
  Tok peek() const;
  bool accept(Tok kind) {
    if (token_.kind != kind) {
      return false;
    }
    advance();
    return true;
  }
  bool expect(Tok kind, std::string_view expected) { return accept(kind) || unexpected(expected); }
  // From an opening bracket at hand to the token after its partner. Everything between is skipped unread.
  bool skip_balanced();

  // Each records the error unless there is one already, and returns false.
  bool fail(ErrorCode code, SourceRange range, std::vector<std::string> arguments = {});
  bool fail(Failure failure, SourceRange range);
  bool unexpected(std::string_view expected);
  bool failed() const { return failure_ != nullptr; }
  Failure take_failure();
  // Null: not declared, or a compiled module has it and cannot make it. What is unknown may parse as something else:
  // "int(T)" without a type T is "int". So parsing goes on, and the first such failure is told at its end.
  template <typename T>
  T* known(Result<T*> found) {
    if (found) {
      return *found;
    }
    if (lookup_failure_ == nullptr) {
      lookup_failure_ = found.take_failure();
    }
    return nullptr;
  }
  Failure take_lookup_failure() { return std::move(lookup_failure_); }
  // Forgets an error that happened since the lexer stood at `saved` with `token`, and goes back there.
  void retry_from(const Lexer& saved, const Token& token);

  TypeTable& types() const { return scope.types(); }
  const Target& target() const { return scope.types().target(); }

  Lexer lexer;
  Transaction& transaction;
  const Scope& scope;
  const ParseMode mode;
  const CdefOptions& options;
  PackState pack;
  MacroTable macros;
  bool can_define = mode == ParseMode::kCdef;  // structs, unions and enums
  bool has_defined = false;                    // one at least

  int depth = 0;            // see Nesting
  int prototype_depth = 0;  // > 0: inside a parameter list
  int unevaluated = 0;      // > 0: errors of value (division by zero) do not count
  int tentative = 0;        // > 0: failing is not an error: no time is spent on hints
  bool in_extern_python = false;
  bool extern_python_visible = false;  // extern "Python+C"

  std::vector<DeclaratorStep> steps;
  std::vector<uint8_t> pointers;  // qualifiers of the `*` read, not yet in steps
  std::vector<QualType> parameters;
  std::vector<std::string_view> parameter_names;
  std::vector<Member> members;
  std::vector<Enumerator> enumerators;
  std::vector<const RecordType*> open_records;  // between their braces

 private:
  void stop();

  Token token_;
  uint32_t last_end_ = 0;
  Failure failure_;
  Failure lookup_failure_;
};

// One level of recursion. `if (Nesting nesting(ctx); !nesting) return false;`
class Nesting {
 public:
  explicit Nesting(ParseContext& ctx);
  ~Nesting() { --ctx_.depth; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  explicit operator bool() const { return ctx_.depth <= kMaxNesting; }

 private:
  ParseContext& ctx_;
};

// Cuts a scratch stack back to its height at construction.
template <typename T>
class StackMark {
 public:
  explicit StackMark(std::vector<T>& stack) : stack_(stack), height_(stack.size()) {}
  ~StackMark() { stack_.resize(height_); }
  StackMark(const StackMark&) = delete;
  StackMark& operator=(const StackMark&) = delete;

  uint32_t height() const { return static_cast<uint32_t>(height_); }
  size_t count() const { return stack_.size() - height_; }
  std::span<const T> items() const { return std::span<const T>(stack_).subspan(height_); }

 private:
  std::vector<T>& stack_;
  size_t height_;
};

}  // namespace cffi
