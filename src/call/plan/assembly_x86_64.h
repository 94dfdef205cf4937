// What the assembly files of x86-64 share. Unwind data is DWARF's (CFI) or, on Windows, that of the system (SEH).
#pragma once

// clang-format off: this is the assembler's language

// Registers xmm0 up to `count` from or to slots that are `stride` bytes apart.
        .macro  LOAD_VECTORS instruction, slots, base, stride, count
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \n < \count
        \instruction \slots + \n * \stride(\base), %xmm\n
        .endif
        .endr
        .endm

        .macro  STORE_VECTORS instruction, slots, base, stride, count
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \n < \count
        \instruction %xmm\n, \slots + \n * \stride(\base)
        .endif
        .endr
        .endm

// Prologues and epilogues.
        .macro  START_UNWIND name
#if defined(_WIN32)
        .seh_proc \name
#else
        .cfi_startproc
#endif
        .endm

        .macro  PUSH register
        pushq   \register
#if defined(_WIN32)
        .seh_pushreg \register
#else
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset \register, 0
#endif
        .endm

        .macro  POP register
        popq    \register
#if !defined(_WIN32)
        .cfi_adjust_cfa_offset -8
        .cfi_restore \register
#endif
        .endm

        .macro  RESERVE size
        subq    $(\size), %rsp
#if defined(_WIN32)
        .seh_stackalloc \size
#else
        .cfi_adjust_cfa_offset \size
#endif
        .endm

        .macro  RELEASE size
        addq    $(\size), %rsp
#if !defined(_WIN32)
        .cfi_adjust_cfa_offset -(\size)
#endif
        .endm

// From here on rbp is what the frame is found by: the stack pointer may move. After all PUSHes.
        .macro  ENTER_FRAME
        movq    %rsp, %rbp
#if defined(_WIN32)
        .seh_setframe %rbp, 0
#else
        .cfi_def_cfa_register %rbp
#endif
        .endm

        .macro  LEAVE_FRAME
        leaq    0(%rbp), %rsp           // one of the forms that Windows takes for the beginning of an epilogue
#if !defined(_WIN32)
        .cfi_def_cfa_register %rsp
#endif
        .endm

        .macro  END_PROLOGUE
#if defined(_WIN32)
        .seh_endprologue
#endif
        .endm

        .macro  END_UNWIND
#if defined(_WIN32)
        .seh_endproc
#else
        .cfi_endproc
#endif
        .endm
        // clang-format on
