// Calls inwards on AArch64 (AAPCS64): what the entry points of closures jump to.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_AAPCS64)

#include "call/plan/assembly.h"
#include "call/plan/frame_offsets.h"

        .text

// In: x17 = ClosureCore (entry code, flags). Registers go to a block of the frame's shape on the stack.
FUNCTION(cffi_closure_entry_aapcs64)
        .cfi_startproc
        hint    #34
        stp     x29, x30, [sp, #-32]!
        .cfi_def_cfa_offset 32
        .cfi_offset x29, -32
        .cfi_offset x30, -24
        mov     x29, sp
        .cfi_def_cfa_register x29
        str     x19, [sp, #16]
        .cfi_offset x19, -16
        sub     sp, sp, #CFFI_FRAME_WIDE_END
        ldr     w19, [x17, #CFFI_CLOSURE_FLAGS_OFFSET]
        stp     x0, x1, [sp, #CFFI_FRAME_GENERAL]
        stp     x2, x3, [sp, #CFFI_FRAME_GENERAL + 16]
        stp     x4, x5, [sp, #CFFI_FRAME_GENERAL + 32]
        stp     x6, x7, [sp, #CFFI_FRAME_GENERAL + 48]
        str     x8, [sp, #CFFI_FRAME_GENERAL + 64]
        tbnz    w19, #CFFI_FLAG_WIDE_VECTORS, 1f
        tbz     w19, #CFFI_FLAG_VECTOR_ARGUMENTS, 2f
        stp     d0, d1, [sp, #CFFI_FRAME_VECTOR]
        stp     d2, d3, [sp, #CFFI_FRAME_VECTOR + 16]
        stp     d4, d5, [sp, #CFFI_FRAME_VECTOR + 32]
        stp     d6, d7, [sp, #CFFI_FRAME_VECTOR + 48]
        b       2f
1:      stp     q0, q1, [sp, #CFFI_FRAME_WIDE_VECTOR]
        stp     q2, q3, [sp, #CFFI_FRAME_WIDE_VECTOR + 32]
        stp     q4, q5, [sp, #CFFI_FRAME_WIDE_VECTOR + 64]
        stp     q6, q7, [sp, #CFFI_FRAME_WIDE_VECTOR + 96]
2:      mov     x0, x17
        mov     x1, sp
        add     x2, x29, #32
        bl      cffi_closure_dispatch
        ldp     x0, x1, [sp, #CFFI_FRAME_GENERAL_RESULT]
        ldp     d0, d1, [sp, #CFFI_FRAME_VECTOR_RESULT]
        ldp     d2, d3, [sp, #CFFI_FRAME_VECTOR_RESULT + 16]
        tbz     w19, #CFFI_FLAG_WIDE_VECTORS, 3f
        ldp     q0, q1, [sp, #CFFI_FRAME_WIDE_RESULT]
        ldp     q2, q3, [sp, #CFFI_FRAME_WIDE_RESULT + 32]
3:      mov     sp, x29
        ldr     x19, [sp, #16]
        .cfi_restore x19
        ldp     x29, x30, [sp], #32
        .cfi_restore x29
        .cfi_restore x30
        .cfi_def_cfa sp, 0
        ret
        .cfi_endproc
END_FUNCTION(cffi_closure_entry_aapcs64)

#endif

#include "call/plan/assembly_end.h"
