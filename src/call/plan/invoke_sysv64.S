// Calls outwards on x86-64 System V.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_SYSV64)

#include "call/plan/assembly.h"
#include "call/plan/assembly_x86_64.h"
#include "call/plan/frame_offsets.h"

        .text

// rbx = frame, r11 = function, from the second and third argument.
        .macro  ENTER
        START_UNWIND
        endbr64
        PUSH    %rbx
        movq    %rsi, %rbx
        movq    %rdx, %r11
        .endm

        .macro  LEAVE
        POP     %rbx
        ret
        END_UNWIND
        .endm

        .macro  LOAD_GENERAL
        movq    CFFI_FRAME_GENERAL(%rbx), %rdi
        movq    CFFI_FRAME_GENERAL + 8(%rbx), %rsi
        movq    CFFI_FRAME_GENERAL + 16(%rbx), %rdx
        movq    CFFI_FRAME_GENERAL + 24(%rbx), %rcx
        movq    CFFI_FRAME_GENERAL + 32(%rbx), %r8
        movq    CFFI_FRAME_GENERAL + 40(%rbx), %r9
        .endm

        .macro  STORE_GENERAL_RESULT
        movq    %rax, CFFI_FRAME_GENERAL_RESULT(%rbx)
        movq    %rdx, CFFI_FRAME_GENERAL_RESULT + 8(%rbx)
        .endm

// void cffi_invoke_general_sysv64(const CallPlan&, void* frame, AnyFunction function)
// Only general registers, nothing on the stack. al = 0: a variadic callee saves no vector registers.
FUNCTION(cffi_invoke_general_sysv64)
        ENTER
        LOAD_GENERAL
        xorl    %eax, %eax
        call    *%r11
        STORE_GENERAL_RESULT
        LEAVE
END_FUNCTION(cffi_invoke_general_sysv64)

// void cffi_invoke_registers_sysv64(const CallPlan&, void* frame, AnyFunction function)
// General and vector registers. al = 8: psABI 3.2.3 asks variadic callers for an upper bound only.
FUNCTION(cffi_invoke_registers_sysv64)
        ENTER
        LOAD_GENERAL
        LOAD_VECTORS movsd, CFFI_FRAME_VECTOR, %rbx, 8, 8
        movl    $8, %eax
        call    *%r11
        STORE_GENERAL_RESULT
        STORE_VECTORS movsd, CFFI_FRAME_VECTOR_RESULT, %rbx, 8, 2
        LEAVE
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
2:      LOAD_GENERAL
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %r12d
        jnz     3f
        testl   $(1<<CFFI_FLAG_VECTOR_ARGUMENTS), %r12d // without them the slots may not exist
        jz      4f
        LOAD_VECTORS movsd, CFFI_FRAME_VECTOR, %rbx, 8, 8
        jmp     4f
3:      LOAD_VECTORS movaps, CFFI_FRAME_WIDE_VECTOR, %rbx, 16, 8
4:      movl    $8, %eax
        call    *%r11
        STORE_GENERAL_RESULT
        STORE_VECTORS movsd, CFFI_FRAME_VECTOR_RESULT, %rbx, 8, 2
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS|1<<CFFI_FLAG_X87_RESULT|1<<CFFI_FLAG_COMPLEX_X87_RESULT), %r12d
        jz      7f
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %r12d
        jz      5f
        STORE_VECTORS movaps, CFFI_FRAME_WIDE_RESULT, %rbx, 16, 2
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

#include "call/plan/assembly_end.h"
