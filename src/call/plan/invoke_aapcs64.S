// Calls outwards on AArch64 (AAPCS64).
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_AAPCS64)

#include "call/plan/assembly.h"
#include "call/plan/frame_offsets.h"

        .text

// x19 = frame, x16 = function, from the second and third argument.
        .macro  ENTER
        .cfi_startproc
        hint    #34                     // bti c
        stp     x29, x30, [sp, #-32]!
        .cfi_def_cfa_offset 32
        .cfi_offset x29, -32
        .cfi_offset x30, -24
        mov     x29, sp
        str     x19, [sp, #16]
        .cfi_offset x19, -16
        mov     x19, x1
        mov     x16, x2
        .endm

        .macro  LEAVE
        ldr     x19, [sp, #16]
        .cfi_restore x19
        ldp     x29, x30, [sp], #32
        .cfi_restore x29
        .cfi_restore x30
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .endm

        .macro  LOAD_GENERAL
        ldp     x0, x1, [x19, #CFFI_FRAME_GENERAL]
        ldp     x2, x3, [x19, #CFFI_FRAME_GENERAL + 16]
        ldp     x4, x5, [x19, #CFFI_FRAME_GENERAL + 32]
        ldp     x6, x7, [x19, #CFFI_FRAME_GENERAL + 48]
        .endm

        .macro  LOAD_VECTORS
        ldp     d0, d1, [x19, #CFFI_FRAME_VECTOR]
        ldp     d2, d3, [x19, #CFFI_FRAME_VECTOR + 16]
        ldp     d4, d5, [x19, #CFFI_FRAME_VECTOR + 32]
        ldp     d6, d7, [x19, #CFFI_FRAME_VECTOR + 48]
        .endm

        .macro  STORE_RESULTS
        stp     x0, x1, [x19, #CFFI_FRAME_GENERAL_RESULT]
        stp     d0, d1, [x19, #CFFI_FRAME_VECTOR_RESULT]
        stp     d2, d3, [x19, #CFFI_FRAME_VECTOR_RESULT + 16]
        .endm

// void cffi_invoke_general_aapcs64(const CallPlan&, void* frame, AnyFunction function)
FUNCTION(cffi_invoke_general_aapcs64)
        ENTER
        LOAD_GENERAL
        blr     x16
        stp     x0, x1, [x19, #CFFI_FRAME_GENERAL_RESULT]
        LEAVE
END_FUNCTION(cffi_invoke_general_aapcs64)

// void cffi_invoke_registers_aapcs64(const CallPlan&, void* frame, AnyFunction function)
FUNCTION(cffi_invoke_registers_aapcs64)
        ENTER
        LOAD_VECTORS
        LOAD_GENERAL
        blr     x16
        STORE_RESULTS
        LEAVE
END_FUNCTION(cffi_invoke_registers_aapcs64)

// void cffi_invoke_full_aapcs64(void* frame, AnyFunction function, const void* stack, uint64_t stack_size,
//                               uint64_t stack_alignment, uint64_t flags)
FUNCTION(cffi_invoke_full_aapcs64)
        .cfi_startproc
        hint    #34
        stp     x29, x30, [sp, #-32]!
        .cfi_def_cfa_offset 32
        .cfi_offset x29, -32
        .cfi_offset x30, -24
        mov     x29, sp
        .cfi_def_cfa_register x29
        stp     x19, x20, [sp, #16]
        .cfi_offset x19, -16
        .cfi_offset x20, -8
        mov     x19, x0
        mov     x16, x1
        mov     x20, x5
        // sp must stay 16-byte aligned at every access (AAPCS64 6.4.5.1): pairs are pushed from the end, so that each page
        // is touched in turn. An odd last word makes a pair with padding.
        tbz     x3, #3, 1f
        sub     x3, x3, #8
        ldr     x9, [x2, x3]
        str     x9, [sp, #-16]!
1:      cbz     x3, 2f
        sub     x3, x3, #16
        add     x10, x2, x3
        ldp     x9, x11, [x10]
        stp     x9, x11, [sp, #-16]!
        b       1b
2:      tbnz    w20, #CFFI_FLAG_WIDE_VECTORS, 3f
        tbz     w20, #CFFI_FLAG_VECTOR_ARGUMENTS, 4f // without them the slots may not exist
        LOAD_VECTORS
        b       4f
3:      ldp     q0, q1, [x19, #CFFI_FRAME_WIDE_VECTOR]
        ldp     q2, q3, [x19, #CFFI_FRAME_WIDE_VECTOR + 32]
        ldp     q4, q5, [x19, #CFFI_FRAME_WIDE_VECTOR + 64]
        ldp     q6, q7, [x19, #CFFI_FRAME_WIDE_VECTOR + 96]
4:      ldr     x8, [x19, #CFFI_FRAME_GENERAL + 64]
        LOAD_GENERAL
        blr     x16
        STORE_RESULTS
        tbz     w20, #CFFI_FLAG_WIDE_VECTORS, 5f
        stp     q0, q1, [x19, #CFFI_FRAME_WIDE_RESULT]
        stp     q2, q3, [x19, #CFFI_FRAME_WIDE_RESULT + 32]
5:      mov     sp, x29
        ldp     x19, x20, [sp, #16]
        .cfi_restore x19
        .cfi_restore x20
        ldp     x29, x30, [sp], #32
        .cfi_restore x29
        .cfi_restore x30
        .cfi_def_cfa sp, 0
        ret
        .cfi_endproc
END_FUNCTION(cffi_invoke_full_aapcs64)

#endif

#include "call/plan/assembly_end.h"
