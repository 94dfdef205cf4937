// The export slots of our own interface: what converters that many functions share need to know about the one function
// they are called for.
#include "pyext/modules/c_api_converters.h"

#include <cstdlib>
#include <cstring>
#include <string>

#include "call/process/saved_errno.h"
#include "pyext/calls/c_argument.h"
#include "pyext/calls/cdata_call.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/memory/lifetime.h"
#include "pyext/modules/c_api.h"
#include "pyext/python/py_error.h"
#include "value/load_store.h"

namespace cffi {
namespace {

FunctionObject* as_function(void* self) { return static_cast<FunctionObject*>(self); }

CTypeObject* type_at(FunctionObject* function, int index) { return static_cast<CTypeObject*>(function->types[index]); }

PyObject* wrong_count(void* self, Py_ssize_t given, int expected) {
  const char* name = as_function(self)->info.name.c_str();
  if (expected == 0) {
    return raise_format(PyExc_TypeError, "%s() takes no arguments (%zd given)", name, given);
  }
  if (expected == 1) {
    return raise_format(PyExc_TypeError, "%s() takes exactly one argument (%zd given)", name, given);
  }
  return raise_format(PyExc_TypeError, "%s expected %d arguments, got %zd", name, expected, given);
}

// Blocks for temporary arrays form a list through their first words. A block's second word is null, or a cdata
// (borrowed from the arguments) whose address was taken, and whose memory Python code could take away.
constexpr size_t kBlockHeader = 16;

CDataObject** fragile_of(void* block) { return static_cast<CDataObject**>(block) + 1; }

char* allocate_temporary(Py_ssize_t size, void** temporaries) {
  void* block = static_cast<size_t>(size) <= PY_SSIZE_T_MAX - kBlockHeader
                    ? std::calloc(1, static_cast<size_t>(size) + kBlockHeader)
                    : nullptr;
  if (block == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  *static_cast<void**>(block) = *temporaries;
  *temporaries = block;
  return static_cast<char*>(block) + kBlockHeader;
}

// False with an exception set.
bool note_address(CDataObject* cdata, void** temporaries) {
  if (has_permanent_memory(cdata) || !is_releasable(cdata)) {
    return true;
  }
  bool noted = allocate_temporary(0, temporaries) != nullptr;
  if (noted) {
    *fragile_of(*temporaries) = cdata;
  }
  return noted;
}

// Converting an argument may have run code that took away what earlier ones point to. False with an exception set.
bool addresses_are_good(void* temporaries) {
  for (void* block = temporaries; block != nullptr; block = *static_cast<void**>(block)) {
    CDataObject* cdata = *fragile_of(block);
    if (cdata != nullptr && is_released(cdata)) {
      raise_unusable_memory(cdata);
      return false;
    }
  }
  return true;
}

int convert_pointer(CTypeObject* type, PyObject* value, void* out, void** temporaries) {
  char* address = nullptr;
  Py_ssize_t size = prepare_pointer_argument(type, value, &address);
  if (size < 0) {
    return -1;
  }
  if (size > 0) {
    address = allocate_temporary(size, temporaries);
    if (address == nullptr || fill_pointer_argument(type, address, size, value) < 0) {
      return -1;
    }
  } else if (is_cdata(*type->state, value) && !note_address(as_cdata(value), temporaries)) {
    return -1;
  }
  store_as(static_cast<char*>(out), address);
  return 0;
}

int convert_value(CTypeObject* type, PyObject* value, void* out, void** temporaries) {
  if (type->is(kIsAnyPointer)) {
    return convert_pointer(type, value, out, temporaries);
  }
  bool is_plain_integer = type->is(kIsInteger) && !type->is(kIsEnum | kIsForeign);
  if (is_plain_integer && ctype_size(type) <= 8) {
    return store_integer_argument(type, static_cast<char*>(out), value);
  }
  return store_argument(type, static_cast<char*>(out), value);
}

// Kept out of line: what records need is done without saving a register.
[[gnu::noinline]] int convert_other_argument(ConverterCall* call, int index, PyObject* value, void* out) {
  FunctionObject* function = as_function(call->self);
  int done = convert_value(type_at(function, index + 1), value, out, &call->temporaries);
  if (done == 0 && !addresses_are_good(call->temporaries)) {
    return -1;
  }
  if (done < 0) {
    append_to_error(" (argument " + std::to_string(index + 1) + " of " + function->info.name + "())");
  }
  return done;
}

int convert_numbered_argument(ConverterCall* call, int index, PyObject* value, void* out) {
  CTypeObject* type = type_at(as_function(call->self), index + 1);
  return copy_same_record(type, static_cast<char*>(out), value) ? 0 : convert_other_argument(call, index, value, out);
}

void free_temporaries(void* temporaries) {
  while (temporaries != nullptr) {
    void* next = *static_cast<void**>(temporaries);
    std::free(temporaries);
    temporaries = next;
  }
}

PyObject* fail_call(ConverterCall* call, Py_ssize_t given, int expected) {
  free_temporaries(call->temporaries);
  return given != expected ? wrong_count(call->self, given, expected) : nullptr;
}

void begin_call(ConverterCall* call) {
  call->thread = PyEval_SaveThread();
  restore_errno();
}

void end_call(ConverterCall* call) {
  save_errno();
  PyEval_RestoreThread(static_cast<PyThreadState*>(call->thread));
  free_temporaries(call->temporaries);
}

// The value is on the C stack of the converter, which nobody else sees; to_python takes it as writable memory.
PyObject* convert_result(PyObject* self, const void* value) {
  return result_to_python(type_at(as_function(self), 0), static_cast<char*>(const_cast<void*>(value)));
}

}  // namespace

void fill_current_exports(void** exports, int count) {
  void* const slots[] = {
      reinterpret_cast<void*>(begin_call),
      reinterpret_cast<void*>(fail_call),
      reinterpret_cast<void*>(convert_numbered_argument),
      reinterpret_cast<void*>(end_call),
      reinterpret_cast<void*>(convert_result),
  };
  static_assert(kExportBeginCall + std::size(slots) == kCurrentExportCount);
  for (int i = kExportBeginCall; i < count && i < kCurrentExportCount; ++i) {
    fill_slot(exports[i], slots[i - kExportBeginCall]);
  }
}

}  // namespace cffi
