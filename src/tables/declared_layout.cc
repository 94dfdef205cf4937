#include "tables/declared_layout.h"

#include "base/text_writer.h"
#include "ctype/type_query.h"

namespace cffi {
namespace {

using Kind = LayoutDifference::Kind;

class Comparison {
 public:
  explicit Comparison(const Target& target) : target_(target) {}

  void totals(const RecordBody& body, const RecordEntry& entry) {
    if (entry.size == kComputedSize) {
      return;
    }
    differ(Kind::kTotalSize, {}, body.size, entry.size);
    if (entry.alignment != kUnknownAlignment) {
      differ(Kind::kTotalAlignment, {}, body.alignment, static_cast<uint32_t>(entry.alignment));
    }
  }

  void field(const FoundField& declared, const FieldEntry& given) {
    if (declared.field->bit_size != kNotBitfield) {
      return;  // C tells nothing about it
    }
    if (given.offset != kUnknownOffset) {
      differ(Kind::kFieldOffset, declared.field->name, declared.offset, given.offset);
    }
    auto size = size_of(target_, declared.field->type.type);
    if (given.size != kUnknownSize && size && !declared.field->flexible) {
      differ(Kind::kFieldSize, declared.field->name, *size, given.size);
    }
  }

  std::vector<LayoutDifference> take() { return std::move(differences_); }

 private:
  void differ(Kind kind, std::string_view field, uint64_t cdef, uint64_t compiler) {
    if (cdef != compiler) {
      differences_.push_back({kind, field, cdef, compiler});
    }
  }

  const Target& target_;
  std::vector<LayoutDifference> differences_;
};

}  // namespace

Result<std::vector<LayoutDifference>> compare_layout(const ModuleTables& tables, const Target& target,
                                                     const RecordType& record, const RecordEntry& entry,
                                                     std::span<const FieldEntry> fields) {
  Comparison comparison(target);
  comparison.totals(*record.complete(), entry);
  for (const FieldEntry& given : fields) {
    if (*given.name == '\0') {
      continue;
    }
    auto declared = find_field(&record, given.name);
    if (!declared) {
      return tables.malformed("'" + std::string(record.name) + "' has no field '" + given.name + "'");
    }
    comparison.field(*declared, given);
  }
  return comparison.take();
}

std::string describe_verified(const DifferingRecord& record, bool has_dots) {
  const LayoutDifference& first = record.differences.front();
  TextWriter out;
  out << record.name << ": ";
  if (has_dots && first.kind == Kind::kFieldSize) {
    std::string_view tag = record.name.substr(record.name.rfind(' ') + 1);
    out << "field '" << tag << '.' << first.field << "' is declared as " << first.cdef << " bytes, but is really "
        << first.compiler << " bytes";
  } else {
    out << what_is_wrong(first) << " (we have " << first.cdef << ", but C compiler says " << first.compiler << ")";
  }
  return out.take();
}

}  // namespace cffi
