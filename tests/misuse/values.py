"""What the operations are given: of every kind, plausible more often than not."""

import array
import struct

import hooks


def number(world, rng):
    choice = rng.random()
    if choice < 0.5:
        return rng.randrange(4)
    if choice < 0.8:
        return rng.choice(hooks.NUMBERS)
    if choice < 0.9:
        return rng.choice(hooks.FLOATS)
    return hooks.Number(world, rng)


def text(world, rng):
    return rng.choice(hooks.TEXTS)


def data(world, rng):
    return rng.choice(hooks.BYTES)


def exporter(world, rng):
    """Something with the buffer protocol, or nearly."""
    make = rng.choice(
        [
            lambda: bytearray(b"abcdefghijklmnop"),
            lambda: b"abcdefghijklmnopqrstuvwxyz" * 10,
            lambda: array.array("i", [1, 2, 3, 4]),
            lambda: memoryview(bytearray(64)),
            lambda: memoryview(bytearray(64))[::2],
            lambda: memoryview(b"abc")[1:],
            lambda: array.array("d"),
            lambda: memoryview(bytearray(16)).cast("i"),
            lambda: memoryview(struct.pack("4d", 1, 2, 3, 4)),
            released_view,
            lambda: bytearray(),
            lambda: memoryview(bytearray(24)).cast("B", [2, 3, 4]),
            lambda: world.pick(rng, "buffer"),
            lambda: world.pick(rng, "exporter"),
        ]
    )
    return make()


def released_view():
    view = memoryview(b"abc")
    view.release()
    return view


def container(world, rng, depth=2):
    items = [value(world, rng, depth - 1) for _ in range(rng.choice([0, 1, 2, 3, 5]))]
    choice = rng.random()
    if choice < 0.35:
        result = items
    elif choice < 0.55:
        result = tuple(items)
    elif choice < 0.85:
        result = {rng.choice(world.declarations.FIELDS): item for item in items}
    elif choice < 0.9:
        result = iter(items)
    elif choice < 0.95:
        result = items
        items.append(items)  # contains itself
    else:
        result = [items] * 3
    world.note_container(result)
    return result


def value(world, rng, depth=2):
    """Anything."""
    choice = rng.random()
    if choice < 0.22:
        return number(world, rng)
    if choice < 0.3:
        return text(world, rng)
    if choice < 0.37:
        return data(world, rng)
    if choice < 0.52 and depth > 0:
        return container(world, rng, depth)
    if choice < 0.72:
        return world.pick(rng, "cdata")
    if choice < 0.78:
        return rng.choice(hooks.HOOKS)(world, rng)
    if choice < 0.81:
        return rng.choice(hooks.LIARS)()
    if choice < 0.86:
        return exporter(world, rng)
    return rng.choice(RARE)(world, rng)


RARE = [
    lambda world, rng: None,
    lambda world, rng: world.pick(rng, "ffi"),
    lambda world, rng: world.pick(rng, "lib"),
    lambda world, rng: world.pick(rng, "ctype"),
    lambda world, rng: type_text(world, rng),
    lambda world, rng: world.pick(rng, "class"),
    lambda world, rng: object(),
    lambda world, rng: value,
    lambda world, rng: len,
    lambda world, rng: Ellipsis,
    lambda world, rng: slice(number(world, rng), number(world, rng)),
    lambda world, rng: hooks.DEVICE,
    lambda world, rng: world.pick(rng, "function"),
    lambda world, rng: 1j,
    lambda world, rng: type(world),
    lambda world, rng: NotImplemented,
]


def small(world, rng, most):
    """A size no larger than `most`, or one that cannot be meant."""
    choice = rng.random()
    if choice < 0.7:
        return rng.randrange(most + 1)
    if choice < 0.85:
        return rng.choice([-1, -2, -(2**31), -(2**63), -(10**30), 2**63, 10**30])
    if most < 1:
        return rng.choice([None, "x", 1.5, b""])
    return hooks.SmallNumber(world, rng)


def type_text(world, rng):
    choice = rng.random()
    bases, declarators = world.declarations.BASES, world.declarations.DECLARATORS
    if choice < 0.75:
        return rng.choice(bases[:28]) + rng.choice(declarators[:14])
    if choice < 0.95:
        return rng.choice(bases) + rng.choice(declarators) + rng.choice(declarators)
    return rng.choice(
        [
            "",
            "\0",
            "int\0",
            "\udc80",
            "int " * 1000,
            "int" + "*" * 3000,
            "(" * 3000,
            "int[" * 500,
            hooks.Text("int"),
            "struct",
        ]
    )


def ctype(world, rng):
    """A type as methods take it: a string, a CType, a cdata."""
    choice = rng.random()
    if choice < 0.5:
        return type_text(world, rng)
    return world.pick(rng, "ctype" if choice < 0.85 else "cdata")


def field(world, rng):
    return rng.choice(world.declarations.FIELDS)
