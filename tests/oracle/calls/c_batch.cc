#include "c_batch.h"

namespace cffi::test {
namespace {

constexpr const char* kHead = R"(#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
typedef float V8 __attribute__((vector_size(8)));
typedef float V16 __attribute__((vector_size(16)));
#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT
#endif
#define MS_ABI __attribute__((ms_abi))
EXPORT int mismatches;
static void check(const void *memory, const unsigned char *bytes, const unsigned char *mask, size_t size) {
  for (size_t i = 0; i < size; ++i)
    if ((((const unsigned char *)memory)[i] ^ bytes[i]) & mask[i]) { ++mismatches; return; }
}
)";

std::string byte_list(const std::vector<uint8_t>& bytes) {
  std::string text = "{";
  for (uint8_t byte : bytes) {
    text += std::to_string(byte) + ",";
  }
  return text + "0}";
}

std::string number(size_t value) { return std::to_string(value); }

// Bytes and mask of one value, as e<name> and m<name>.
void define_value(std::string& out, const std::string& name, const Value& value) {
  out += "static const unsigned char e" + name + "[] = " + byte_list(value.bytes) + ", m" + name +
         "[] = " + byte_list(value.mask) + ";\n";
}

class CaseWriter {
 public:
  CaseWriter(const RandomTypes& types, const Case& one, size_t index)
      : types_(types), case_(one), id_(number(index)), returns_(one.signature.result->kind != TypeKind::kVoid) {}

  std::string write() {
    for (size_t i = 0; i < case_.arguments.size(); ++i) {
      define_value(out_, id_ + "_" + number(i), case_.arguments[i]);
    }
    if (returns_) {
      define_value(out_, id_ + "_r", case_.result);
    }
    write_callee();
    write_caller();
    return std::move(out_);
  }

 private:
  bool is_ms_abi() const { return case_.signature.convention == CallConvention::kMsAbi; }
  // The word for the convention of the function or pointer, with a space after it.
  std::string convention() const { return is_ms_abi() ? "MS_ABI " : ""; }
  // va_list and its macros.
  std::string variadic(const char* name) const {
    return (is_ms_abi() ? "__builtin_ms_va_" : "va_") + std::string(name);
  }
  std::string result_type() const { return types_.spelled(case_.signature.result); }
  std::string argument_type(size_t i) const { return types_.spelled(case_.signature.arguments[i]); }
  size_t fixed() const { return case_.signature.variadic ? case_.signature.fixed_count : case_.arguments.size(); }

  std::string check(size_t i) const {
    std::string name = id_ + "_" + number(i);
    return "check(&a" + number(i) + ", e" + name + ", m" + name + ", sizeof a" + number(i) + ");";
  }

  // What GCC's own callers pass by reference in functions that are declared ms_abi, its va_arg() takes for a value.
  std::string extra_argument(size_t i) const {
    size_t size = case_.arguments[i].bytes.size();
    bool is_reference = is_ms_abi() && size != 1 && size != 2 && size != 4 && size != 8;
    return is_reference ? "*va_arg(list, " + argument_type(i) + "*)" : "va_arg(list, " + argument_type(i) + ")";
  }

  std::string parameters(bool named) const {
    std::string text;
    for (size_t i = 0; i < fixed(); ++i) {
      text += (i > 0 ? ", " : "") + argument_type(i) + (named ? " a" + number(i) : "");
    }
    if (case_.signature.variadic) {
      text += ", ...";
    }
    return text.empty() ? "void" : text;
  }

  void write_callee() {
    out_ += "EXPORT " + convention() + result_type() + " f" + id_ + "(" + parameters(true) + ") {\n";
    if (case_.signature.variadic) {
      out_ += "  " + variadic("list") + " list; " + variadic("start") + "(list, a" + number(fixed() - 1) + ");\n";
      for (size_t i = fixed(); i < case_.arguments.size(); ++i) {
        out_ += "  " + argument_type(i) + " a" + number(i) + " = " + extra_argument(i) + ";\n";
      }
      out_ += "  " + variadic("end") + "(list);\n";
    }
    for (size_t i = 0; i < case_.arguments.size(); ++i) {
      out_ += "  " + check(i) + "\n";
    }
    if (returns_) {
      out_ += "  " + result_type() + " r; memcpy(&r, e" + id_ + "_r, sizeof r); return r;\n";
    }
    out_ += "}\n";
  }

  // Closures are never variadic, so neither is the pointer that they are called through.
  void write_caller() {
    if (case_.signature.variadic) {
      return;
    }
    out_ += "EXPORT void c" + id_ + "(void *fn) {\n";
    std::string values;
    for (size_t i = 0; i < case_.arguments.size(); ++i) {
      std::string name = "a" + number(i);
      out_ += "  " + argument_type(i) + " " + name + "; memcpy(&" + name + ", e" + id_ + "_" + number(i) + ", sizeof " +
              name + ");\n";
      values += (i > 0 ? ", " : "") + name;
    }
    out_ += std::string("  ") + (returns_ ? result_type() + " r = " : "") + "((" + result_type() + " (" + convention() +
            "*)(" + parameters(false) + "))fn)(" + values + ");\n";
    if (returns_) {
      out_ += "  check(&r, e" + id_ + "_r, m" + id_ + "_r, sizeof r);\n";
    }
    out_ += "}\n";
  }

  const RandomTypes& types_;
  const Case& case_;
  std::string id_;
  bool returns_;
  std::string out_;
};

}  // namespace

std::string write_c_batch(const RandomTypes& types, const std::vector<Case>& cases) {
  std::string out = kHead + types.definitions();
  for (size_t i = 0; i < cases.size(); ++i) {
    out += CaseWriter(types, cases[i], i).write();
  }
  return out;
}

}  // namespace cffi::test
