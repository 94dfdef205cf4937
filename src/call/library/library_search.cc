#if !defined(_WIN32)

#include "call/library/library_search.h"

#include <dlfcn.h>

#include <algorithm>

#include "base/text_writer.h"
#include "call/library/elf_file.h"
#include "call/library/library_places.h"

namespace cffi {
namespace {

constexpr size_t kMaxScript = 64 * 1024;
// One kind of place rarely holds more versions than this; the newest are tried.
constexpr size_t kMaxVersionsTried = 4;
constexpr size_t kMaxAttempts = 64;

std::string last_error() {
  const char* text = dlerror();
  return text != nullptr ? text : "unknown error";
}

std::string directory_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<size_t>(slash, 1));
}

// The file that dlopen() meant: `name` itself when it has a slash, else what the error text starts with.
std::string file_of_attempt(const std::string& name, const std::string& error) {
  if (name.find('/') != std::string::npos) {
    return name;
  }
  size_t colon = error.find(": ");
  return error.starts_with('/') && colon != std::string::npos ? error.substr(0, colon) : std::string();
}

// The stem "z" of "z", "libz", "libz.so"; empty when the name asks for one version ("libz.so.1") or is no stem.
std::string stem_of(std::string_view name) {
  if (name.find(".so.") != std::string_view::npos) {
    return {};
  }
  if (name.ends_with(".so")) {
    name.remove_suffix(3);
    return name.starts_with("lib") ? std::string(name.substr(3)) : std::string();
  }
  return std::string(name);
}

bool is_script(std::string_view text) {
  return !text.starts_with('\x7f') && text.find('\0') == std::string_view::npos &&
         (text.find("GROUP") != std::string_view::npos || text.find("INPUT") != std::string_view::npos);
}

std::string missing_dependencies(const ElfFile& elf, const std::string& path) {
  TextWriter out;
  for (const std::string& soname : elf.needed()) {
    void* loaded = dlopen(soname.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    if (loaded != nullptr) {
      dlclose(loaded);
    } else if (!find_soname(soname, elf.run_paths(), directory_of(path))) {
      out << (out.size() == 0 ? "it needs '" : ", '") << soname << "'";
    }
  }
  if (out.size() != 0) {
    out << ", which cannot be found";
  }
  return out.take();
}

}  // namespace

std::string explain_library_file(const std::string& path) {
  auto bytes = open_file_bytes(path);
  if (bytes == nullptr) {
    return {};
  }
  if (bytes->size() == 0) {
    return "the file is empty";
  }
  auto elf = ElfFile::parse(std::move(bytes), path);
  if (!elf) {
    if (is_script(read_small_file(path, kMaxScript))) {
      return "it is a linker script, not a shared library";
    }
    return elf.error().arguments[1] == "is not an ELF file" ? "the file is not a shared library"
                                                            : "the file is damaged";
  }
  if (!elf->matches_this_process()) {
    return "the file is for " + elf->architecture() + ", this process is " + process_architecture();
  }
  if (!elf->is_shared_library()) {
    return "the file is an object file or a program, not a shared library";
  }
  return missing_dependencies(*elf, path);
}

std::vector<std::string> linker_script_files(std::string_view text) {
  std::vector<std::string> files;
  if (!is_script(text)) {
    return files;
  }
  constexpr std::string_view kSeparators = " \t\r\n(),;";
  bool in_comment = false;
  while (!text.empty()) {
    size_t end = std::min(text.find_first_of(kSeparators), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.starts_with("/*")) {
      in_comment = true;
    }
    if (!in_comment && word.find(".so") != std::string_view::npos) {
      files.emplace_back(word);
    }
    if (word.ends_with("*/")) {
      in_comment = false;
    }
  }
  return files;
}

void* LibrarySearch::try_file(const std::string& file) {
  if (tried_.has(file) || tried_.size() >= kMaxAttempts) {
    return nullptr;
  }
  if (void* handle = dlopen(file.c_str(), flags_)) {
    return handle;
  }
  std::string outcome = last_error();
  std::string path = file_of_attempt(file, outcome);
  std::string explanation = path.empty() ? std::string() : explain_library_file(path);
  if (!explanation.empty()) {
    outcome += " (" + explanation + ")";
  }
  tried_.add(file, std::move(outcome));
  return search_ && !path.empty() ? try_all(linker_script_files(read_small_file(path, kMaxScript))) : nullptr;
}

void* LibrarySearch::try_all(const std::vector<std::string>& files) {
  size_t count = std::min(files.size(), kMaxVersionsTried);
  for (size_t i = 0; i < count; ++i) {
    if (void* handle = try_file(files[i])) {
      return handle;
    }
  }
  return nullptr;
}

void* LibrarySearch::search_bare_name() {
  std::string stem = stem_of(name_);
  if (stem.empty()) {
    return nullptr;
  }
  std::vector<std::string> names{"lib" + stem + ".so"};
  if (stem.starts_with("lib")) {
    names.push_back(stem + ".so");
    stem = stem.substr(3);
  }
  if (void* handle = try_all(names)) {
    return handle;
  }
  std::string pattern = "lib" + stem + ".so*";
  std::vector<std::string> cached = versions_in_cache(stem);
  if (cached.empty()) {
    tried_.add("/etc/ld.so.cache", "has no " + pattern);
  } else if (void* handle = try_all(cached)) {
    return handle;
  }
  for (const std::string& directory : library_directories()) {
    std::vector<std::string> versions = versions_in_directory(directory, stem);
    if (versions.empty()) {
      tried_.add(directory, "has no " + pattern);
    } else if (void* handle = try_all(versions)) {
      return handle;
    }
  }
  return nullptr;
}

void* LibrarySearch::open() {
  if (name_.empty()) {
    // dlopen("") means the program itself to glibc, and an error to others; nobody who passes "" means that.
    tried_.add("", "the name is empty; pass None for the program itself");
    return nullptr;
  }
  if (void* handle = try_file(name_)) {
    return handle;
  }
  return search_ && name_.find('/') == std::string::npos ? search_bare_name() : nullptr;
}

}  // namespace cffi

#endif
