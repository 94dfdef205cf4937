// _cffi_backend.complete_struct_or_union(): the fields of a struct or union made by new_struct_type().
#include <unordered_set>
#include <vector>

#include "ctype/record_layout.h"
#include "pyext/argument_binding.h"
#include "pyext/backend_functions.h"
#include "pyext/py_error.h"

namespace cffi {
namespace {

// The bits of `sflags` that mean something here.
constexpr Py_ssize_t kMsvcBitfields = 0x01;
constexpr Py_ssize_t kPacked = 0x08;

constexpr Py_ssize_t kComputed = -1;

struct FieldRequest {
  std::string_view name;  // lives as long as the tuple of requests
  CTypeObject* type = nullptr;
  Py_ssize_t bit_size = kComputed;
  Py_ssize_t offset = kComputed;
};

struct RecordRequest {
  CTypeObject* ctype = nullptr;
  RecordType* record = nullptr;
  std::vector<FieldRequest> fields;
  Py_ssize_t size = kComputed;
  Py_ssize_t alignment = kComputed;
  Py_ssize_t flags = 0;
  Py_ssize_t pack = 0;

  bool has_offsets() const {
    for (const FieldRequest& field : fields) {
      if (field.offset >= 0) {
        return true;
      }
    }
    return false;
  }
  Py_ssize_t effective_pack() const { return pack > 0 ? pack : (flags & kPacked) != 0 ? 1 : 0; }
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
  return size_argument(count > 2 ? PyTuple_GetItem(item, 2) : nullptr, kComputed, &field.bit_size) &&
         size_argument(count > 3 ? PyTuple_GetItem(item, 3) : nullptr, kComputed, &field.offset);
}

bool check_request(const RecordRequest& request) {
  if (request.alignment > 0 && (!power_of_two(request.alignment) || request.alignment > INT32_MAX)) {
    raise_format(PyExc_ValueError, "total alignment must be a power of two, not %zd", request.alignment);
    return false;
  }
  if (request.pack > 0 && (!power_of_two(request.pack) || request.pack > INT32_MAX)) {
    raise_format(PyExc_ValueError, "'pack' must be a power of two, not %zd", request.pack);
    return false;
  }
  for (const FieldRequest& field : request.fields) {
    if (field.bit_size > INT32_MAX) {
      raise_format(PyExc_OverflowError, "bit-field of %zd bits", field.bit_size);
      return false;
    }
    if (field.bit_size >= 0 && field.offset >= 0) {
      raise_format(PyExc_TypeError, "field '%U.%s' is a bitfield, but a fixed offset is specified", request.ctype->name,
                   field.name.data());
      return false;
    }
  }
  return true;
}

Result<RecordLayout> compute_layout(const RecordRequest& request) {
  RecordOptions options;
  options.kind = request.record->record_kind;
  options.name = request.record->name;
  options.packed = (request.flags & kPacked) != 0 && request.pack <= 0;
  options.pack = request.pack > 0 ? static_cast<uint32_t>(request.pack) : 0;
  options.ms_bitfields = (request.flags & kMsvcBitfields) != 0;
  std::vector<Member> members;
  for (const FieldRequest& field : request.fields) {
    Member member;
    member.name = field.name;
    member.type = {field.type->type};
    member.bit_width = field.bit_size >= 0 ? static_cast<int32_t>(field.bit_size) : kNoWidth;
    members.push_back(member);
  }
  return lay_out_record(request.ctype->family->table->target(), options, members);
}

// Layout with fields at given offsets: those without one follow the field before.
class FixedLayout {
 public:
  explicit FixedLayout(const RecordRequest& request) : request_(request) {}

  bool build(RecordLayout& layout) {
    layout.body.custom_layout = true;
    for (const FieldRequest& field : request_.fields) {
      if (!add(field, layout)) {
        return false;
      }
    }
    layout.body.alignment = static_cast<uint32_t>(alignment_);
    Py_ssize_t rounded = 0;
    if (!align(end_, alignment_, &rounded)) {
      return too_large();
    }
    layout.body.size = static_cast<uint64_t>(rounded);
    layout.body.fields = layout.fields;
    return true;
  }

 private:
  static bool align(Py_ssize_t offset, Py_ssize_t alignment, Py_ssize_t* out) {
    if (__builtin_add_overflow(offset, alignment - 1, out)) {
      return false;
    }
    *out &= ~(alignment - 1);
    return true;
  }

  bool too_large() const {
    raise_format(PyExc_OverflowError, "size of '%U' would overflow a Py_ssize_t", request_.ctype->name);
    return false;
  }

  bool check(const FieldRequest& field, bool flexible) {
    if (!field.name.empty() && !names_.insert(field.name).second) {
      raise_format(PyExc_KeyError, "duplicate field name '%s'", field.name.data());
      return false;
    }
    if (field.bit_size >= 0) {
      raise_format(PyExc_TypeError, "struct '%U' mixes bit-fields with fixed offsets", request_.ctype->name);
      return false;
    }
    if (ctype_size(field.type) < 0 && !flexible) {
      raise_format(PyExc_TypeError, "field '%U.%s' has ctype '%U' of unknown size", request_.ctype->name,
                   field.name.data(), field.type->name);
      return false;
    }
    return true;
  }

  bool add(const FieldRequest& request, RecordLayout& layout) {
    bool flexible = &request == &request_.fields.back() && (request.type->flags & kIsOpenArray) != 0;
    if (!check(request, flexible)) {
      return false;
    }
    Py_ssize_t pack = request_.effective_pack();
    Py_ssize_t alignment = ctype_alignment(request.type);
    alignment = alignment < 1 ? 1 : pack > 0 && pack < alignment ? pack : alignment;
    Py_ssize_t offset = request.offset;
    if (offset < 0 && request_.record->is_union()) {
      offset = 0;
    } else if (offset < 0 && !align(end_, alignment, &offset)) {
      return too_large();
    }
    Py_ssize_t end = 0;
    if (__builtin_add_overflow(offset, flexible ? 0 : ctype_size(request.type), &end)) {
      return too_large();
    }
    end_ = end > end_ ? end : end_;
    alignment_ = alignment > alignment_ ? alignment : alignment_;
    Field field = {};
    field.name = request.name;
    field.type = {request.type->type};
    field.offset = static_cast<uint64_t>(offset);
    field.flexible = flexible;
    layout.body.has_flexible_array = layout.body.has_flexible_array || flexible;
    layout.fields.push_back(field);
    return true;
  }

  const RecordRequest& request_;
  std::unordered_set<std::string_view> names_;
  Py_ssize_t end_ = 0;
  Py_ssize_t alignment_ = 1;
};

// What the caller says about size and alignment overrides what the fields ask for.
bool apply_totals(const RecordRequest& request, RecordLayout& layout) {
  RecordBody& body = layout.body;
  if (request.size >= 0 && static_cast<uint64_t>(request.size) < body.size) {
    raise_format(PyExc_TypeError, "%U cannot be of size %zd: there are fields at least up to %llu", request.ctype->name,
                 request.size, static_cast<unsigned long long>(body.size));
    return false;
  }
  if (request.size >= 0 && static_cast<uint64_t>(request.size) != body.size) {
    body.size = static_cast<uint64_t>(request.size);
    body.custom_layout = true;
  }
  if (request.alignment > 0 && static_cast<uint32_t>(request.alignment) != body.alignment) {
    body.alignment = static_cast<uint32_t>(request.alignment);
    body.custom_layout = true;
  }
  return true;
}

bool complete(State& state, const RecordRequest& request) {
  TypesLock lock(state);
  if (request.record->complete() != nullptr) {
    PyErr_SetString(PyExc_TypeError, "first arg must be a non-initialized struct or union ctype");
    return false;
  }
  RecordLayout layout;
  if (request.has_offsets()) {
    if (!FixedLayout(request).build(layout)) {
      return false;
    }
  } else {
    Result<RecordLayout> computed = compute_layout(request);
    if (!computed) {
      raise(state, computed.error());
      return false;
    }
    layout = std::move(*computed);
  }
  if (!apply_totals(request, layout)) {
    return false;
  }
  TypeTable& table = *request.ctype->family->table;
  for (Field& field : layout.fields) {
    field.name = table.arena().copy(field.name);
  }
  layout.body.fields = layout.fields;
  for (const FieldRequest& field : request.fields) {
    if (field.type->family != state.common) {
      add_family_dependency(request.ctype->family, field.type->family);
    }
  }
  table.complete(request.record, layout.body);
  return true;
}

// Only types of new_struct_type() and new_union_type(): those of an FFI are completed by its declarations.
RecordType* incomplete_record(State& state, CTypeObject* type) {
  const auto* record = type_as<RecordType>(type->type);
  bool ours = state.low_level != nullptr && type->family == state.low_level;
  if (record == nullptr || !ours || record->complete() != nullptr) {
    return raise_format(PyExc_TypeError, "first arg must be a non-initialized struct or union ctype");
  }
  return const_cast<RecordType*>(record);
}

}  // namespace

PyObject* backend_complete_struct_or_union(PyObject* module, PyObject* const* values, Py_ssize_t count,
                                           PyObject* keywords) {
  static constexpr const char* kNames[] = {"ctype",          "fields", "ignored", "totalsize",
                                           "totalalignment", "sflags", "pack"};
  constexpr const char* kFunction = "complete_struct_or_union";
  State& state = *state_of_module(module);
  Bound<7> bound({kFunction, kNames, 7, 2, 7}, {values, count, keywords});
  RecordRequest request;
  request.ctype = bound ? ctype_argument(state, bound[0], kFunction, 1) : nullptr;
  if (request.ctype == nullptr) {
    return nullptr;
  }
  if (!PyList_Check(bound[1])) {
    return raise_format(PyExc_TypeError, "%s() argument 2 must be list, not %s", kFunction, class_name(bound[1]));
  }
  request.record = incomplete_record(state, request.ctype);
  // A tuple: reading numbers can run Python code that changes the list.
  Ref<> items = steal(request.record != nullptr ? PyList_AsTuple(bound[1]) : nullptr);
  if (!items || !size_argument(bound[3], kComputed, &request.size) ||
      !size_argument(bound[4], kComputed, &request.alignment) || !size_argument(bound[5], 0, &request.flags) ||
      !size_argument(bound[6], 0, &request.pack)) {
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
