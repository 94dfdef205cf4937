// errno per thread as the program between two C calls sees it: put back right before a call, taken right after.
#pragma once

namespace cffi {

// Sets the C errno (and GetLastError on Windows) to this thread's saved value; takes it back.
void restore_errno();
void save_errno();

// The address of it: what generated code reads and writes by itself.
int* saved_errno_address();
int saved_errno();
void set_saved_errno(int value);

}  // namespace cffi
