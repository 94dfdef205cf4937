#include "call/library/pe_file.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace cffi {
namespace {

// Layout numbers are those of Microsoft's "PE Format".
constexpr size_t kDosHeaderSize = 64;
constexpr size_t kHeaderOffsetAt = 0x3c;
constexpr size_t kFileHeaderSize = 24;  // with the signature before it
constexpr size_t kSectionSize = 40;
constexpr size_t kExportTableSize = 40;
constexpr size_t kImportSize = 20;
constexpr size_t kMaxOptionalHeader = 4096;
constexpr size_t kMaxName = 4096;
constexpr size_t kMaxSections = 96;  // what the loader allows
constexpr size_t kMaxImports = 1000;
constexpr size_t kMaxImportedNames = 20'000;
constexpr uint32_t kMaxExports = 1 << 20;
constexpr size_t kMaxNamesLength = 64 << 20;

constexpr uint16_t kIsLibrary = 0x2000;
constexpr uint16_t kPlainMagic = 0x10b;
constexpr uint16_t kPlusMagic = 0x20b;

struct Machine {
  uint16_t number;
  std::string_view name;
};
constexpr Machine kMachines[] = {
    {0x14c, "32-bit x86"}, {0x1c4, "32-bit ARM"}, {0x8664, "64-bit x86-64"}, {0xaa64, "64-bit aarch64"}};

// `offset + sizeof(T)` was checked by the caller.
template <typename T>
T number_at(std::string_view bytes, size_t offset) {
  std::array<unsigned char, sizeof(T)> raw{};
  std::memcpy(raw.data(), bytes.data() + offset, sizeof(T));
  T value = 0;
  for (size_t i = sizeof(T); i-- > 0;) {
    value = static_cast<T>(value << 8 | raw[i]);
  }
  return value;
}

}  // namespace

Result<PeFile> PeFile::open(const std::string& path) {
  auto bytes = open_file_bytes(path);
  if (bytes == nullptr) {
    return fail(ErrorCode::kNotPe, {path, "cannot be read as a file"});
  }
  return parse(std::move(bytes), path);
}

Result<PeFile> PeFile::parse(std::unique_ptr<ByteSource> bytes, const std::string& path) {
  PeFile file;
  file.bytes_ = std::move(bytes);
  std::string dos;
  if (!file.bytes_->read(0, 2, dos) || dos != "MZ") {
    return fail(ErrorCode::kNotPe, {path, "is not a PE file"});
  }
  if (!file.bytes_->read(0, kDosHeaderSize, dos) || !file.read_headers(number_at<uint32_t>(dos, kHeaderOffsetAt))) {
    return fail(ErrorCode::kNotPe, {path, "is cut short or damaged"});
  }
  return file;
}

bool PeFile::read_headers(uint32_t offset) {
  std::string header;
  if (!bytes_->read(offset, kFileHeaderSize, header) || !header.starts_with(std::string_view("PE\0\0", 4))) {
    return false;
  }
  machine_ = number_at<uint16_t>(header, 4);
  size_t section_count = number_at<uint16_t>(header, 6);
  size_t optional_size = number_at<uint16_t>(header, 20);
  characteristics_ = number_at<uint16_t>(header, 22);
  std::string optional_header;
  uint64_t optional_at = uint64_t{offset} + kFileHeaderSize;
  return optional_size <= kMaxOptionalHeader && bytes_->read(optional_at, optional_size, optional_header) &&
         read_tables(optional_header) && read_sections(optional_at + optional_size, section_count);
}

bool PeFile::read_tables(std::string_view optional_header) {
  if (optional_header.size() < 2) {
    return false;
  }
  auto magic = number_at<uint16_t>(optional_header, 0);
  if (magic != kPlainMagic && magic != kPlusMagic) {
    return false;
  }
  is_64_bit_ = magic == kPlusMagic;
  size_t tables_at = is_64_bit_ ? 112 : 96;
  if (optional_header.size() < tables_at) {
    return false;
  }
  size_t count = std::min<size_t>(number_at<uint32_t>(optional_header, tables_at - 4),
                                  (optional_header.size() - tables_at) / sizeof(Table));
  Table* const tables[] = {&exports_, &imports_};
  for (size_t i = 0; i < std::min(count, std::size(tables)); ++i) {
    tables[i]->address = number_at<uint32_t>(optional_header, tables_at + i * 8);
    tables[i]->size = number_at<uint32_t>(optional_header, tables_at + i * 8 + 4);
  }
  return true;
}

bool PeFile::read_sections(uint64_t offset, size_t count) {
  std::string headers;
  if (count > kMaxSections || !bytes_->read(offset, count * kSectionSize, headers)) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    size_t at = i * kSectionSize;
    Section section{number_at<uint32_t>(headers, at + 12), number_at<uint32_t>(headers, at + 16),
                    number_at<uint32_t>(headers, at + 20)};
    if (section.size != 0 && (section.offset > bytes_->size() || section.size > bytes_->size() - section.offset)) {
      return false;
    }
    sections_.push_back(section);
  }
  return true;
}

// `size` bytes that the loader maps at `address`; false when no one section of the file has them all.
bool PeFile::read_at(uint32_t address, size_t size, std::string& out) const {
  for (const Section& section : sections_) {
    if (address >= section.address && address - section.address < section.size) {
      uint32_t inside = address - section.address;
      return size <= section.size - inside && bytes_->read(uint64_t{section.offset} + inside, size, out);
    }
  }
  return false;
}

// Empty when there is none that ends.
std::string PeFile::name_at(uint32_t address) const {
  std::string text;
  for (const Section& section : sections_) {
    if (address < section.address || address - section.address >= section.size) {
      continue;
    }
    size_t rest = section.size - (address - section.address);
    for (size_t length : {size_t{64}, kMaxName}) {
      if (!read_at(address, std::min(length, rest), text)) {
        return {};
      }
      if (size_t end = text.find('\0'); end != std::string::npos) {
        text.resize(end);
        return text;
      }
    }
    return {};
  }
  return {};
}

bool PeFile::is_library() const { return (characteristics_ & kIsLibrary) != 0; }

std::string PeFile::architecture() const { return pe_machine_text(machine_); }

uint16_t process_pe_machine() {
#if defined(__x86_64__) || defined(_M_X64)
  return 0x8664;
#elif defined(__aarch64__) || defined(_M_ARM64)
  return 0xaa64;
#elif defined(__i386__) || defined(_M_IX86)
  return 0x14c;
#else
  return 0;
#endif
}

std::string pe_machine_text(uint16_t machine) {
  for (const Machine& known : kMachines) {
    if (known.number == machine) {
      return std::string(known.name);
    }
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "machine 0x";
  for (int shift = 12; shift >= 0; shift -= 4) {
    text += kDigits[static_cast<size_t>(machine >> shift & 15)];
  }
  return text;
}

std::vector<std::string> PeFile::imported_names(uint32_t lookup_table) const {
  std::vector<std::string> names;
  const size_t entry_size = is_64_bit_ ? 8 : 4;
  std::string entry;
  for (size_t i = 0; i < kMaxImportedNames; ++i) {
    if (!read_at(lookup_table + static_cast<uint32_t>(i * entry_size), entry_size, entry)) {
      break;
    }
    uint64_t value = is_64_bit_ ? number_at<uint64_t>(entry, 0) : number_at<uint32_t>(entry, 0);
    if (value == 0) {
      break;
    }
    bool is_by_number = value >> (entry_size * 8 - 1) != 0;
    if (!is_by_number) {
      // A hint of two bytes, then the name.
      if (std::string name = name_at(static_cast<uint32_t>(value) + 2); !name.empty()) {
        names.push_back(std::move(name));
      }
    }
  }
  return names;
}

std::vector<PeFile::Import> PeFile::imports() const {
  std::vector<Import> found;
  std::string entry;
  size_t symbols = 0;
  for (size_t i = 0; imports_.address != 0 && i < kMaxImports; ++i) {
    auto address = imports_.address + static_cast<uint32_t>(i * kImportSize);
    if (!read_at(address, kImportSize, entry)) {
      break;
    }
    auto lookup_table = number_at<uint32_t>(entry, 0);
    auto name = number_at<uint32_t>(entry, 12);
    if (name == 0) {
      break;
    }
    // Some linkers leave only the second table, which the loader overwrites.
    Import import{name_at(name), {}};
    if (symbols < kMaxImportedNames) {
      import.symbols = imported_names(lookup_table != 0 ? lookup_table : number_at<uint32_t>(entry, 16));
      symbols += import.symbols.size() + 1;
    }
    if (!import.library.empty()) {
      found.push_back(std::move(import));
    }
  }
  return found;
}

std::vector<std::string> PeFile::exported_symbols() const {
  std::vector<std::string> symbols;
  std::string table;
  if (exports_.address == 0 || !read_at(exports_.address, kExportTableSize, table)) {
    return symbols;
  }
  uint32_t count = std::min(number_at<uint32_t>(table, 24), kMaxExports);
  std::string addresses;
  if (!read_at(number_at<uint32_t>(table, 32), size_t{count} * 4, addresses)) {
    return symbols;
  }
  size_t length = 0;
  for (size_t i = 0; i < count && length < kMaxNamesLength; ++i) {
    if (std::string name = name_at(number_at<uint32_t>(addresses, i * 4)); !name.empty()) {
      length += name.size();
      symbols.push_back(std::move(name));
    }
  }
  return symbols;
}

}  // namespace cffi
