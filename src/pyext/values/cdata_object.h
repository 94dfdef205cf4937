// cdata: a C type and an address, and who keeps the bytes there alive.
//
// All cdata classes share this layout. What kind of ownership one has is its class:
//   _CDataBase      value of a primitive (bytes right after the header), pointer, or view (`owner` keeps the bytes)
//   __CDataOwn      ffi.new(): bytes right after the header; or the pointer to such a record (`owner` is the record)
//   __CDataOwnGC    handles (handle.h) and callbacks (callback.h): a subclass of __CDataOwn
//   __CDataGCP      ffi.gc() and allocators (gc_cdata.h)
//   __CDataFromBuf  ffi.from_buffer() (from_buffer.h)
// Those of the first two classes take part in garbage collection, and have CPython's header for it, if their owner
// does: see is_tracked(). `type` and `data` never change: what release() has freed keeps its address, which still
// compares and hashes as it did (is_released() in lifetime.h). Concurrent use of one cdata from several threads is as
// safe as the same use of the C object.
#pragma once

#include <cstring>

#include "pyext/types/ctype_object.h"
#include "value/load_store.h"

namespace cffi {

// vectorcall of cdata (cdata_call.cc).
PyObject* call_cdata(PyObject* object, PyObject* const* arguments, size_t flags_and_count, PyObject* keyword_names);
PyObject* call_untracked_cdata(PyObject* object, PyObject* const* arguments, size_t flags_and_count,
                               PyObject* keyword_names);
PyObject* call_pooled_cdata(PyObject* object, PyObject* const* arguments, size_t flags_and_count,
                            PyObject* keyword_names);

struct CDataObject {
  PyObject_HEAD CTypeObject* type;  // strong
  char* data;                       // pointers: the address pointed to; all others: where the value lies
  PyObject* owner;                  // strong or null: keeps `data` alive
  PyObject* weakrefs;
  vectorcallfunc vectorcall;  // which it is tells how the object was allocated (see below)
  Py_ssize_t length;          // of open arrays: items; of records with a flexible array made by new(): bytes; else -1
};

// Does it take part in garbage collection? So do all that can be released, and all that look at memory of such ones:
// what is not tracked has memory that nothing can take away. `vectorcall` says it: call_cdata of those that are
// tracked, call_pooled_cdata of those in a block of the pool (cdata_pool.h), call_untracked_cdata of the others.
inline bool is_tracked(const CDataObject* cdata) { return cdata->vectorcall == call_cdata; }

inline CDataObject* as_cdata(PyObject* object) { return reinterpret_cast<CDataObject*>(object); }

inline bool has_usual_class(State& state, PyObject* object) {
  return Py_TYPE(object) == state.cls(kCDataClass) || Py_TYPE(object) == state.cls(kCDataOwnClass);
}

// Is `object` what nearly all cdata are: of one of two classes, with memory that nothing can take away?
inline bool is_usual_cdata(State& state, PyObject* object) {
  return has_usual_class(state, object) && !is_tracked(as_cdata(object));
}

inline bool is_cdata(State& state, PyObject* object) {
  return has_usual_class(state, object) || PyType_IsSubtype(Py_TYPE(object), state.cls(kCDataClass)) != 0;
}

// A pointer or function pointer with the value `address`.
PyObject* make_pointer(CTypeObject* type, char* address, PyObject* owner = nullptr);
// A view of a record or array at `data`. `length`: items of an open array.
PyObject* make_view(CTypeObject* type, char* data, PyObject* owner, Py_ssize_t length = -1);
// A primitive's (or enum's) value, copied from `data`: what cast() gives, and long double results.
PyObject* make_primitive(CTypeObject* type, const char* data);
// A new record or array or item with zeroed bytes of its own. `size` bytes; class __CDataOwn.
CDataObject* make_owning(CTypeObject* type, Py_ssize_t size, Py_ssize_t length = -1);
// The pointer of class __CDataOwn that new() puts in front of a record.
PyObject* make_owning_pointer(CTypeObject* type, CDataObject* record);
// A record with bytes of its own, copied from `data`: what C returned by value. Null with an exception set: TypeError
// when it is incomplete.
PyObject* make_record_copy(CTypeObject* type, const char* data);

// Copies a value. Records that travel by value are mostly as large as a register or two: single moves, not a call. In
// two halves, because C has just stored the registers one by one, and a processor forwards no two stores to one load.
inline void copy_value(char* to, const char* from, Py_ssize_t size) {
  if (size == 16) {
    auto first = load_as<uint64_t>(from);
    std::atomic_signal_fence(std::memory_order_seq_cst);  // keeps the compiler from making one load of two
    auto second = load_as<uint64_t>(from + 8);
    store_as(to, first);
    store_as(to + 8, second);
  } else if (size == 8) {
    store_as(to, load_as<uint64_t>(from));
  } else {
    std::memmove(to, from, static_cast<size_t>(size));
  }
}

// What a record argument mostly is: a cdata of just this type, which is complete. Copies it then; false: it is not.
inline bool copy_same_record(CTypeObject* type, char* to, PyObject* value) {
  Py_ssize_t size = type->size.load(std::memory_order_relaxed);
  bool same = type->is(kIsRecord) && is_usual_cdata(*type->state, value) && as_cdata(value)->type == type && size >= 0;
  if (same) {
    copy_value(to, as_cdata(value)->data, size);
  }
  return same;
}

// Number of items of an array cdata.
inline Py_ssize_t array_length(CDataObject* array) {
  return array->type->length >= 0 ? array->type->length : array->length;
}
// Bytes that sizeof() reports: those allocated for open arrays and flexible records. -1 with an exception set.
Py_ssize_t cdata_size(CDataObject* cdata);
// The address a pointer holds or at which an array or record lies.
inline char* cdata_address(CDataObject* cdata) { return cdata->data; }

// Fills the common part of a new object of a class that takes part in garbage collection: all that is not of the first
// two classes.
void init_cdata(CDataObject* self, CTypeObject* type, char* data, PyObject* owner, Py_ssize_t length = -1);
// The common parts of tp_dealloc / tp_traverse / tp_clear for all cdata classes.
inline void clear_cdata_base(CDataObject* self) {
  if (self->weakrefs != nullptr) {
    PyObject_ClearWeakRefs(as_object(self));
  }
  clear_field(self->owner);
  clear_field(self->type);
}
// tp_dealloc of the first two classes.
void dealloc_plain(PyObject* object);
int traverse_cdata_base(CDataObject* self, visitproc visit, void* arg);

// What views of `cdata` must hold on to: the cdata that owns the bytes, or null when nobody does.
PyObject* view_owner(CDataObject* cdata);

// Bytes of the record that `cdata` is or points to, when they were allocated by new(); -1 when nobody knows.
Py_ssize_t known_record_size(CDataObject* cdata);

}  // namespace cffi
