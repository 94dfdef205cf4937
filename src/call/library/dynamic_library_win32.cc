// Plain LoadLibrary: the search for bare names and the suggestions are not implemented yet.
#if defined(_WIN32)

#include <windows.h>

#include <string>

#include "call/library/dynamic_library.h"

namespace cffi {
namespace {

std::string last_error() { return "error code " + std::to_string(GetLastError()); }

std::wstring to_wide(std::string_view text) {
  int size = MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0);
  std::wstring wide(static_cast<size_t>(size), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), wide.data(), size);
  return wide;
}

// So that programs for every system may name them.
constexpr OpenFlag kOpenFlags[] = {{"RTLD_LAZY", 0}, {"RTLD_NOW", 0}, {"RTLD_GLOBAL", 0}, {"RTLD_LOCAL", 0}};

}  // namespace

std::span<const OpenFlag> open_flags() { return kOpenFlags; }

Result<LibraryHandle> open_library(std::optional<std::string_view> name, int, bool) {
  if (name && name->find('\0') != std::string_view::npos) {
    return fail(ErrorCode::kLibraryNameHasNul);
  }
  // The program itself exports nothing on Windows; what users look for in it is the C runtime.
  HMODULE module = LoadLibraryW(name ? to_wide(*name).c_str() : L"ucrtbase.dll");
  if (module == nullptr) {
    return fail(ErrorCode::kLibraryNotFound, {std::string(name.value_or("<None>")), last_error()});
  }
  return LibraryHandle{module, std::string(name.value_or("<None>"))};
}

void* find_symbol(const LibraryHandle& library, const char* symbol) {
  if (library.handle == nullptr) {
    return nullptr;
  }
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library.handle), symbol));
}

Result<void> close_library(LibraryHandle& library) {
  void* handle = library.handle;
  library.handle = nullptr;
  if (handle != nullptr && FreeLibrary(static_cast<HMODULE>(handle)) == 0) {
    return fail(ErrorCode::kLibraryCloseFailed, {library.name, last_error()});
  }
  return {};
}

SymbolSuggestions suggest_symbols(const LibraryHandle&, std::string_view, size_t) { return {}; }

}  // namespace cffi

#endif
