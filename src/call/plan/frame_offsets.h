// Where registers stand in a frame (frame_shape.h draws it), which flags the assembly tests, and where it finds them:
// read by the assembler and by C++.
#pragma once

#if defined(__x86_64__)
#define CFFI_FRAME_GENERAL 0         /* rdi rsi rdx rcx r8 r9 */
#define CFFI_FRAME_GENERAL_RESULT 48 /* rax rdx */
#define CFFI_FRAME_VECTOR_RESULT 64  /* xmm0 xmm1 */
#define CFFI_FRAME_GENERAL_END 80
#define CFFI_FRAME_VECTOR 80 /* xmm0 to xmm7 */
#define CFFI_FRAME_NARROW_END 144
#define CFFI_FRAME_X87_RESULT 144  /* st(0) st(1) */
#define CFFI_FRAME_WIDE_RESULT 176 /* xmm0 xmm1 */
#define CFFI_FRAME_WIDE_VECTOR 208 /* xmm0 to xmm7 */
#define CFFI_FRAME_WIDE_END 336
#elif defined(__aarch64__)
#define CFFI_FRAME_GENERAL 0         /* x0 to x7, then x8 */
#define CFFI_FRAME_GENERAL_RESULT 80 /* x0 x1 */
#define CFFI_FRAME_VECTOR_RESULT 96  /* d0 to d3 */
#define CFFI_FRAME_GENERAL_END 128
#define CFFI_FRAME_VECTOR 128 /* d0 to d7 */
#define CFFI_FRAME_NARROW_END 192
#define CFFI_FRAME_X87_RESULT 0    /* none */
#define CFFI_FRAME_WIDE_RESULT 192 /* q0 to q3 */
#define CFFI_FRAME_WIDE_VECTOR 256 /* q0 to q7 */
#define CFFI_FRAME_WIDE_END 384
#endif

/* The Microsoft x64 convention, which fills whole vector registers in results only. */
#define CFFI_WIN64_FRAME_GENERAL 0         /* rcx rdx r8 r9 */
#define CFFI_WIN64_FRAME_GENERAL_RESULT 32 /* rax */
#define CFFI_WIN64_FRAME_VECTOR_RESULT 48  /* the whole of xmm0 */
#define CFFI_WIN64_FRAME_GENERAL_END 64
#define CFFI_WIN64_FRAME_VECTOR 64 /* xmm0 to xmm3 */
#define CFFI_WIN64_FRAME_END 96

/* Numbers of bits. */
#define CFFI_FLAG_WIDE_VECTORS 0
#define CFFI_FLAG_X87_RESULT 1
#define CFFI_FLAG_COMPLEX_X87_RESULT 2
#define CFFI_FLAG_VECTOR_ARGUMENTS 3

/* Of the flags in a ClosureCore. */
#define CFFI_CLOSURE_FLAGS_OFFSET 8
