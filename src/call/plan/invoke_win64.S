// Calls outwards under the Microsoft x64 convention: on Windows, where these functions are called that way themselves,
// and from System V code elsewhere. The callee owns 32 bytes above its return address, and preserves rdi, rsi and xmm6
// to xmm15, too.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_WIN64)

#include "call/plan/assembly.h"
#include "call/plan/assembly_x86_64.h"
#include "call/plan/frame_offsets.h"

#define SHADOW_SPACE 32

        .text

// rbx = frame, rax = function, from the second and third argument.
        .macro  ENTER name
        START_UNWIND \name
        endbr64
        PUSH    %rbx
        RESERVE SHADOW_SPACE
        END_PROLOGUE
#if defined(_WIN32)
        movq    %rdx, %rbx
        movq    %r8, %rax
#else
        movq    %rsi, %rbx
        movq    %rdx, %rax
#endif
        .endm

        .macro  LEAVE
        RELEASE SHADOW_SPACE
        POP     %rbx
        ret
        END_UNWIND
        .endm

        .macro  LOAD_GENERAL
        movq    CFFI_WIN64_FRAME_GENERAL(%rbx), %rcx
        movq    CFFI_WIN64_FRAME_GENERAL + 8(%rbx), %rdx
        movq    CFFI_WIN64_FRAME_GENERAL + 16(%rbx), %r8
        movq    CFFI_WIN64_FRAME_GENERAL + 24(%rbx), %r9
        .endm

// void cffi_invoke_general_win64(const CallPlan&, void* frame, AnyFunction function)
FUNCTION(cffi_invoke_general_win64)
        ENTER   cffi_invoke_general_win64
        LOAD_GENERAL
        call    *%rax
        movq    %rax, CFFI_WIN64_FRAME_GENERAL_RESULT(%rbx)
        LEAVE
END_FUNCTION(cffi_invoke_general_win64)

// void cffi_invoke_registers_win64(const CallPlan&, void* frame, AnyFunction function)
FUNCTION(cffi_invoke_registers_win64)
        ENTER   cffi_invoke_registers_win64
        LOAD_GENERAL
        LOAD_VECTORS movsd, CFFI_WIN64_FRAME_VECTOR, %rbx, 8, 4
        call    *%rax
        movq    %rax, CFFI_WIN64_FRAME_GENERAL_RESULT(%rbx)
        movaps  %xmm0, CFFI_WIN64_FRAME_VECTOR_RESULT(%rbx)
        LEAVE
END_FUNCTION(cffi_invoke_registers_win64)

// void cffi_invoke_full_win64(void* frame, AnyFunction function, const void* stack, uint64_t stack_size,
//                             uint64_t stack_alignment, uint64_t flags)
// `stack_alignment` is always 16: what needs more travels by reference.
FUNCTION(cffi_invoke_full_win64)
        START_UNWIND cffi_invoke_full_win64
        endbr64
        PUSH    %rbp
        PUSH    %rbx
        ENTER_FRAME
        END_PROLOGUE
        // rbx = frame, rax = function, rdx = stack, rcx = stack_size, r10 = flags
#if defined(_WIN32)
        movq    %rcx, %rbx
        movq    %rdx, %rax
        movq    %r8, %rdx
        movq    %r9, %rcx
        movl    64(%rbp), %r10d
#else
        movq    %rdi, %rbx
        movq    %rsi, %rax
        movl    %r9d, %r10d
#endif
        // The stack pointer is 8 off 16 here, and `stack_size` may be: it is 16-byte aligned when all is pushed.
        leaq    8(%rcx), %r11
        andl    $8, %r11d
        subq    %r11, %rsp
        // Pushing from the end touches every page in turn, so that an overflow meets the guard page.
1:      testq   %rcx, %rcx
        jz      2f
        pushq   -8(%rdx,%rcx)
        subq    $8, %rcx
        jmp     1b
2:      subq    $SHADOW_SPACE, %rsp
        LOAD_GENERAL
        testl   $(1<<CFFI_FLAG_VECTOR_ARGUMENTS), %r10d // without them the slots may not exist
        jz      3f
        LOAD_VECTORS movsd, CFFI_WIN64_FRAME_VECTOR, %rbx, 8, 4
3:      call    *%rax
        movq    %rax, CFFI_WIN64_FRAME_GENERAL_RESULT(%rbx)
        movaps  %xmm0, CFFI_WIN64_FRAME_VECTOR_RESULT(%rbx)
        LEAVE_FRAME
        POP     %rbx
        POP     %rbp
        ret
        END_UNWIND
END_FUNCTION(cffi_invoke_full_win64)

#endif

#include "call/plan/assembly_end.h"
