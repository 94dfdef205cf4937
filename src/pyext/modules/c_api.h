// What compiled modules call: the functions that the backend puts into their export tables. The slots, with their
// numbers and signatures, are in tables/interface.def.
//
// Those up to kExportFromOtherWide are frozen: modules that were generated long ago call them. Errors: an exception is
// set, and the result has all bits set (a null pointer where a pointer is returned), with a thread state attached.
// RestoreErrno, SaveErrno, CallPython and EndCall are called without one, which EndCall attaches again.
#pragma once

#include <atomic>
#include <span>

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

// A row of a table of exports, in whatever order.
struct Export {
  ExportSlot slot;
  void* function;
};
template <typename Function>
void* as_export(Function* function) {
  return reinterpret_cast<void*>(function);
}

// Those of the rows whose slots are `first` to `count` - 1. (Several interpreters may fill the same array: they put the
// same there.)
inline void fill_from(std::span<const Export> table, void** exports, int first, int count) {
  for (const Export& row : table) {
    if (row.slot >= first && row.slot < count) {
      fill_slot(exports[row.slot], row.function);
    }
  }
}

// Fills slots `first` to `count` - 1, at most kCurrentExportCount of them.
void fill_exports(void** exports, int first, int count);

// An integer or bool argument, converted in the words of kExportToInt8 and those after it, which are not those of a
// field or an item. `type` has at most 8 bytes.
int store_integer_argument(CTypeObject* type, char* out, PyObject* value);

}  // namespace cffi
