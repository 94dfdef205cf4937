#include "ctype/type_text.h"

#include <vector>

#include "base/text_writer.h"

namespace cffi {
namespace {

constexpr int kQualifierCount = 4;
constexpr std::string_view kQualifierNames[kQualifierCount] = {"const", "volatile", "__restrict", "_Atomic"};

std::string_view convention_text(CallConvention convention) {
  switch (convention) {
    case CallConvention::kDefault:
      return "";
    case CallConvention::kStdcall:
      return "__stdcall";
    case CallConvention::kFastcall:
      return "__fastcall";
    case CallConvention::kThiscall:
      return "__thiscall";
    case CallConvention::kVectorcall:
      return "__vectorcall";
    case CallConvention::kMsAbi:
      return "__attribute__((ms_abi))";
    case CallConvention::kSysvAbi:
      return "__attribute__((sysv_abi))";
  }
  return "";
}

// The type that `type` is derived from; null for one that is not derived by a declarator.
QualType inner_of(const Type* type) {
  switch (type->kind) {
    case TypeKind::kPointer:
      return static_cast<const PointerType*>(type)->pointee;
    case TypeKind::kArray:
      return static_cast<const ArrayType*>(type)->item;
    case TypeKind::kFunction:
      return static_cast<const FunctionType*>(type)->result;
    case TypeKind::kVoid:
    case TypeKind::kPrimitive:
    case TypeKind::kRecord:
    case TypeKind::kEnum:
    case TypeKind::kVector:
    case TypeKind::kUnsizedNumber:
    case TypeKind::kForeignNumber:
      return {};
  }
  return {};
}

// What programs see as the names of complex types, established before C compilers agreed on theirs.
std::string_view shown_name(Primitive primitive) {
  if (primitive == Primitive::kFloatComplex) {
    return "_cffi_float_complex_t";
  }
  return primitive == Primitive::kDoubleComplex ? "_cffi_double_complex_t" : primitive_info(primitive).name;
}

bool needs_parentheses(const Type* pointee) {
  return pointee->kind == TypeKind::kArray || pointee->kind == TypeKind::kFunction;
}

// Writes types from left to right. What is to follow (the right halves of declarators, parameters) waits on a
// stack of its own, so that no depth of nesting recurses.
class Speller {
 public:
  explicit Speller(SpellingStyle style, const TypeNamer* namer = nullptr) : style_(style), namer_(namer) {}

  TypeSpelling spell(const QualType& type) {
    spell_left(type);
    size_t name_position = out_.size();
    while (!todo_.empty() && out_.size() <= kMaxSpelling) {
      Piece piece = todo_.back();
      todo_.pop_back();
      if (piece.type) {
        spell_left(piece.type);
      } else if (piece.array != nullptr) {
        write_length(piece.array->length);
      } else {
        out_ << piece.text;
      }
    }
    if (!todo_.empty()) {
      out_ << "...";
    }
    return {out_.take(), name_position};
  }

 private:
  struct Piece {
    QualType type;                     // a whole type, or
    const ArrayType* array = nullptr;  // the brackets of this one, or
    std::string_view text;             // this
  };

  // The half before the name; the half after it goes to the stack.
  void spell_left(const QualType& type) {
    std::vector<QualType> chain = {type};
    while (QualType inner = given_name(chain.back().type).empty() ? inner_of(chain.back().type) : QualType{}) {
      // Qualifiers of an array are those of its items (C11 6.7.3p9).
      if (chain.back().type->kind == TypeKind::kArray) {
        inner.qualifiers |= chain.back().qualifiers;
      }
      chain.push_back(inner);
    }
    write_base(chain.back());
    for (size_t i = chain.size() - 1; i-- > 0;) {
      write_left(chain[i], chain[i + 1].type);
      push_right(chain[i].type, chain[i + 1].type);
    }
    if (auto* function = type_as<FunctionType>(type.type);
        function && function->convention != CallConvention::kDefault) {
      out_ << ' ' << convention_text(function->convention) << ' ';
    }
  }

  void write_qualifiers(uint8_t qualifiers, bool space_before) {
    if (style_ == SpellingStyle::kShown) {
      return;
    }
    bool needs_space = space_before;
    for (int i = 0; i < kQualifierCount; ++i) {
      if ((qualifiers >> i & 1) != 0) {
        out_ << (needs_space ? " " : "") << kQualifierNames[i] << (space_before ? "" : " ");
        needs_space = space_before;
      }
    }
  }

  void write_base(const QualType& base) {
    write_qualifiers(base.qualifiers, false);
    write_unqualified_base(base.type);
  }

  void write_primitive(Primitive primitive) {
    out_ << (style_ == SpellingStyle::kShown ? shown_name(primitive) : primitive_info(primitive).name);
  }

  std::string_view given_name(const Type* type) const {
    return namer_ == nullptr ? std::string_view() : namer_->name_of(type);
  }

  void write_unqualified_base(const Type* type) {
    if (std::string_view name = given_name(type); !name.empty()) {
      out_ << name;
      return;
    }
    switch (type->kind) {
      case TypeKind::kVoid:
        out_ << "void";
        return;
      case TypeKind::kPrimitive:
        write_primitive(static_cast<const PrimitiveType*>(type)->primitive);
        return;
      case TypeKind::kRecord:
        out_ << static_cast<const RecordType*>(type)->name;
        return;
      case TypeKind::kEnum:
        out_ << static_cast<const EnumType*>(type)->name;
        return;
      case TypeKind::kUnsizedNumber:
        out_ << static_cast<const UnsizedNumberType*>(type)->name;
        return;
      case TypeKind::kForeignNumber:
        out_ << static_cast<const ForeignNumberType*>(type)->name;
        return;
      case TypeKind::kVector: {
        auto* vector = static_cast<const VectorType*>(type);
        write_vector(vector);
        return;
      }
      case TypeKind::kPointer:
      case TypeKind::kArray:
      case TypeKind::kFunction:
        return;  // taken apart by the chain
    }
  }

  void write_vector(const VectorType* vector) {
    const Type* item = vector->item;
    if (item->kind != TypeKind::kVector) {
      write_unqualified_base(item);
    }
    out_ << " __attribute__((vector_size(" << vector->size << ")))";
  }

  void write_left(const QualType& type, const Type* inner) {
    if (type.type->kind != TypeKind::kPointer) {
      return;
    }
    out_ << (needs_parentheses(inner) ? '(' : ' ');
    if (auto* function = type_as<FunctionType>(inner); function && function->convention != CallConvention::kDefault) {
      out_ << convention_text(function->convention) << ' ';
    }
    out_ << '*';
    write_qualifiers(type.qualifiers, true);
  }

  // Pushed from the innermost to the outermost: popped in the order of reading.
  void push_right(const Type* type, const Type* inner) {
    if (type->kind == TypeKind::kPointer && needs_parentheses(inner)) {
      push(")");
    } else if (auto* array = type_as<ArrayType>(type)) {
      todo_.push_back({{}, array, {}});
    } else if (auto* function = type_as<FunctionType>(type)) {
      push_parameters(function);
    }
  }

  void push_parameters(const FunctionType* function) {
    std::span<const QualType> parameters = function->parameters;
    push(")");
    if (function->variadic) {
      push(parameters.empty() ? "..." : ", ...");
    }
    if (parameters.empty() && !function->variadic && style_ == SpellingStyle::kC) {
      push("void");
    }
    for (size_t i = parameters.size(); i-- > 0;) {
      todo_.push_back({parameters[i], nullptr, {}});
      if (i > 0) {
        push(", ");
      }
    }
    push("(");
  }

  void push(std::string_view text) { todo_.push_back({{}, nullptr, text}); }

  void write_length(int64_t length) {
    out_ << '[';
    if (length == kDotsLength) {
      out_ << "...";
    } else if (length != kOpenLength) {
      out_ << length;
    }
    out_ << ']';
  }

  SpellingStyle style_;
  const TypeNamer* namer_;
  TextWriter out_;
  std::vector<Piece> todo_;
};

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n\v\f";
  size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

}  // namespace

TypeSpelling spell_type(const QualType& type, SpellingStyle style) { return Speller(style).spell(type); }

TypeSpelling spell_type(const Type* type, SpellingStyle style) { return spell_type(QualType{type}, style); }

namespace {

std::string put_name(const QualType& type, TypeSpelling spelling, std::string_view declarator) {
  declarator = trim(declarator);
  if (declarator.empty()) {
    return std::move(spelling.text);
  }
  TextWriter inserted;
  if (declarator.front() == '*' && needs_parentheses(type.type)) {
    inserted << '(' << declarator << ')';
  } else if (declarator.front() == '[' || declarator.front() == '(') {
    inserted << declarator;
  } else {
    inserted << ' ' << declarator;
  }
  spelling.text.insert(spelling.name_position, inserted.view());
  return std::move(spelling.text);
}

}  // namespace

std::string declare(const QualType& type, std::string_view declarator, SpellingStyle style) {
  return put_name(type, spell_type(type, style), declarator);
}

std::string declare(const QualType& type, std::string_view declarator, const TypeNamer& namer) {
  return put_name(type, Speller(SpellingStyle::kC, &namer).spell(type), declarator);
}

std::string declare(const Type* type, std::string_view declarator, SpellingStyle style) {
  return declare(QualType{type}, declarator, style);
}

}  // namespace cffi
