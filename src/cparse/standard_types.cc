#include "cparse/standard_types.h"

#include <algorithm>
#include <array>

namespace cffi {
namespace {

// A Windows name: `pointers` levels over a primitive, the first of them to const.
struct WindowsName {
  std::string_view name;
  Primitive primitive;
  uint8_t pointers = 0;
  bool to_const = false;
};

constexpr Primitive kNothing = Primitive::kVoid;

// Sorted by name.
constexpr std::array kWindowsNames = {
    WindowsName{"ATOM", Primitive::kUnsignedShort},
    WindowsName{"BOOL", Primitive::kInt},
    WindowsName{"BOOLEAN", Primitive::kUnsignedChar},
    WindowsName{"BYTE", Primitive::kUnsignedChar},
    WindowsName{"CCHAR", Primitive::kChar},
    WindowsName{"CHAR", Primitive::kChar},
    WindowsName{"COLORREF", Primitive::kUnsignedLong},
    WindowsName{"DWORD", Primitive::kUnsignedLong},
    WindowsName{"DWORD32", Primitive::kUnsignedInt},
    WindowsName{"DWORD64", Primitive::kUnsignedLongLong},
    WindowsName{"DWORDLONG", Primitive::kUnsignedLongLong},
    WindowsName{"DWORD_PTR", Primitive::kUintptr},
    WindowsName{"FLOAT", Primitive::kFloat},
    WindowsName{"HACCEL", kNothing, 1},
    WindowsName{"HALF_PTR", Primitive::kInt},
    WindowsName{"HANDLE", kNothing, 1},
    WindowsName{"HBITMAP", kNothing, 1},
    WindowsName{"HBRUSH", kNothing, 1},
    WindowsName{"HCOLORSPACE", kNothing, 1},
    WindowsName{"HCONV", kNothing, 1},
    WindowsName{"HCONVLIST", kNothing, 1},
    WindowsName{"HCURSOR", kNothing, 1},
    WindowsName{"HDC", kNothing, 1},
    WindowsName{"HDDEDATA", kNothing, 1},
    WindowsName{"HDESK", kNothing, 1},
    WindowsName{"HDROP", kNothing, 1},
    WindowsName{"HDWP", kNothing, 1},
    WindowsName{"HENHMETAFILE", kNothing, 1},
    WindowsName{"HFILE", Primitive::kInt},
    WindowsName{"HFONT", kNothing, 1},
    WindowsName{"HGDIOBJ", kNothing, 1},
    WindowsName{"HGLOBAL", kNothing, 1},
    WindowsName{"HHOOK", kNothing, 1},
    WindowsName{"HICON", kNothing, 1},
    WindowsName{"HINSTANCE", kNothing, 1},
    WindowsName{"HKEY", kNothing, 1},
    WindowsName{"HKL", kNothing, 1},
    WindowsName{"HLOCAL", kNothing, 1},
    WindowsName{"HMENU", kNothing, 1},
    WindowsName{"HMETAFILE", kNothing, 1},
    WindowsName{"HMODULE", kNothing, 1},
    WindowsName{"HMONITOR", kNothing, 1},
    WindowsName{"HPALETTE", kNothing, 1},
    WindowsName{"HPEN", kNothing, 1},
    WindowsName{"HRESULT", Primitive::kLong},
    WindowsName{"HRGN", kNothing, 1},
    WindowsName{"HRSRC", kNothing, 1},
    WindowsName{"HSZ", kNothing, 1},
    WindowsName{"HWND", kNothing, 1},
    WindowsName{"INT", Primitive::kInt},
    WindowsName{"INT16", Primitive::kShort},
    WindowsName{"INT32", Primitive::kInt},
    WindowsName{"INT64", Primitive::kLongLong},
    WindowsName{"INT8", Primitive::kSignedChar},
    WindowsName{"INT_PTR", Primitive::kIntptr},
    WindowsName{"LANGID", Primitive::kUnsignedShort},
    WindowsName{"LCID", Primitive::kUnsignedLong},
    WindowsName{"LCTYPE", Primitive::kUnsignedLong},
    WindowsName{"LGRPID", Primitive::kUnsignedLong},
    WindowsName{"LONG", Primitive::kLong},
    WindowsName{"LONG32", Primitive::kInt},
    WindowsName{"LONG64", Primitive::kLongLong},
    WindowsName{"LONGLONG", Primitive::kLongLong},
    WindowsName{"LONG_PTR", Primitive::kIntptr},
    WindowsName{"LPARAM", Primitive::kIntptr},
    WindowsName{"LPBOOL", Primitive::kInt, 1},
    WindowsName{"LPBYTE", Primitive::kUnsignedChar, 1},
    WindowsName{"LPCOLORREF", Primitive::kUnsignedLong, 1},
    WindowsName{"LPCSTR", Primitive::kChar, 1, true},
    WindowsName{"LPCVOID", kNothing, 1, true},
    WindowsName{"LPCWSTR", Primitive::kWchar, 1, true},
    WindowsName{"LPDWORD", Primitive::kUnsignedLong, 1},
    WindowsName{"LPHANDLE", kNothing, 2},
    WindowsName{"LPINT", Primitive::kInt, 1},
    WindowsName{"LPLONG", Primitive::kLong, 1},
    WindowsName{"LPSTR", Primitive::kChar, 1},
    WindowsName{"LPVOID", kNothing, 1},
    WindowsName{"LPWORD", Primitive::kUnsignedShort, 1},
    WindowsName{"LPWSTR", Primitive::kWchar, 1},
    WindowsName{"LRESULT", Primitive::kIntptr},
    WindowsName{"NTSTATUS", Primitive::kLong},
    WindowsName{"PBOOL", Primitive::kInt, 1},
    WindowsName{"PBOOLEAN", Primitive::kUnsignedChar, 1},
    WindowsName{"PBYTE", Primitive::kUnsignedChar, 1},
    WindowsName{"PCHAR", Primitive::kChar, 1},
    WindowsName{"PCSTR", Primitive::kChar, 1, true},
    WindowsName{"PCWSTR", Primitive::kWchar, 1, true},
    WindowsName{"PDWORD", Primitive::kUnsignedLong, 1},
    WindowsName{"PDWORD32", Primitive::kUnsignedInt, 1},
    WindowsName{"PDWORD64", Primitive::kUnsignedLongLong, 1},
    WindowsName{"PDWORDLONG", Primitive::kUnsignedLongLong, 1},
    WindowsName{"PDWORD_PTR", Primitive::kUintptr, 1},
    WindowsName{"PFLOAT", Primitive::kFloat, 1},
    WindowsName{"PHALF_PTR", Primitive::kInt, 1},
    WindowsName{"PHANDLE", kNothing, 2},
    WindowsName{"PHKEY", kNothing, 2},
    WindowsName{"PINT", Primitive::kInt, 1},
    WindowsName{"PINT16", Primitive::kShort, 1},
    WindowsName{"PINT32", Primitive::kInt, 1},
    WindowsName{"PINT64", Primitive::kLongLong, 1},
    WindowsName{"PINT8", Primitive::kSignedChar, 1},
    WindowsName{"PINT_PTR", Primitive::kIntptr, 1},
    WindowsName{"PLCID", Primitive::kUnsignedLong, 1},
    WindowsName{"PLONG", Primitive::kLong, 1},
    WindowsName{"PLONG32", Primitive::kInt, 1},
    WindowsName{"PLONG64", Primitive::kLongLong, 1},
    WindowsName{"PLONGLONG", Primitive::kLongLong, 1},
    WindowsName{"PLONG_PTR", Primitive::kIntptr, 1},
    WindowsName{"PSHORT", Primitive::kShort, 1},
    WindowsName{"PSIZE_T", Primitive::kUintptr, 1},
    WindowsName{"PSSIZE_T", Primitive::kIntptr, 1},
    WindowsName{"PSTR", Primitive::kChar, 1},
    WindowsName{"PUCHAR", Primitive::kUnsignedChar, 1},
    WindowsName{"PUINT", Primitive::kUnsignedInt, 1},
    WindowsName{"PUINT16", Primitive::kUnsignedShort, 1},
    WindowsName{"PUINT32", Primitive::kUnsignedInt, 1},
    WindowsName{"PUINT64", Primitive::kUnsignedLongLong, 1},
    WindowsName{"PUINT8", Primitive::kUnsignedChar, 1},
    WindowsName{"PUINT_PTR", Primitive::kUintptr, 1},
    WindowsName{"PULONG", Primitive::kUnsignedLong, 1},
    WindowsName{"PULONG32", Primitive::kUnsignedInt, 1},
    WindowsName{"PULONG64", Primitive::kUnsignedLongLong, 1},
    WindowsName{"PULONGLONG", Primitive::kUnsignedLongLong, 1},
    WindowsName{"PULONG_PTR", Primitive::kUintptr, 1},
    WindowsName{"PUSHORT", Primitive::kUnsignedShort, 1},
    WindowsName{"PVOID", kNothing, 1},
    WindowsName{"PWCHAR", Primitive::kWchar, 1},
    WindowsName{"PWORD", Primitive::kUnsignedShort, 1},
    WindowsName{"PWSTR", Primitive::kWchar, 1},
    WindowsName{"QWORD", Primitive::kUnsignedLongLong},
    WindowsName{"SC_HANDLE", kNothing, 1},
    WindowsName{"SC_LOCK", kNothing, 1},
    WindowsName{"SERVICE_STATUS_HANDLE", kNothing, 1},
    WindowsName{"SHORT", Primitive::kShort},
    WindowsName{"SIZE_T", Primitive::kUintptr},
    WindowsName{"SSIZE_T", Primitive::kIntptr},
    WindowsName{"UCHAR", Primitive::kUnsignedChar},
    WindowsName{"UINT", Primitive::kUnsignedInt},
    WindowsName{"UINT16", Primitive::kUnsignedShort},
    WindowsName{"UINT32", Primitive::kUnsignedInt},
    WindowsName{"UINT64", Primitive::kUnsignedLongLong},
    WindowsName{"UINT8", Primitive::kUnsignedChar},
    WindowsName{"UINT_PTR", Primitive::kUintptr},
    WindowsName{"ULONG", Primitive::kUnsignedLong},
    WindowsName{"ULONG32", Primitive::kUnsignedInt},
    WindowsName{"ULONG64", Primitive::kUnsignedLongLong},
    WindowsName{"ULONGLONG", Primitive::kUnsignedLongLong},
    WindowsName{"ULONG_PTR", Primitive::kUintptr},
    WindowsName{"USHORT", Primitive::kUnsignedShort},
    WindowsName{"USN", Primitive::kLongLong},
    WindowsName{"VOID", kNothing},
    WindowsName{"WCHAR", Primitive::kWchar},
    WindowsName{"WINSTA", kNothing, 1},
    WindowsName{"WORD", Primitive::kUnsignedShort},
    WindowsName{"WPARAM", Primitive::kUintptr},
};

static_assert(kWindowsNames.size() < 256, "Word::detail is a byte");
static_assert(std::is_sorted(kWindowsNames.begin(), kWindowsNames.end(),
                             [](const WindowsName& a, const WindowsName& b) { return a.name < b.name; }));

constexpr auto build_words() {
  std::array<Word, kWindowsNames.size()> words{};
  for (size_t i = 0; i < words.size(); ++i) {
    words[i] = {kWindowsNames[i].name, Tok::kIdentifier, StandardType::kWindows, Primitive::kVoid,
                static_cast<uint8_t>(i)};
  }
  return words;
}

constexpr auto kWindowsWords = build_words();

QualType windows_type(TypeTable& types, const WindowsName& name) {
  QualType type{name.primitive == kNothing ? static_cast<const Type*>(types.void_type())
                                           : types.primitive(name.primitive)};
  type.qualifiers = name.to_const ? kConst : kNoQualifier;
  for (int i = 0; i < name.pointers; ++i) {
    type = {types.pointer_to(type)};
  }
  return type;
}

}  // namespace

const Word* find_platform_word(const Target& target, std::string_view text) {
  if (target.call_abi != CallAbi::kWin64) {
    return nullptr;
  }
  auto found = std::lower_bound(kWindowsWords.begin(), kWindowsWords.end(), text,
                                [](const Word& word, std::string_view name) { return word.text < name; });
  return found != kWindowsWords.end() && found->text == text ? &*found : nullptr;
}

QualType standard_type(Transaction& transaction, const Word& word) {
  TypeTable& types = transaction.scope().types();
  switch (word.standard) {
    case StandardType::kPrimitive:
      return {types.primitive(word.primitive)};
    case StandardType::kFile:
      return {types.file_type()};
    case StandardType::kVaList:
      return {transaction.va_list_type()};
    case StandardType::kWindows:
      return windows_type(types, kWindowsNames[word.detail]);
    case StandardType::kNone:
      break;
  }
  return {};
}

}  // namespace cffi
