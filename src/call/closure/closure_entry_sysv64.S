// Calls inwards on x86-64 System V: the pool of entry points, and what they all jump to.
// Offsets are those of native_abi_sysv64.cc; counts and strides those of closure_pool.h.
#if defined(__x86_64__) && !defined(_WIN32)

#include "call/plan/assembly.h"
#include "call/closure/closure_entries.h"

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
        subq    $344, %rsp              // wide_end = 336, and 8 for alignment
        movl    8(%r11), %ebx
        movq    %rdi, 0(%rsp)
        movq    %rsi, 8(%rsp)
        movq    %rdx, 16(%rsp)
        movq    %rcx, 24(%rsp)
        movq    %r8, 32(%rsp)
        movq    %r9, 40(%rsp)
        testl   $9, %ebx                // kWideVectors | kVectorArguments
        jz      2f
        testl   $1, %ebx
        jnz     1f
        movsd   %xmm0, 80(%rsp)
        movsd   %xmm1, 88(%rsp)
        movsd   %xmm2, 96(%rsp)
        movsd   %xmm3, 104(%rsp)
        movsd   %xmm4, 112(%rsp)
        movsd   %xmm5, 120(%rsp)
        movsd   %xmm6, 128(%rsp)
        movsd   %xmm7, 136(%rsp)
        jmp     2f
1:      movaps  %xmm0, 208(%rsp)
        movaps  %xmm1, 224(%rsp)
        movaps  %xmm2, 240(%rsp)
        movaps  %xmm3, 256(%rsp)
        movaps  %xmm4, 272(%rsp)
        movaps  %xmm5, 288(%rsp)
        movaps  %xmm6, 304(%rsp)
        movaps  %xmm7, 320(%rsp)
2:      movq    %r11, %rdi
        movq    %rsp, %rsi
        leaq    16(%rbp), %rdx
        call    SYMBOL(cffi_closure_dispatch)
        movq    48(%rsp), %rax
        movq    56(%rsp), %rdx
        movsd   64(%rsp), %xmm0
        movsd   72(%rsp), %xmm1
        testl   $7, %ebx                // kWideVectors | kX87Result | kComplexX87Result
        jz      5f
        testl   $1, %ebx
        jz      3f
        movaps  176(%rsp), %xmm0
        movaps  192(%rsp), %xmm1
3:      testl   $4, %ebx                // kComplexX87Result: the real part ends up on top
        jz      4f
        fldt    160(%rsp)
4:      testl   $6, %ebx
        jz      5f
        fldt    144(%rsp)
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
