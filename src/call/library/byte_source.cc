#include "call/library/byte_source.h"

#include <cstring>

#if defined(_WIN32)
#include <windows.h>

#include "call/process/windows_text.h"
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace cffi {
namespace {

class BorrowedBytes final : public ByteSource {
 public:
  explicit BorrowedBytes(std::string_view bytes) : bytes_(bytes) {}
  uint64_t size() const override { return bytes_.size(); }
  bool read(uint64_t offset, size_t size, std::string& out) const override {
    if (offset > bytes_.size() || size > bytes_.size() - offset) {
      return false;
    }
    out.assign(bytes_.substr(offset, size));
    return true;
  }

 private:
  std::string_view bytes_;
};

#if defined(_WIN32)
class FileBytes final : public ByteSource {
 public:
  FileBytes(HANDLE file, uint64_t size) : file_(file), size_(size) {}
  ~FileBytes() override { CloseHandle(file_); }
  uint64_t size() const override { return size_; }
  bool read(uint64_t offset, size_t size, std::string& out) const override {
    if (offset > size_ || size > size_ - offset || size > MAXDWORD) {
      return false;
    }
    out.resize(size);
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32);
    DWORD done = 0;
    return size == 0 || (ReadFile(file_, out.data(), static_cast<DWORD>(size), &done, &place) != 0 && done == size);
  }

 private:
  HANDLE file_;
  uint64_t size_;
};
#else
class FileBytes final : public ByteSource {
 public:
  FileBytes(int fd, uint64_t size) : fd_(fd), size_(size) {}
  ~FileBytes() override { close(fd_); }
  uint64_t size() const override { return size_; }
  bool read(uint64_t offset, size_t size, std::string& out) const override {
    if (offset > size_ || size > size_ - offset) {
      return false;
    }
    out.resize(size);
    size_t done = 0;
    while (done < size) {
      ssize_t count = pread(fd_, out.data() + done, size - done, static_cast<off_t>(offset + done));
      if (count <= 0) {
        return false;
      }
      done += static_cast<size_t>(count);
    }
    return true;
  }

 private:
  int fd_;
  uint64_t size_;
};
#endif

}  // namespace

std::unique_ptr<ByteSource> borrow_bytes(std::string_view bytes) { return std::make_unique<BorrowedBytes>(bytes); }

#if defined(_WIN32)
std::unique_ptr<ByteSource> open_file_bytes(const std::string& path) {
  HANDLE file =
      CreateFileW(to_wide_text(path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) {
    return nullptr;
  }
  LARGE_INTEGER size{};
  if (GetFileType(file) != FILE_TYPE_DISK || GetFileSizeEx(file, &size) == 0) {
    CloseHandle(file);
    return nullptr;
  }
  return std::make_unique<FileBytes>(file, static_cast<uint64_t>(size.QuadPart));
}
#else
std::unique_ptr<ByteSource> open_file_bytes(const std::string& path) {
  // O_NONBLOCK: a FIFO under a library's name must not hang us.
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    return nullptr;
  }
  struct stat status{};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(fd);
    return nullptr;
  }
  return std::make_unique<FileBytes>(fd, static_cast<uint64_t>(status.st_size));
}
#endif

}  // namespace cffi
