// The bodies of records and enums, whose parts are made.
#include <algorithm>

#include "tables/declared_layout.h"
#include "tables/realizer_state.h"

namespace cffi {

Result<void> Realizer::build_record(int64_t index, RecordType& record) {
  auto entry = tables_.record(index);
  CFFI_TRY(fields, entry ? tables_.fields(**entry) : entry.take_failure());
  const RecordBody* known = record.body.load(std::memory_order_relaxed);
  if (known != nullptr && !known->partial) {
    return verify_layout(record, **entry, *fields);
  }
  std::vector<QualType> types;
  types.reserve(fields->size());
  for (const FieldEntry& field : *fields) {
    types.push_back(state_->slots.at(argument_of(field.type_op)).type);
  }
  CFFI_TRY(layout, lay_out_entry(tables_, types_.target(), {*entry, record.name, *fields, types}));
  if (!layout->differences.empty() && host_.has_declared_types()) {
    bool has_dots = known == nullptr || !known->sized_by_types;
    return verified_differs({record.name, std::move(layout->differences)}, has_dots);
  }
  if (!layout->differences.empty()) {
    state_->differing.insert({index, {record.name, std::move(layout->differences)}});
    return layout_differs(index);
  }
  types_.complete(&record, layout->body);
  state_->unverified.erase(&record);
  return {};
}

Result<void> Realizer::verify_layout(RecordType& record, const RecordEntry& entry, std::span<const FieldEntry> fields) {
  CFFI_TRY(differences, compare_layout(tables_, types_.target(), record, entry, fields));
  if (!differences->empty()) {
    return verified_differs({record.name, std::move(*differences)}, false);
  }
  state_->unverified.erase(&record);
  return {};
}

Failure Realizer::verified_differs(DifferingRecord&& record, bool has_dots) const {
  return fail(ErrorCode::kLayoutDiffers,
              {describe_verified(record, has_dots) + difference_table(tables_.name(), {&record, 1})});
}

// The first time, all other records are looked at, too.
Failure Realizer::layout_differs(int64_t index) {
  if (!state_->reporting) {
    state_->reporting = true;
    for (int64_t i = 0; i < tables_.context().record_count; ++i) {
      auto record = record_at(i);
      if (record && i != index) {
        (void)(*record)->complete();
      }
    }
    state_->reporting = false;
  }
  const DifferingRecord& record = state_->differing.at(index);
  std::vector<DifferingRecord> all;
  for (const auto& [at, differing] : state_->differing) {
    all.push_back(differing);
  }
  return fail(ErrorCode::kLayoutDiffers, {describe_difference(record) + difference_table(tables_.name(), all)});
}

Result<void> Realizer::build_enum(int64_t index, EnumType& type) {
  auto entry = tables_.enumeration(index);
  CFFI_TRY(enumerators, entry ? read_enumerators(**entry, type) : entry.take_failure());
  const EnumBody* known = type.body.load(std::memory_order_relaxed);
  if (known != nullptr && !known->partial) {
    return verify_enumerators(type, *enumerators);
  }
  CFFI_TRY(underlying, underlying_type(**entry));
  types_.complete(&type, {*underlying, *enumerators, false});
  state_->unverified.erase(&type);
  return {};
}

Result<std::vector<Enumerator>> Realizer::read_enumerators(const EnumEntry& entry, const EnumType& type) {
  CFFI_TRY(names, tables_.enumerators(entry));
  std::vector<Enumerator> enumerators;
  enumerators.reserve(names->size());
  for (std::string_view name : *names) {
    CFFI_TRY(global, tables_.find_global(name));
    if (*global == nullptr) {
      return tables_.malformed("enumerator '" + std::string(name) + "' of '" + std::string(type.name) +
                               "' has no value");
    }
    CFFI_TRY(value, tables_.is_current() ? tables_.read_enumerator(**global) : tables_.read_constant(**global));
    enumerators.push_back({name, static_cast<int64_t>(value->bits)});
  }
  return enumerators;
}

// In the order of the declaration, which both have.
Result<void> Realizer::verify_enumerators(const EnumType& type, std::span<const Enumerator> values) {
  const EnumBody& declared = *type.body.load(std::memory_order_relaxed);
  bool is_unsigned = !is_signed(types_.target(), declared.underlying);
  auto shown = [&](int64_t value) {
    return is_unsigned && value < 0 ? std::to_string(static_cast<uint64_t>(value)) : std::to_string(value);
  };
  for (size_t i = 0; i < std::min(values.size(), declared.enumerators.size()); ++i) {
    const Enumerator& wanted = declared.enumerators[i];
    if (values[i].name == wanted.name && values[i].value != wanted.value) {
      std::string_view name = type.name;
      std::string keyword = name.starts_with("enum ") ? "" : "enum ";
      return fail(ErrorCode::kLayoutDiffers,
                  {keyword + std::string(name) + ": " + std::string(wanted.name) + " has the real value " +
                   std::to_string(values[i].value) + ", not " + shown(wanted.value)});
    }
  }
  state_->unverified.erase(&type);
  return {};
}

Result<Primitive> Realizer::underlying_type(const EnumEntry& entry) const {
  if (entry.primitive == static_cast<int>(SpecialPrimitive::kUnknownInteger)) {
    return unknown_number(entry.primitive);
  }
  auto primitive = static_cast<Primitive>(entry.primitive);
  if (entry.primitive <= 0 || entry.primitive >= kFrozenPrimitiveCount ||
      !is_integer_class(primitive_info(primitive).cls)) {
    return tables_.malformed("the type of 'enum " + std::string(entry.name) +
                             "' is no integer type: " + std::to_string(entry.primitive));
  }
  return primitive;
}

}  // namespace cffi
