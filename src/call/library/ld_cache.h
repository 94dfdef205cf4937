// Reads glibc's /etc/ld.so.cache, which maps sonames to files.
//
// Only the "glibc-ld.so.cache1.1" format (glibc 2.2 and later), alone or after the old "ld.so-1.7.0" table. The file
// is not trusted: every count and offset is checked against the size, and every string must end inside the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cffi {

struct LdCacheEntry {
  std::string_view soname;  // "libz.so.1"
  std::string_view path;    // "/lib/x86_64-linux-gnu/libz.so.1"
  int32_t flags;
};

// Entries of libraries that this process could load, in file order, as views into `bytes`; empty when the file is not
// such a cache.
std::vector<LdCacheEntry> read_ld_cache(std::string_view bytes);

}  // namespace cffi
