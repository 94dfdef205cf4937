"""A library for random declarations: what each mode opens, or compiles."""

import random

import model

POOL = 40


class Declarations(model.Declarations):
    """A record has bit-fields or anonymous members: with both, modules of the released package look for bits in the wrong place."""

    def _record(self, number):
        self.with_bits = self.rng.random() < 0.5
        return super()._record(number)

    def _fields(self, prefix, count, kind, may_nest):
        return super()._fields(prefix, count, kind, may_nest and not self.with_bits)


class Declared:
    """One of a pool of random declarations, with functions and variables of its types: `cdef`, and the C that defines them."""

    def __init__(self, number):
        self.number, self.rng = number, random.Random(7000 + number)
        self.declarations = Declarations(self.rng)
        self.echoed, self.variables = [], []  # (name, Type)
        for i, of in enumerate(self.declarations.types):
            if of.is_open:
                continue
            self.variables.append(("var%d" % i, of))
            if of.kind not in ("array", "wide") and not by_value_is_special(
                of
            ):  # char16_t as a result: no verify() of the released package
                self.echoed.append(("echo%d" % i, of))
        types = self.declarations.source + "\n#define LIMIT%d %d\n" % (number, number)
        functions = ["%s;" % of.text("%s(%s)" % (name, of.text())) for name, of in self.echoed]
        self.cdef = "\n".join([types, *functions, *("extern %s;" % of.text(name) for name, of in self.variables),
                               *("%s;" % model.pointer(of).text("at_%s(void)" % name) for name, of in self.variables if of.kind != "array"), "void reset(void);"])  # fmt: skip
        self.source = "\n".join([types, *("%s { return x; }" % of.text("%s(%s)" % (name, of.text("x"))) for name, of in self.echoed), *("%s;" % of.text(name) for name, of in self.variables),
                                 *("%s { return &%s; }" % (model.pointer(of).text("at_%s(void)" % name), name) for name, of in self.variables if of.kind != "array"),
                                 "void reset(void) { %s }" % " ".join("__builtin_memset(&%s, 0, sizeof(%s));" % (name, name) for name, _ in self.variables)])  # fmt: skip

    def __str__(self):
        return self.declarations.source


def by_value_is_special(of):
    """Unions, bit-fields: refused by the released package where no compiler helps."""
    return (
        of.kind == "union"
        or any(
            bits is not None or by_value_is_special(inner) for _, inner, bits in of.fields if inner.kind != "pointer"
        )
        or (of.kind == "array" and by_value_is_special(of.item))
    )
