// Calls inwards on AArch64 (AAPCS64): the pool of entry points, and what they all jump to.
// Offsets are those of native_abi_aapcs64.cc; counts and strides those of closure_entries.h.
#if defined(__aarch64__) && !defined(__APPLE__) && !defined(_WIN32)

#include "call/plan/assembly.h"
#include "call/closure/closure_entries.h"

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
        sub     sp, sp, #384            // wide_end
        ldr     w19, [x17, #8]
        stp     x0, x1, [sp, #0]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        str     x8, [sp, #64]
        tbnz    w19, #0, 1f             // kWideVectors
        tbz     w19, #3, 2f             // kVectorArguments
        stp     d0, d1, [sp, #128]
        stp     d2, d3, [sp, #144]
        stp     d4, d5, [sp, #160]
        stp     d6, d7, [sp, #176]
        b       2f
1:      stp     q0, q1, [sp, #256]
        stp     q2, q3, [sp, #288]
        stp     q4, q5, [sp, #320]
        stp     q6, q7, [sp, #352]
2:      mov     x0, x17
        mov     x1, sp
        add     x2, x29, #32
        bl      cffi_closure_dispatch
        ldp     x0, x1, [sp, #80]
        ldp     d0, d1, [sp, #96]
        ldp     d2, d3, [sp, #112]
        tbz     w19, #0, 3f
        ldp     q0, q1, [sp, #192]
        ldp     q2, q3, [sp, #224]
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
