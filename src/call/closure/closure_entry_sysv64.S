// Calls inwards on x86-64 System V: the pool of entry points, and what they all jump to.
#if defined(__x86_64__) && !defined(_WIN32)

#include "call/closure/closure_entries.h"
#include "call/plan/assembly.h"
#include "call/plan/frame_offsets.h"

        .text

// Entry i jumps to the first word of the object that slot i points to, which r11 then holds. All addresses are relative
// to the entry itself, so a second mapping of this code uses the slots at the same distance from it.
        .p2align 6
FUNCTION(cffi_closure_entries)
        .set    slot, 0
        .rept   CFFI_CLOSURE_ENTRY_COUNT
        .p2align 4
        endbr64
        movq    SYMBOL(cffi_closure_slots) + slot(%rip), %r11
        jmp     *(%r11)
        .set    slot, slot + 8
        .endr
        .p2align 4
END_FUNCTION(cffi_closure_entries)

// In: r11 = ClosureCore (entry code, flags). Registers go to a block of the frame's shape on the stack.
FUNCTION(cffi_closure_entry_sysv64)
        .cfi_startproc
        endbr64
        pushq   %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        pushq   %rbx
        .cfi_offset %rbx, -24
        subq    $(CFFI_FRAME_WIDE_END + 8), %rsp // 8 for alignment
        movl    CFFI_CLOSURE_FLAGS_OFFSET(%r11), %ebx
        movq    %rdi, CFFI_FRAME_GENERAL(%rsp)
        movq    %rsi, CFFI_FRAME_GENERAL + 8(%rsp)
        movq    %rdx, CFFI_FRAME_GENERAL + 16(%rsp)
        movq    %rcx, CFFI_FRAME_GENERAL + 24(%rsp)
        movq    %r8, CFFI_FRAME_GENERAL + 32(%rsp)
        movq    %r9, CFFI_FRAME_GENERAL + 40(%rsp)
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS|1<<CFFI_FLAG_VECTOR_ARGUMENTS), %ebx
        jz      2f
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %ebx
        jnz     1f
        movsd   %xmm0, CFFI_FRAME_VECTOR(%rsp)
        movsd   %xmm1, CFFI_FRAME_VECTOR + 8(%rsp)
        movsd   %xmm2, CFFI_FRAME_VECTOR + 16(%rsp)
        movsd   %xmm3, CFFI_FRAME_VECTOR + 24(%rsp)
        movsd   %xmm4, CFFI_FRAME_VECTOR + 32(%rsp)
        movsd   %xmm5, CFFI_FRAME_VECTOR + 40(%rsp)
        movsd   %xmm6, CFFI_FRAME_VECTOR + 48(%rsp)
        movsd   %xmm7, CFFI_FRAME_VECTOR + 56(%rsp)
        jmp     2f
1:      movaps  %xmm0, CFFI_FRAME_WIDE_VECTOR(%rsp)
        movaps  %xmm1, CFFI_FRAME_WIDE_VECTOR + 16(%rsp)
        movaps  %xmm2, CFFI_FRAME_WIDE_VECTOR + 32(%rsp)
        movaps  %xmm3, CFFI_FRAME_WIDE_VECTOR + 48(%rsp)
        movaps  %xmm4, CFFI_FRAME_WIDE_VECTOR + 64(%rsp)
        movaps  %xmm5, CFFI_FRAME_WIDE_VECTOR + 80(%rsp)
        movaps  %xmm6, CFFI_FRAME_WIDE_VECTOR + 96(%rsp)
        movaps  %xmm7, CFFI_FRAME_WIDE_VECTOR + 112(%rsp)
2:      movq    %r11, %rdi
        movq    %rsp, %rsi
        leaq    16(%rbp), %rdx
        call    SYMBOL(cffi_closure_dispatch)
        movq    CFFI_FRAME_GENERAL_RESULT(%rsp), %rax
        movq    CFFI_FRAME_GENERAL_RESULT + 8(%rsp), %rdx
        movsd   CFFI_FRAME_VECTOR_RESULT(%rsp), %xmm0
        movsd   CFFI_FRAME_VECTOR_RESULT + 8(%rsp), %xmm1
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS|1<<CFFI_FLAG_X87_RESULT|1<<CFFI_FLAG_COMPLEX_X87_RESULT), %ebx
        jz      5f
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %ebx
        jz      3f
        movaps  CFFI_FRAME_WIDE_RESULT(%rsp), %xmm0
        movaps  CFFI_FRAME_WIDE_RESULT + 16(%rsp), %xmm1
3:      testl   $(1<<CFFI_FLAG_COMPLEX_X87_RESULT), %ebx // the real part ends up on top
        jz      4f
        fldt    CFFI_FRAME_X87_RESULT + 16(%rsp)
4:      testl   $(1<<CFFI_FLAG_X87_RESULT|1<<CFFI_FLAG_COMPLEX_X87_RESULT), %ebx
        jz      5f
        fldt    CFFI_FRAME_X87_RESULT(%rsp)
5:      movq    -8(%rbp), %rbx
        .cfi_restore %rbx
        leave
        .cfi_restore %rbp
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_endproc
END_FUNCTION(cffi_closure_entry_sysv64)

// A destroyed closure: returns zero whatever was asked.
FUNCTION(cffi_closure_dead_sysv64)
        .cfi_startproc
        endbr64
        xorl    %eax, %eax
        xorl    %edx, %edx
        pxor    %xmm0, %xmm0
        pxor    %xmm1, %xmm1
        ret
        .cfi_endproc
END_FUNCTION(cffi_closure_dead_sysv64)

#endif

#if defined(__linux__) && defined(__ELF__)
#if defined(__x86_64__)
        .section .note.gnu.property, "a"
        .p2align 3
        .long   4, 16, 5                // name size, descriptor size, NT_GNU_PROPERTY_TYPE_0
        .asciz  "GNU"
        .long   0xc0000002, 4, 3, 0     // GNU_PROPERTY_X86_FEATURE_1_AND: IBT | SHSTK
#endif
        .section .note.GNU-stack, "", %progbits
#endif
