// The end of each assembly file: an ELF object says that it needs no executable stack, and that its branch targets have
// landing pads (IBT, SHSTK, BTI). Included last; not a header for C++.

// clang-format off: this is the assembler's language
#if defined(__linux__) && defined(__ELF__)
#if defined(__x86_64__)
        .section .note.gnu.property, "a"
        .p2align 3
        .long   4, 16, 5                // name size, descriptor size, NT_GNU_PROPERTY_TYPE_0
        .asciz  "GNU"
        .long   0xc0000002, 4, 3, 0     // GNU_PROPERTY_X86_FEATURE_1_AND: IBT | SHSTK
#elif defined(__aarch64__)
        .section .note.gnu.property, "a"
        .p2align 3
        .long   4, 16, 5                // name size, descriptor size, NT_GNU_PROPERTY_TYPE_0
        .asciz  "GNU"
        .long   0xc0000000, 4, 1, 0     // GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI
#endif
        .section .note.GNU-stack, "", %progbits
#endif
           // clang-format on
