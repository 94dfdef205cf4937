// Where this platform keeps its libraries: directories, versions in them, and the loader's own index.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cffi {

// Directories that bare names are looked for in, in order: LD_LIBRARY_PATH, then the platform's own. No empty names.
std::vector<std::string> library_directories();

// Paths of lib<stem>.so* in `directory`, newest version first.
std::vector<std::string> versions_in_directory(const std::string& directory, std::string_view stem);

// Paths of lib<stem>.so* in /etc/ld.so.cache, newest version first. Empty where there is no such file.
std::vector<std::string> versions_in_cache(std::string_view stem);

// The file that the loader would take for `soname`, were it to load it now for a library with these run paths.
// `origin` is that library's directory. nullopt: none. Checks only that a file is there.
std::optional<std::string> find_soname(const std::string& soname, const std::vector<std::string>& run_paths,
                                       const std::string& origin);

// Orders "libz.so.1.9" before "libz.so.1.13": digit runs compare as numbers.
bool version_less(std::string_view a, std::string_view b);

// The whole of a small text or index file; empty when it cannot be read. At most `limit` bytes.
std::string read_small_file(const std::string& path, size_t limit);

}  // namespace cffi
