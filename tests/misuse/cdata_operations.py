"""What is done to cdata and buffers: reading much at once, items, attributes, operators, storing."""

import copy
import pickle
import sys

import _cffi_backend
import hooks
import values
from ffi_operations import is_array, known_size
from values import ctype, field, number, value

# ---- reading much at once


def string(world, rng):
    """Of arrays, which are bounded; of what has no string."""
    thing = world.pick(rng, "cdata")
    if isinstance(thing, _cffi_backend._CDataBase) and _cffi_backend.typeof(thing).kind == "pointer" and thing:
        return
    arguments = [thing] + ([number(world, rng)] if rng.random() < 0.5 else [])
    world.call(rng.choice([world.ffis[0].string, _cffi_backend.string]), *arguments)


def unpack(world, rng):
    thing = world.pick(rng, "cdata")
    length = len(thing) if is_array(thing) else 1 if known_size(thing) else 0
    world.call(rng.choice([world.ffis[0].unpack, _cffi_backend.unpack]), thing, values.small(world, rng, length))


def memmove(world, rng):
    sides = [
        rng.choice(
            [world.pick(rng, "cdata"), world.pick(rng, "buffer"), values.exporter(world, rng), value(world, rng)]
        )
        for _ in "ab"
    ]
    sizes = [known_size(side) for side in sides if isinstance(side, _cffi_backend._CDataBase)]
    count = values.small(world, rng, min(sizes)) if sizes else number(world, rng)
    world.call(rng.choice([world.ffis[0].memmove, _cffi_backend.memmove]), *sides, count)


def buffer(world, rng):
    thing = world.pick(rng, "cdata")
    whole = rng.random() < 0.7
    result, done = world.call(
        rng.choice([world.ffis[0].buffer, _cffi_backend.buffer]), thing, *([] if whole else [number(world, rng)])
    )
    if done and whole:
        world.put(rng, "buffer", result)
        if rng.random() < 0.3:
            view, done = world.call(memoryview, result)
            if done:
                world.put(rng, "exporter", view)


def use_buffer(world, rng):
    thing = world.pick(rng, "buffer")
    key = rng.choice(
        [number(world, rng), slice(number(world, rng), number(world, rng)), slice(None), slice(None, None, 2)]
    )
    rng.choice(
        [
            lambda: world.call(lambda b: b[key], thing),
            lambda: world.call(lambda b, v: b.__setitem__(key, v), thing, value(world, rng)),
            lambda: world.call(len, thing),
            lambda: world.call(bytes, thing),
            lambda: world.call(lambda b, v: b == v, thing, value(world, rng)),
            lambda: world.call(lambda b: list(b[:50]), thing),
            lambda: world.call(lambda b, v: b < v, thing, value(world, rng)),
            lambda: world.call(lambda b: b.__delitem__(key), thing),
            lambda: world.call(hash, thing),
        ]
    )()


# ---- cdata


def index(world, rng):
    thing = world.pick(rng, "cdata")
    key = rng.choice(
        [
            0,
            number(world, rng),
            slice(rng.randrange(3), rng.randrange(5)),
            slice(number(world, rng), number(world, rng)),
        ]
    )
    if isinstance(thing, _cffi_backend._CDataBase) and _cffi_backend.typeof(thing).kind == "pointer":
        key = rng.choice([0, 0, 0, "x", None, 10**30])
    choice = rng.random()
    if choice < 0.45:
        result, done = world.call(lambda c: c[key], thing)
        if done:
            world.keep_read(rng, result)
    elif choice < 0.95:
        world.call(lambda c, v: c.__setitem__(key, v), thing, value(world, rng))
    else:
        world.call(lambda c: c.__delitem__(key), thing)


def attribute(world, rng):
    thing = world.pick(rng, rng.choice(["cdata"] * 6 + ["wild", "ctype", "ffi", "class", "buffer"]))
    if thing is not None and any(thing is wild for wild in world.slots["wild"]):
        world.call(getattr, thing, rng.choice(["nosuch", "__class__", "__name__"]))
        return
    name = rng.choice([field(world, rng), field(world, rng), rng.choice(hooks.TEXTS)])
    choice = rng.random()
    if choice < 0.4:
        result, done = world.call(getattr, thing, name)
        if done:
            world.keep_read(rng, result)
    elif choice < 0.9 and not isinstance(thing, type):
        world.call(setattr, thing, name, value(world, rng))
    elif choice < 0.95:
        world.call(dir, thing)
    elif not isinstance(thing, type):
        world.call(delattr, thing, name)


UNARY = [
    repr,
    str,
    bool,
    int,
    float,
    complex,
    hash,
    iter,
    len,
    abs,
    list,
    copy.copy,
    copy.deepcopy,
    pickle.dumps,
    dir,
    type,
    id,
    callable,
    lambda c: -c,
    lambda c: ~c,
    lambda c: next(iter(c)),
    lambda c: bytes(c),
    lambda c: tuple(c),
    lambda c: c(),
    lambda c: c.__class__,
    lambda c: format(c, "x"),
    lambda c: sys.getsizeof(c),
    lambda c: memoryview(c),
    lambda c: c.__enter__(),
    lambda c: c.__exit__(1, 2, 3),
    lambda c: reversed(c),
    lambda c: c.__dict__,
    lambda c: vars(c),
    lambda c: c.__complex__(),
]
BINARY = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: b + a,
    lambda a, b: b - a,
    lambda a, b: a == b,
    lambda a, b: a != b,
    lambda a, b: a < b,
    lambda a, b: a >= b,
    lambda a, b: a * b,
    lambda a, b: a in b,
    lambda a, b: b in a,
    lambda a, b: a(b),
    lambda a, b: a // b,
    lambda a, b: isinstance(a, b),
    lambda a, b: a.__eq__(b),
    lambda a, b: a.__call__(b, b),
    lambda a, b: a & b,
]


def operator(world, rng):
    """Iterating over or calling a wild pointer is refused by the package, so that these are all right for them, too."""
    kind = rng.choice(["cdata", "cdata", "cdata", "ctype", "callback", "buffer", "ffi", "lib", "wild"])
    thing = world.pick(rng, kind)
    if (
        kind == "wild"
        or isinstance(thing, _cffi_backend._CDataBase)
        and _cffi_backend.typeof(thing).kind == "function"
        and kind != "callback"
    ):
        wild = [repr, str, bool, hash, id, len, iter, copy.copy, pickle.dumps, callable]
        world.call(rng.choice(wild), thing)
        other = rng.choice([world.pick(rng, "wild"), number(world, rng)])
        result, done = world.call(rng.choice(BINARY[:8]), thing, other)
    elif rng.random() < 0.5:
        result, done = world.call(rng.choice(UNARY), thing)
    else:
        result, done = world.call(rng.choice(BINARY), thing, value(world, rng))
    if done:
        world.keep(rng, result)


def store_wild(world, rng):
    """Pointers nobody knows, where they are only written down."""
    thing = world.pick(rng, "wild")
    ffi = world.ffis[rng.randrange(2)]
    echo, _ = world.call(getattr, world.pick(rng, "lib"), rng.choice(["echo", "echo_ints", "echo_pair"]), None)
    rng.choice(
        [
            lambda: world.call(ffi.new, ctype(world, rng), thing if rng.random() < 0.5 else [thing]),
            lambda: world.call(ffi.cast, ctype(world, rng), thing),
            lambda: world.call(ffi.from_handle, thing),
            lambda: world.call(ffi.new_handle, thing),
            lambda: world.call(ffi.typeof, thing),
            lambda: world.call(ffi.sizeof, thing),
            lambda: world.call(echo, thing),
        ]
    )()
