// Where the fields of a struct or union go: a pure function from member descriptions and a Target to offsets.
//
// Two bit-field families, a file each: bitfield_gcc (System V psABI and AAPCS64, as GCC and Clang do it) and
// bitfield_msvc. Errors name the field: kBitfieldTooWide, kBitfieldBadType, kBitfieldZeroNamed,
// kFieldIncomplete, kFieldOfFunctionType, kFlexibleNotLast, kDuplicateField, kTypeTooLarge, kWrongLayout.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ctype/target.h"
#include "ctype/type.h"

namespace cffi {

inline constexpr int32_t kNoWidth = -1;

struct Member {
  std::string_view name = {};  // empty: anonymous record, or unnamed bit-field
  QualType type;
  int32_t bit_width = kNoWidth;  // >= 0: a bit-field
  uint32_t aligned = 0;          // `__attribute__((aligned(n)))` / _Alignas on the member; 0: none
  bool packed = false;           // `__attribute__((packed))` on the member
  // In bytes, given instead of computed; for members that are no bit-fields. What follows comes after it.
  std::optional<uint64_t> offset = {};
  SourceRange range = {};  // for errors
};

struct RecordOptions {
  RecordKind kind = RecordKind::kStruct;
  std::string_view name = {};  // for errors: "struct foo"
  bool packed = false;         // __attribute__((packed)) or cdef(packed=True)
  uint32_t pack = 0;           // #pragma pack(n) or cdef(pack=n); 0: none
  uint32_t aligned = 0;        // __attribute__((aligned(n))) on the record; 0: none
  bool ms_bitfields = false;   // __attribute__((ms_struct)), or a target of that family
  bool check_offsets = false;  // an offset that is given must be the one computed: else kWrongLayout
};

// The vectors own the fields until TypeTable::complete copies them.
struct RecordLayout {
  std::vector<Field> fields;
  std::vector<Field> unnamed_bits;
  RecordBody body;   // its spans point into these
  uint64_t end = 0;  // after the last byte of any member: the size without padding
};

Result<RecordLayout> lay_out_record(const Target& target, const RecordOptions& options,
                                    std::span<const Member> members);

// The fields of a record that is laid out, unnamed bit-fields between those where they lie.
std::vector<const Field*> fields_as_declared(const RecordBody& body);

// Fields without offsets, for a record that only a compiler can lay out. `has_dots`: itself, not only types in it.
RecordLayout lay_out_partial(const RecordOptions& options, std::span<const Member> members, bool has_dots);

// What lay_out_record() would find wrong whatever becomes of the types that are not complete yet.
Result<void> check_members(const Target& target, const RecordOptions& options, std::span<const Member> members);

}  // namespace cffi
