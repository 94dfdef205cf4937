#if defined(_WIN32)

// First windows.h, which the other needs.
#include <windows.h>

#include <psapi.h>

#include <string>

#include "call/library/dll_search_win32.h"
#include "call/library/dynamic_library.h"
#include "call/library/pe_file.h"
#include "call/library/symbol_suggest.h"
#include "call/process/windows_text.h"

namespace cffi {
namespace {

// So that programs for every system may name them.
constexpr OpenFlag kOpenFlags[] = {{"RTLD_LAZY", 0}, {"RTLD_NOW", 0}, {"RTLD_GLOBAL", 0}, {"RTLD_LOCAL", 0}};

HMODULE program() { return GetModuleHandleW(nullptr); }

// The program, the C run time that Python uses, and all else that is loaded: there is no one table of symbols.
std::vector<HMODULE> all_modules() {
  std::vector<HMODULE> modules{program()};
  if (HMODULE runtime = GetModuleHandleW(L"ucrtbase.dll")) {
    modules.push_back(runtime);
  }
  std::vector<HMODULE> loaded(256);
  DWORD needed = 0;
  while (K32EnumProcessModules(GetCurrentProcess(), loaded.data(), static_cast<DWORD>(loaded.size() * sizeof(HMODULE)),
                               &needed) != 0) {
    bool is_whole = needed / sizeof(HMODULE) <= loaded.size();
    loaded.resize(needed / sizeof(HMODULE));
    if (is_whole) {
      modules.insert(modules.end(), loaded.begin(), loaded.end());
      break;
    }
  }
  return modules;
}

std::vector<HMODULE> modules_behind(const LibraryHandle& library) {
  auto module = static_cast<HMODULE>(library.handle);
  if (module == nullptr) {
    return {};
  }
  return module == program() ? all_modules() : std::vector<HMODULE>{module};
}

std::string file_of(HMODULE module) {
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size())));
  return from_wide_text(path);
}

}  // namespace

std::span<const OpenFlag> open_flags() { return kOpenFlags; }

Result<LibraryHandle> open_library(std::optional<std::string_view> name, int flags, bool search) {
  if (!name) {
    return LibraryHandle{program(), "<None>"};
  }
  if (name->find('\0') != std::string_view::npos) {
    return fail(ErrorCode::kLibraryNameHasNul);
  }
  DllSearch attempt(*name, flags, search);
  void* handle = attempt.open();
  if (handle == nullptr) {
    return fail(ErrorCode::kLibraryNotFound, {std::string(*name), attempt.report()});
  }
  return LibraryHandle{handle, std::string(*name)};
}

void* find_symbol(const LibraryHandle& library, const char* symbol) {
  auto module = static_cast<HMODULE>(library.handle);
  if (module == nullptr) {
    return nullptr;
  }
  if (module != program()) {
    return reinterpret_cast<void*>(GetProcAddress(module, symbol));
  }
  for (HMODULE loaded : all_modules()) {
    if (FARPROC address = GetProcAddress(loaded, symbol)) {
      return reinterpret_cast<void*>(address);
    }
  }
  return nullptr;
}

Result<void> close_library(LibraryHandle& library) {
  auto module = static_cast<HMODULE>(library.handle);
  library.handle = nullptr;
  if (module != nullptr && module != program() && FreeLibrary(module) == 0) {
    return fail(ErrorCode::kLibraryCloseFailed, {library.name, windows_error_text(GetLastError())});
  }
  return {};
}

SymbolSuggestions suggest_symbols(const LibraryHandle& library, std::string_view symbol, size_t limit) {
  std::vector<std::string> exported;
  for (HMODULE module : modules_behind(library)) {
    if (auto file = PeFile::open(file_of(module))) {
      std::vector<std::string> symbols = file->exported_symbols();
      exported.insert(exported.end(), symbols.begin(), symbols.end());
    }
  }
  return suggest_among(exported, symbol, limit);
}

}  // namespace cffi

#endif
