// Calls inwards on AArch64 (AAPCS64): the pool of entry points, and what they all jump to.
#if defined(__aarch64__) && !defined(__APPLE__) && !defined(_WIN32)

#include "call/closure/closure_entries.h"
#include "call/plan/assembly.h"
#include "call/plan/frame_offsets.h"

        .text

// Entry i jumps to the first word of the object that slot i points to, which x17 then holds. Slots are addressed from
// the entry's own page, so a second mapping of this code uses the slots at the same distance from it. A jump by x16
// may land on `bti c`.
FUNCTION(cffi_closure_entries)
        .set    slot, 0
        .rept   CFFI_CLOSURE_ENTRY_COUNT
        hint    #34                     // bti c
        adrp    x17, cffi_closure_slots + slot
        ldr     x17, [x17, #:lo12:cffi_closure_slots + slot]
        ldr     x16, [x17]
        br      x16
        .set    slot, slot + 8
        .endr
END_FUNCTION(cffi_closure_entries)

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

// A destroyed closure: returns zero whatever was asked.
FUNCTION(cffi_closure_dead_aapcs64)
        .cfi_startproc
        hint    #34
        mov     x0, #0
        mov     x1, #0
        movi    d0, #0
        movi    d1, #0
        movi    d2, #0
        movi    d3, #0
        ret
        .cfi_endproc
END_FUNCTION(cffi_closure_dead_aapcs64)

#endif

#if defined(__linux__) && defined(__ELF__)
#if defined(__aarch64__)
        .section .note.gnu.property, "a"
        .p2align 3
        .long   4, 16, 5                // name size, descriptor size, NT_GNU_PROPERTY_TYPE_0
        .asciz  "GNU"
        .long   0xc0000000, 4, 1, 0     // GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI
#endif
        .section .note.GNU-stack, "", %progbits
#endif
