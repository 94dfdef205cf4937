// Text as Windows takes and gives it. Windows only.
#pragma once

#include <string>
#include <string_view>

namespace cffi {

// UTF-8 to UTF-16 and back. What is not well-formed becomes U+FFFD.
std::wstring to_wide_text(std::string_view text);
std::string from_wide_text(std::wstring_view text);

// What FormatMessage() says of an error number, without the full stop; empty when it knows none.
std::string windows_message(unsigned long error);

}  // namespace cffi
