// Where Windows looks for DLLs, as far as a program can know. Windows only. No locks (Windows has its own).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "call/library/pe_imports.h"

namespace cffi {

class SystemDllPlaces final : public DllPlaces {
 public:
  bool is_present(const std::string& library) const override;
  std::optional<std::string> find(const std::string& library, const std::string& folder) const override;
};

// In the order in which LoadLibrary() looks: the program's folder, the system's, the current one, those of PATH. The
// folders that os.add_dll_directory() named cannot be asked for.
std::vector<std::string> dll_folders();

// The file names in `folder` that are a version of `lib<stem>.dll` ("libpng16.dll", "libfoo-3.dll" for foo), as paths,
// newest first.
std::vector<std::string> dll_versions(const std::string& folder, std::string_view stem);

bool is_dll_file(const std::string& path);

}  // namespace cffi
