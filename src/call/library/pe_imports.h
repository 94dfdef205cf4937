// Why Windows does not take a DLL: it says "module not found" and means one that it needs, or one that that one needs.
// Reads import tables until it has found what is not there. No locks; pure, but for the files that it reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cffi {

// Where the loader would look. Names are as import tables have them, in small and capital letters alike.
class DllPlaces {
 public:
  virtual ~DllPlaces() = default;
  // Needs no looking for: it is loaded already, or a name that stands for the system's own (api-ms-win-...).
  virtual bool is_present(const std::string& library) const = 0;
  // The path of the file, were it needed by a library in `folder`; nullopt: none.
  virtual std::optional<std::string> find(const std::string& library, const std::string& folder) const = 0;
};

// What stops the loader from taking the file, which exists, as far as files tell: it is for another machine, no DLL,
// cut short, or needs (through others) a DLL that is not there or lacks a function. Empty: nothing that can be seen.
std::string explain_dll_file(const std::string& path, uint16_t machine, const DllPlaces& places);

// The path without its last component; "." when it has one only. Both kinds of slashes.
std::string dll_folder(const std::string& path);

}  // namespace cffi
