// Whether the bytes of a cdata are still there, and what keeps them there.
//
// Checks come before each use of memory that release() or dlclose() can take away. All of it needs the thread state
// attached.
#pragma once

#include "pyext/values/cdata_object.h"

namespace cffi {

// Nothing can take the memory away while `cdata` lives. The common case; needs no walk along the owners.
inline bool has_permanent_memory(const CDataObject* cdata) { return !is_tracked(cdata); }

// `cdata`, or an owner of its bytes, was released, or the library closed in which they lie: they must not be touched.
bool is_released(const CDataObject* cdata);
// Python code that runs may take the bytes away, by release() or dlclose().
bool is_releasable(const CDataObject* cdata);

// Sets the exception for a cdata that is NULL or released (RuntimeError) or lies in a closed library (ValueError).
// Returns null.
std::nullptr_t raise_unusable_memory(CDataObject* cdata);
// False with that exception set when the bytes of an array or record may not be read. Empty ones may lie anywhere.
bool check_readable(CDataObject* cdata);

// A Python buffer begins to look at the bytes: until unpin_memory(), release() and dlclose() leave them where they
// are. False with an exception set: they have gone already.
bool pin_memory(CDataObject* cdata);
void unpin_memory(CDataObject* cdata);

// Bytes known to lie at the address of pointer or array `cdata`, because new() or from_buffer() put them there. -1
// without an exception when that is not known.
Py_ssize_t allocated_size(CDataObject* cdata);

}  // namespace cffi
