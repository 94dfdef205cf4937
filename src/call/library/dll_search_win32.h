// Opens a DLL that a program calls "z", "z.dll", "./z.dll" or "C:\\x\\z.dll", and keeps notes for the error. Windows
// only.
//
// Order: the name as given, which Windows looks for in its own places, or, when it has a slash, in that folder, from
// where what it needs may come, too; then, in those of os.add_dll_directory(); then, when `search` is set and the name
// is bare, lib<name>.dll, the system's own name for it, and the newest version that lies in one of the places. No
// locks.
#pragma once

#include <string>
#include <string_view>

#include "call/library/search_log.h"

namespace cffi {

class DllSearch {
 public:
  // `name` has no NUL. `flags`: those of LoadLibraryEx(); 0: what is said above.
  DllSearch(std::string_view name, int flags, bool search) : name_(name), flags_(flags), search_(search) {}

  // The module's handle, or null: then report() says everything that was tried.
  void* open();
  std::string report() const { return tried_.report(); }

 private:
  void* try_file(const std::string& file);
  void* search_bare_name();
  std::string explain(const std::string& file, unsigned long error) const;

  std::string name_;
  int flags_;
  bool search_;
  SearchLog tried_;
};

// "error 0x7e: Module not found".
std::string windows_error_text(unsigned long error);

}  // namespace cffi
