// Calls inwards on x86-64 System V: what the entry points of closures jump to.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_SYSV64)

#include "call/plan/assembly.h"
#include "call/plan/assembly_x86_64.h"
#include "call/plan/frame_offsets.h"

        .text

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
        STORE_VECTORS movsd, CFFI_FRAME_VECTOR, %rsp, 8, 8
        jmp     2f
1:      STORE_VECTORS movaps, CFFI_FRAME_WIDE_VECTOR, %rsp, 16, 8
2:      movq    %r11, %rdi
        movq    %rsp, %rsi
        leaq    16(%rbp), %rdx
        call    SYMBOL(cffi_closure_dispatch)
        movq    CFFI_FRAME_GENERAL_RESULT(%rsp), %rax
        movq    CFFI_FRAME_GENERAL_RESULT + 8(%rsp), %rdx
        LOAD_VECTORS movsd, CFFI_FRAME_VECTOR_RESULT, %rsp, 8, 2
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS|1<<CFFI_FLAG_X87_RESULT|1<<CFFI_FLAG_COMPLEX_X87_RESULT), %ebx
        jz      5f
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %ebx
        jz      3f
        LOAD_VECTORS movaps, CFFI_FRAME_WIDE_RESULT, %rsp, 16, 2
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

#endif

#include "call/plan/assembly_end.h"
