// Where each argument of a signature is passed, and where its result is returned.
//
// Pure: a Target and types in, register numbers and stack offsets out; nothing here knows the host, so the rules of
// every ABI are tested on any machine. Call plans and closures read the same Placement, so that they cannot disagree.
// Errors: kCallUnsupported (the type, its role and the reason), kCallTooLarge.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "call/plan/signature.h"
#include "ctype/target.h"

namespace cffi {

enum class PlaceKind : uint8_t {
  kNowhere,     // void, and structs without content
  kRegisters,   // in `pieces`
  kStack,       // on the stack, at `stack_offset`
  kReference,   // in memory; its address travels in pieces[0] or, without pieces, on the stack at `stack_offset`
  kX87,         // results only: st(0)
  kComplexX87,  // results only: st(0) real, st(1) imaginary
};

enum class Bank : uint8_t { kGeneral, kVector };

// Bytes [offset, offset + size) of the value travel in one register, from its least significant byte.
struct Piece {
  Bank bank;
  uint8_t index;
  uint8_t offset;
  uint8_t size;
};

inline constexpr size_t kMaxPieces = 4;  // an HFA of four members (AAPCS64 5.9.5)

struct Place {
  PlaceKind kind = PlaceKind::kNowhere;
  uint8_t piece_count = 0;
  Piece pieces[kMaxPieces] = {};
  bool widened = false;  // an integer or pointer of up to 8 bytes: written as 8, extended
  bool packed = false;   // on the stack with neighbours in the same 8 bytes: written as its size
  uint32_t alignment = 1;
  uint64_t stack_offset = 0;
  uint64_t size = 0;

  void add(Piece piece) { pieces[piece_count++] = piece; }
};

struct Placement {
  Place result;
  std::vector<Place> arguments;
  uint64_t stack_size = 0;        // bytes of outgoing arguments
  uint32_t stack_alignment = 16;  // of the stack pointer at the call
  bool uses_vectors = false;      // any argument in a vector register
};

// Each costs a pointer on the stack of a closure, empty structs too.
inline constexpr size_t kMaxArguments = 65536;
// What a C thread's stack can be expected to hold beside everything else.
inline constexpr uint64_t kMaxStackArguments = 512 * 1024;
// Frames are addressed with 32-bit offsets.
inline constexpr uint64_t kMaxFrame = 1u << 30;

// What a primitive, enum, pointer or short vector is to an ABI. `kind` decides the register bank.
enum class ScalarKind : uint8_t { kInteger, kFloat, kX87, kComplexFloat, kComplexX87, kVector };
struct Scalar {
  ScalarKind kind;
  uint8_t size;
  uint8_t alignment;
};
// nullopt for records, arrays, void, functions, and vectors of other sizes than 8 and 16 (whose way depends on the
// instruction set that the callee was compiled for).
std::optional<Scalar> scalar_of(const Target& target, const Type* type);

// kCallUnsupported unless a value of `type` can cross: complete, not partial, of a kind that has values.
Result<void> check_passable(const Target& target, const Type* type, std::string_view role);

// kCallUnsupported: a value of `type` cannot cross as `role` ("argument" or "return value"), and why.
Failure cannot_pass(const Type* type, std::string_view role, std::string_view reason);

// A Place with nothing but what the type itself says: its size and alignment, and whether it is widened.
Place unplaced(const Target& target, const Type* type);

// Room for `size` bytes, rounded up to a multiple of `granule`, among the arguments on the stack: its offset. Errors:
// kCallTooLarge.
Result<uint64_t> reserve_stack(Placement& placement, uint64_t size, uint32_t alignment, uint32_t granule = 8);

// kCallTooLarge for more than kMaxArguments; the same error for `what` that needs more than `limit` bytes.
Result<void> check_argument_count(const Signature& signature);
Failure too_large(std::string_view what, uint64_t limit);

Result<Placement> place_sysv64(const Target& target, const Signature& signature);
Result<Placement> place_aapcs64(const Target& target, const Signature& signature);
Result<Placement> place_win64(const Target& target, const Signature& signature);

}  // namespace cffi
