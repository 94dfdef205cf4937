// The set of derived types of one TypeTable, by shape: what makes "pointer to T" one node. Private to type_table.cc.
//
// Nodes are looked up by a node of the same shape on the caller's stack. Owns no nodes. Needs the table's lock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <unordered_set>

#include "ctype/type.h"

namespace cffi {

class HashMixer {
 public:
  void add(uint64_t value) {
    // splitmix64's finisher: pointers differ in few, mostly middle, bits.
    hash_ ^= value + 0x9E3779B97F4A7C15ULL + (hash_ << 6) + (hash_ >> 2);
    hash_ = (hash_ ^ (hash_ >> 30)) * 0xBF58476D1CE4E5B9ULL;
    hash_ = (hash_ ^ (hash_ >> 27)) * 0x94D049BB133111EBULL;
    hash_ ^= hash_ >> 31;
  }
  void add(const Type* type) { add(static_cast<uint64_t>(reinterpret_cast<uintptr_t>(type))); }
  void add(const QualType& type) {
    add(type.type);
    add(uint64_t{type.alignment} << 8 | type.qualifiers);
  }
  size_t take() const { return static_cast<size_t>(hash_); }

 private:
  uint64_t hash_ = 0;
};

struct ShapeHash {
  size_t operator()(const Type* type) const {
    HashMixer mixer;
    mixer.add(static_cast<uint64_t>(type->kind));
    if (auto* pointer = type_as<PointerType>(type)) {
      mixer.add(pointer->pointee);
    } else if (auto* array = type_as<ArrayType>(type)) {
      mixer.add(array->item);
      mixer.add(static_cast<uint64_t>(array->length));
    } else if (auto* vector = type_as<VectorType>(type)) {
      mixer.add(vector->item);
      mixer.add(vector->size);
    } else if (auto* number = type_as<ForeignNumberType>(type)) {
      mixer.add(std::hash<std::string_view>()(number->name));
    } else if (auto* function = type_as<FunctionType>(type)) {
      mixer.add(function->result);
      mixer.add(uint64_t{function->variadic} << 8 | static_cast<uint64_t>(function->convention));
      for (const QualType& parameter : function->parameters) {
        mixer.add(parameter);
      }
    }
    return mixer.take();
  }
};

struct SameShape {
  bool operator()(const Type* a, const Type* b) const {
    if (a->kind != b->kind) {
      return false;
    }
    if (auto* pointer = type_as<PointerType>(a)) {
      return pointer->pointee == type_as<PointerType>(b)->pointee;
    }
    if (auto* array = type_as<ArrayType>(a)) {
      auto* other = type_as<ArrayType>(b);
      return array->item == other->item && array->length == other->length;
    }
    if (auto* vector = type_as<VectorType>(a)) {
      auto* other = type_as<VectorType>(b);
      return vector->item == other->item && vector->size == other->size;
    }
    if (auto* number = type_as<ForeignNumberType>(a)) {
      return number->name == type_as<ForeignNumberType>(b)->name;
    }
    if (auto* function = type_as<FunctionType>(a)) {
      auto* other = type_as<FunctionType>(b);
      return function->result == other->result && function->variadic == other->variadic &&
             function->convention == other->convention &&
             std::equal(function->parameters.begin(), function->parameters.end(), other->parameters.begin(),
                        other->parameters.end());
    }
    return a == b;
  }
};

using InternedTypes = std::unordered_set<const Type*, ShapeHash, SameShape>;

}  // namespace cffi
