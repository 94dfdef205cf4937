"""What the statements of a program may use."""

import namespace

import cffi
import writer

base = cffi.FFI()
base.cdef(writer.LIBC)
C = base.dlopen(None)


def build(declarations):
    ffi = cffi.FFI()
    ffi.cdef(declarations)
    names = namespace.helpers(ffi)
    noted_values = []

    def noted(value):
        noted_values.append(repr(value) if isinstance(value, ffi.CData) else value)

    def notes():
        seen = list(noted_values)
        del noted_values[:]
        return seen

    def entered(cdata):
        with cdata as same:
            return same is cdata

    def sorted_by_c(numbers):
        items = base.new("int[]", numbers)

        @base.callback("int(const void *, const void *)")
        def compare(left, right):
            a, b = base.cast("int *", left)[0], base.cast("int *", right)[0]
            return (a > b) - (a < b)

        C.qsort(items, len(items), 4, compare)
        return list(items)

    def formatted(template, *values):
        out = base.new("char[64]")
        return C.snprintf(out, 64, template, *values), base.string(out)

    names.update(C=C, ffi=ffi, noted=noted, notes=notes, entered=entered, sorted_by_c=sorted_by_c, formatted=formatted)
    return names
