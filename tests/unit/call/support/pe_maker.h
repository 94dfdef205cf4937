// Writes DLLs byte by byte, for tests on machines without a linker for them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cffi {

struct PeMaker {
  uint16_t machine = 0x8664;
  bool is_64_bit = true;
  bool is_library = true;
  std::vector<std::string> exports;
  std::vector<std::pair<std::string, std::vector<std::string>>> imports;  // "#7": by number
  static constexpr uint32_t kAddress = 0x1000;                            // of the one section
  static constexpr uint32_t kOffset = 0x200;

  std::string bytes() const {
    std::string section;
    uint32_t export_table = exports.empty() ? 0 : add_exports(section);
    uint32_t import_table = imports.empty() ? 0 : add_imports(section);
    std::string file = "MZ";
    file.resize(0x3c);
    put(file, 0x40, 4);
    file += std::string("PE\0\0", 4);
    put(file, machine, 2);
    put(file, 1, 2);                        // sections
    put(file, 0, 12);                       // time, symbols
    put(file, is_64_bit ? 0xf0 : 0xe0, 2);  // size of what follows
    put(file, is_library ? 0x2022 : 0x22, 2);
    size_t optional_at = file.size();
    put(file, is_64_bit ? 0x20b : 0x10b, 2);
    file.resize(optional_at + (is_64_bit ? 108 : 92));
    put(file, 16, 4);
    put(file, export_table, 4);
    put(file, 40, 4);
    put(file, import_table, 4);
    put(file, 40, 4);
    file.resize(optional_at + (is_64_bit ? 0xf0 : 0xe0));
    file += std::string(".data\0\0\0", 8);
    put(file, section.size(), 4);
    put(file, kAddress, 4);
    put(file, section.size(), 4);
    put(file, kOffset, 4);
    file.resize(kOffset);
    return file + section;
  }

 private:
  static void put(std::string& out, uint64_t value, int size) {
    for (int i = 0; i < size; ++i) {
      out += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
    }
  }
  static void put_at(std::string& out, size_t at, uint64_t value) {
    std::string text;
    put(text, value, 4);
    out.replace(at, 4, text);
  }
  static uint32_t here(const std::string& section) { return kAddress + static_cast<uint32_t>(section.size()); }
  static uint32_t add_text(std::string& section, const std::string& text) {
    uint32_t at = here(section);
    section += text + '\0';
    return at;
  }

  uint32_t add_exports(std::string& section) const {
    std::vector<uint32_t> names;
    for (const std::string& name : exports) {
      names.push_back(add_text(section, name));
    }
    uint32_t names_at = here(section);
    for (uint32_t name : names) {
      put(section, name, 4);
    }
    uint32_t table = here(section);
    put(section, 0, 20);
    put(section, exports.size(), 4);
    put(section, exports.size(), 4);
    put(section, 0, 4);
    put(section, names_at, 4);
    put(section, 0, 4);
    return table;
  }

  uint32_t add_imports(std::string& section) const {
    uint32_t table = here(section);
    size_t at = section.size();
    section.resize(at + 20 * (imports.size() + 1));
    for (const auto& [library, symbols] : imports) {
      std::vector<uint64_t> entries;
      for (const std::string& symbol : symbols) {
        bool is_number = symbol.starts_with('#');
        uint64_t mark = uint64_t{1} << (is_64_bit ? 63 : 31);
        entries.push_back(is_number ? mark | std::stoul(symbol.substr(1)) : add_text(section, "\1\1" + symbol));
      }
      put_at(section, at + 12, add_text(section, library));
      put_at(section, at, here(section));
      for (uint64_t entry : entries) {
        put(section, entry, is_64_bit ? 8 : 4);
      }
      put(section, 0, 8);
      at += 20;
    }
    return table;
  }
};

}  // namespace cffi
