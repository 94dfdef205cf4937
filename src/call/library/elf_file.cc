#include "call/library/elf_file.h"

#include <algorithm>
#include <cstring>

namespace cffi {
namespace {

// Layout numbers are those of the System V gABI, chapters 4 and 5, for 64-bit little-endian files.
constexpr std::string_view kMagic =
    "\x7f"
    "ELF";
constexpr size_t kIdentSize = 20;  // e_ident, e_type, e_machine: the same in every class
constexpr size_t kHeaderSize = 64;
constexpr size_t kProgramHeaderSize = 56;
constexpr size_t kSectionHeaderSize = 64;
constexpr size_t kDynamicSize = 16;
constexpr size_t kSymbolSize = 24;
constexpr uint64_t kMaxDynamic = 1 << 20;
constexpr uint64_t kMaxNames = 64 << 20;
constexpr size_t kMaxName = 4096;  // longer than any mangled name seen; a liar could point all symbols at one long text
constexpr uint64_t kMaxSymbols = 4 << 20;
constexpr size_t kMaxNeeded = 1000;
constexpr uint64_t kSymbolsAtOnce = 4096;

constexpr uint16_t kTypeShared = 3;
constexpr uint32_t kSegmentLoad = 1;
constexpr uint32_t kSegmentDynamic = 2;
constexpr uint32_t kSectionDynamicSymbols = 11;

enum DynamicTag : uint64_t {
  kTagNull = 0,
  kTagNeeded = 1,
  kTagHash = 4,
  kTagNames = 5,
  kTagSymbols = 6,
  kTagNamesSize = 10,
  kTagSoname = 14,
  kTagRpath = 15,
  kTagRunpath = 29,
  kTagGnuHash = 0x6ffffef5,
};

struct Machine {
  uint16_t number;
  std::string_view name;
};
constexpr Machine kMachines[] = {{3, "x86"},  {8, "MIPS"},    {20, "PowerPC"},  {21, "PowerPC"}, {22, "s390"},
                                 {40, "ARM"}, {62, "x86-64"}, {183, "aarch64"}, {243, "RISC-V"}, {258, "LoongArch"}};

#if defined(__x86_64__)
constexpr uint16_t kOurMachine = 62;
#elif defined(__aarch64__)
constexpr uint16_t kOurMachine = 183;
#else
constexpr uint16_t kOurMachine = 0;  // unknown: every file is taken for ours
#endif

std::string architecture_text(bool is_64_bit, bool is_little_endian, uint16_t number) {
  std::string text = is_64_bit ? "64-bit " : "32-bit ";
  if (!is_little_endian) {
    text += "big-endian ";
  }
  for (const Machine& machine : kMachines) {
    if (machine.number == number) {
      return text.append(machine.name);
    }
  }
  return text + "machine " + std::to_string(number);
}

// `offset + sizeof(T)` was checked by the caller.
template <typename T>
T read_at(std::string_view bytes, size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string_view string_at(std::string_view names, uint64_t offset) {
  if (offset >= names.size()) {
    return {};
  }
  std::string_view rest = names.substr(offset, kMaxName);
  size_t end = rest.find('\0');
  return end == std::string_view::npos ? std::string_view{} : rest.substr(0, end);
}

std::string_view exported_name(std::string_view symbol, std::string_view names) {
  auto info = read_at<uint8_t>(symbol, 4);
  auto visibility = static_cast<uint8_t>(read_at<uint8_t>(symbol, 5) & 3);
  auto section = read_at<uint16_t>(symbol, 6);
  int binding = info >> 4;
  bool is_linkable = binding == 1 || binding == 2 || binding == 10;  // global, weak, unique
  bool is_visible = visibility == 0 || visibility == 3;              // default, protected
  if (section == 0 || !is_linkable || !is_visible) {
    return {};
  }
  return string_at(names, read_at<uint32_t>(symbol, 0));
}

}  // namespace

Result<ElfFile> ElfFile::open(const std::string& path) {
  auto bytes = open_file_bytes(path);
  if (bytes == nullptr) {
    return fail(ErrorCode::kNotElf, {path, "cannot be read as a file"});
  }
  return parse(std::move(bytes), path);
}

Result<ElfFile> ElfFile::parse(std::unique_ptr<ByteSource> bytes, const std::string& path) {
  ElfFile file;
  std::string header;
  if (!bytes->read(0, kIdentSize, header) || !std::string_view(header).starts_with(kMagic)) {
    return fail(ErrorCode::kNotElf, {path, "is not an ELF file"});
  }
  file.is_64_bit_ = header[4] == 2;
  file.is_little_endian_ = header[5] == 1;
  file.type_ = read_at<uint16_t>(header, 16);
  file.machine_ = read_at<uint16_t>(header, 18);
  if (!file.is_little_endian_) {
    file.type_ = __builtin_bswap16(file.type_);
    file.machine_ = __builtin_bswap16(file.machine_);
  }
  file.bytes_ = std::move(bytes);
  if (!file.is_64_bit_ || !file.is_little_endian_) {
    return file;
  }
  if (!file.bytes_->read(0, kHeaderSize, header) || !file.read_segments(header)) {
    return fail(ErrorCode::kNotElf, {path, "is cut short or damaged"});
  }
  file.read_dynamic();
  return file;
}

bool ElfFile::is_shared_library() const { return type_ == kTypeShared; }

std::string ElfFile::architecture() const { return architecture_text(is_64_bit_, is_little_endian_, machine_); }

std::string process_architecture() {
  return architecture_text(sizeof(void*) == 8, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, kOurMachine);
}

bool ElfFile::matches_this_process() const {
  bool is_64_bit_process = sizeof(void*) == 8;
  bool is_little_endian_process = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
  return is_64_bit_ == is_64_bit_process && is_little_endian_ == is_little_endian_process &&
         (kOurMachine == 0 || machine_ == kOurMachine);
}

bool ElfFile::read_segments(std::string_view header) {
  auto table = read_at<uint64_t>(header, 32);
  auto entry_size = read_at<uint16_t>(header, 54);
  auto count = read_at<uint16_t>(header, 56);
  std::string headers;
  if (count == 0) {
    return true;
  }
  if (entry_size != kProgramHeaderSize || !bytes_->read(table, count * kProgramHeaderSize, headers)) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    size_t at = i * kProgramHeaderSize;
    auto type = read_at<uint32_t>(headers, at);
    Segment segment{read_at<uint64_t>(headers, at + 8), read_at<uint64_t>(headers, at + 16),
                    read_at<uint64_t>(headers, at + 32)};
    if (segment.offset > bytes_->size() || segment.size > bytes_->size() - segment.offset) {
      return false;
    }
    if (type == kSegmentLoad) {
      segments_.push_back(segment);
    } else if (type == kSegmentDynamic) {
      dynamic_ = segment;
    }
  }
  return true;
}

// The file offset of a virtual address; UINT64_MAX when no segment of the file holds it.
uint64_t ElfFile::file_offset(uint64_t address) const {
  for (const Segment& segment : segments_) {
    if (address >= segment.address && address - segment.address < segment.size) {
      return segment.offset + (address - segment.address);
    }
  }
  return UINT64_MAX;
}

void ElfFile::read_dynamic() {
  std::string dynamic;
  if (dynamic_.size == 0 || dynamic_.size > kMaxDynamic || !bytes_->read(dynamic_.offset, dynamic_.size, dynamic)) {
    return;
  }
  uint64_t names_address = 0;
  uint64_t names_size = 0;
  size_t count = dynamic.size() / kDynamicSize;
  for (size_t i = 0; i < count; ++i) {
    auto tag = read_at<uint64_t>(dynamic, i * kDynamicSize);
    auto value = read_at<uint64_t>(dynamic, i * kDynamicSize + 8);
    if (tag == kTagNull) {
      count = i;
    } else if (tag == kTagNames) {
      names_address = value;
    } else if (tag == kTagNamesSize) {
      names_size = value;
    } else if (tag == kTagSymbols) {
      symbol_address_ = value;
    } else if (tag == kTagGnuHash) {
      gnu_hash_address_ = value;
    } else if (tag == kTagHash) {
      hash_address_ = value;
    }
  }
  if (names_size > kMaxNames || !bytes_->read(file_offset(names_address), names_size, names_)) {
    names_.clear();
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    keep_dynamic_entry(read_at<uint64_t>(dynamic, i * kDynamicSize),
                       string_at(names_, read_at<uint64_t>(dynamic, i * kDynamicSize + 8)));
  }
}

void ElfFile::keep_dynamic_entry(uint64_t tag, std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (tag == kTagNeeded && needed_.size() < kMaxNeeded) {
    needed_.emplace_back(text);
  } else if (tag == kTagSoname) {
    soname_ = text;
  } else if (tag == kTagRpath || tag == kTagRunpath) {
    while (!text.empty() && run_paths_.size() < kMaxNeeded) {
      size_t colon = std::min(text.find(':'), text.size());
      if (colon > 0) {
        run_paths_.emplace_back(text.substr(0, colon));
      }
      text.remove_prefix(std::min(colon + 1, text.size()));
    }
  }
}

// DT_GNU_HASH: bucket count, first hashed symbol, bloom words, shift | bloom (8 bytes each) | buckets | chains.
// The last chain ends at the last symbol; its end is marked by bit 0.
uint64_t ElfFile::count_gnu_hash(uint64_t offset) const {
  std::string header;
  if (!bytes_->read(offset, 16, header)) {
    return 0;
  }
  uint64_t bucket_count = read_at<uint32_t>(header, 0);
  uint64_t first_symbol = read_at<uint32_t>(header, 4);
  uint64_t bloom_words = read_at<uint32_t>(header, 8);
  std::string buckets;
  uint64_t buckets_offset = offset + 16 + bloom_words * 8;
  if (bucket_count > kMaxSymbols || !bytes_->read(buckets_offset, bucket_count * 4, buckets)) {
    return 0;
  }
  uint64_t last = 0;
  for (size_t i = 0; i < bucket_count; ++i) {
    last = std::max<uint64_t>(last, read_at<uint32_t>(buckets, i * 4));
  }
  if (last < first_symbol) {
    return first_symbol;  // nothing is hashed
  }
  uint64_t chains_offset = buckets_offset + bucket_count * 4;
  std::string chain;
  while (last < kMaxSymbols && bytes_->read(chains_offset + (last - first_symbol) * 4, 4, chain)) {
    ++last;
    if ((read_at<uint32_t>(chain, 0) & 1) != 0) {
      return last;
    }
  }
  return 0;
}

uint64_t ElfFile::count_symbols() const {
  if (gnu_hash_address_ != 0) {
    if (uint64_t count = count_gnu_hash(file_offset(gnu_hash_address_)); count != 0) {
      return count;
    }
  }
  std::string header;
  if (hash_address_ != 0 && bytes_->read(file_offset(hash_address_), 8, header)) {
    return read_at<uint32_t>(header, 4);  // DT_HASH: bucket count, chain count = symbol count
  }
  return 0;
}

bool ElfFile::read_section_table(std::string& sections, size_t& count) const {
  std::string header;
  if (!bytes_->read(0, kHeaderSize, header)) {
    return false;
  }
  count = read_at<uint16_t>(header, 60);
  return read_at<uint16_t>(header, 58) == kSectionHeaderSize &&
         bytes_->read(read_at<uint64_t>(header, 40), count * kSectionHeaderSize, sections);
}

bool ElfFile::find_sections(SymbolTable& table) const {
  std::string sections;
  size_t count = 0;
  if (!read_section_table(sections, count)) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    size_t at = i * kSectionHeaderSize;
    uint64_t names = read_at<uint32_t>(sections, at + 40);
    if (read_at<uint32_t>(sections, at + 4) != kSectionDynamicSymbols || names >= count) {
      continue;
    }
    auto names_offset = read_at<uint64_t>(sections, names * kSectionHeaderSize + 24);
    auto names_size = read_at<uint64_t>(sections, names * kSectionHeaderSize + 32);
    table.offset = read_at<uint64_t>(sections, at + 24);
    table.count = read_at<uint64_t>(sections, at + 32) / kSymbolSize;
    return names_size <= kMaxNames && bytes_->read(names_offset, names_size, table.names);
  }
  return false;
}

bool ElfFile::find_symbols(SymbolTable& table) const {
  uint64_t offset = symbol_address_ != 0 ? file_offset(symbol_address_) : UINT64_MAX;
  if (offset == UINT64_MAX || names_.empty()) {
    return find_sections(table);
  }
  table.offset = offset;
  table.names = names_;
  table.count = count_symbols();
  return table.count != 0 || find_sections(table);
}

std::vector<std::string> ElfFile::exported_symbols() const {
  std::vector<std::string> symbols;
  SymbolTable table;
  if (!is_64_bit_ || !is_little_endian_ || !find_symbols(table)) {
    return symbols;
  }
  uint64_t count = std::min(table.count, kMaxSymbols);
  std::string chunk;
  for (uint64_t start = 0; start < count; start += kSymbolsAtOnce) {
    uint64_t here = std::min(kSymbolsAtOnce, count - start);
    if (table.offset > bytes_->size() || !bytes_->read(table.offset + start * kSymbolSize, here * kSymbolSize, chunk)) {
      break;
    }
    for (uint64_t i = 0; i < here; ++i) {
      std::string_view name = exported_name(std::string_view(chunk).substr(i * kSymbolSize, kSymbolSize), table.names);
      if (!name.empty()) {
        symbols.emplace_back(name);
      }
    }
  }
  return symbols;
}

}  // namespace cffi
