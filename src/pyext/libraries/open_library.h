// An open shared library as Lib and CLibrary hold it: opening by any kind of name, symbols, closing.
#pragma once

#include <atomic>

#include "base/error.h"
#include "call/library/dynamic_library.h"
#include "pyext/interpreter/state.h"
#include "pyext/memory/release_gate.h"

namespace cffi {

// Lives inside its Python object, in zeroed memory until construct_library().
struct OpenLibrary {
  LibraryHandle handle;
  PyObject* name = nullptr;  // strong str, for repr and errors
  std::atomic<bool> closed = false;
  ReleaseGate gate;       // Python buffers of its variables: it stays mapped, though closed, until they are given back
  bool borrowed = false;  // opened by somebody else (a `void *`): only closed on request
};

void construct_library(OpenLibrary& library);
// For tp_dealloc: closes unless closed, borrowed, or the process is about to end anyway (C threads may still run in
// it).
void destroy_library(State& state, OpenLibrary& library);

// `name`: None, str, bytes, path-like, or a `void *` cdata. `search`: try the platform's places for a bare name too.
// False with OSError, TypeError, ValueError or RuntimeError (NULL) set.
bool open_library(State& state, PyObject* name, int flags, bool search, OpenLibrary& library);
// A second call does nothing. False with OSError set.
bool close_library(State& state, OpenLibrary& library);
// One of those buffers is given back.
void unpin_library(OpenLibrary& library);

// What is asked for in a library, and the exceptions that say it is not there.
struct SymbolKind {
  const char* name;
  ExceptionKind missing;
};
inline constexpr SymbolKind kFunctionSymbol = {"function/symbol",
                                               ExceptionKind::kAttributeError | ExceptionKind::kFFIError};
inline constexpr SymbolKind kVariableSymbol = {
    "variable", ExceptionKind::kAttributeError | ExceptionKind::kKeyError | ExceptionKind::kFFIError};

// The address of a symbol, or null with an exception set: that of raise_closed(), or that of `kind`, whose text names
// the nearest symbols.
char* library_symbol(State& state, const OpenLibrary& library, const char* symbol, const SymbolKind& kind);

// Sets a ValueError "library '...' has already been closed", which is an AttributeError, too: hasattr(lib, name) is
// false then. Returns null.
std::nullptr_t raise_closed(State& state, const OpenLibrary& library);

}  // namespace cffi
