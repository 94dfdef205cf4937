"""FFI methods with plausible arguments, any of which may be replaced by anything; what is known of their results."""

import _cffi_backend
import hooks
import values
from values import ctype, field, number, value


def ffi_new(world, rng):
    return "new", [ctype(world, rng), value(world, rng)][: rng.choice([1, 2, 2])]


def ffi_typeof(world, rng):
    return rng.choice(["typeof", "sizeof", "alignof"]), [ctype(world, rng)]


def ffi_offsetof(world, rng):
    path = [rng.choice([field(world, rng), number(world, rng), value(world, rng)]) for _ in range(rng.randrange(1, 4))]
    return rng.choice(["offsetof", "addressof"]), [ctype(world, rng)] + path


def ffi_addressof(world, rng):
    names = world.declarations.VARIABLES + world.declarations.FUNCTIONS + ["LIMIT", "nosuch"]
    return "addressof", [world.pick(rng, "lib"), rng.choice(names)]


def ffi_getctype(world, rng):
    return "getctype", [ctype(world, rng), rng.choice(["", "*", "x", "[5]", "(*f", "\0", "\udc80", value(world, rng)])]


def ffi_cast(world, rng):
    return "cast", [ctype(world, rng), rng.choice([value, value, number])(world, rng)]


def ffi_gc(world, rng):
    destructor = rng.choice([lambda x: None, None, hooks.Manager(world, rng), value(world, rng), len])
    return "gc", [world.pick(rng, "cdata"), destructor, number(world, rng)][: rng.choice([2, 3])]


def ffi_from_buffer(world, rng):
    arguments = [values.exporter(world, rng)]
    if rng.random() < 0.7:
        arguments = [ctype(world, rng)] + arguments + ([number(world, rng)] if rng.random() < 0.3 else [])
    return "from_buffer", arguments


def ffi_handle(world, rng):
    if rng.random() < 0.5:
        return "new_handle", [value(world, rng)]
    return "from_handle", [world.pick(rng, rng.choice(["cdata", "wild", "cdata"]))]


def ffi_callback(world, rng):
    function = rng.choice(
        [lambda *args: args[0] if args else None, value(world, rng), hooks.Manager(world, rng), lambda *args: 1 // 0]
    )
    return "callback", [ctype(world, rng), function, value(world, rng), value(world, rng)][
        : rng.choice([1, 2, 2, 3, 4])
    ]


def ffi_release(world, rng):
    return "release", [world.pick(rng, "cdata")]


def ffi_init_once(world, rng):
    return "init_once", [rng.choice([lambda: 5, hooks.Manager(world, rng), lambda: 1 // 0]), value(world, rng)]


def ffi_queries(world, rng):
    name = rng.choice(
        [
            "list_types",
            "integer_const",
            "dlclose",
            "getwinerror",
            "set_unicode",
            "embedding_init_code",
            "include",
            "set_source",
        ]
    )
    given = {"list_types": 0, "getwinerror": 0, "set_source": 2}.get(name, 1)
    if name == "integer_const":
        return name, [rng.choice(["RED", "LIMIT", "g_int", "nosuch", value(world, rng)])]
    if name == "dlclose" and world.inside:
        name = "getwinerror"
    if name in ("include", "dlclose"):
        return name, [world.pick(rng, "ffi" if name == "include" else "lib")]
    return name, [value(world, rng) for _ in range(given)]


def ffi_def_extern(world, rng):
    name = rng.choice(["hook", "hook_pair", "hook_visible", "nosuch", value(world, rng)])
    return "def_extern", [name, value(world, rng), value(world, rng)][: rng.choice([1, 2, 3])]


FFI_CALLS = [ffi_new] * 6 + [
    ffi_typeof,
    ffi_offsetof,
    ffi_addressof,
    ffi_getctype,
    ffi_cast,
    ffi_cast,
    ffi_gc,
    ffi_gc,
    ffi_from_buffer,
    ffi_from_buffer,
    ffi_handle,
    ffi_callback,
    ffi_release,
    ffi_init_once,
    ffi_queries,
    ffi_def_extern,
]
# Methods whose results are memory that is there, pointers included.
SAFE = {"new", "gc", "from_buffer", "new_handle", "callback"}


def spoil(world, rng, arguments):
    """Other arguments than the plausible ones: one replaced, one more, one less, by name."""
    keywords = {}
    choice = rng.random()
    if choice < 0.15 and arguments:
        arguments[rng.randrange(len(arguments))] = value(world, rng)
    elif choice < 0.2:
        arguments.append(value(world, rng))
    elif choice < 0.23:
        arguments.pop(0) if arguments else None
    elif choice < 0.28:
        names = ["cdecl", "init", "x", "size", "error", "tag", "name", "nosuch", "\udc80", "python_callable"]
        keywords = {rng.choice(names): arguments.pop() if arguments else value(world, rng)}
    return arguments, keywords


def ffi_method(world, rng):
    name, arguments = rng.choice(FFI_CALLS)(world, rng)
    arguments, keywords = spoil(world, rng, arguments)
    if looks_behind_unknown_memory(world, name, arguments):
        return
    ffi = world.pick(rng, "ffi")
    if name == "init_once" and ffi in world.ffis[3:]:
        return  # remembers each tag as long as it lives, which is as long as the process
    method, done = world.call(getattr, ffi, name)
    if not done:
        return
    result, done = world.call(method, *arguments, **keywords)
    if not done:
        return
    if name in ("def_extern", "callback") and not isinstance(result, _cffi_backend._CDataBase):
        result, done = world.call(result, value(world, rng))
    safe = (name in SAFE and is_known(world, name, arguments)) or (name == "addressof" and is_field_path(arguments))
    world.keep(rng, result, safe=safe and has_its_size(name, result))


def is_field_path(arguments):
    return (
        len(arguments) == 1
        or all(type(step) is str for step in arguments[1:])
        and isinstance(arguments[0], _cffi_backend._CDataBase)
    )


def has_its_size(name, result):
    """from_buffer() does not ask whether there is room for what a pointer points to; T (*)[] says nothing of it."""
    if not isinstance(result, _cffi_backend._CDataBase):
        return True
    kind = _cffi_backend.typeof(result)
    return kind.kind != "pointer" or (
        name != "from_buffer" and not (kind.item.kind == "array" and kind.item.length is None)
    )


def is_known(world, name, arguments):
    """gc() knows no more of a pointer than we do."""
    return name != "gc" or any(arguments[:1] and arguments[0] is thing for thing in world.slots.get("cdata", ()))


def looks_behind_unknown_memory(world, name, arguments):
    """dlopen() of a pointer; a library's symbol that cdef() may have declared otherwise than it is."""
    return name == "dlopen" and bool(arguments) and isinstance(arguments[0], _cffi_backend._CDataBase)


def known_size(cdata):
    """Bytes that a safe cdata has, or what it points to."""
    try:
        kind = _cffi_backend.typeof(cdata)
        if kind.kind == "pointer":
            return 0 if not cdata or kind.item.kind == "void" else _cffi_backend.sizeof(kind.item)
        return _cffi_backend.sizeof(cdata)
    except (ValueError, TypeError, RuntimeError):
        return 0


def is_array(thing):
    return isinstance(thing, _cffi_backend._CDataBase) and _cffi_backend.typeof(thing).kind == "array"
