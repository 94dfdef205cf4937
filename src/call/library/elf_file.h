// What a shared library's file says about itself: a reader of ELF files that trusts none of it.
//
// Reads only the parts it needs (header, program headers, dynamic section, symbol table), each with a bounded size, and
// checks every offset against the file. A file of another machine, class or byte order opens too, to be told apart; its
// dynamic section is not looked at. Errors: kNotElf (path, reason). No locks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "call/library/byte_source.h"

namespace cffi {

class ElfFile {
 public:
  static Result<ElfFile> open(const std::string& path);
  static Result<ElfFile> parse(std::unique_ptr<ByteSource> bytes, const std::string& path);

  uint16_t machine() const { return machine_; }
  bool is_64_bit() const { return is_64_bit_; }
  bool is_shared_library() const;
  // "64-bit aarch64", "32-bit x86", "64-bit machine 21".
  std::string architecture() const;
  bool matches_this_process() const;

  // From the dynamic section: DT_NEEDED, DT_SONAME, DT_RPATH and DT_RUNPATH (split at colons). Empty when unreadable.
  const std::vector<std::string>& needed() const { return needed_; }
  const std::string& soname() const { return soname_; }
  const std::vector<std::string>& run_paths() const { return run_paths_; }

  // Names of the symbols that other programs can link to.
  std::vector<std::string> exported_symbols() const;

 private:
  struct Segment {
    uint64_t offset;
    uint64_t address;
    uint64_t size;
  };
  struct SymbolTable {
    uint64_t offset = 0;  // in the file
    uint64_t count = 0;
    std::string names;
  };

  bool read_segments(std::string_view header);
  void read_dynamic();
  void keep_dynamic_entry(uint64_t tag, std::string_view text);
  uint64_t file_offset(uint64_t address) const;
  uint64_t count_gnu_hash(uint64_t offset) const;
  uint64_t count_symbols() const;
  bool find_sections(SymbolTable& table) const;
  bool find_symbols(SymbolTable& table) const;
  bool read_section_table(std::string& sections, size_t& count) const;

  std::unique_ptr<ByteSource> bytes_;
  uint16_t machine_ = 0;
  uint16_t type_ = 0;
  bool is_64_bit_ = false;
  bool is_little_endian_ = true;
  std::vector<Segment> segments_;
  Segment dynamic_{};
  std::string names_;  // DT_STRTAB
  uint64_t symbol_address_ = 0;
  uint64_t gnu_hash_address_ = 0;
  uint64_t hash_address_ = 0;
  std::vector<std::string> needed_;
  std::vector<std::string> run_paths_;
  std::string soname_;
};

// What architecture() says of libraries that this process can load.
std::string process_architecture();

}  // namespace cffi
