#if defined(_WIN32)

#include "call/process/windows_text.h"

#include <windows.h>

#include <array>

namespace cffi {

std::wstring to_wide_text(std::string_view text) {
  int length = static_cast<int>(text.size());
  std::wstring wide(text.size(), L'\0');  // never longer than that
  int size = MultiByteToWideChar(CP_UTF8, 0, text.data(), length, wide.data(), length);
  wide.resize(static_cast<size_t>(size));
  return wide;
}

std::string from_wide_text(std::wstring_view text) {
  std::string narrow(text.size() * 3, '\0');  // never longer than that
  int size = WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), narrow.data(),
                                 static_cast<int>(narrow.size()), nullptr, nullptr);
  narrow.resize(static_cast<size_t>(size));
  return narrow;
}

std::string windows_message(unsigned long error) {
  std::array<wchar_t, 1024> text{};
  DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, error, 0,
                                text.data(), static_cast<DWORD>(text.size()), nullptr);
  std::string said = from_wide_text(std::wstring_view(text.data(), length));
  said.resize(said.find_last_not_of(" .\r\n") + 1);
  return said;
}

}  // namespace cffi

#endif
