// Opens a library that a program calls "m", "z", "libm.so" or "/opt/x/libx.so", and keeps notes for the error.
//
// Order: the name as given; then, when `search` is set and the name has no slash, lib<name>.so, the newest
// lib<name>.so.N that /etc/ld.so.cache names, and the newest in LD_LIBRARY_PATH and the default directories
// (library_places.h). A linker script (the text file that stands as libm.so beside the real library) is no error when
// searching: the libraries that it names are tried. No locks (dlopen has its own).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "call/library/search_log.h"

namespace cffi {

class LibrarySearch {
 public:
  // `name` has no NUL.
  LibrarySearch(std::string_view name, int flags, bool search) : name_(name), flags_(flags), search_(search) {}

  // The dlopen handle, or null: then report() says everything that was tried.
  void* open();
  std::string report() const { return tried_.report(); }

 private:
  void* try_file(const std::string& file);
  void* search_bare_name();
  void* try_all(const std::vector<std::string>& files);

  std::string name_;
  int flags_;
  bool search_;
  SearchLog tried_;
};

// What stops the loader from taking this file, as far as the file tells: another architecture, a missing dependency,
// not a shared library. Empty when nothing is wrong that can be seen.
std::string explain_library_file(const std::string& path);

// The files that a GNU ld script names in INPUT and GROUP, in order; empty when `text` is no such script.
std::vector<std::string> linker_script_files(std::string_view text);

}  // namespace cffi
