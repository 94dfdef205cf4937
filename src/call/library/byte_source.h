// Bytes that are read in pieces: those of a file, or of a string in tests. No locks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cffi {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual uint64_t size() const = 0;
  // Exactly `size` bytes from `offset`; false when the file does not have them.
  virtual bool read(uint64_t offset, size_t size, std::string& out) const = 0;
};

std::unique_ptr<ByteSource> open_file_bytes(const std::string& path);  // null: cannot be read; regular files only
std::unique_ptr<ByteSource> borrow_bytes(std::string_view bytes);

}  // namespace cffi
