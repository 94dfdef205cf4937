// Opening shared libraries and finding symbols in them. dynamic_library_posix.cc / dynamic_library_win32.cc.
//
// open_library() finds a bare name ("m", "z", "sqlite3") as the platform's linker would: library_search.h lists
// the places. Its error (kLibraryNotFound, OSError) says every place tried, and, for a file that exists, what is
// wrong with it: a missing dependency by name, another architecture, not a shared library (elf_file.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cffi {

// A handle that dlclose() takes, and the name it was opened under. Closing is explicit: the owner decides.
struct LibraryHandle {
  void* handle = nullptr;
  std::string name;  // as given; "<None>" for the program itself
};

// What open_library() takes as flags: the RTLD_* of the platform. On Windows POSIX's four, which mean nothing there.
struct OpenFlag {
  const char* name;
  int value;
};
std::span<const OpenFlag> open_flags();

// `name` nullopt: the program itself (on Windows: the C runtime). `flags`: RTLD_*; 0 means RTLD_NOW.
// `search`: also try the platform's search for a bare name.
Result<LibraryHandle> open_library(std::optional<std::string_view> name, int flags, bool search);

// Null when `symbol` is not there (a symbol whose value is null counts as found on no platform we know).
// `symbol` must be NUL-terminated.
void* find_symbol(const LibraryHandle& library, const char* symbol);

// The last argument of the error is the system's own text.
Result<void> close_library(LibraryHandle& library);

// Names to suggest for a missing symbol: the nearest exported names, at most `limit`, best first, and C++ functions
// whose unmangled name is `symbol` ("_Z3addii"). Reads the library's file; empty when that is not possible.
struct SymbolSuggestions {
  std::vector<std::string> nearest;
  std::vector<std::string> mangled;
};
SymbolSuggestions suggest_symbols(const LibraryHandle& library, std::string_view symbol, size_t limit = 3);

}  // namespace cffi
