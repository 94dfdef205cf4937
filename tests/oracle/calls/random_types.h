// Random C types and signatures, the same for the same seed, with their C spelling.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "call/support/type_kit.h"

namespace cffi::test {

// xorshift64*: the same numbers everywhere.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 0x1234567) {}
  uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1du;
  }
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>((next() >> 33) % limit); }
  bool chance(uint32_t percent) { return below(100) < percent; }

 private:
  uint64_t state_;
};

enum class Repertoire : uint8_t {
  kLibffi,  // what libffi can say: no unions, bit-fields, packing, vectors, 128-bit integers
  kFull,
};

class RandomTypes {
 public:
  RandomTypes(const Target& target, uint64_t seed, Repertoire repertoire, CallConvention convention)
      : kit_(target), random_(seed), repertoire_(repertoire), convention_(convention) {}

  OwnedSignature signature(bool allow_variadic);
  TypeKit& kit() { return kit_; }
  Random& random() { return random_; }

  // "T3 *" never: a name that stands before a declarator.
  std::string spelled(const Type* type) const;
  // C definitions of all records made so far, in order.
  const std::string& definitions() const { return definitions_; }

 private:
  const Type* value_type();
  const Type* scalar();
  const Type* promoted_scalar();
  const Type* record(uint32_t depth);
  const Type* homogeneous();
  Member field(uint32_t depth, std::string& c_text, size_t index);
  Member bitfield(std::string& c_text, size_t index);
  const Type* define(std::vector<Member> members, const RecordOptions& options, const std::string& fields);

  TypeKit kit_;
  Random random_;
  Repertoire repertoire_;
  CallConvention convention_;
  std::vector<const Type*> records_;
  std::map<const Type*, std::string> names_;
  std::string definitions_;
};

}  // namespace cffi::test
