#include "pyext/python/unraisable.h"

#include "pyext/python/py_compat.h"

namespace cffi {
namespace {

PyObject* remember_class(PyObject* storage, PyObject* arguments) {
  if (PyList_Append(storage, as_object(Py_TYPE(arguments))) < 0) {
    return nullptr;
  }
  Py_RETURN_NONE;
}

PyMethodDef remembering_hook = {"unraisablehook", remember_class, METH_O, nullptr};

// The class of sys.unraisablehook's argument. The default hook takes no other, and before 3.13 there is no public way
// to it but this: being the hook for one moment.
Ref<> hook_arguments_class() {
  Ref<> classes = steal(PyList_New(0));
  Ref<> hook = steal(classes ? PyCFunction_New(&remembering_hook, classes.get()) : nullptr);
  Ref<> usual = borrow(PySys_GetObject("unraisablehook"));
  if (!hook || !usual || PySys_SetObject("unraisablehook", hook.get()) < 0) {
    return nullptr;
  }
  PyErr_SetNone(PyExc_Exception);
  PyErr_WriteUnraisable(nullptr);
  PySys_SetObject("unraisablehook", usual.get());
  return PyList_Size(classes.get()) == 1 ? borrow(PyList_GetItem(classes.get(), 0)) : nullptr;
}

bool call_python_hook(PyObject* exception, PyObject* message) {
  Ref<> hook = borrow(PySys_GetObject("unraisablehook"));
  Ref<> arguments_class = hook ? hook_arguments_class() : nullptr;
  if (!arguments_class) {
    return false;
  }
  Ref<> traceback = steal(PyException_GetTraceback(exception));
  Ref<> items = steal(PyTuple_Pack(5, as_object(Py_TYPE(exception)), exception, traceback ? traceback.get() : Py_None,
                                   message, Py_None));
  Ref<> arguments = steal(items ? PyObject_CallFunctionObjArgs(arguments_class.get(), items.get(), nullptr) : nullptr);
  Ref<> done = steal(arguments ? PyObject_CallFunctionObjArgs(hook.get(), arguments.get(), nullptr) : nullptr);
  return static_cast<bool>(done);
}

void call_hook(Ref<> exception, PyObject* message) {
  if (kUnraisableTakesText) {
    restore_exception(std::move(exception));
    write_unraisable_text(message);
  } else if (!call_python_hook(exception.get(), message)) {
    PyErr_Clear();
    restore_exception(std::move(exception));
    write_unraisable(message);
  }
}

}  // namespace

void report_unraisable(Ref<> exception, const Ref<>& message) {
  PyErr_Clear();
  if (!exception) {
    return;
  }
  if (!message) {
    restore_exception(std::move(exception));
    write_unraisable(nullptr);
    return;
  }
  call_hook(std::move(exception), message.get());
}

}  // namespace cffi
