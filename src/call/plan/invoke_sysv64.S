// Calls outwards on x86-64 System V.
#if defined(__x86_64__) && !defined(_WIN32)

#include "call/plan/assembly.h"
#include "call/plan/frame_offsets.h"

        .text

// void cffi_invoke_general_sysv64(const CallPlan&, void* frame, AnyFunction function)
// Only general registers, nothing on the stack. al = 0: a variadic callee saves no vector registers.
FUNCTION(cffi_invoke_general_sysv64)
        .cfi_startproc
        endbr64
        pushq   %rbx
        .cfi_def_cfa_offset 16
        .cfi_offset %rbx, -16
        movq    %rsi, %rbx
        movq    %rdx, %r11
        movq    CFFI_FRAME_GENERAL(%rbx), %rdi
        movq    CFFI_FRAME_GENERAL + 8(%rbx), %rsi
        movq    CFFI_FRAME_GENERAL + 16(%rbx), %rdx
        movq    CFFI_FRAME_GENERAL + 24(%rbx), %rcx
        movq    CFFI_FRAME_GENERAL + 32(%rbx), %r8
        movq    CFFI_FRAME_GENERAL + 40(%rbx), %r9
        xorl    %eax, %eax
        call    *%r11
        movq    %rax, CFFI_FRAME_GENERAL_RESULT(%rbx)
        movq    %rdx, CFFI_FRAME_GENERAL_RESULT + 8(%rbx)
        popq    %rbx
        .cfi_def_cfa_offset 8
        .cfi_restore %rbx
        ret
        .cfi_endproc
END_FUNCTION(cffi_invoke_general_sysv64)

// void cffi_invoke_registers_sysv64(const CallPlan&, void* frame, AnyFunction function)
// General and vector registers. al = 8: psABI 3.2.3 asks variadic callers for an upper bound only.
FUNCTION(cffi_invoke_registers_sysv64)
        .cfi_startproc
        endbr64
        pushq   %rbx
        .cfi_def_cfa_offset 16
        .cfi_offset %rbx, -16
        movq    %rsi, %rbx
        movq    %rdx, %r11
        movq    CFFI_FRAME_GENERAL(%rbx), %rdi
        movq    CFFI_FRAME_GENERAL + 8(%rbx), %rsi
        movq    CFFI_FRAME_GENERAL + 16(%rbx), %rdx
        movq    CFFI_FRAME_GENERAL + 24(%rbx), %rcx
        movq    CFFI_FRAME_GENERAL + 32(%rbx), %r8
        movq    CFFI_FRAME_GENERAL + 40(%rbx), %r9
        movsd   CFFI_FRAME_VECTOR(%rbx), %xmm0
        movsd   CFFI_FRAME_VECTOR + 8(%rbx), %xmm1
        movsd   CFFI_FRAME_VECTOR + 16(%rbx), %xmm2
        movsd   CFFI_FRAME_VECTOR + 24(%rbx), %xmm3
        movsd   CFFI_FRAME_VECTOR + 32(%rbx), %xmm4
        movsd   CFFI_FRAME_VECTOR + 40(%rbx), %xmm5
        movsd   CFFI_FRAME_VECTOR + 48(%rbx), %xmm6
        movsd   CFFI_FRAME_VECTOR + 56(%rbx), %xmm7
        movl    $8, %eax
        call    *%r11
        movq    %rax, CFFI_FRAME_GENERAL_RESULT(%rbx)
        movq    %rdx, CFFI_FRAME_GENERAL_RESULT + 8(%rbx)
        movsd   %xmm0, CFFI_FRAME_VECTOR_RESULT(%rbx)
        movsd   %xmm1, CFFI_FRAME_VECTOR_RESULT + 8(%rbx)
        popq    %rbx
        .cfi_def_cfa_offset 8
        .cfi_restore %rbx
        ret
        .cfi_endproc
END_FUNCTION(cffi_invoke_registers_sysv64)

// void cffi_invoke_full_sysv64(void* frame, AnyFunction function, const void* stack, uint64_t stack_size,
//                              uint64_t stack_alignment, uint64_t flags)
FUNCTION(cffi_invoke_full_sysv64)
        .cfi_startproc
        endbr64
        pushq   %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        pushq   %rbx
        .cfi_offset %rbx, -24
        pushq   %r12
        .cfi_offset %r12, -32
        movq    %rdi, %rbx
        movq    %rsi, %r11
        movq    %r9, %r12
        // The stack pointer at the call: aligned, `stack_size` below where pushing starts.
        movq    %rsp, %rax
        subq    %rcx, %rax
        negq    %r8
        andq    %r8, %rax
        addq    %rcx, %rax
        movq    %rax, %rsp
        // Pushing from the end touches every page in turn, so that an overflow meets the guard page.
1:      testq   %rcx, %rcx
        jz      2f
        pushq   -8(%rdx,%rcx)
        subq    $8, %rcx
        jmp     1b
2:      movq    CFFI_FRAME_GENERAL(%rbx), %rdi
        movq    CFFI_FRAME_GENERAL + 8(%rbx), %rsi
        movq    CFFI_FRAME_GENERAL + 16(%rbx), %rdx
        movq    CFFI_FRAME_GENERAL + 24(%rbx), %rcx
        movq    CFFI_FRAME_GENERAL + 32(%rbx), %r8
        movq    CFFI_FRAME_GENERAL + 40(%rbx), %r9
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %r12d
        jnz     3f
        testl   $(1<<CFFI_FLAG_VECTOR_ARGUMENTS), %r12d // without them the slots may not exist
        jz      4f
        movsd   CFFI_FRAME_VECTOR(%rbx), %xmm0
        movsd   CFFI_FRAME_VECTOR + 8(%rbx), %xmm1
        movsd   CFFI_FRAME_VECTOR + 16(%rbx), %xmm2
        movsd   CFFI_FRAME_VECTOR + 24(%rbx), %xmm3
        movsd   CFFI_FRAME_VECTOR + 32(%rbx), %xmm4
        movsd   CFFI_FRAME_VECTOR + 40(%rbx), %xmm5
        movsd   CFFI_FRAME_VECTOR + 48(%rbx), %xmm6
        movsd   CFFI_FRAME_VECTOR + 56(%rbx), %xmm7
        jmp     4f
3:      movaps  CFFI_FRAME_WIDE_VECTOR(%rbx), %xmm0
        movaps  CFFI_FRAME_WIDE_VECTOR + 16(%rbx), %xmm1
        movaps  CFFI_FRAME_WIDE_VECTOR + 32(%rbx), %xmm2
        movaps  CFFI_FRAME_WIDE_VECTOR + 48(%rbx), %xmm3
        movaps  CFFI_FRAME_WIDE_VECTOR + 64(%rbx), %xmm4
        movaps  CFFI_FRAME_WIDE_VECTOR + 80(%rbx), %xmm5
        movaps  CFFI_FRAME_WIDE_VECTOR + 96(%rbx), %xmm6
        movaps  CFFI_FRAME_WIDE_VECTOR + 112(%rbx), %xmm7
4:      movl    $8, %eax
        call    *%r11
        movq    %rax, CFFI_FRAME_GENERAL_RESULT(%rbx)
        movq    %rdx, CFFI_FRAME_GENERAL_RESULT + 8(%rbx)
        movsd   %xmm0, CFFI_FRAME_VECTOR_RESULT(%rbx)
        movsd   %xmm1, CFFI_FRAME_VECTOR_RESULT + 8(%rbx)
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS|1<<CFFI_FLAG_X87_RESULT|1<<CFFI_FLAG_COMPLEX_X87_RESULT), %r12d
        jz      7f
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %r12d
        jz      5f
        movaps  %xmm0, CFFI_FRAME_WIDE_RESULT(%rbx)
        movaps  %xmm1, CFFI_FRAME_WIDE_RESULT + 16(%rbx)
5:      testl   $(1<<CFFI_FLAG_X87_RESULT|1<<CFFI_FLAG_COMPLEX_X87_RESULT), %r12d
        jz      7f
        fstpt   CFFI_FRAME_X87_RESULT(%rbx)
        testl   $(1<<CFFI_FLAG_COMPLEX_X87_RESULT), %r12d
        jz      7f
        fstpt   CFFI_FRAME_X87_RESULT + 16(%rbx)
7:      leaq    -16(%rbp), %rsp
        popq    %r12
        .cfi_restore %r12
        popq    %rbx
        .cfi_restore %rbx
        popq    %rbp
        .cfi_restore %rbp
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_endproc
END_FUNCTION(cffi_invoke_full_sysv64)

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
