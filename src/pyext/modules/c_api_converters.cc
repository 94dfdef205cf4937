#include "pyext/modules/c_api_converters.h"

#include <string>

#include "call/process/saved_errno.h"
#include "pyext/calls/c_argument.h"
#include "pyext/calls/cdata_call.h"
#include "pyext/libraries/lib_function.h"
#include "pyext/modules/c_api.h"
#include "pyext/python/py_error.h"

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

int convert_pointer(CTypeObject* type, PyObject* value, void* out, void** temporaries) {
  if (store_same_pointer(type, static_cast<char*>(out), value)) {
    return 0;
  }
  Temporaries list(*temporaries);
  int done = store_pointer_argument(type, static_cast<char*>(out), value, list);
  *temporaries = list.blocks();
  return done;
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
  if (done == 0 && !Temporaries(call->temporaries).addresses_are_good()) {
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

PyObject* fail_call(ConverterCall* call, Py_ssize_t given, int expected) {
  Temporaries::free(call->temporaries);
  return given != expected ? wrong_count(call->self, given, expected) : nullptr;
}

void begin_call(ConverterCall* call) {
  call->thread = PyEval_SaveThread();
  restore_errno();
}

void end_call(ConverterCall* call) {
  save_errno();
  PyEval_RestoreThread(static_cast<PyThreadState*>(call->thread));
  Temporaries::free(call->temporaries);
}

// The value is on the C stack of the converter, which nobody else sees; to_python takes it as writable memory.
PyObject* convert_result(PyObject* self, const void* value) {
  return result_to_python(type_at(as_function(self), 0), static_cast<char*>(const_cast<void*>(value)));
}

}  // namespace

void fill_current_exports(void** exports, int first, int count) {
  const Export table[] = {
      {kExportBeginCall, as_export(begin_call)},
      {kExportFailCall, as_export(fail_call)},
      {kExportConvertArgument, as_export(convert_numbered_argument)},
      {kExportEndCall, as_export(end_call)},
      {kExportConvertResult, as_export(convert_result)},
  };
  static_assert(kExportCountWideChars + std::size(table) == kCurrentExportCount);
  fill_from(table, exports, first, count);
}

}  // namespace cffi
