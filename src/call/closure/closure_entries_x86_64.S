// The pool of entry points of closures on x86-64, for all calling conventions there.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_SYSV64) || defined(CFFI_HAS_WIN64)

#include "call/closure/closure_entries.h"
#include "call/plan/assembly.h"
#include "call/plan/assembly_x86_64.h"

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

// A destroyed closure: returns zero whatever was asked.
FUNCTION(cffi_closure_dead)
        START_UNWIND cffi_closure_dead
        END_PROLOGUE
        endbr64
        xorl    %eax, %eax
        xorl    %edx, %edx
        pxor    %xmm0, %xmm0
        pxor    %xmm1, %xmm1
        ret
        END_UNWIND
END_FUNCTION(cffi_closure_dead)

#endif

#include "call/plan/assembly_end.h"
