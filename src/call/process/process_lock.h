// The one lock of the closure pool. Held across fork(), so that a child never inherits it locked by a thread that it
// does not have.
#pragma once

namespace cffi {

class ProcessLock {
 public:
  ProcessLock();
  ~ProcessLock();
  ProcessLock(const ProcessLock&) = delete;
  ProcessLock& operator=(const ProcessLock&) = delete;
};

}  // namespace cffi
