// What compiled modules call: the functions that the backend puts into their export tables (tables/format.h has the
// numbers and signatures of the slots).
//
// Slots 0 to 27 are frozen: modules that were generated long ago call them. Errors: an exception is set, and the result
// has all bits set (a null pointer where a pointer is returned), with a thread state attached; slots 13, 14, 25 and 31
// are called without one, which 31 attaches again.
#pragma once

#include <atomic>

#include "pyext/types/ctype_object.h"
#include "tables/format.h"

namespace cffi {

// Writes only what is not there yet: modules of other interpreters may be reading it.
inline void fill_slot(void*& slot, void* function) {
  std::atomic_ref<void*> word(slot);
  if (word.load(std::memory_order_relaxed) != function) {
    word.store(function, std::memory_order_relaxed);
  }
}

// Fills slots `first` to `count` - 1, at most kCurrentExportCount of them. (Several interpreters may fill the same
// array: they put the same there.)
void fill_exports(void** exports, int first, int count);

// An integer or bool argument in slots 1 to 8 and 22's words, which are not those of a field or an item. `type` has at
// most 8 bytes.
int store_integer_argument(CTypeObject* type, char* out, PyObject* value);

}  // namespace cffi
