#if defined(_WIN32)

#include "call/library/dll_search_win32.h"

#include <windows.h>

#include <algorithm>

#include "call/library/dll_places_win32.h"
#include "call/library/pe_file.h"
#include "call/process/windows_text.h"

namespace cffi {
namespace {

// What a library that is there on every system is called on this one.
struct SystemName {
  std::string_view stem;
  const char* file;
};
constexpr SystemName kSystemNames[] = {{"c", "ucrtbase.dll"}, {"m", "ucrtbase.dll"}, {"z", "zlib1.dll"}};

bool has_slash(std::string_view name) { return name.find_first_of("/\\") != std::string_view::npos; }

// Windows wants whole paths, with its own slashes, where the library's folder is to be looked into.
std::wstring absolute_path(const std::string& name) {
  std::wstring wide = to_wide_text(name);
  std::wstring out(32768, L'\0');
  DWORD length = GetFullPathNameW(wide.c_str(), static_cast<DWORD>(out.size()), out.data(), nullptr);
  out.resize(std::min<size_t>(length, out.size()));
  return out.empty() ? wide : out;
}

std::string_view stem_of(std::string_view name) {
  if (name.size() > 4 && name.ends_with(".dll")) {
    name.remove_suffix(4);
  }
  return name.starts_with("lib") ? name.substr(3) : name;
}

HMODULE load(const std::string& file, int flags) {
  if (flags != 0) {
    return LoadLibraryExW(to_wide_text(file).c_str(), nullptr, static_cast<DWORD>(flags));
  }
  constexpr DWORD kPlaces = LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
  if (has_slash(file)) {
    std::wstring path = absolute_path(file);
    HMODULE module = LoadLibraryExW(path.c_str(), nullptr, kPlaces | LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR);
    return module != nullptr ? module : LoadLibraryW(path.c_str());
  }
  std::wstring wide = to_wide_text(file);
  HMODULE module = LoadLibraryW(wide.c_str());
  if (module == nullptr && GetLastError() == ERROR_MOD_NOT_FOUND) {
    module = LoadLibraryExW(wide.c_str(), nullptr, kPlaces);
  }
  return module;
}

// The file that Windows took for this name: the path itself, or the first of that name in the places; empty: none.
std::string file_of_attempt(const std::string& file) {
  std::string_view last = std::string_view(file).substr(file.find_last_of("/\\") + 1);
  std::string whole = last.find('.') == std::string_view::npos ? file + ".dll" : file;
  if (has_slash(file)) {
    return is_dll_file(whole) ? whole : std::string();
  }
  for (const std::string& folder : dll_folders()) {
    if (std::string path = folder + "\\" + whole; is_dll_file(path)) {
      return path;
    }
  }
  return {};
}

}  // namespace

std::string windows_error_text(unsigned long error) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string said = windows_message(error);
  std::string number;
  do {
    number.insert(number.begin(), kDigits[error % 16]);
    error /= 16;
  } while (error != 0);
  return "error 0x" + number + (said.empty() ? "" : ": " + said);
}

std::string DllSearch::explain(const std::string& file, unsigned long error) const {
  std::string outcome = windows_error_text(error);
  std::string path = file_of_attempt(file);
  if (path.empty()) {
    return has_slash(file) ? outcome + " (there is no such file)" : outcome;
  }
  std::string fault = explain_dll_file(path, process_pe_machine(), SystemDllPlaces());
  if (!fault.empty()) {
    outcome += " (" + (has_slash(file) ? "the file" : "'" + path + "'") + " " + fault + ")";
  }
  return outcome;
}

void* DllSearch::try_file(const std::string& file) {
  if (tried_.has(file)) {
    return nullptr;
  }
  if (HMODULE module = load(file, flags_)) {
    return module;
  }
  tried_.add(file, explain(file, GetLastError()));
  return nullptr;
}

void* DllSearch::search_bare_name() {
  std::string stem(stem_of(name_));
  if (void* handle = try_file("lib" + stem + ".dll")) {
    return handle;
  }
  for (const SystemName& known : kSystemNames) {
    if (known.stem == stem) {
      if (void* handle = try_file(known.file)) {
        return handle;
      }
    }
  }
  for (const std::string& folder : dll_folders()) {
    std::vector<std::string> versions = dll_versions(folder, stem);
    if (versions.empty()) {
      tried_.add(folder, "has no " + stem + ".dll, lib" + stem + "*.dll");
    } else if (void* handle = try_file(versions.front())) {
      return handle;
    }
  }
  return nullptr;
}

void* DllSearch::open() {
  if (name_.empty()) {
    tried_.add("", "the name is empty; pass None for the program itself");
    return nullptr;
  }
  // Windows would show a box about a damaged file, and wait.
  DWORD mode = 0;
  SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &mode);
  void* handle = try_file(name_);
  if (handle == nullptr && search_ && !has_slash(name_)) {
    handle = search_bare_name();
  }
  SetThreadErrorMode(mode, nullptr);
  return handle;
}

}  // namespace cffi

#endif
