// The pool of entry points of closures on AArch64, for all calling conventions there.
#include "call/plan/host_abis.h"

#if defined(CFFI_HAS_AAPCS64)

#include "call/closure/closure_entries.h"
#include "call/plan/assembly.h"

        .text

// Entry i jumps to the first word of the object that slot i points to, which x17 then holds. Slots are addressed from
// the entry's own page, so a second mapping of this code uses the slots at the same distance from it. A jump by x16
// may land on `bti c`.
FUNCTION(cffi_closure_entries)
        .set    slot, 0
        .rept   CFFI_CLOSURE_ENTRY_COUNT
        hint    #34                     // bti c
        adrp    x17, cffi_closure_slots + slot
        ldr     x17, [x17, #:lo12:cffi_closure_slots + slot]
        ldr     x16, [x17]
        br      x16
        .set    slot, slot + 8
        .endr
END_FUNCTION(cffi_closure_entries)

// A destroyed closure: returns zero whatever was asked.
FUNCTION(cffi_closure_dead)
        .cfi_startproc
        hint    #34
        mov     x0, #0
        mov     x1, #0
        movi    d0, #0
        movi    d1, #0
        movi    d2, #0
        movi    d3, #0
        ret
        .cfi_endproc
END_FUNCTION(cffi_closure_dead)

#endif

#include "call/plan/assembly_end.h"
