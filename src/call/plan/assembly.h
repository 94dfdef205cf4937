// What the assembly files share: how a function is declared on ELF, Mach-O and PE.
#pragma once

// clang-format off: this is the assembler's language
#if defined(__APPLE__)
#define FUNCTION(name) .globl _##name; .private_extern _##name; .p2align 4; _##name:
#define END_FUNCTION(name)
#define SYMBOL(name) _##name
#elif defined(_WIN32)
#define FUNCTION(name) .globl name; .def name; .scl 2; .type 32; .endef; .p2align 4; name:
#define END_FUNCTION(name)
#define SYMBOL(name) name
#else
#define FUNCTION(name) .globl name; .hidden name; .type name, %function; .p2align 4; name:
#define END_FUNCTION(name) .size name, . - name
#define SYMBOL(name) name
#endif
// clang-format on
