#include "call/library/library_places.h"

#if !defined(_WIN32)

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "call/library/elf_file.h"
#include "call/library/ld_cache.h"

namespace cffi {
namespace {

constexpr size_t kMaxCacheFile = 64 << 20;

#if defined(__x86_64__)
[[maybe_unused]] constexpr const char* kMultiarch = "x86_64-linux-gnu";
[[maybe_unused]] constexpr const char* kMuslPathFile = "/etc/ld-musl-x86_64.path";
#elif defined(__aarch64__)
[[maybe_unused]] constexpr const char* kMultiarch = "aarch64-linux-gnu";
[[maybe_unused]] constexpr const char* kMuslPathFile = "/etc/ld-musl-aarch64.path";
#else
[[maybe_unused]] constexpr const char* kMultiarch = "";
[[maybe_unused]] constexpr const char* kMuslPathFile = "";
#endif

void split_paths(std::string_view text, std::string_view separators, std::vector<std::string>& out) {
  while (!text.empty()) {
    size_t end = std::min(text.find_first_of(separators), text.size());
    std::string path(text.substr(0, end));
    if (!path.empty() && std::find(out.begin(), out.end(), path) == out.end()) {
      out.push_back(path);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool is_file(const std::string& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// "libz.so" or "libz.so.1.3" for stem "z"; not "libz.so_old", "libzstd.so".
bool is_version_of(std::string_view file, std::string_view stem) {
  std::string plain = "lib" + std::string(stem) + ".so";
  if (!file.starts_with(plain)) {
    return false;
  }
  std::string_view rest = file.substr(plain.size());
  return rest.empty() || (rest.size() > 1 && rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9');
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

void sort_newest_first(std::vector<std::string>& paths) {
  std::stable_sort(paths.begin(), paths.end(),
                   [](const std::string& a, const std::string& b) { return version_less(base_name(b), base_name(a)); });
}

// musl has no index; its path file replaces the default directories.
#if !defined(__GLIBC__)
bool add_musl_directories(std::vector<std::string>& out) {
  std::string paths = read_small_file(kMuslPathFile, 64 * 1024);
  split_paths(paths, ":\n", out);
  return !paths.empty();
}
#endif

}  // namespace

std::string read_small_file(const std::string& path, size_t limit) {
  std::string text;
  auto bytes = open_file_bytes(path);
  if (bytes == nullptr || !bytes->read(0, static_cast<size_t>(std::min<uint64_t>(bytes->size(), limit)), text)) {
    return {};
  }
  return text;
}

std::vector<std::string> library_directories() {
  std::vector<std::string> out;
  if (const char* path = std::getenv("LD_LIBRARY_PATH")) {
    split_paths(path, ":;", out);
  }
#if defined(__GLIBC__)
  std::string multiarch = kMultiarch;
  if (!multiarch.empty()) {
    split_paths("/lib/" + multiarch + ":/usr/lib/" + multiarch, ":", out);
  }
  split_paths("/lib64:/usr/lib64:/lib:/usr/lib:/usr/local/lib", ":", out);
#else
  if (!add_musl_directories(out)) {
    split_paths("/lib:/usr/local/lib:/usr/lib", ":", out);
  }
#endif
  return out;
}

std::vector<std::string> versions_in_directory(const std::string& directory, std::string_view stem) {
  std::vector<std::string> found;
  std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(directory.c_str()), closedir);
  if (entries == nullptr) {
    return found;
  }
  while (const dirent* entry = readdir(entries.get())) {
    if (is_version_of(entry->d_name, stem)) {
      found.push_back(directory + "/" + entry->d_name);
    }
  }
  std::sort(found.begin(), found.end());
  sort_newest_first(found);
  return found;
}

std::vector<std::string> versions_in_cache(std::string_view stem) {
  std::vector<std::string> found;
#if defined(__GLIBC__)
  std::string cache = read_small_file("/etc/ld.so.cache", kMaxCacheFile);
  for (const LdCacheEntry& entry : read_ld_cache(cache)) {
    if (is_version_of(entry.soname, stem)) {
      found.emplace_back(entry.path);
    }
  }
  sort_newest_first(found);
#else
  (void)stem;
  (void)kMaxCacheFile;
#endif
  return found;
}

std::optional<std::string> find_soname(const std::string& soname, const std::vector<std::string>& run_paths,
                                       const std::string& origin) {
  if (soname.find('/') != std::string::npos) {
    return is_file(soname) ? std::optional(soname) : std::nullopt;
  }
  std::vector<std::string> directories;
  for (std::string path : run_paths) {
    for (std::string_view token : {"$ORIGIN", "${ORIGIN}"}) {
      if (size_t at = path.find(token); at != std::string::npos) {
        path.replace(at, token.size(), origin);
      }
    }
    directories.push_back(std::move(path));
  }
  std::vector<std::string> usual = library_directories();
  directories.insert(directories.end(), usual.begin(), usual.end());
  for (std::string& path : directories) {
    path.append("/").append(soname);
    if (is_file(path)) {
      return path;
    }
  }
#if defined(__GLIBC__)
  std::string cache = read_small_file("/etc/ld.so.cache", kMaxCacheFile);
  for (const LdCacheEntry& entry : read_ld_cache(cache)) {
    if (entry.soname == soname && is_file(std::string(entry.path))) {
      return std::string(entry.path);
    }
  }
#endif
  return std::nullopt;
}

}  // namespace cffi

#endif

namespace cffi {

bool version_less(std::string_view a, std::string_view b) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  auto skip_zeros = [](std::string_view text, size_t i) {
    while (i + 1 < text.size() && text[i] == '0') {
      ++i;
    }
    return i;
  };
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j]) {
        return a[i] < b[j];
      }
      ++i;
      ++j;
      continue;
    }
    i = skip_zeros(a, i);
    j = skip_zeros(b, j);
    size_t a_end = std::min(a.find_first_not_of("0123456789", i), a.size());
    size_t b_end = std::min(b.find_first_not_of("0123456789", j), b.size());
    std::string_view a_run = a.substr(i, a_end - i);
    std::string_view b_run = b.substr(j, b_end - j);
    if (a_run.size() != b_run.size()) {
      return a_run.size() < b_run.size();
    }
    if (a_run != b_run) {
      return a_run < b_run;
    }
    i = a_end;
    j = b_end;
  }
  return a.size() - i < b.size() - j;
}

}  // namespace cffi
