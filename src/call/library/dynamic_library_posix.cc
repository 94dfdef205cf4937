#if !defined(_WIN32)

#include <dlfcn.h>
#if defined(__linux__)
#include <link.h>
#endif

#include <string>

#include "call/library/dynamic_library.h"
#include "call/library/elf_file.h"
#include "call/library/library_search.h"
#include "call/library/symbol_suggest.h"

namespace cffi {
namespace {

std::string last_error() {
  const char* text = dlerror();
  return text != nullptr ? text : "unknown error";
}

// The files that a lookup in `library` would search first: its own; for the program itself, all that are loaded.
std::vector<std::string> files_behind(const LibraryHandle& library) {
  std::vector<std::string> files;
#if defined(__linux__)
  link_map* map = nullptr;
  if (library.handle == nullptr || dlinfo(library.handle, RTLD_DI_LINKMAP, &map) != 0 || map == nullptr) {
    return files;
  }
  bool is_program = map->l_name == nullptr || map->l_name[0] == '\0';
  if (!is_program) {
    files.emplace_back(map->l_name);
    return files;
  }
  files.emplace_back("/proc/self/exe");
  for (map = map->l_next; map != nullptr; map = map->l_next) {
    if (map->l_name != nullptr && map->l_name[0] == '/') {
      files.emplace_back(map->l_name);
    }
  }
#else
  (void)library;
#endif
  return files;
}

constexpr OpenFlag kOpenFlags[] = {
    {"RTLD_LAZY", RTLD_LAZY},         {"RTLD_NOW", RTLD_NOW}, {"RTLD_GLOBAL", RTLD_GLOBAL}, {"RTLD_LOCAL", RTLD_LOCAL},
#ifdef RTLD_NODELETE
    {"RTLD_NODELETE", RTLD_NODELETE},
#endif
#ifdef RTLD_NOLOAD
    {"RTLD_NOLOAD", RTLD_NOLOAD},
#endif
#ifdef RTLD_DEEPBIND
    {"RTLD_DEEPBIND", RTLD_DEEPBIND},
#endif
};

}  // namespace

std::span<const OpenFlag> open_flags() { return kOpenFlags; }

Result<LibraryHandle> open_library(std::optional<std::string_view> name, int flags, bool search) {
  if ((flags & (RTLD_NOW | RTLD_LAZY)) == 0) {
    flags |= RTLD_NOW;
  }
  if (!name) {
    void* handle = dlopen(nullptr, flags);
    if (handle == nullptr) {
      return fail(ErrorCode::kLibraryNotFound, {"<None>", last_error()});
    }
    return LibraryHandle{handle, "<None>"};
  }
  if (name->find('\0') != std::string_view::npos) {
    return fail(ErrorCode::kLibraryNameHasNul);
  }
  LibrarySearch attempt(*name, flags, search);
  void* handle = attempt.open();
  if (handle == nullptr) {
    return fail(ErrorCode::kLibraryNotFound, {std::string(*name), attempt.report()});
  }
  return LibraryHandle{handle, std::string(*name)};
}

void* find_symbol(const LibraryHandle& library, const char* symbol) {
  return library.handle != nullptr ? dlsym(library.handle, symbol) : nullptr;
}

Result<void> close_library(LibraryHandle& library) {
  void* handle = library.handle;
  library.handle = nullptr;
  if (handle != nullptr && dlclose(handle) != 0) {
    return fail(ErrorCode::kLibraryCloseFailed, {library.name, last_error()});
  }
  return {};
}

SymbolSuggestions suggest_symbols(const LibraryHandle& library, std::string_view symbol, size_t limit) {
  std::vector<std::string> exported;
  for (const std::string& file : files_behind(library)) {
    if (auto elf = ElfFile::open(file)) {
      std::vector<std::string> symbols = elf->exported_symbols();
      exported.insert(exported.end(), symbols.begin(), symbols.end());
    }
  }
  return suggest_among(exported, symbol, limit);
}

}  // namespace cffi

#endif
