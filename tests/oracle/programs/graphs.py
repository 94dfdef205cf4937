"""Graphs of FFI objects that include each other, a chain, a diamond or something between: what each node declares, and the C that defines it.

Each is made in every mode; `extern "Python"` stands in the C modules only.
"""

import random

SHAPES = {
    "chain": [[], [0], [1]],
    "long chain": [[], [0], [1], [2]],
    "diamond": [[], [0], [0], [1, 2]],
    "fan": [[], [], [0, 1]],
    "short cut": [[], [0], [0, 1]],
}
RECORDS = ["int a; char b;", "double a; short b;", "char a[4]; long b;", "int a : 3; int b : 7;", "int a; int b[];"]
MODES = ("inline", "python", "api", "verify")


class Node:
    def __init__(self, rng, number, includes):
        self.number, self.includes = number, includes
        own = rng.choice(RECORDS)
        inner = "struct r%d i;" % rng.choice(includes) if includes and rng.random() < 0.7 else ""
        self.inner, self.record = bool(inner), own
        self.types = "struct r%d { %s %s }; typedef struct r%d *p%d; typedef int t%d; enum e%d { X%d, Y%d = %d };" % (
            number,
            inner,
            own,
            *[number] * 6,
            number + 5,
        )
        if inner and "[]" in own:  # the open array is the last one
            self.types = self.types.replace(inner + " " + own, "int a; " + inner + " int b[];")
        self.declared = (
            "\n#define M%d %d\n extern int g%d; int f%d(int); p%d same%d(p%d); struct o%d; struct o%d *opaque%d(void);"
            % (number, 10 + number, *[number] * 8)
        )
        if includes:
            other = rng.choice(includes)
            self.declared += " struct r%d *other%d(struct r%d *); extern struct r%d h%d; enum e%d kind%d(enum e%d);" % (
                other,
                number,
                other,
                other,
                number,
                other,
                number,
                other,
            )
        self.other = other if includes else None
        self.split = rng.random() < 0.4  # some is declared before the include
        self.extern = (
            'extern "Python" int py%d(int); extern "Python" { void pv%d(char *, int); struct r%d *pr%d(struct r%d *, double); t%d never%d(void); }'
            % tuple([number] * 7)
        )
        self.calls = "int callpy%d(int); int callpv%d(int); struct r%d *callpr%d(struct r%d *);" % tuple([number] * 5)

    def cdefs(self, mode):
        """(before the includes, after them)"""
        end = self.extern + self.calls if mode == "api" else ""
        number = self.number
        before = "typedef short before%d; \n#define B%d %d\n" % (number, number, number + 20) if self.split else ""
        return before, self.types + self.declared + end

    def source(self, mode, all_types):
        """`all_types`: of the nodes that it includes, and of itself."""
        number, static = self.number, "static " if mode in ("api", "verify") else ""
        lines = [
            all_types,
            "typedef short before%d;\n#define B%d %d\n#define M%d %d"
            % (number, number, number + 20, number, 10 + number),
        ]
        lines.append("%sint g%d = %d; %sint f%d(int x) { return x + %d; } %sp%d same%d(p%d p) { return p; } struct o%d; %sstruct o%d *opaque%d(void) { return 0; }" % (
            static, number, number + 1, static, number, number, static, number, number, number, number, static, number, number))  # fmt: skip
        if self.other is not None:
            other = self.other
            lines.append(
                "%sstruct r%d *other%d(struct r%d *p) { return p; } %sstruct r%d h%d; %senum e%d kind%d(enum e%d x) { return x; }"
                % (static, other, number, other, static, other, number, static, other, number, other)
            )
        if mode == "api":
            lines.append(
                "static int py%d(int); static void pv%d(char *, int); static struct r%d *pr%d(struct r%d *, double); static t%d never%d(void);"
                % tuple([number] * 7)
            )
            lines.append('static int callpy%d(int x) { return py%d(x); } static int callpv%d(int x) { char text[8] = "text"; pv%d(text, x); return text[0]; } '
                         "static struct r%d *callpr%d(struct r%d *p) { return pr%d(p, 1.5); }" % tuple([number] * 8))  # fmt: skip
        return "\n".join(lines)


class Graph:
    def __init__(self, number):
        self.number, rng = number, random.Random(31000 + number)
        self.shape = rng.choice(sorted(SHAPES))
        self.nodes = []
        for i, includes in enumerate(SHAPES[self.shape]):
            self.nodes.append(Node(rng, i, includes))

    def types_of(self, number):
        """Of the node and of all that it includes, each once."""
        return "\n".join(self.nodes[i].types for i in sorted(self.reached(number)))

    def reached(self, number):
        found = {number}
        for other in self.nodes[number].includes:
            found |= self.reached(other)
        return found

    def __str__(self):
        return "\n".join(
            ["%s" % self.shape]
            + ["node %d includes %s: %s" % (node.number, node.includes, node.cdefs("api")) for node in self.nodes]
        )
