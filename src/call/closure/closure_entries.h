// The pool's numbers, read by the assembler and by C++. Changing the code of an entry changes its stride.
#pragma once

#include "call/plan/host_abis.h"

#define CFFI_CLOSURE_ENTRY_COUNT 1024

#if defined(CFFI_HAS_SYSV64) || defined(CFFI_HAS_WIN64)
#define CFFI_CLOSURE_ENTRY_STRIDE 16
#elif defined(CFFI_HAS_AAPCS64)
#define CFFI_CLOSURE_ENTRY_STRIDE 20
#else
#define CFFI_CLOSURE_ENTRY_STRIDE 0
#endif
