#if defined(__linux__)

#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <system_error>

#include "call/process/self_mapping.h"

namespace cffi {
namespace {

struct FilePlace {
  std::string path;
  uint64_t offset = 0;  // in the file, of the address asked for
};

struct Range {
  uintptr_t begin;
  uintptr_t end;
  size_t size() const { return end - begin; }
};

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Range whole_pages(const void* start, size_t size) {
  auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  auto begin = reinterpret_cast<uintptr_t>(start);
  return {begin / page * page, (begin + size + page - 1) / page * page};
}

// Takes a hexadecimal number and the one character `end` after it off the front of `text`.
bool take_hex(std::string_view& text, char end, uint64_t& value) {
  auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  auto length = static_cast<size_t>(rest - text.data());
  if (error != std::errc() || length >= text.size() || text[length] != end) {
    return false;
  }
  text.remove_prefix(length + 1);
  return true;
}

// Takes a word and the spaces after it off the front of `text`.
void skip_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find(' '), text.size()));
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

// One line of /proc/self/maps: "begin-end perms offset device inode   path".
bool parse_maps_line(std::string_view line, uintptr_t address, FilePlace& place) {
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t offset = 0;
  if (!take_hex(line, '-', begin) || !take_hex(line, ' ', end) || address < begin || address >= end) {
    return false;
  }
  skip_word(line);
  if (!take_hex(line, ' ', offset)) {
    return false;
  }
  skip_word(line);
  skip_word(line);
  place.path = line.substr(0, line.find('\n'));
  place.offset = offset + (address - begin);
  return true;
}

std::optional<FilePlace> find_in_maps(uintptr_t address) {
  std::unique_ptr<FILE, int (*)(FILE*)> maps(std::fopen("/proc/self/maps", "re"), std::fclose);
  if (maps == nullptr) {
    return std::nullopt;
  }
  char* line = nullptr;
  size_t capacity = 0;
  std::optional<FilePlace> found;
  while (!found && getline(&line, &capacity, maps.get()) > 0) {
    FilePlace place;
    if (parse_maps_line(line, address, place) && !place.path.empty() && place.path[0] == '/') {
      found = std::move(place);
    }
  }
  std::free(line);
  return found;
}

struct ProgramSearch {
  uintptr_t address;
  std::optional<FilePlace> found;
};

int look_at_program(dl_phdr_info* info, size_t, void* data) {
  auto* search = static_cast<ProgramSearch*>(data);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    uintptr_t begin = info->dlpi_addr + header.p_vaddr;
    if (header.p_type == PT_LOAD && search->address >= begin && search->address < begin + header.p_memsz) {
      bool is_program = info->dlpi_name == nullptr || info->dlpi_name[0] == '\0';
      search->found =
          FilePlace{is_program ? "/proc/self/exe" : info->dlpi_name, header.p_offset + (search->address - begin)};
      return 1;
    }
  }
  return 0;
}

std::optional<FilePlace> find_in_programs(uintptr_t address) {
  ProgramSearch search{address, std::nullopt};
  dl_iterate_phdr(look_at_program, &search);
  return search.found;
}

std::string system_reason(const char* what, const std::string& path) {
  return std::string(what) + " '" + path + "' was refused: " + std::strerror(errno);
}

// Reserves the span of both pieces with nothing else in it, so that neither lands on someone else's memory.
std::optional<uintptr_t> reserve(const Range& span, std::string& reason) {
  void* memory = mmap(nullptr, span.size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    reason = std::string("no address space is left: ") + std::strerror(errno);
    return std::nullopt;
  }
  return reinterpret_cast<uintptr_t>(memory);
}

// Gives back what lies between the two pieces of a reserved span.
void release_gap(const Range& first, const Range& second, uintptr_t distance) {
  const Range& low = first.begin < second.begin ? first : second;
  const Range& high = first.begin < second.begin ? second : first;
  if (high.begin > low.end) {
    munmap(reinterpret_cast<void*>(low.end + distance), high.begin - low.end);
  }
}

// `needed`: bytes from the start of the code's first page. Pages beyond the end of a file fault when they are read.
bool map_pieces(const FilePlace& file, const Range& code, size_t needed, const Range& data, uintptr_t distance,
                std::string& reason) {
  FileDescriptor fd(open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    reason = system_reason("opening", file.path);
    return false;
  }
  struct stat status{};
  if (fstat(fd.get(), &status) != 0 || static_cast<uint64_t>(status.st_size) < file.offset + needed) {
    reason = "'" + file.path + "' is no longer the file that was loaded";
    return false;
  }
  if (mmap(reinterpret_cast<void*>(code.begin + distance), code.size(), PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED,
           fd.get(), static_cast<off_t>(file.offset)) == MAP_FAILED) {
    reason = system_reason("mapping code of", file.path);
    return false;
  }
  if (mmap(reinterpret_cast<void*>(data.begin + distance), data.size(), PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) {
    reason = std::string("no memory is left: ") + std::strerror(errno);
    return false;
  }
  return true;
}

}  // namespace

std::optional<ptrdiff_t> map_self_again(const void* code, size_t code_size, const void* data, size_t data_size,
                                        std::string& reason) {
  Range code_pages = whole_pages(code, code_size);
  Range data_pages = whole_pages(data, data_size);
  auto file = find_in_maps(code_pages.begin);
  if (!file) {
    file = find_in_programs(code_pages.begin);
  }
  if (!file) {
    reason = "the file of this library cannot be found (is /proc mounted?)";
    return std::nullopt;
  }
  Range span{std::min(code_pages.begin, data_pages.begin), std::max(code_pages.end, data_pages.end)};
  auto memory = reserve(span, reason);
  if (!memory) {
    return std::nullopt;
  }
  uintptr_t distance = *memory - span.begin;
  auto* copy = reinterpret_cast<const void*>(reinterpret_cast<uintptr_t>(code) + distance);
  size_t needed = reinterpret_cast<uintptr_t>(code) - code_pages.begin + code_size;
  bool mapped = map_pieces(*file, code_pages, needed, data_pages, distance, reason);
  if (mapped && std::memcmp(copy, code, code_size) != 0) {
    reason = "'" + file->path + "' is no longer the file that was loaded";
    mapped = false;
  }
  if (!mapped) {
    munmap(reinterpret_cast<void*>(*memory), span.size());
    return std::nullopt;
  }
  release_gap(code_pages, data_pages, distance);
  return static_cast<ptrdiff_t>(distance);
}

}  // namespace cffi

#endif
