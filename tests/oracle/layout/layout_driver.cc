// Lays out the records that it reads and prints where everything went: our side of the comparison with a compiler.
//
// Input, a line each (render.py writes it):
//   target NAME | enum N PRIMITIVE | named N struct|union
//   record N struct|union [pack=N] [packed] [ms] [aligned=N]
//   field NAME TYPE [width=N] [aligned=N] [packed] | end
// TYPE is BASE[@ALIGNMENT][DIMENSION]...; BASE is a primitive (spaces as '-'), ptr, vec16, eN or rN; NAME is - for
// none. A record that has been named may be used before it stands there. Output, for each record: "R rN SIZE
// ALIGNMENT", then "F NAME FIRST_BIT WIDTH" for each named field (WIDTH 0: no bit-field).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ctype/pending_layouts.h"
#include "ctype/record_layout.h"
#include "ctype/type_query.h"
#include "ctype/type_table.h"

namespace cffi {
namespace {

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

const Target& target_named(const std::string& name) {
  for (const Target* target : {&target_x86_64_linux(), &target_aarch64_linux(), &target_aarch64_darwin(),
                               &target_x86_64_darwin(), &target_x86_64_windows()}) {
    if (target->name == name) {
      return *target;
    }
  }
  die("no target " + name);
}

RecordKind kind_named(const std::string& word) { return word == "union" ? RecordKind::kUnion : RecordKind::kStruct; }

class Driver {
 public:
  explicit Driver(const Target& target)
      : target_(target), common_(TypeTable::make_common(target)), table_(TypeTable::make(common_)) {}

  void line(const std::string& line);
  void print() const;

 private:
  struct PendingField {
    std::string name;
    Member member;
  };

  static bool option(const std::string& word, const char* key, uint32_t& value) {
    std::string prefix = std::string(key) + "=";
    if (word.rfind(prefix, 0) != 0) {
      return false;
    }
    value = static_cast<uint32_t>(std::stoul(word.substr(prefix.size())));
    return true;
  }

  void begin_record(std::istringstream& words);
  void add_field(std::istringstream& words);
  void end_record();
  void complete(RecordType* record, const std::vector<Member>& members);
  RecordType* record_named(const std::string& name, RecordKind kind);
  static void print_fields(const RecordBody& body, uint64_t base);
  const Type* base_type(std::string name);
  QualType parse_type(const std::string& token);

  const Target& target_;
  std::shared_ptr<TypeTable> common_;
  std::shared_ptr<TypeTable> table_;
  std::map<std::string, const Type*> types_;
  std::map<std::string, RecordType*> records_;
  std::string name_;
  RecordOptions options_;
  std::vector<PendingField> fields_;
};

void Driver::line(const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  words >> verb;
  if (verb == "enum") {
    std::string number;
    std::string underlying;
    words >> number >> underlying;
    EnumType* type = table_->new_enum("e" + number, "");
    auto* primitive = type_as<PrimitiveType>(base_type(underlying));
    table_->complete(type, EnumBody{primitive->primitive, {}, false});
    types_["e" + number] = type;
  } else if (verb == "named") {
    std::string number;
    std::string kind;
    words >> number >> kind;
    record_named("r" + number, kind_named(kind));
  } else if (verb == "record") {
    begin_record(words);
  } else if (verb == "field") {
    add_field(words);
  } else if (verb == "end") {
    end_record();
  } else if (!verb.empty()) {
    die("what is: " + line);
  }
}

void Driver::begin_record(std::istringstream& words) {
  std::string number;
  std::string kind;
  words >> number >> kind;
  name_ = "r" + number;
  fields_.clear();
  options_ = {};
  options_.name = name_;
  options_.kind = kind_named(kind);
  for (std::string word; words >> word;) {
    if (word == "packed") {
      options_.packed = true;
    } else if (word == "ms") {
      options_.ms_bitfields = true;
    } else if (!option(word, "pack", options_.pack) && !option(word, "aligned", options_.aligned)) {
      die("option " + word);
    }
  }
}

void Driver::add_field(std::istringstream& words) {
  PendingField field;
  std::string type;
  words >> field.name >> type;
  field.member.type = parse_type(type);
  for (std::string word; words >> word;) {
    uint32_t width = 0;
    if (word == "packed") {
      field.member.packed = true;
    } else if (option(word, "width", width)) {
      field.member.bit_width = static_cast<int32_t>(width);
    } else if (!option(word, "aligned", field.member.aligned)) {
      die("option " + word);
    }
  }
  fields_.push_back(field);
}

void Driver::end_record() {
  std::vector<Member> members;
  for (const PendingField& field : fields_) {
    members.push_back(field.member);
    members.back().name = field.name == "-" ? std::string_view() : std::string_view(field.name);
  }
  complete(record_named(name_, options_.kind), members);
}

RecordType* Driver::record_named(const std::string& name, RecordKind kind) {
  RecordType*& record = records_[name];
  if (record == nullptr) {
    record = table_->new_record(kind, name, name);
    types_[name] = record;
  }
  return record;
}

void Driver::complete(RecordType* record, const std::vector<Member>& members) {
  PendingLayouts& pending = table_->pending();
  Result<void> done;
  pending.begin();
  if (std::any_of(members.begin(), members.end(),
                  [](const Member& m) { return awaited_type(m.type.type) != nullptr; })) {
    done = pending.declare(record, options_, members);
  } else if (auto layout = lay_out_record(target_, options_, members)) {
    table_->complete(record, layout->body);
    done = pending.completed(record);
  } else {
    done = layout.take_failure();
  }
  if (!done) {
    die(name_ + ": " + describe_error(done.error()));
  }
  pending.commit();
}

void Driver::print() const {
  for (const auto& [name, record] : records_) {
    const RecordBody* body = record->complete();
    if (body == nullptr) {
      die(error_text(*why_pending(target_, record)));
    }
    std::printf("R %s %llu %u\n", name.c_str(), static_cast<unsigned long long>(body->size), body->alignment);
    print_fields(*body, 0);
  }
}

void Driver::print_fields(const RecordBody& body, uint64_t base) {
  for (const Field& field : body.fields) {
    auto* inner = type_as<RecordType>(field.type.type);
    if (field.name.empty() && inner != nullptr) {
      print_fields(*inner->complete(), base + field.offset);
      continue;
    }
    bool is_bitfield = field.bit_size != kNotBitfield;
    uint64_t bit = (base + field.offset) * 8 + static_cast<uint64_t>(is_bitfield ? field.bit_shift : 0);
    std::printf("F %.*s %llu %d\n", static_cast<int>(field.name.size()), field.name.data(),
                static_cast<unsigned long long>(bit), is_bitfield ? field.bit_size : 0);
  }
}

const Type* Driver::base_type(std::string name) {
  if (auto found = types_.find(name); found != types_.end()) {
    return found->second;
  }
  if (name == "ptr") {
    return table_->pointer_to(QualType{table_->void_type()});
  }
  if (name == "vec16") {
    return table_->vector_of(table_->primitive(Primitive::kInt), 16);
  }
  for (char& c : name) {
    c = c == '-' ? ' ' : c;
  }
  auto primitive = primitive_by_name(name);
  return primitive ? table_->primitive(*primitive) : nullptr;
}

QualType Driver::parse_type(const std::string& token) {
  size_t base_end = token.find_first_of("@[");
  QualType type{base_type(token.substr(0, base_end))};
  if (!type) {
    die("no type " + token);
  }
  size_t dimensions = std::min(token.find('['), token.size());
  if (base_end != std::string::npos && token[base_end] == '@') {
    type.alignment = static_cast<uint32_t>(std::stoul(token.substr(base_end + 1, dimensions - base_end - 1)));
  }
  // The last dimension is that of the innermost array.
  for (size_t end = token.size(); end > dimensions;) {
    size_t begin = token.rfind('[', end - 1);
    std::string length = token.substr(begin + 1, end - begin - 2);
    auto array = table_->array_of(type, length.empty() ? kOpenLength : std::stoll(length));
    if (!array) {
      die(token + ": " + describe_error(array.error()));
    }
    type = QualType{*array};
    end = begin;
  }
  return type;
}

}  // namespace
}  // namespace cffi

int main() {
  std::string line;
  if (!std::getline(std::cin, line) || line.rfind("target ", 0) != 0) {
    cffi::die("the first line names the target");
  }
  cffi::Driver driver(cffi::target_named(line.substr(7)));
  while (std::getline(std::cin, line)) {
    driver.line(line);
  }
  driver.print();
  return 0;
}
