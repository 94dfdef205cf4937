#include "emit/runtime_interface.h"

#include "ctype/primitive.h"

namespace cffi {
namespace {

struct Define {
  std::string_view prefix;
  std::string_view name;
  int number;
};

constexpr Define kDefines[] = {
#define CFFI_OPCODE(Name, number, NAME) {"OP_", #NAME, number},
#define CFFI_SPECIAL_PRIMITIVE(Name, number, NAME) {"", #NAME, number},
#define CFFI_LAYOUT(Name, number, NAME) {"", #NAME, number},
#define CFFI_EXPORT(Name, number, NAME) {"EXPORT_", #NAME, number},
#include "tables/interface.def"
};

constexpr std::string_view kPrimitiveNames[] = {
#define CFFI_PRIMITIVE(Name, NAME, ...) #NAME,
#include "ctype/primitive.def"
};

void write_define(CodeWriter& out, const Define& define) {
  out << "#define _CFFI_" << define.prefix << define.name << " (" << define.number << ")\n";
}

// The sizes of the primitive integers, in the order of their numbers; below 0: with a sign.
void write_integer_sizes(CodeWriter& out) {
  constexpr int kInLine = 4;
  out << "#define _CFFI_INTEGER_SIZES";
  for (int number = 0; number < kFrozenPrimitiveCount; ++number) {
    auto primitive = static_cast<Primitive>(number);
    const PrimitiveInfo& info = primitive_info(primitive);
    bool is_signed = info.cls == PrimitiveClass::kSignedInt;
    out << (number == 0 ? "" : ",") << (number % kInLine == 0 ? " \\\n  " : " ");
    if (is_signed || info.cls == PrimitiveClass::kUnsignedInt) {
      out << (is_signed ? "-(int)sizeof(" : "(int)sizeof(")
          << (primitive == Primitive::kSsize ? "Py_ssize_t" : info.name) << ')';
    } else {
      out << '0';
    }
  }
  out << '\n';
}

}  // namespace

void write_runtime_interface(CodeWriter& out) {
  for (const Define& define : kDefines) {
    write_define(out, define);
  }
  for (int number = 0; number < kFrozenPrimitiveCount; ++number) {
    write_define(out, {"PRIMITIVE_", kPrimitiveNames[number], number});
  }
  write_integer_sizes(out);
}

std::string_view name_in_c(Op op) {
  switch (op) {
#define CFFI_OPCODE(Name, number, NAME) \
  case Op::k##Name:                     \
    return #NAME;
#include "tables/interface.def"
  }
  return {};
}

}  // namespace cffi
