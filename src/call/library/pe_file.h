// What a DLL's file says about itself: a reader of PE files that trusts none of it. For files of any machine, on any.
//
// Reads only the parts it needs (headers, export and import tables), each with a bounded size, and checks every offset
// against the file. Errors: kNotPe (path, reason). No locks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "call/library/byte_source.h"

namespace cffi {

class PeFile {
 public:
  // A library that this one is linked with, and what it takes from there by name.
  struct Import {
    std::string library;
    std::vector<std::string> symbols;
  };

  static Result<PeFile> open(const std::string& path);
  static Result<PeFile> parse(std::unique_ptr<ByteSource> bytes, const std::string& path);

  uint16_t machine() const { return machine_; }
  bool is_library() const;
  // "64-bit x86-64", "32-bit x86", "machine 0x1c0".
  std::string architecture() const;

  // What the loader must find before it gives the library away (so not what is loaded when it is first called).
  std::vector<Import> imports() const;
  // Names of the symbols that other programs can link to.
  std::vector<std::string> exported_symbols() const;

 private:
  struct Section {
    uint32_t address;
    uint32_t size;
    uint32_t offset;
  };
  struct Table {
    uint32_t address = 0;
    uint32_t size = 0;
  };

  bool read_headers(uint32_t offset);
  bool read_tables(std::string_view optional_header);
  bool read_sections(uint64_t offset, size_t count);
  bool read_at(uint32_t address, size_t size, std::string& out) const;
  std::string name_at(uint32_t address) const;
  std::vector<std::string> imported_names(uint32_t lookup_table) const;

  std::unique_ptr<ByteSource> bytes_;
  uint16_t machine_ = 0;
  uint16_t characteristics_ = 0;
  bool is_64_bit_ = false;
  Table exports_;
  Table imports_;
  std::vector<Section> sections_;
};

// The number in the header of files that a process of this one's processor can load.
uint16_t process_pe_machine();
// What architecture() says of files for that machine.
std::string pe_machine_text(uint16_t machine);

}  // namespace cffi
