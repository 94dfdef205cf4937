#include "pyext/unraisable.h"

#include "pyext/py_compat.h"

namespace cffi {
namespace {

// sys.unraisablehook(UnraisableHookArgs(...)): the same on every version, and the only public way to set the text
// before 3.13.
bool call_hook(PyObject* exception, PyObject* message) {
  PyObject* hook = PySys_GetObject("unraisablehook");
  PyObject* hook_arguments = PySys_GetObject("UnraisableHookArgs");
  if (hook == nullptr || hook_arguments == nullptr) {
    return false;
  }
  Ref<> keep = borrow(hook);
  Ref<> traceback = steal(PyException_GetTraceback(exception));
  Ref<> items = steal(PyTuple_Pack(5, as_object(Py_TYPE(exception)), exception,
                                   traceback ? traceback.get() : Py_None, message, Py_None));
  Ref<> arguments = steal(items ? PyObject_CallFunctionObjArgs(hook_arguments, items.get(), nullptr) : nullptr);
  Ref<> done = steal(arguments ? PyObject_CallFunctionObjArgs(hook, arguments.get(), nullptr) : nullptr);
  return static_cast<bool>(done);
}

}  // namespace

void report_unraisable(Ref<> exception, Ref<> message) {
  PyErr_Clear();
  if (!exception) {
    return;
  }
  if (!message || !call_hook(exception.get(), message.get())) {
    PyErr_Clear();
    restore_exception(std::move(exception));
    write_unraisable(message.get());
  }
}

}  // namespace cffi
