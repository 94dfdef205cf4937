// Calls inwards under the Microsoft x64 convention: what the entry points of closures jump to.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_WIN64)

#include "call/plan/assembly.h"
#include "call/plan/assembly_x86_64.h"
#include "call/plan/frame_offsets.h"

// The block of the frame's shape stands above the shadow space that C++ code may want. Where C++ code has another
// convention, it may change what the caller wants back: rdi, rsi, xmm6 to xmm15.
#define SHADOW_SPACE 32
#define BLOCK SHADOW_SPACE
#define SAVED_VECTORS (BLOCK + CFFI_WIN64_FRAME_END)
#if defined(_WIN32)
#define LOCALS SAVED_VECTORS
#define PUSHED 8 /* rbx */
#else
#define LOCALS (SAVED_VECTORS + 10 * 16)
#define PUSHED 24 /* rbx rdi rsi */
#endif

        .text

        .macro  MOVE_SAVED_VECTORS direction
        .irp    n, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .ifc    \direction, store
        movaps  %xmm\n, SAVED_VECTORS + (\n - 6) * 16(%rsp)
        .else
        movaps  SAVED_VECTORS + (\n - 6) * 16(%rsp), %xmm\n
        .endif
        .endr
        .endm

// In: r11 = ClosureCore (entry code, flags). Registers go to a block of the frame's shape on the stack.
FUNCTION(cffi_closure_entry_win64)
        START_UNWIND cffi_closure_entry_win64
        endbr64
        PUSH    %rbx
#if !defined(_WIN32)
        PUSH    %rdi
        PUSH    %rsi
#endif
        RESERVE LOCALS
        END_PROLOGUE
        movl    CFFI_CLOSURE_FLAGS_OFFSET(%r11), %ebx
        movq    %rcx, BLOCK + CFFI_WIN64_FRAME_GENERAL(%rsp)
        movq    %rdx, BLOCK + CFFI_WIN64_FRAME_GENERAL + 8(%rsp)
        movq    %r8, BLOCK + CFFI_WIN64_FRAME_GENERAL + 16(%rsp)
        movq    %r9, BLOCK + CFFI_WIN64_FRAME_GENERAL + 24(%rsp)
        testl   $(1<<CFFI_FLAG_VECTOR_ARGUMENTS), %ebx
        jz      1f
        STORE_VECTORS movsd, BLOCK + CFFI_WIN64_FRAME_VECTOR, %rsp, 8, 4
        // The core, the block, and the arguments on the stack: above the return address and the caller's shadow space.
#if defined(_WIN32)
1:      movq    %r11, %rcx
        leaq    BLOCK(%rsp), %rdx
        leaq    LOCALS + PUSHED + 8 + SHADOW_SPACE(%rsp), %r8
#else
1:      MOVE_SAVED_VECTORS store
        movq    %r11, %rdi
        leaq    BLOCK(%rsp), %rsi
        leaq    LOCALS + PUSHED + 8 + SHADOW_SPACE(%rsp), %rdx
#endif
        call    SYMBOL(cffi_closure_dispatch)
#if !defined(_WIN32)
        MOVE_SAVED_VECTORS load
#endif
        movq    BLOCK + CFFI_WIN64_FRAME_GENERAL_RESULT(%rsp), %rax
        movsd   BLOCK + CFFI_WIN64_FRAME_VECTOR_RESULT(%rsp), %xmm0
        testl   $(1<<CFFI_FLAG_WIDE_VECTORS), %ebx
        jz      2f
        movaps  BLOCK + CFFI_WIN64_FRAME_VECTOR_RESULT(%rsp), %xmm0
2:      RELEASE LOCALS
#if !defined(_WIN32)
        POP     %rsi
        POP     %rdi
#endif
        POP     %rbx
        ret
        END_UNWIND
END_FUNCTION(cffi_closure_entry_win64)

#endif

#include "call/plan/assembly_end.h"
