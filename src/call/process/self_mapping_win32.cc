// The whole image is mapped again: the system lays it out as when it was loaded, with pages for code that are only read
// and executed, and pages for data that are this view's own. Its data is as in the file; nothing in it is relocated.
#if defined(_WIN32)

#include <windows.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "call/process/self_mapping.h"

namespace cffi {
namespace {

class Handle {
 public:
  explicit Handle(HANDLE handle) : handle_(handle) {}
  ~Handle() {
    if (is_valid()) {
      CloseHandle(handle_);
    }
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  bool is_valid() const { return handle_ != nullptr && handle_ != INVALID_HANDLE_VALUE; }
  HANDLE get() const { return handle_; }

 private:
  HANDLE handle_;
};

std::string system_reason(const char* what) {
  return std::string(what) + " was refused: error " + std::to_string(GetLastError());
}

// The module that `code` belongs to, which is where its image begins.
HMODULE module_of(const void* code) {
  HMODULE module = nullptr;
  DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  return GetModuleHandleExW(flags, static_cast<LPCWSTR>(code), &module) != 0 ? module : nullptr;
}

std::wstring path_of(HMODULE module) {
  constexpr size_t kLongestPath = 32768;
  std::wstring path(kLongestPath, L'\0');
  path.resize(GetModuleFileNameW(module, path.data(), kLongestPath));
  return path;
}

// A view of the image in `path`, or null. The pages have the rights that its sections ask for.
std::byte* map_image(const std::wstring& path, std::string& reason) {
  DWORD share = FILE_SHARE_READ | FILE_SHARE_DELETE;
  Handle file(CreateFileW(path.c_str(), GENERIC_READ | GENERIC_EXECUTE, share, nullptr, OPEN_EXISTING, 0, nullptr));
  if (!file.is_valid()) {
    reason = system_reason("opening this library's file");
    return nullptr;
  }
  Handle section(CreateFileMappingW(file.get(), nullptr, PAGE_READONLY | SEC_IMAGE, 0, 0, nullptr));
  void* view = section.is_valid() ? MapViewOfFile(section.get(), FILE_MAP_READ, 0, 0, 0) : nullptr;
  if (view == nullptr) {
    reason = system_reason("mapping this library's file");
  }
  return static_cast<std::byte*>(view);
}

bool has_rights(const void* address, DWORD rights) {
  MEMORY_BASIC_INFORMATION page;
  return VirtualQuery(address, &page, sizeof page) != 0 && page.State == MEM_COMMIT && (page.Protect & rights) != 0;
}

}  // namespace

std::optional<ptrdiff_t> map_self_again(const void* code, size_t code_size, const void* data, size_t data_size,
                                        std::string& reason) {
  HMODULE module = module_of(code);
  if (module == nullptr || module_of(data) != module) {
    reason = system_reason("finding this library's file");
    return std::nullopt;
  }
  std::byte* view = map_image(path_of(module), reason);
  if (view == nullptr) {
    return std::nullopt;
  }
  auto distance = static_cast<ptrdiff_t>(reinterpret_cast<uintptr_t>(view) - reinterpret_cast<uintptr_t>(module));
  auto* code_copy = static_cast<const std::byte*>(code) + distance;
  auto* data_copy = static_cast<const std::byte*>(data) + distance;
  bool is_usable = has_rights(code_copy, PAGE_EXECUTE | PAGE_EXECUTE_READ) &&
                   has_rights(data_copy, PAGE_READWRITE | PAGE_WRITECOPY) &&
                   has_rights(data_copy + data_size - 1, PAGE_READWRITE | PAGE_WRITECOPY);
  if (!is_usable || std::memcmp(code_copy, code, code_size) != 0) {
    reason = "this library's file is no longer the one that was loaded";
    UnmapViewOfFile(view);
    return std::nullopt;
  }
  return distance;
}

}  // namespace cffi

#endif
