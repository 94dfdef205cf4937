"""What one batch of operations acts upon: FFIs of every kind, libraries, and a few dozen objects that come and go.

Safe objects may be dereferenced: what their cdata point to is known to be there as long as they live (or the package
has to notice that it is not). Wild ones are pointers of which nobody knows: results of casts, arithmetic, C calls and
fields. They are shown, compared, stored and cast, and never dereferenced: that would be the user's own mistake.
"""

import gc
import os
import random
import weakref

import _cffi_backend
import cffi
import declarations
import hooks
import values

SLOTS = 40
MAX_DEPTH = 3


class Finding(BaseException):
    """An outcome that must not be: no `except Exception` of an operation takes it."""


def judge(error):
    """SystemError means that the package broke a rule of CPython's; from_handle() alone documents it as its own."""
    while error is not None:
        if isinstance(error, SystemError) and "from_handle" not in str(error):
            raise Finding("SystemError: %s" % error) from error
        error = error.__context__


class Tools:
    """What is built once a run, for all worlds: copies of the library, a compiled module, a `.py` module."""

    def __init__(self, libraries, compiled, tables):
        self.libraries = libraries
        self.compiled = compiled
        self.tables = tables


class World:
    def __init__(self, tools, seed, journal):
        self.declarations = declarations
        self.tools = tools
        self.journal = journal
        self.depth = 0
        self.closed = False
        self.inside = 0  # calls of C functions that call back, and threads: no library is closed under their feet
        self.operations = None  # set by the driver: a function of (world, rng)
        self.containers = []
        self.kept = []  # memory that allocators gave
        self.slots = {}
        self._counter = 0
        rng = random.Random("world %s" % seed)
        self._make_ffis()
        self._make_cdata(rng)
        self.slots["wild"] = [self.ffis[0].cast("int *", 64), self.ffis[0].cast("struct pair *", -1)]
        self.slots["weak"] = []

    def _make_ffis(self):
        inline = cffi.FFI()
        inline.cdef(declarations.TYPES + declarations.SYMBOLS + declarations.MISSING)
        other = cffi.FFI()
        other.include(inline)
        other.cdef("struct foreign { struct pair p; int x[2]; };" + declarations.SYMBOLS)

        class Sub(cffi.FFI):
            pass

        sub = Sub()
        sub.cdef(declarations.TYPES)
        self.ffis = [inline, other, sub, self.tools.compiled.ffi, self.tools.tables.ffi]
        self.slots["ffi"] = self.ffis + [cffi.FFI.__new__(cffi.FFI)]
        self.libs = [
            inline.dlopen(self.tools.libraries[0]),
            other.dlopen(self.tools.libraries[1]),
            self.tools.tables.ffi.dlopen(self.tools.libraries[2]),
            self.tools.compiled.lib,
        ]
        self.slots["lib"] = self.libs + [_cffi_backend.load_library(self.tools.libraries[3])]
        self.slots["class"] = [
            cffi.FFI,
            Sub,
            _cffi_backend.FFI,
            _cffi_backend.CType,
            _cffi_backend._CDataBase,
            _cffi_backend.Lib,
            _cffi_backend.buffer,
            cffi.FFI.CData,
            type(inline.new("int *")),
            type(self.libs[0]),
        ]
        self.slots["function"] = [_cffi_backend.typeof, inline.new, inline.release, print, lambda *args: 5]
        self.slots["exporter"] = [bytearray(b"exporter of memory"), memoryview(bytearray(40))]

    def _make_cdata(self, rng):
        ffi = self.ffis[0]
        self.slots["ctype"] = [
            self.ffis[i % 2].typeof(text)
            for i, text in enumerate(
                [
                    "int",
                    "int *",
                    "int[]",
                    "int[3]",
                    "char[]",
                    "char *",
                    "struct pair",
                    "struct pair *",
                    "struct all *",
                    "struct flex *",
                    "union number *",
                    "enum color",
                    "unary",
                    "void *",
                    "struct opaque *",
                    "double",
                    "long double",
                    "_Bool[4]",
                    "wchar_t[]",
                    "struct pair[]",
                    "int *[4]",
                    "int[2][3]",
                    "float _Complex",
                ]
            )
        ]
        self.slots["cdata"] = [
            ffi.NULL,
            ffi.new("int *", 5),
            ffi.new("char[]", b"hello"),
            ffi.new("struct all *"),
            ffi.new("int[7]"),
        ]
        self.slots["callback"] = [ffi.callback("int(int)", lambda x: x + 1)]
        self.slots["buffer"] = [ffi.buffer(ffi.new("char[20]"))]

    # ---- objects

    def new_rng(self, rng):
        return random.Random(rng.getrandbits(48))

    def pick(self, rng, kind):
        pool = self.slots[kind]
        return pool[rng.randrange(len(pool))] if pool else None

    def put(self, rng, kind, thing):
        pool = self.slots[kind]
        if len(pool) < SLOTS:
            pool.append(thing)
        else:
            pool[rng.randrange(len(pool))] = thing

    def keep(self, rng, thing, safe=False):
        """A result goes where it belongs. `safe`: a pointer that was just made from memory that is there."""
        if isinstance(thing, _cffi_backend._CDataBase):
            self._keep_cdata(rng, thing, safe)
        elif isinstance(thing, _cffi_backend.CType):
            self.put(rng, "ctype", thing)
        elif isinstance(thing, (bytearray, memoryview)):
            self.put(rng, "exporter", thing)
        if rng.random() < 0.05:
            try:
                self.put(rng, "weak", weakref.ref(thing, lambda _: None))
            except TypeError:
                pass

    def keep_read(self, rng, thing):
        """What was read from memory: a pointer in there may be anything."""
        is_memory = isinstance(thing, _cffi_backend._CDataBase) and _cffi_backend.typeof(thing).kind in (
            "array",
            "struct",
            "union",
        )
        self.keep(rng, thing, safe=is_memory)

    def _keep_cdata(self, rng, thing, safe):
        kind = self.ffis[0].typeof(thing).kind
        is_address = kind in ("pointer", "function")
        if is_address and not safe:
            self.put(rng, "wild", thing)
        elif kind == "function":
            self.put(rng, "callback", thing)
        elif safe or kind in ("primitive", "enum"):
            self.put(rng, "cdata", thing)

    def note_container(self, thing):
        self.containers.append(thing)
        del self.containers[:-10]

    # ---- calls

    def call(self, function, *args, **kwargs):
        """Calls, and judges how it ends. (result, True), or (None, False) after an exception."""
        self.journal.write(self.depth, function, args, kwargs)
        try:
            return function(*args, **kwargs), True
        except Finding:
            raise
        except BaseException as error:
            judge(error)
            return None, False

    # ---- what hooks do

    def act(self, rng):
        if self.closed or self.depth >= MAX_DEPTH or rng.random() < 0.3:
            return
        self.depth += 1
        try:
            ACTIONS[rng.randrange(len(ACTIONS))](self, rng)
        finally:
            self.depth -= 1

    def release_something(self, rng):
        self.call(self.ffis[0].release, self.pick(rng, "cdata"))

    def release_much(self, rng):
        for thing in list(self.slots["cdata"]):
            self.call(self.ffis[0].release, thing)

    def forget_something(self, rng):
        for kind in ("cdata", "buffer", "exporter", "ctype"):
            pool = self.slots[kind]
            del pool[rng.randrange(len(pool) + 1) : rng.randrange(len(pool) + 1)]

    def change_containers(self, rng):
        for thing in list(self.containers):
            if isinstance(thing, list):
                self.call(
                    rng.choice(
                        [thing.clear, lambda t=thing: t.extend([b"x"] * 50), lambda t=thing: t.__setitem__(0, None)]
                    )
                )
            elif isinstance(thing, dict):
                self.call(rng.choice([thing.clear, lambda t=thing: t.update({str(i): i for i in range(50)})]))

    def close_library(self, rng):
        lib = self.pick(rng, "lib")
        if not self.inside:
            self.call(self.ffis[0].dlclose, lib)

    def reopen_library(self, rng):
        path = rng.choice(self.tools.libraries)
        lib, done = self.call(self.ffis[rng.randrange(2)].dlopen, path)
        if done:
            self.put(rng, "lib", lib)

    def declare(self, rng):
        self._counter += 1
        text = rng.choice(declarations.CDEFS)
        text = text.replace("%d", str(self._counter + rng.choice([0, 0, -1])))
        self.call(
            self.ffis[rng.randrange(3)].cdef,
            text,
            **rng.choice([{}, {}, {"override": True}, {"packed": True}, {"pack": 2}]),
        )

    def resize_exporter(self, rng):
        thing = self.pick(rng, "exporter")
        if isinstance(thing, bytearray):
            self.call(
                rng.choice([thing.clear, lambda: thing.extend(b"x" * 100), lambda: thing.__delitem__(slice(0, 3))])
            )
        elif isinstance(thing, memoryview):
            self.call(thing.release)

    def raise_something(self, rng):
        raise rng.choice(hooks.EXCEPTIONS)("from a hook")

    def operate(self, rng):
        self.operations(self, rng)

    def close(self):
        """Lets everything go. Finalizers that come later find nothing to do."""
        self.closed = True
        self.slots.clear()
        self.containers.clear()
        self.kept.clear()
        for lib in self.libs[:3]:
            self.ffis[0].dlclose(lib)
        self.libs = self.ffis = None
        gc.collect()


ACTIONS = [
    World.release_something,
    World.release_much,
    World.forget_something,
    World.change_containers,
    World.close_library,
    World.reopen_library,
    World.declare,
    World.resize_exporter,
    World.raise_something,
    World.raise_something,
    World.operate,
    World.operate,
    World.operate,
    lambda world, rng: gc.collect(),
    World.change_containers,
]


class Journal:
    """What was done last, in a file that outlives the process."""

    def __init__(self, path=None):
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND) if path else None

    def note(self, text):
        if self._file is not None:
            os.write(self._file, (text + "\n").encode("utf-8", "backslashreplace"))

    def write(self, depth, function, args, kwargs):
        if self._file is not None:
            shown = [show(arg) for arg in args] + ["%s=%s" % (name, show(arg)) for name, arg in kwargs.items()]
            self.note("    " + "  " * depth + "%s(%s)" % (show(function), ", ".join(shown)))


def show(thing, depth=2):
    """Short, and without running anything of the thing's."""
    kind = type(thing)
    if kind in (int, float, str, bytes, bool, type(None), complex):
        text = repr(thing)
        return text if len(text) < 60 else text[:50] + "...[%d]" % len(text)
    if kind in (list, tuple) and depth > 0:
        return "[%s]" % ", ".join(show(item, depth - 1) for item in kind.__iter__(thing))
    if kind is dict and depth > 0:
        return "{%s}" % ", ".join("%s: %s" % (show(k, 0), show(v, depth - 1)) for k, v in thing.items())
    if isinstance(thing, (_cffi_backend._CDataBase, _cffi_backend.CType)):
        return repr(thing)
    name = (
        getattr(thing, "__qualname__", None)
        if kind.__name__ in ("builtin_function_or_method", "function", "method", "type")
        else None
    )
    return name if isinstance(name, str) else "<%s>" % kind.__name__


__all__ = ["Finding", "Journal", "Tools", "World", "values"]
