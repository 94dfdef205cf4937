#if defined(_WIN32)

#include "call/library/dll_places_win32.h"

#include <windows.h>

#include <algorithm>

#include "call/library/library_places.h"
#include "call/process/windows_text.h"

namespace cffi {
namespace {

constexpr DWORD kMaxPath = 32768;

// Calls a function that writes a path into a buffer and returns its length.
template <typename Ask>
std::string asked_path(Ask ask) {
  std::wstring buffer(kMaxPath, L'\0');
  DWORD length = ask(buffer.data(), kMaxPath);
  buffer.resize(std::min(length, kMaxPath));
  return from_wide_text(buffer);
}

void add_folder(std::vector<std::string>& folders, std::string folder) {
  while (folder.size() > 3 && (folder.back() == '\\' || folder.back() == '/')) {
    folder.pop_back();
  }
  if (!folder.empty() && std::find(folders.begin(), folders.end(), folder) == folders.end()) {
    folders.push_back(std::move(folder));
  }
}

// "16", "-3", "-1.2": what follows the stem in the name of a version.
bool is_version(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

bool is_dll_file(const std::string& path) {
  DWORD attributes = GetFileAttributesW(to_wide_text(path).c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

std::vector<std::string> dll_folders() {
  std::vector<std::string> folders;
  add_folder(folders,
             dll_folder(asked_path([](wchar_t* out, DWORD size) { return GetModuleFileNameW(nullptr, out, size); })));
  add_folder(folders, asked_path([](wchar_t* out, DWORD size) { return GetSystemDirectoryW(out, size); }));
  add_folder(folders, asked_path([](wchar_t* out, DWORD size) { return GetWindowsDirectoryW(out, size); }));
  add_folder(folders, asked_path([](wchar_t* out, DWORD size) { return GetCurrentDirectoryW(size, out); }));
  std::string path = asked_path([](wchar_t* out, DWORD size) { return GetEnvironmentVariableW(L"PATH", out, size); });
  for (size_t start = 0; start < path.size();) {
    size_t end = std::min(path.find(';', start), path.size());
    add_folder(folders, path.substr(start, end - start));
    start = end + 1;
  }
  return folders;
}

std::vector<std::string> dll_versions(const std::string& folder, std::string_view stem) {
  std::vector<std::string> found;
  std::string start = "lib" + std::string(stem);
  WIN32_FIND_DATAW entry{};
  HANDLE search = FindFirstFileW(to_wide_text(folder + "\\" + start + "*.dll").c_str(), &entry);
  if (search == INVALID_HANDLE_VALUE) {
    return found;
  }
  do {
    std::string name = from_wide_text(entry.cFileName);
    if (name.size() > start.size() + 4 &&
        is_version(std::string_view(name).substr(start.size(), name.size() - start.size() - 4))) {
      found.push_back(folder + "\\" + name);
    }
  } while (FindNextFileW(search, &entry) != 0);
  FindClose(search);
  std::sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) { return version_less(b, a); });
  return found;
}

bool SystemDllPlaces::is_present(const std::string& library) const {
  // API sets: names that Windows itself leads to its own libraries.
  return library.starts_with("api-ms-") || library.starts_with("ext-ms-") ||
         GetModuleHandleW(to_wide_text(library).c_str()) != nullptr;
}

std::optional<std::string> SystemDllPlaces::find(const std::string& library, const std::string& folder) const {
  std::vector<std::string> folders = dll_folders();
  folders.insert(folders.begin(), folder);
  for (const std::string& place : folders) {
    if (std::string path = place + "\\" + library; is_dll_file(path)) {
      return path;
    }
  }
  return std::nullopt;
}

}  // namespace cffi

#endif
