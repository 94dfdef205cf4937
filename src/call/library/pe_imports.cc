#include "call/library/pe_imports.h"

#include <algorithm>
#include <set>
#include <vector>

#include "call/library/pe_file.h"

namespace cffi {
namespace {

// More than any program has; the search must end in a bounded time.
constexpr size_t kMaxLibraries = 200;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// Follows the import tables from one file, depth first, until something is wrong.
class ImportWalk {
 public:
  ImportWalk(uint16_t machine, const DllPlaces& places) : machine_(machine), places_(places) {}

  // What is wrong with the file at `path`; empty: nothing.
  std::string fault_of_file(const std::string& path) {
    auto file = PeFile::open(path);
    if (!file) {
      return file.error().arguments[1] == "is not a PE file" ? "is not a DLL" : "is damaged";
    }
    if (machine_ != 0 && file->machine() != machine_) {
      return "is for " + file->architecture() + ", this process is " + pe_machine_text(machine_);
    }
    if (!file->is_library()) {
      return "is a program, not a DLL";
    }
    std::string missing;
    for (const PeFile::Import& import : file->imports()) {
      std::string fault = fault_of_import(import, dll_folder(path));
      if (fault.starts_with("needs '")) {
        return fault;
      }
      missing += missing.empty() ? fault : fault.empty() ? "" : ", " + fault;
    }
    return missing.empty() ? "" : "needs " + missing + ", which cannot be found";
  }

 private:
  // A name in quotes: it is not there. Else a whole sentence, which begins with "needs".
  std::string fault_of_import(const PeFile::Import& import, const std::string& folder) {
    if (places_.is_present(import.library)) {
      return {};
    }
    std::string quoted = "'" + import.library + "'";
    auto path = places_.find(import.library, folder);
    if (!path) {
      return quoted;
    }
    if (seen_.size() >= kMaxLibraries || !seen_.insert(lower(import.library)).second) {
      return {};
    }
    std::string fault = fault_of_file(*path);
    if (fault.empty()) {
      fault = missing_symbol(import, *path);
    }
    return fault.empty() ? std::string() : "needs " + quoted + ", which " + fault;
  }

  static std::string missing_symbol(const PeFile::Import& import, const std::string& path) {
    auto file = PeFile::open(path);
    if (!file) {
      return {};
    }
    std::vector<std::string> exported = file->exported_symbols();
    std::sort(exported.begin(), exported.end());
    for (const std::string& symbol : import.symbols) {
      if (!std::binary_search(exported.begin(), exported.end(), symbol)) {
        return "has no '" + symbol + "'";
      }
    }
    return {};
  }

  uint16_t machine_;
  const DllPlaces& places_;
  std::set<std::string> seen_;
};

}  // namespace

std::string dll_folder(const std::string& path) {
  size_t slash = path.find_last_of("/\\");
  return slash == std::string::npos ? "." : path.substr(0, std::max<size_t>(slash, 1));
}

std::string explain_dll_file(const std::string& path, uint16_t machine, const DllPlaces& places) {
  return ImportWalk(machine, places).fault_of_file(path);
}

}  // namespace cffi
