// The pool's numbers, read by the assembler and by C++. Changing the code of an entry changes its stride.
#pragma once

#define CFFI_CLOSURE_ENTRY_COUNT 1024

#if defined(__x86_64__)
#define CFFI_CLOSURE_ENTRY_STRIDE 16
#elif defined(__aarch64__)
#define CFFI_CLOSURE_ENTRY_STRIDE 20
#else
#define CFFI_CLOSURE_ENTRY_STRIDE 0
#endif
