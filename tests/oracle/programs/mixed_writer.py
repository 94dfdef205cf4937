"""Random programs with several FFI objects of the same declarations side by side: (pool number, [(mode, name or None, expression)]).

In each statement `ffi` and `lib` are those of its mode; its variables may come from another one.
"""

import libraries
import model
import writer
from modes import MODES

LISTED = "[[n for n in names if n != 'nope'] for names in ffi.list_types()]"
OBJECT = ["type(%s).__name__", "type(%s) is ffi.CData", "isinstance(%s, ffi.CData)", "copied(%s)", "weakly(%s)", "pickled(%s)", "str(type(%s))", "ffi.typeof(%s) is ffi.typeof(ffi.typeof(%s).cname)", "callable(%s)", "repr(%s)",
          "ffi.typeof(%s) == ffi.typeof(ffi.getctype(ffi.typeof(%s)))", "hash(ffi.typeof(%s)) == hash(ffi.typeof(%s))", "bool(%s)", "hasattr(%s, 'nope')", "getattr(%s, 'nope', 5)", "[x for x in dir(%s) if x[:2] != '__']"]  # fmt: skip
LIBRARY = ["dir(lib)", "hasattr(lib, 'nope')", "getattr(lib, 'nope', 5)", "lib.nope", "lib.LIMITN", "lib.LIMITN is lib.LIMITN", "set_attribute(lib, 'LIMITN', lib.LIMITN)", LISTED, "sorted(ffi.typeof('int').kind)", "ffi.addressof(lib, 'nope')",
           "isinstance(lib, ffi.CData)", "ffi.dlopen('libnope_nope.so')", "ffi.typeof(5)", "ffi.typeof('nope')", "ffi.typeof('struct nope')", "ffi.sizeof('struct nope')", "ffi.new('struct nope *')", "ffi.errno", "ffi.NULL is ffi.NULL", "ffi.NULL == ffi.cast('int *', 0)",
           "ffi.sizeof('struct { int a; char b; }')", "dump(ffi.new('struct { int a; } *', [1]))", "ffi.typeof('enum { QA, QB }').elements", "list(ffi.typeof('enum { QC, QD = 5, QE = 5 }').relements)", "ffi.typeof('int(*)(struct nope *)')", "ffi.typeof('union { int a; }')"]  # fmt: skip


class MixedWriter(writer.Writer):
    def __init__(self, seed, declared):
        super().__init__(seed)
        self.declared, self.declarations = declared, declared.declarations
        self.declarations.rng = self.rng
        self.main = self.rng.choice(MODES)
        self.length = 12

    def mode(self):
        return self.main if self.rng.random() < 0.85 else self.rng.choice(MODES)

    def emit(self, expression):
        if expression == "ffi.list_types()":  # others may have named it in this process
            expression = LISTED
        self.statements.append((self.mode(), None, expression))

    def assign(self, expression, type, *about):
        name = super().assign(expression, type, *about)
        self.statements[-1] = (self.mode(), name, expression)
        return name

    def objects(self):
        v = self.pick(lambda v: True)
        shape = self.rng.choice(OBJECT)
        self.emit(shape.replace("%s", v.name if v else "ffi.NULL"))

    def library(self):
        self.emit(self.rng.choice(LIBRARY).replace("LIMITN", "LIMIT%d" % self.declared.number))

    def functions(self):
        if not self.declared.echoed:
            return self.library()
        name, of = self.rng.choice(self.declared.echoed)
        shape = self.rng.random()
        if shape < 0.6:
            self.complete = True
            argument = self.value(of, 2)
            self.complete = False
            if of.is_record:  # what is left out would be whatever lies there
                argument = "keep(ffi.new(%r, %s))[0]" % (model.pointer(of).text(), argument)
            return self.assign("lib.%s(%s)" % (name, argument), of)
        self.emit(self.rng.choice(["lib.%s is lib.%s", "lib.%s == lib.%s", "type(lib.%s).__name__", "ffi.typeof(lib.%s)", "described(ffi.typeof(lib.%s))", "ffi.addressof(lib, '%s') == ffi.addressof(lib, '%s')", "callable(lib.%s)", "hasattr(lib, '%s')",
                                   "lib.%s()", "lib.%s(1, 2)", "lib.%s(x=1)", "ffi.callback(ffi.typeof(lib.%s), lambda x: x)(BAD)", "lib.%s(BAD)", "set_attribute(lib, '%s', 5) if 0 else 5", "ffi.getctype(ffi.typeof(lib.%s))"])
                  .replace("%s", name).replace("BAD", self.rng.choice(writer.BAD)))  # fmt: skip

    def globals(self):
        if not self.declared.variables:
            return self.library()
        name, of = self.rng.choice(self.declared.variables)
        shape = self.rng.random()
        if shape < 0.35:
            return self.assign("lib.%s" % name, of)
        if shape < 0.6 and of.kind not in ("array",):
            return self.emit("set_attribute(lib, %r, %s)" % (name, self.value(of, 2)))
        if shape < 0.75 and of.kind != "array":
            return self.assign("lib.at_%s()" % name, model.pointer(of), 1)
        self.emit(
            self.rng.choice(
                [
                    "dump(lib.%s)",
                    "lib.%s == lib.%s",
                    "ffi.typeof(lib.%s)",
                    "type(lib.%s).__name__",
                    "lib.reset()",
                    "hasattr(lib, '%s')",
                    "ffi.sizeof(lib.%s)",
                ]
            ).replace("%s", name)
        )

    WEIGHTS = [(writer.Writer.new_pointer, 7), (writer.Writer.new_array, 6), (writer.Writer.read_field, 8), (writer.Writer.write_field, 8), (writer.Writer.read_item, 6), (writer.Writer.write_item, 6), (writer.Writer.slices, 4),
               (writer.Writer.look, 6), (writer.Writer.arithmetic, 2), (writer.Writer.casts, 5), (writer.Writer.address, 4), (writer.Writer.buffers, 2), (writer.Writer.callbacks, 3), (writer.Writer.ownership, 4), (writer.Writer.types, 4),
               (writer.Writer.misuse, 2), (objects, 9), (library, 4), (functions, 10), (globals, 9)]  # fmt: skip


POOL = {}


def declared(number):
    if number not in POOL:
        POOL[number] = libraries.Declared(number)
    return POOL[number]


def program(seed, pool=libraries.POOL):
    """The declarations do not depend on what other programs did."""
    of = declared(seed % pool)
    return of, MixedWriter(seed, of).program()[1]
