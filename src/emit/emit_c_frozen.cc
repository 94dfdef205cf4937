#include "emit/emit_c_frozen.h"

#include <algorithm>

#include "emit/emit_c_constants.h"
#include "emit/runtime_text.h"

namespace cffi {
namespace {

std::string hexadecimal(uint64_t value) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string digits;
  for (uint64_t rest = value; rest != 0 || digits.empty(); rest >>= 4) {
    digits.insert(digits.begin(), kDigits[rest & 15]);
  }
  return "0x" + digits;
}

// A macro that calls the macro M with each number below `count`.
void write_numbers(CodeWriter& out, std::string_view name, uint64_t count) {
  out << "#define " << name << "(M)";
  for (uint64_t n = 0; n < count;) {
    bool is_many = n % 256 == 0 && count - n >= 256;
    bool is_some = n % 16 == 0 && count - n >= 16;
    out << " \\\n  ";
    if (is_many) {
      out << "_CFFI_256(M, " << hexadecimal(n >> 8) << ')';
    } else if (is_some) {
      out << "_CFFI_16(M, " << hexadecimal(n >> 4) << ')';
    } else {
      out << "M(" << hexadecimal(n) << ')';
    }
    n += is_many ? 256 : is_some ? 16 : 1;
  }
  out << '\n';
}

bool is_new_wide_char(const TypeSlot& slot) {
  return slot.op == Op::kPrimitive && !slot.is_length && slot.unsized == nullptr &&
         (slot.argument == static_cast<int64_t>(Primitive::kChar16) ||
          slot.argument == static_cast<int64_t>(Primitive::kChar32));
}

// The oldest interface that has all that the module needs.
int frozen_tag(const Tables& tables, bool embedding) {
  if (std::any_of(tables.types.begin(), tables.types.end(), is_new_wide_char)) {
    return kFrozenTagWideChars;
  }
  return embedding ? kFrozenTagEmbedding : kFrozenTagFirst;
}

bool is_function_row(const GlobalRow& row) { return row.global.op == Op::kFunctionVarArgs; }

}  // namespace

void emit_c_frozen_head(EmitContext& context, bool embedding) {
  uint64_t most_arguments = 1;
  for (const GlobalRow& row : context.tables.globals) {
    if (is_function_row(row)) {
      auto* function = static_cast<const FunctionType*>(row.global.type.type);
      most_arguments = std::max<uint64_t>(most_arguments, function->parameters.size());
    }
  }
  auto tag = static_cast<uint64_t>(frozen_tag(context.tables, embedding));
  context.out << "#define _CFFI_FROZEN_TAG " << hexadecimal(tag) << "\n#define _CFFI_FROZEN_MOST " << most_arguments
              << '\n'
              << kRuntimeFrozen;
}

void emit_c_frozen_stubs(EmitContext& context) {
  const std::vector<GlobalRow>& rows = context.tables.globals;
  auto functions = static_cast<uint64_t>(std::count_if(rows.begin(), rows.end(), is_function_row));
  auto integers = static_cast<uint64_t>(std::count_if(rows.begin(), rows.end(), is_integer_row));
  write_numbers(context.out, "_CFFI_FROZEN_FUNCTIONS", functions);
  write_numbers(context.out, "_CFFI_FROZEN_INTEGERS", integers);
  context.out << kRuntimeFrozenStubs;
}

}  // namespace cffi
