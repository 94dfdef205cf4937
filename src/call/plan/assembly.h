// What the assembly files share: how a function is declared on ELF and on Mach-O, and how an ELF object says that it
// needs no executable stack and that its branch targets have landing pads (IBT, SHSTK, BTI).
#pragma once

// clang-format off: this is the assembler's language
#if defined(__APPLE__)
#define FUNCTION(name) .globl _##name; .private_extern _##name; .p2align 4; _##name:
#define END_FUNCTION(name)
#define SYMBOL(name) _##name
#else
#define FUNCTION(name) .globl name; .hidden name; .type name, %function; .p2align 4; name:
#define END_FUNCTION(name) .size name, . - name
#define SYMBOL(name) name
#endif
// clang-format on
