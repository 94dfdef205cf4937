// Which calling conventions this library has machine code for on the processor and system that it is built for: read by
// the assembler and by C++.
//
// Not AArch64 on Darwin or Windows: their rules are known (placement_aapcs64.cc), but the assembly is written for ELF.
#pragma once

#if defined(__x86_64__) && !defined(_WIN32)
#define CFFI_HAS_SYSV64 1
#endif
#if defined(__x86_64__)
#define CFFI_HAS_WIN64 1  // elsewhere than on Windows for functions that are declared ms_abi
#endif
#if defined(__aarch64__) && !defined(__APPLE__) && !defined(_WIN32)
#define CFFI_HAS_AAPCS64 1
#endif
