// Our types as libffi's. Only libffi_*.cc see this header.
#pragma once

#include <ffi.h>

#include <memory>
#include <vector>

#include "base/result.h"
#include "call/plan/signature.h"
#include "ctype/target.h"

namespace cffi {

// A prepared call interface and everything that it points to.
class LibffiInterface {
 public:
  // Errors: kCallUnsupported for what libffi cannot say (unions, bit-fields, packed layouts, vectors, int128).
  static Result<std::unique_ptr<LibffiInterface>> make(const Target& target, const Signature& signature);

  ffi_cif* cif() { return &cif_; }
  const ffi_cif* cif() const { return &cif_; }
  // As libffi_call.h's users see it: bytes of argument i, of the result (0: void).
  const std::vector<uint64_t>& argument_sizes() const { return argument_sizes_; }
  uint64_t result_size() const { return result_size_; }
  bool result_is_widened() const { return result_is_widened_; }

 private:
  struct Struct {
    ffi_type type;
    std::vector<ffi_type*> elements;
  };

  explicit LibffiInterface(const Target& target) : target_(target) {}
  Result<ffi_type*> convert(const Type* type, std::string_view role, uint32_t depth);
  ffi_type* scalar(const Type* type) const;
  Result<ffi_type*> record(const RecordType* record, std::string_view role, uint32_t depth);
  Result<void> add_elements(const Type* type, std::vector<ffi_type*>& elements, std::string_view role, uint32_t depth);
  bool layout_agrees(const RecordType* record, Struct& converted) const;

  const Target& target_;
  ffi_cif cif_;  // set by make(); ffi_abi has no zero value
  std::vector<ffi_type*> arguments_;
  std::vector<std::unique_ptr<Struct>> structs_;
  std::vector<uint64_t> argument_sizes_;
  uint64_t result_size_ = 0;
  bool result_is_widened_ = false;
};

}  // namespace cffi
