// _cffi_backend.complete_struct_or_union(): the fields of a struct or union made by new_struct_type().
#include "pyext/low_level/backend_records.h"

#include <vector>

#include "ctype/record_layout.h"
#include "pyext/low_level/backend_functions.h"
#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_family.h"

namespace cffi {
namespace {

// The bits of `sflags`: whose bit-fields, then how the whole is laid out. Those of the host need not be named.
constexpr Py_ssize_t kMsvcBitfields = 0x01;
constexpr Py_ssize_t kArmBitfields = 0x02;  // unnamed bit-fields align their record, too
constexpr Py_ssize_t kBigEndian = 0x04;     // the first bit-field takes the highest bits of its unit
constexpr Py_ssize_t kPacked = 0x08;
constexpr Py_ssize_t kGccBitfields = 0x10;
constexpr Py_ssize_t kX86Bitfields = 0x20;
constexpr Py_ssize_t kLittleEndian = 0x40;
constexpr Py_ssize_t kCheckLayout = 0x80;  // what the caller says about the layout must be what the fields ask for

constexpr int kComputed = -1;

struct FieldRequest {
  std::string_view name;  // lives as long as the tuple of requests
  CTypeObject* type = nullptr;
  int bit_size = kComputed;
  Py_ssize_t offset = kComputed;
};

struct RecordRequest {
  CTypeObject* ctype = nullptr;
  RecordType* record = nullptr;
  std::vector<FieldRequest> fields;
  Py_ssize_t size = kComputed;
  int alignment = kComputed;
  int flags = 0;
  int pack = 0;

  bool has(Py_ssize_t flag) const { return (flags & flag) != 0; }
};

bool power_of_two(Py_ssize_t number) { return number > 0 && (number & (number - 1)) == 0; }

// (name, ctype[, bitsize[, offset]])
bool read_field(State& state, PyObject* item, FieldRequest& field) {
  Py_ssize_t count = PyTuple_Check(item) ? PyTuple_Size(item) : 0;
  if (count < 2 || count > 4 || !PyUnicode_Check(PyTuple_GetItem(item, 0))) {
    raise_format(PyExc_TypeError,
                 "complete_struct_or_union(): a field must be a tuple (name, ctype[, bitsize[, offset]]), not %R",
                 item);
    return false;
  }
  Py_ssize_t length = 0;
  const char* name = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(item, 0), &length);
  field.type = name != nullptr ? ctype_argument(state, PyTuple_GetItem(item, 1), "list item", 2) : nullptr;
  if (field.type == nullptr) {
    return false;
  }
  field.name = {name, static_cast<size_t>(length)};
  return int_argument(count > 2 ? PyTuple_GetItem(item, 2) : nullptr, kComputed, &field.bit_size) &&
         size_argument(count > 3 ? PyTuple_GetItem(item, 3) : nullptr, kComputed, &field.offset);
}

bool check_request(const RecordRequest& request) {
  if (request.alignment > 0 && !power_of_two(request.alignment)) {
    raise_format(PyExc_ValueError, "total alignment must be a power of two, not %d", request.alignment);
    return false;
  }
  if (request.pack > 0 && !power_of_two(request.pack)) {
    raise_format(PyExc_ValueError, "'pack' must be a power of two, not %d", request.pack);
    return false;
  }
  for (const FieldRequest& field : request.fields) {
    if (field.bit_size >= 0 && field.offset >= 0) {
      raise_format(PyExc_TypeError, "field '%U.%s' is a bitfield, but a fixed offset is specified", request.ctype->name,
                   std::string(field.name).c_str());
      return false;
    }
  }
  return true;
}

// The machine whose rules the flags ask for.
Target target_for(const RecordRequest& request) {
  Target target = request.ctype->family->table->target();
  if (request.has(kMsvcBitfields | kGccBitfields)) {
    target.bitfields = request.has(kMsvcBitfields) ? BitfieldFamily::kMsvc : BitfieldFamily::kGcc;
  }
  if (request.has(kArmBitfields | kX86Bitfields)) {
    target.zero_bitfield_aligns_record = request.has(kArmBitfields);
  }
  if (request.has(kBigEndian | kLittleEndian)) {
    target.endianness = request.has(kBigEndian) ? Endianness::kBig : Endianness::kLittle;
  }
  return target;
}

Result<RecordLayout> compute_layout(const RecordRequest& request) {
  RecordOptions options;
  options.kind = request.record->record_kind;
  options.name = request.record->name;
  options.packed = request.has(kPacked);
  options.pack = request.pack > 0 && !options.packed ? static_cast<uint32_t>(request.pack) : 0;
  options.check_offsets = request.has(kCheckLayout);
  std::vector<Member> members;
  for (const FieldRequest& field : request.fields) {
    Member member;
    member.name = field.name;
    member.type = {field.type->type};
    member.bit_width = field.bit_size >= 0 ? static_cast<int32_t>(field.bit_size) : kNoWidth;
    if (field.offset >= 0) {
      member.offset = static_cast<uint64_t>(field.offset);
    }
    members.push_back(member);
  }
  return lay_out_record(target_for(request), options, members);
}

bool raise_wrong_total(State& state, const RecordRequest& request, const char* what, uint64_t computed,
                       Py_ssize_t given) {
  Failure failure = fail(ErrorCode::kWrongLayout,
                         {std::string(request.record->name), what, std::to_string(computed), std::to_string(given)});
  raise(state, *failure);
  return false;
}

// What the caller says about size and alignment overrides what the fields ask for.
bool apply_totals(State& state, const RecordRequest& request, RecordLayout& layout) {
  RecordBody& body = layout.body;
  bool checked = request.has(kCheckLayout);
  if (body.size == 0) {
    body.size = 1;  // every object has an address of its own, whatever GCC does with the empty structs of C
  }
  if (request.size >= 0 && static_cast<uint64_t>(request.size) != body.size) {
    if (checked) {
      return raise_wrong_total(state, request, "total size", body.size, request.size);
    }
    if (static_cast<uint64_t>(request.size) < layout.end) {
      raise_format(PyExc_TypeError, "%U cannot be of size %zd: there are fields at least up to %llu",
                   request.ctype->name, request.size, static_cast<unsigned long long>(layout.end));
      return false;
    }
    body.size = static_cast<uint64_t>(request.size);
    body.custom_layout = true;
  }
  if (request.alignment > 0 && static_cast<uint32_t>(request.alignment) != body.alignment) {
    if (checked) {
      return raise_wrong_total(state, request, "total alignment", body.alignment, request.alignment);
    }
    body.alignment = static_cast<uint32_t>(request.alignment);
    body.custom_layout = true;
  }
  return true;
}

// Fields of `family` have types of `other`.
void use_family(State& state, TypeFamilyObject* family, TypeFamilyObject* other) {
  if (other != family && other != state.common) {
    add_family_dependency(family, other);
  }
}

bool complete(State& state, const RecordRequest& request) {
  TypesLock lock(state);
  if (request.record->complete() != nullptr) {
    PyErr_SetString(PyExc_TypeError, "first arg must be a non-initialized struct or union ctype");
    return false;
  }
  Result<RecordLayout> computed = compute_layout(request);
  if (!computed) {
    raise(state, computed.error());
    return false;
  }
  RecordLayout layout = std::move(*computed);
  if (!apply_totals(state, request, layout)) {
    return false;
  }
  TypeFamilyObject* family = request.ctype->family;
  TypeTable& table = *family->table;
  for (Field& field : layout.fields) {
    field.name = table.arena().copy(field.name);
  }
  layout.body.fields = layout.fields;
  for (const FieldRequest& field : request.fields) {
    use_family(state, family, field.type->family);
  }
  table.complete(request.record, layout.body);
  return true;
}

// Only types of new_struct_type() and new_union_type(): those of an FFI are completed by its declarations.
RecordType* incomplete_record(CTypeObject* type) {
  const auto* record = type_as<RecordType>(type->type);
  if (record == nullptr || !type->family->low_level || record->complete() != nullptr) {
    return raise_format(PyExc_TypeError, "first arg must be a non-initialized struct or union ctype");
  }
  return const_cast<RecordType*>(record);
}

}  // namespace

PyObject* backend_complete_struct_or_union(PyObject* module, Bound bound) {
  constexpr const char* kFunction = "complete_struct_or_union";
  State& state = *state_of_module(module);
  RecordRequest request;
  request.ctype = ctype_argument(state, bound[0], kFunction, 1);
  if (request.ctype == nullptr) {
    return nullptr;
  }
  if (!PyList_Check(bound[1])) {
    return raise_format(PyExc_TypeError, "%s() argument 2 must be list, not %s", kFunction, class_name(bound[1]));
  }
  if (!size_argument(bound[3], kComputed, &request.size) || !int_argument(bound[4], kComputed, &request.alignment) ||
      !int_argument(bound[5], 0, &request.flags) || !int_argument(bound[6], 0, &request.pack)) {
    return nullptr;
  }
  request.record = incomplete_record(request.ctype);
  // A tuple: reading numbers can run Python code that changes the list.
  Ref<> items = steal(request.record != nullptr ? PyList_AsTuple(bound[1]) : nullptr);
  if (!items) {
    return nullptr;
  }
  request.fields.resize(static_cast<size_t>(PyTuple_Size(items.get())));
  for (size_t i = 0; i < request.fields.size(); ++i) {
    if (!read_field(state, PyTuple_GetItem(items.get(), static_cast<Py_ssize_t>(i)), request.fields[i])) {
      return nullptr;
    }
  }
  if (!check_request(request) || !complete(state, request)) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

}  // namespace cffi
