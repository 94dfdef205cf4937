"""Objects that lie: whatever special method of theirs is asked first does something, then answers what it likes."""

import os

NUMBERS = [
    0,
    1,
    2,
    3,
    5,
    7,
    255,
    256,
    1000,
    -1,
    -2,
    -129,
    127,
    128,
    65536,
    2**31 - 1,
    2**31,
    -(2**31) - 1,
    2**32,
    2**53,
    2**62,
    2**63 - 1,
    2**63,
    -(2**63),
    -(2**63) - 1,
    2**64 - 1,
    2**64,
    10**30,
    -(10**30),
    True,
    False,
]
FLOATS = [0.0, -0.0, 1.5, -1.0, 1e308, 1e-320, float("inf"), float("-inf"), float("nan"), 255.0, 1e20]
TEXTS = [
    "",
    "a",
    "x",
    "int",
    "abcd",
    "\0",
    "a\0b",
    "\udc80",
    "\U0001f600",
    "\uffff",
    "é",
    "a" * 300,
    "RED",
    "items",
    "__class__",
    "__dict__",
]
BYTES = [b"", b"a", b"\0", b"ab", b"abcdefgh", b"\xff" * 16, b"x" * 5000, b"a\0b"]


class Refused(Exception):
    """What hooks raise."""


EXCEPTIONS = [
    Refused,
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
    IndexError,
    AttributeError,
    StopIteration,
    MemoryError,
    RecursionError,
    SystemExit,
    KeyboardInterrupt,
    BufferError,
    GeneratorExit,
    OSError,
]


class Hook:
    """`world.act(rng)` is what it does; the answer is then of the kind asked for, or of another."""

    def __init__(self, world, rng):
        self._world = world
        self._rng = world.new_rng(rng)

    def _answer(self, *kinds):
        self._world.act(self._rng)
        choice = self._rng.random()
        if choice < 0.6:
            return self._rng.choice(self._rng.choice(kinds))
        if choice < 0.8:
            return 1
        return self._rng.choice([None, "text", b"b", 1.5, self, [], 10**30, -1, NotImplemented, (), {}])

    def __repr__(self):
        return "<%s>" % type(self).__name__

    def __del__(self):
        if self._rng.random() < 0.2:
            self._world.act(self._rng)


class Number(Hook):
    def __int__(self):
        return self._answer(NUMBERS)

    def __index__(self):
        return self._answer(NUMBERS)

    def __float__(self):
        return self._answer(FLOATS)

    def __complex__(self):
        return self._answer([1j, 2 + 3j])

    def __bool__(self):
        return self._answer([True, False])


class SmallNumber(Hook):
    """For sizes that nothing else bounds: acts, but answers 0 or 1."""

    def __index__(self):
        self._world.act(self._rng)
        return self._rng.choice([0, 1, -1])

    __int__ = __index__


class Sequence(Hook):
    def __len__(self):
        return self._answer(NUMBERS)

    def __getitem__(self, key):
        return self._answer(NUMBERS, BYTES)

    def __iter__(self):
        if self._rng.random() < 0.3:
            return self._answer(NUMBERS)
        return self

    def __next__(self):
        if self._rng.random() < 0.3:
            raise StopIteration
        return self._answer(NUMBERS, BYTES, TEXTS)

    def __contains__(self, item):
        return self._answer(NUMBERS)

    def keys(self):
        return self._answer([["a"], ["b", "a"]])


class Equal(Hook):
    def __eq__(self, other):
        return self._answer([True, False])

    def __lt__(self, other):
        return self._answer([True, False])

    def __hash__(self):
        return self._rng.choice([1, 2, 3])


class Manager(Hook):
    def __call__(self, *args, **kwargs):
        return self._answer(NUMBERS, BYTES, [None])

    def __enter__(self):
        return self._answer(NUMBERS)

    def __exit__(self, *args):
        return self._answer(NUMBERS)

    def __fspath__(self):
        return self._answer(TEXTS[:6], BYTES[:4])

    def fileno(self):
        return self._answer([-1, 0, 10**6, "x"])

    def flush(self):
        return self._answer([None])

    def write(self, text):
        return self._answer(NUMBERS)


class Attributes(Hook):
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._answer(NUMBERS, BYTES, TEXTS)

    def __add__(self, other):
        return self._answer(NUMBERS)

    __radd__ = __sub__ = __rsub__ = __add__


class Int(int):
    """Exactly no int: subclasses take the slow paths."""

    def __index__(self):
        return 10**30

    def __int__(self):
        return "x"

    def __repr__(self):
        return "<Int>"


class Float(float):
    def __float__(self):
        return "x"


class Text(str):
    def __eq__(self, other):
        raise Refused("eq")

    def __hash__(self):
        return hash("a")


class LyingList(list):
    def __len__(self):
        return 10**9

    def __iter__(self):
        return iter([1, 2])

    def __getitem__(self, key):
        raise Refused("item")


class LyingDict(dict):
    def __missing__(self, key):
        return 5

    def __iter__(self):
        return iter(["nosuch"])

    def keys(self):
        return ["a", "nosuch"]

    def __getitem__(self, key):
        raise Refused("item")


class LyingBytes(bytes):
    def __len__(self):
        return 10**9

    def __getitem__(self, key):
        raise Refused("item")


HOOKS = [Number, Number, Sequence, Equal, Manager, Attributes]
LIARS = [
    lambda: Int(3),
    lambda: Float(1.5),
    lambda: Text("a"),
    lambda: Text("int"),
    lambda: LyingList([1, 2, 3]),
    lambda: LyingDict(a=1),
    lambda: LyingBytes(b"abc"),
    lambda: LyingList(),
    lambda: type("C", (), {"__len__": None})(),
]

# One open file for FILE * arguments, since each such argument takes a descriptor.
DEVICE = open(os.devnull, "r+b", buffering=0)
