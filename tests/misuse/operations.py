"""The operations: each draws what it needs from the world and does one thing to the package.

What keeps an operation clear of the user's own mistakes (a size beyond what a pointer has, a wild pointer) stands with it.
"""

import threading

import _cffi_backend
import hooks
import values
from cdata_operations import attribute, buffer, index, memmove, operator, store_wild, string, unpack, use_buffer
from ffi_operations import ffi_method, has_its_size, is_known, known_size, spoil
from values import ctype, field, number, value

# ---- types


def use_ctype(world, rng):
    thing = world.pick(rng, "ctype")
    names = [
        "kind",
        "cname",
        "item",
        "length",
        "fields",
        "args",
        "result",
        "ellipsis",
        "abi",
        "elements",
        "relements",
        "nosuch",
    ]
    result, done = world.call(getattr, thing, rng.choice(names))
    if done:
        if type(result) is list and result:
            for name in ("type", "offset", "bitshift", "bitsize", "flags"):
                world.call(getattr, rng.choice(result)[1], name)
        world.keep(rng, result)
    if rng.random() < 0.1:
        world.call(setattr, thing, rng.choice(names), value(world, rng))


def backend_type(world, rng):
    backend = _cffi_backend
    types = [world.pick(rng, "ctype") for _ in range(3)]
    any_value = value(world, rng)
    name, arguments = rng.choice(
        [
            ("new_primitive_type", [rng.choice(["int", "char", "nosuch", any_value])]),
            ("new_pointer_type", [types[0]]),
            ("new_array_type", [types[0], rng.choice([None, number(world, rng)])]),
            ("new_struct_type", [rng.choice(["struct x", any_value])]),
            ("new_union_type", ["union x"]),
            ("new_enum_type", [rng.choice(["e", any_value]), ("A", "B"), (0, number(world, rng)), types[0]]),
            ("new_enum_type", ["e", values.container(world, rng), values.container(world, rng), types[0]]),
            ("new_function_type", [rng.choice([tuple(types), [types[0]], any_value]), types[1], number(world, rng)]),
            (
                "complete_struct_or_union",
                [types[0], fields_of(world, rng), None, number(world, rng), number(world, rng), number(world, rng)],
            ),
            ("complete_struct_or_union", [types[0], any_value]),
            ("typeoffsetof", [types[0], rng.choice([field(world, rng), any_value])]),
            ("rawaddressof", [types[0], world.pick(rng, "cdata"), number(world, rng)]),
            ("getcname", [types[0], any_value]),
            ("sizeof", [any_value]),
            ("alignof", [any_value]),
            ("typeof", [any_value]),
            ("newp", [types[0], any_value]),
            ("cast", [types[0], any_value]),
            ("callback", [types[0], any_value, any_value]),
            ("newp_handle", [types[0], any_value]),
            ("gcp", [world.pick(rng, "cdata"), rng.choice([len, any_value])]),
            ("release", [any_value]),
            ("set_errno", [any_value]),
            ("get_errno", []),
            ("_get_types", []),
            ("_get_common_types", [any_value]),
            ("from_buffer", [types[0], values.exporter(world, rng)]),
            ("_testbuff", [rng.choice([bytearray, int, any_value]), rng.choice([0, 1, any_value])]),
            ("getwinerror", []),
            ("from_handle", [any_value]),
        ]
    )
    function = getattr(backend, name, None)
    if function is None:
        return
    arguments, keywords = spoil(world, rng, arguments)
    result, done = world.call(function, *arguments, **keywords)
    if done:
        world.keep(
            rng,
            result,
            safe=has_its_size(name, result)
            and (name in ("newp", "from_buffer", "newp_handle") or name == "gcp" and is_known(world, "gc", arguments)),
        )


def fields_of(world, rng):
    fields = []
    for name in rng.choice(["ab", "abc", "aa", "a"]):
        entry = [
            name,
            world.pick(rng, "ctype"),
            rng.choice([-1, -1, number(world, rng)]),
            rng.choice([-1, number(world, rng)]),
        ]
        fields.append(rng.choice([tuple, tuple, tuple, list])(entry[: rng.choice([2, 3, 3, 4])]))
    return fields


# ---- calls


def call_function(world, rng):
    """Functions that do not dereference pointers."""
    name = rng.choice(world.declarations.FUNCTIONS)
    function, done = world.call(getattr, world.pick(rng, "lib"), name, None)
    if not done or function is None:
        return
    count = {"mix": 10, "add": 2, "same": 2, "nothing": 0}.get(name, 1)
    arguments = [value(world, rng) for _ in range(count)]
    if name == "mix" and rng.random() < 0.8:
        arguments = [b"c", -1, 2, 3, 0.5, number(world, rng), 1, "w", 4, number(world, rng)]
    if name == "ignore":
        arguments = [number(world, rng)] + [
            world.pick(rng, "cdata") if rng.random() < 0.7 else value(world, rng) for _ in range(rng.randrange(6))
        ]
    arguments, keywords = spoil(world, rng, arguments)
    result, done = world.call(function, *arguments, **keywords)
    if done:
        is_value = isinstance(result, _cffi_backend._CDataBase) and _cffi_backend.typeof(result).kind in (
            "struct",
            "union",
            "primitive",
        )
        world.keep(rng, result, safe=is_value)


def call_back(world, rng):
    """C calls what it is given: live callbacks, or something that is refused."""
    name = rng.choice(["call", "call_two"])
    function, done = world.call(getattr, world.pick(rng, "lib"), name, None)
    if not done or function is None:
        return
    target = rng.choice(
        [
            world.pick(rng, "callback"),
            world.pick(rng, "callback"),
            world.ffis[0].NULL,
            len,
            None,
            5,
            hooks.Manager(world, rng),
        ]
    )
    arguments = [rng.choice([3, number(world, rng)]) for _ in range(2 if name == "call_two" else 1)]
    world.inside += 1
    try:
        world.call(function, target, *arguments)
    finally:
        world.inside -= 1


def touch(world, rng):
    """C reads one byte of memory that is there when the call is written down; converting the other argument may change that."""
    function, done = world.call(getattr, world.pick(rng, "lib"), "touch", None)
    thing = rng.choice([world.pick(rng, "cdata"), data_of(world, rng)])
    if not done or function is None or not (thing if isinstance(thing, bytes) else known_size(thing)):
        return
    world.call(function, thing, rng.choice([3, number(world, rng), hooks.Number(world, rng)]))


def data_of(world, rng):
    return rng.choice([b"abc", b"x"])


def make_callback(world, rng):
    kinds = [
        "int(int)",
        "int(*)(int)",
        "unary",
        "struct pair(struct pair, double, char *)",
        "void(void)",
        "int(struct all *, int, ...)",
        "long double(long double)",
        "struct flex(int)",
        "_Bool(wchar_t, enum color)",
        "union number(union number)",
        "int *(int *)",
    ]
    kind = kinds[0] if rng.random() < 0.6 else rng.choice(kinds)
    own = world.new_rng(rng)

    def function(*args):
        world.act(own)
        return own.choice([1, args[0] if args else None, None, "text", 10**30])

    errors = [
        {},
        {},
        {"error": value(world, rng)},
        {"onerror": hooks.Manager(world, rng)},
        {"onerror": lambda *args: own.choice([None, 5, "x"])},
    ]
    result, done = world.call(world.ffis[rng.randrange(3)].callback, kind, function, **rng.choice(errors))
    if done and kind in kinds[:3]:
        world.keep(rng, result, safe=True)
    elif done:
        world.call(result, *[value(world, rng) for _ in range(kind.count(",") + 1)])


def extern_python(world, rng):
    module = world.tools.compiled
    own = world.new_rng(rng)

    def function(*args):
        world.act(own)
        return own.choice([1, {"a": 1}, None, (1, 2), args[0], "x"])

    name = rng.choice(["hook", "hook_pair", "hook_visible"])
    attach, done = world.call(
        module.ffi.def_extern, name, rng.choice([None, 3, (1, 2)]), rng.choice([None, hooks.Manager(world, rng)])
    )
    if done:
        world.call(attach, rng.choice([function, function, function, value(world, rng)]))
    world.call(module.lib.run_hook, rng.choice([5, number(world, rng)]))
    world.call(module.lib.run_hook_pair, rng.choice([(1, 2), value(world, rng)]))


# ---- libraries


def library(world, rng):
    lib = world.pick(rng, "lib")
    names = (
        world.declarations.VARIABLES * 3
        + world.declarations.FUNCTIONS
        + [
            "LIMIT",
            "RED",
            "no_such_function",
            "no_such_variable",
            "hook",
            "__dict__",
            "__all__",
            "__name__",
            "__class__",
            "__path__",
            "\0",
            "\udc80",
            "",
        ]
    )
    name = rng.choice(names)
    choice = rng.random()
    if choice < 0.45:
        result, done = world.call(getattr, lib, name)
        if done:
            world.keep_read(rng, result)
    elif choice < 0.9:
        world.call(setattr, lib, name, value(world, rng))
    elif choice < 0.93:
        world.call(delattr, lib, name)
    elif choice < 0.97:
        world.call(rng.choice([dir, repr, hash, vars, iter]), lib)
    else:
        low = _cffi_backend
        kind = world.pick(rng, "ctype")
        if isinstance(lib, low.CLibrary) and kind is not None and name in ("g_int", "g_double"):
            world.call(rng.choice([lib.load_function, lambda *args: len(args)]), rng.choice([kind, name]), name)
        reopened = rng.choice([world.tools.libraries[0], None, "m", "", "\0", "/nosuch.so", b"x", value(world, rng)])
        flags = rng.choice([0, 1, 2, 0x102, None, "x", 2**63])  # not RTLD_DEEPBIND, which sanitizers refuse
        if not isinstance(reopened, low._CDataBase):
            world.call(world.ffis[rng.randrange(2)].dlopen, reopened, *([flags] if rng.random() < 0.2 else []))


# ---- memory with an owner of its own


def allocator(world, rng):
    ffi = world.ffis[0]
    own = world.new_rng(rng)

    def allocate(size):
        world.act(own)
        memory = ffi.new("char[]", max(size, 1))
        world.kept.append(memory)
        return ffi.cast(own.choice(["void *", "char *"]), memory) if own.random() < 0.5 else memory

    def free(pointer):
        world.act(own)

    makers = [
        (allocate, free),
        (allocate, free),
        (allocate, None),
        (lambda size: ffi.NULL, free),
        (lambda size: own.choice([5, None, b"x"]), free),
        (lambda size: 1 // 0, free),
        (5, free),
        (None, free),
        (None, None),
        (allocate, hooks.Manager(world, rng)),
        (lambda size: ffi.new("struct all *")[0], None),
        (allocate, len),
    ]
    alloc, release = rng.choice(makers)
    made, done = world.call(
        ffi.new_allocator,
        alloc,
        release,
        *([rng.choice([True, False, value(world, rng)])] if rng.random() < 0.3 else []),
    )
    for _ in range(2 if done else 0):
        result, fine = world.call(
            made,
            rng.choice(["struct pair *", "int[3]", "int[]", "struct all *", "struct flex *", ctype(world, rng)]),
            *([value(world, rng)] if rng.random() < 0.7 else []),
        )
        if fine:
            world.keep(rng, result, safe=True)


def with_block(world, rng):
    thing = world.pick(rng, "cdata")

    def use(cdata):
        with cdata as inside:
            world.act(world.new_rng(rng))
            return repr(inside)

    world.call(use, thing)


def action(world, rng):
    world.act(world.new_rng(rng))


def weak(world, rng):
    reference = world.pick(rng, "weak")
    if reference is not None:
        result, done = world.call(reference)
        if done:
            world.call(repr, result)


def sources(world, rng):
    """The builder's side as far as it writes text only."""
    import io

    ffi = world.ffis[rng.randrange(3)]
    world.call(
        ffi.set_source,
        rng.choice(["_made", "a.b", "", "\0", value(world, rng)]),
        rng.choice(["int x;", None, value(world, rng)]),
    )
    world.call(
        rng.choice([ffi.emit_c_code, ffi.emit_python_code]),
        rng.choice([io.StringIO(), io.BytesIO(), hooks.Manager(world, rng)]),
    )


# Texts that declare something before they go wrong, as cdef() and as type strings.
WRONG = [
    "struct wrong{0} {{ int a[{0}]; struct inner{0} *p; }}; typedef struct wrong{0} *wrong{0}_t; int f(wrong{0}_t, no_t);",
    "enum wrong{0} {{ W{0}, V{0} = W{0} + 3 }};\n#define M{0} 5\nint f(char[M{0}], no_t);",
    "struct wrong{0} {{ struct later{0} x; }}; struct later{0} {{ struct wrong{0} y; }};",
    "struct {{ int a; enum {{ W{0} }} e; struct wrong{0} {{ int x[{0}]; }} s; }} x y",
    "int(*)(struct pair *, long(*)[{0}], unsigned(*)(struct wrong{0} *)) )",
    "no{0}_t(*)[{0}]",
]


def declare_wrongly(world, rng):
    ffi = rng.choice(world.ffis)
    method = rng.choice([getattr(ffi, "cdef", ffi.typeof), ffi.typeof, ffi.sizeof, ffi.new])
    world.call(method, rng.choice(WRONG).format(rng.randrange(1, 1000)))


def in_threads(world, rng):
    """Three threads at once on the same objects. Not to be reproduced exactly."""
    rngs = [world.new_rng(rng) for _ in range(3)]
    failures = []

    def work(own):
        try:
            for _ in range(8):
                world.operations(world, own)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(own,)) for own in rngs]
    world.inside += 1
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.inside -= 1
    if failures:
        raise failures[0]


OPERATIONS = (
    [ffi_method] * 14
    + [index] * 9
    + [attribute] * 8
    + [operator] * 8
    + [call_function] * 8
    + [library] * 7
    + [backend_type] * 6
    + [use_buffer] * 4
    + [use_ctype] * 3
    + [string, unpack, memmove, memmove, buffer, buffer] * 2
    + [touch] * 4
    + [call_back] * 3
    + [make_callback] * 3
    + [extern_python] * 2
    + [allocator] * 4
    + [with_block] * 2
    + [action] * 2
    + [weak, store_wild, store_wild]
    + [sources]
    + [declare_wrongly] * 4
)


def operate(world, rng):
    rng.choice(OPERATIONS)(world, rng)
