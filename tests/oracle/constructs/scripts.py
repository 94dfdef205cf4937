"""Carrying out the script of a case, in each mode, and looking at what came of it."""

import modes

import cffi


class Script:
    """FFI objects on which the operations are done; `lib` is that of the last verify() of a."""

    def __init__(self, source, verifies):
        self.source, self.verifies, self.lib = source, verifies, None
        self.ffis, self.includes = {name: cffi.FFI() for name in "abc"}, []

    def do(self, operation):
        kind, which = operation[:2]
        if kind == "cdef":
            return self.ffis[which].cdef(operation[2], **operation[3])
        if kind == "include":
            self.includes.append((which, operation[2]))
            return self.ffis[which].include(self.ffis[operation[2]])
        return self.verify(which) if self.verifies else None

    def verify(self, which):
        lib = modes.verified(self.ffis[which], self.source)
        self.lib = lib if which == "a" else self.lib

    def names_of_modules(self, stem):
        """What the modules of the FFI objects are called, those that are included first."""
        needed = ["a"]
        for _ in range(2):
            needed += [other for which, other in self.includes if which in needed and other not in needed]
        return [("%s_%s" % (stem, which) if which != "a" else stem, which) for which in sorted(needed, reverse=True)]

    def texts(self, stem, source):
        """The text of each module: a's is the last."""
        return [(name, modes.generated(self.ffis[which], name, source)) for name, which in self.names_of_modules(stem)]

    def built(self, mode, stem):
        """(ffi, lib)"""
        if mode == "inline":
            return self.ffis["a"], self.ffis["a"].dlopen(modes.library(self.source))
        if mode == "verify":
            self.verify("a")
            return self.ffis["a"], self.lib
        load = modes.python_module if mode == "python" else modes.api_module
        module = [load(name, text) for name, text in self.texts(stem, None if mode == "python" else self.source)][-1]
        return module.ffi, module.lib if mode == "api" else module.ffi.dlopen(modes.library(self.source))


def together(cases, mode):
    """One script of many cases of one shape."""
    script = Script("\n".join(case.source for case in cases), mode == "verify")
    for i, operation in enumerate(cases[0].script):
        if operation[0] == "cdef":
            operation = (*operation[:2], "\n".join(case.script[i][2] for case in cases), operation[3])
        script.do(operation)
    return script
