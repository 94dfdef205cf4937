#include "call/library/ld_cache.h"

#include <cstring>
#include <optional>

namespace cffi {
namespace {

// The new table:  magic 20 | count u32 | string bytes u32 | flags, padding, extension offset, unused: 20 | entries
// An entry:       flags i32 | soname u32 | path u32 | os version u32 | hwcap u64
// Offsets of strings count from the table's start.
constexpr std::string_view kMagic = "glibc-ld.so.cache1.1";
constexpr size_t kHeaderSize = 48;
constexpr size_t kEntrySize = 24;
// The old table: magic 11, padding 1 | count u32 | entries of 12 bytes; the new one follows, aligned to 8.
constexpr std::string_view kOldMagic = "ld.so-1.7.0";
constexpr size_t kOldHeaderSize = 16;
constexpr size_t kOldEntrySize = 12;

// Flags of entries that ldconfig gave to libraries of this machine.
#if defined(__x86_64__) && !defined(__ILP32__)
constexpr int32_t kOurFlags = 0x0303;  // ELF libc6, x86-64
#elif defined(__aarch64__) && !defined(__ILP32__)
constexpr int32_t kOurFlags = 0x0a03;  // ELF libc6, AArch64
#else
constexpr int32_t kOurFlags = -1;  // take every entry: dlopen will judge
#endif

uint32_t read_u32(std::string_view bytes, size_t offset) {
  uint32_t value = 0;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::optional<std::string_view> read_string(std::string_view table, size_t offset) {
  if (offset >= table.size()) {
    return std::nullopt;
  }
  std::string_view rest = table.substr(offset);
  size_t end = rest.find('\0');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  return rest.substr(0, end);
}

std::optional<std::string_view> find_new_table(std::string_view bytes) {
  if (bytes.starts_with(kOldMagic) && bytes.size() >= kOldHeaderSize) {
    uint64_t count = read_u32(bytes, kOldHeaderSize - 4);
    uint64_t start = (kOldHeaderSize + count * kOldEntrySize + 7) & ~uint64_t{7};
    if (start >= bytes.size()) {
      return std::nullopt;
    }
    bytes = bytes.substr(start);
  }
  if (!bytes.starts_with(kMagic) || bytes.size() < kHeaderSize) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

std::vector<LdCacheEntry> read_ld_cache(std::string_view bytes) {
  std::vector<LdCacheEntry> entries;
  auto table = find_new_table(bytes);
  if (!table) {
    return entries;
  }
  uint64_t count = read_u32(*table, kMagic.size());
  for (uint64_t i = 0; i < count && kHeaderSize + (i + 1) * kEntrySize <= table->size(); ++i) {
    size_t entry = kHeaderSize + i * kEntrySize;
    auto flags = static_cast<int32_t>(read_u32(*table, entry));
    auto soname = read_string(*table, read_u32(*table, entry + 4));
    auto path = read_string(*table, read_u32(*table, entry + 8));
    if (soname && path && (kOurFlags == -1 || flags == kOurFlags)) {
      entries.push_back({*soname, *path, flags});
    }
  }
  return entries;
}

}  // namespace cffi
