// Records that contain themselves by value, directly or through others: these can never be laid out.
//
// Depth first through the records that are not laid out, without recursion; each is looked at once in a search.
// Locks: that of the tables.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "ctype/pending_layouts.h"
#include "ctype/type.h"

namespace cffi {

class CycleSearch {
 public:
  // Errors have a range in the cdef that is `transaction` of `table`.
  CycleSearch(const TypeTable& table, uint32_t transaction) : table_(table), transaction_(transaction) {}

  // kCircularRecord where a cycle can be reached from `record`, whose fields are declared.
  Result<void> from(const RecordType* record);

 private:
  struct Step {
    const RecordType* record;
    size_t member = 0;  // the next one to look at
  };
  enum class Mark : uint8_t { kOpen, kDone };

  bool is_recent(const Step& step) const {
    return step.record->table == &table_ && step.record->declared()->transaction == transaction_;
  }
  static const Member& taken(const Step& step) { return step.record->declared()->members[step.member - 1]; }
  Failure cycle(const RecordType* again) const;

  const TypeTable& table_;
  uint32_t transaction_;
  std::unordered_map<const RecordType*, Mark> marks_;
  std::vector<Step> path_;
};

}  // namespace cffi
