#include "decl/symbol_table.h"

#include <cstring>

namespace cffi {
namespace {

constexpr uint64_t kMultiplier = 0x9fb21c651e98df25ull;

// The halves of the 128-bit product, xored.
#if defined(__SIZEOF_INT128__)
uint64_t mix(uint64_t value) {
  auto product = static_cast<unsigned __int128>(value) * kMultiplier;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}
#else  // where registers have 32 bits: from four products of 32-bit halves
uint64_t mix(uint64_t value) {
  constexpr uint64_t kLow = kMultiplier & 0xffffffffu;
  constexpr uint64_t kHigh = kMultiplier >> 32;
  uint64_t low = (value & 0xffffffffu) * kLow;
  uint64_t first = (value >> 32) * kLow + (low >> 32);
  uint64_t second = (value & 0xffffffffu) * kHigh + (first & 0xffffffffu);
  uint64_t high = (value >> 32) * kHigh + (first >> 32) + (second >> 32);
  return ((second << 32) | (low & 0xffffffffu)) ^ high;
}
#endif

}  // namespace

// The seed differs between processes by address space randomisation: good enough against prepared collisions.
SymbolTable::SymbolTable(Arena& spellings)
    : spellings_(spellings), slots_(64), seed_(mix(reinterpret_cast<uintptr_t>(this) ^ 0x5bd1e995u)) {}

uint64_t SymbolTable::hash(std::string_view text) const {
  uint64_t h = seed_ ^ (text.size() * kMultiplier);
  const char* p = text.data();
  size_t left = text.size();
  uint64_t word = 0;
  for (; left >= 8; left -= 8, p += 8) {
    std::memcpy(&word, p, 8);
    h = mix(h ^ word ^ (seed_ >> 7));
  }
  word = 0;
  if (left != 0) {
    std::memcpy(&word, p, left);
  }
  return mix(mix(h ^ word) ^ seed_);
}

size_t SymbolTable::slot_of(std::string_view text, uint64_t hash) const {
  size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot].symbol != nullptr && (slots_[slot].hash != hash || slots_[slot].symbol->text != text)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

Symbol* SymbolTable::find(std::string_view text) const { return slots_[slot_of(text, hash(text))].symbol; }

Symbol& SymbolTable::intern(std::string_view text) {
  uint64_t h = hash(text);
  size_t slot = slot_of(text, h);
  if (slots_[slot].symbol != nullptr) {
    return *slots_[slot].symbol;
  }
  if (count_ * 3 >= slots_.size() * 2) {
    grow();
    slot = slot_of(text, h);
  }
  auto* symbol = arena_.make<Symbol>();
  symbol->text = spellings_.copy(text);
  slots_[slot] = {h, symbol};
  ++count_;
  if (is_noting_) {
    noted_.push_back(symbol);
  }
  return *symbol;
}

void SymbolTable::begin() {
  is_noting_ = true;
  noted_.clear();
  before_noted_ = arena_.mark();
}

void SymbolTable::roll_back() {
  for (const Symbol* symbol : noted_) {
    remove(slot_of(symbol->text, hash(symbol->text)));
  }
  count_ -= noted_.size();
  noted_.clear();
  arena_.rewind(before_noted_);
  is_noting_ = false;
}

// Those after it that would no longer be found move up.
void SymbolTable::remove(size_t slot) {
  size_t mask = slots_.size() - 1;
  for (size_t next = (slot + 1) & mask; slots_[next].symbol != nullptr; next = (next + 1) & mask) {
    size_t wanted = slots_[next].hash & mask;
    if (((next - wanted) & mask) >= ((next - slot) & mask)) {
      slots_[slot] = slots_[next];
      slot = next;
    }
  }
  slots_[slot] = {};
}

void SymbolTable::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  size_t mask = slots_.size() - 1;
  for (const Slot& entry : old) {
    if (entry.symbol == nullptr) {
      continue;
    }
    size_t slot = entry.hash & mask;
    while (slots_[slot].symbol != nullptr) {
      slot = (slot + 1) & mask;
    }
    slots_[slot] = entry;
  }
}

}  // namespace cffi
