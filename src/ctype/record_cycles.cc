#include "ctype/record_cycles.h"

#include <string>

#include "ctype/type_query.h"
#include "ctype/type_text.h"

namespace cffi {

// `again` is on the path and the last record on it contains it. The error is where the cycle was closed: in the
// record that was declared last.
Failure CycleSearch::cycle(const RecordType* again) const {
  const Step* closing = nullptr;
  for (size_t i = path_.size(); i-- > 0;) {
    const Step& step = path_[i];
    bool is_later = closing == nullptr || taken(step).range.begin > taken(*closing).range.begin;
    if (is_recent(step) && is_later) {
      closing = &step;
    }
    if (step.record == again) {
      break;
    }
  }
  const Step& step = closing != nullptr ? *closing : path_.back();
  const Member& member = taken(step);
  std::string field(step.record->name);
  field += '.';
  field += member.name.empty() ? "(unnamed)" : member.name;
  SourceRange range = closing != nullptr ? member.range : SourceRange{};
  std::string_view shown = step.record->tag.empty() ? step.record->name : step.record->tag;
  return fail(ErrorCode::kCircularRecord, range, {std::string(shown), field, spell_type(member.type.type).text});
}

Result<void> CycleSearch::from(const RecordType* record) {
  if (!marks_.emplace(record, Mark::kOpen).second) {
    return {};
  }
  path_.push_back({record});
  while (!path_.empty()) {
    Step& step = path_.back();
    std::span<const Member> members = step.record->declared()->members;
    if (step.member == members.size()) {
      marks_[step.record] = Mark::kDone;
      path_.pop_back();
      continue;
    }
    auto* inner = type_as<RecordType>(awaited_type(members[step.member++].type.type));
    if (inner == nullptr || inner->declared() == nullptr) {
      continue;
    }
    auto [mark, is_new] = marks_.emplace(inner, Mark::kOpen);
    if (is_new) {
      path_.push_back({inner});
    } else if (mark->second == Mark::kOpen) {
      return cycle(inner);
    }
  }
  return {};
}

}  // namespace cffi
