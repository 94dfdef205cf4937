#include "pyext/libraries/open_library.h"

#include <new>
#include <string>

#include "pyext/python/parameters.h"
#include "pyext/python/py_error.h"
#include "pyext/values/cdata_object.h"

namespace cffi {
namespace {

bool adopt_handle(CDataObject* cdata, OpenLibrary& library) {
  if (!cdata->type->is(kIsVoidPointer)) {
    raise_format(PyExc_TypeError, "dlopen() takes a file name or 'void *' handle, not '%U'", cdata->type->name);
    return false;
  }
  if (cdata->data == nullptr) {
    raise_format(*cdata->type->state, ExceptionKind::kRuntimeError | ExceptionKind::kTypeError,
                 "cannot call dlopen(NULL)");
    return false;
  }
  library.name = PyUnicode_FromFormat("%p", cdata->data);
  if (library.name == nullptr) {
    return false;
  }
  library.handle.handle = cdata->data;
  library.handle.name = PyUnicode_AsUTF8(library.name);
  library.borrowed = true;
  return true;
}

// `path`: the file name's bytes, or null for the program itself.
bool open_path(State& state, PyObject* path, int flags, bool search, OpenLibrary& library) {
  std::optional<std::string_view> name;
  if (path != nullptr) {
    name = std::string_view(PyBytes_AsString(path), static_cast<size_t>(PyBytes_Size(path)));
  }
  // Without the GIL: constructors of the library may want it, and another thread may hold the loader's lock.
  PyThreadState* detached = PyEval_SaveThread();
  Result<LibraryHandle> opened = cffi::open_library(name, flags, search);
  PyEval_RestoreThread(detached);
  if (!opened) {
    raise(state, opened.error());
    return false;
  }
  library.handle = std::move(*opened);
  return true;
}

// The file system's bytes of a str, bytes or path-like.
Ref<> encode_path(PyObject* name) {
  Ref<> path = steal(PyOS_FSPath(name));
  if (!path) {
    return raise_format(PyExc_TypeError,
                        "dlopen(name): name must be a file name, None, or an already-opened 'void *' handle, not '%s'",
                        class_name(name));
  }
  return PyUnicode_Check(path.get()) ? steal(PyUnicode_EncodeFSDefault(path.get())) : path;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += text.empty() ? "'" : ", '";
    text += name + "'";
  }
  return text;
}

std::string suggestions(const OpenLibrary& library, const char* symbol) {
  SymbolSuggestions found = suggest_symbols(library.handle, symbol);
  std::string text;
  if (!found.mangled.empty()) {
    text += "; the library exports it as a C++ function, " + quoted_list(found.mangled) +
            ": declare it extern \"C\" where it is compiled";
  }
  if (!found.nearest.empty()) {
    text += "; the nearest names it exports: " + quoted_list(found.nearest);
  }
  return text;
}

}  // namespace

void construct_library(OpenLibrary& library) {
  new (&library) OpenLibrary();
  library.gate.open();
}

namespace {

Result<void> unmap(OpenLibrary& library) {
  PyThreadState* detached = PyEval_SaveThread();
  Result<void> closed = cffi::close_library(library.handle);
  PyEval_RestoreThread(detached);
  return closed;
}

}  // namespace

void destroy_library(State& state, OpenLibrary& library) {
  if (!library.closed && !library.borrowed && library.handle.handle != nullptr && !state.exit->is_finalizing()) {
    (void)cffi::close_library(library.handle);
  }
  clear_field(library.name);
  library.~OpenLibrary();
}

bool open_library(State& state, PyObject* name, int flags, bool search, OpenLibrary& library) {
  if (is_cdata(state, name)) {
    return adopt_handle(as_cdata(name), library);
  }
  if (name == Py_None) {
    library.name = PyUnicode_FromString("<None>");
    return library.name != nullptr && open_path(state, nullptr, flags, search, library);
  }
  Ref<> path = encode_path(name);
  if (!path) {
    return false;
  }
  library.name = PyUnicode_DecodeFSDefaultAndSize(PyBytes_AsString(path.get()), PyBytes_Size(path.get()));
  return library.name != nullptr && open_path(state, path.get(), flags, search, library);
}

bool close_library(State& state, OpenLibrary& library) {
  if (library.closed.exchange(true) || library.handle.handle == nullptr || !library.gate.release()) {
    return true;
  }
  Result<void> closed = unmap(library);
  return closed.ok() || raise(state, closed.error()) != nullptr;
}

void unpin_library(OpenLibrary& library) {
  if (library.gate.unpin() && library.handle.handle != nullptr) {
    (void)unmap(library);
  }
}

std::nullptr_t raise_closed(State& state, const OpenLibrary& library) {
  return raise_format(state, ExceptionKind::kValueError | ExceptionKind::kAttributeError | ExceptionKind::kFFIError,
                      "library '%U' has already been closed", library.name);
}

char* library_symbol(State& state, const OpenLibrary& library, const char* symbol, const SymbolKind& kind) {
  if (library.closed) {
    return raise_closed(state, library);
  }
  void* address = find_symbol(library.handle, symbol);
  if (address == nullptr) {
    std::string more = suggestions(library, symbol);
    raise_format(state, kind.missing, "%s '%s' not found in library '%U': undefined symbol: %s%s", kind.name, symbol,
                 library.name, symbol, more.c_str());
  }
  return static_cast<char*>(address);
}

}  // namespace cffi
