"""Calls that fail leave nothing behind: a long-lived FFI that is asked bad things keeps its size.

Memory is counted here, where the C library can count; `make leaks` counts Python's objects, too.
"""

import gc
import itertools
import random

import pytest

import cffi
from support.helpers import RELEASED
from support.modes import build, build_python

FEW = 2 if RELEASED else 60
MANY = 2 if RELEASED else 600
ROUNDS = 6
ALLOWED = 8  # bytes a call: less than anything that is left behind each time

GOOD = """
    typedef int known_t; struct known { int a, b; }; enum known_e { KA, KB };
    #define KNOWN 5
    int abs(int); int printf(const char *, ...); extern int environ;
"""

numbers = itertools.count(10)

# {0} is another number each time: nothing is kept of what was never seen before either.
CDEFS = [
    "struct s {{ int a; }}; typedef struct s s_t; s_t f(s_t *, int[7]); enum e {{ A, B }}; int bad(unknown_t);",
    "struct s{0} {{ int a[{0}]; }}; typedef struct s{0} *s_t{0}; int f{0}(s_t{0}, long(*)[{0}]); int bad(unknown_t);",
    "enum e{0} {{ A{0}, B{0} = {0} }};\n#define M{0} {0}\nstatic const int K{0} = 3; int bad(unknown_t);",
    "struct a{0} {{ struct b{0} x; }}; struct b{0} {{ struct a{0} y; }};",
    "struct wait{0} {{ struct never{0} x; va_list v; FILE *f; }}; int bad(",
    "typedef int t{0};\n#define N{0} 1 2",
    "int abs(long);",
    "struct known {{ long {0}; }};",
    "struct known {{ long a{0}; }};",
    "\n#define KNOWN {0}",
    "/* open {0}",
    "int f{0}(int, _Float128 a{0}, void (*)(struct inner{0} *, char[{0}])) $",
]

TYPES = [
    "unknown_t *", "unknown{0} *", "int[{0}] x y", "struct known[{0}] )", "int(*)(struct known *, char(*)[{0}]) ;", "int[-{0}]",
    "struct {{ int a{0}; struct inner{0} {{ int x; }} i; enum {{ E{0} }} e; }} z z", "void[{0}]", "int(*[{0}])(int)[3]", "int[unknown{0}]",
]  # fmt: skip


def allocated():
    meter = cffi.FFI()
    meter.cdef(
        "struct mallinfo2 { size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost; }; struct mallinfo2 mallinfo2(void);"
    )
    lib = meter.dlopen(None)

    def used():
        gc.collect()
        info = lib.mallinfo2()
        return info.uordblks + info.hblkhd

    return used


@pytest.fixture(scope="module")
def used():
    meter = allocated()
    try:
        meter()
    except AttributeError:
        pytest.skip("this C library does not tell how much memory is in use")
    return meter


@pytest.fixture(scope="module")
def long_lived():
    base = cffi.FFI()
    base.cdef("struct included; typedef struct { int z; } included_t;")
    ffi = cffi.FFI()
    ffi.include(base)
    ffi.cdef(GOOD)
    return ffi


def fail(call):
    try:
        call()
    except Exception:  # which one is what other tests say
        return
    raise AssertionError("%r did not fail" % call)


def keeps_its_size(used, call):
    """Caches fill once: what grows in each round is a leak."""
    for _ in range(FEW):
        fail(call)
    before = used()
    rounds = []
    for _ in range(ROUNDS):
        for _ in range(MANY):
            fail(call)
        now = used()
        rounds.append((now - before) // MANY)
        before = now
        if rounds[-1] < ALLOWED:
            break
    assert RELEASED or rounds[-1] < ALLOWED, "%s bytes a call in each round" % rounds


@pytest.mark.ours("what fails leaves nothing behind")
@pytest.mark.parametrize("text", CDEFS)
def test_cdef(used, long_lived, text):
    keeps_its_size(used, lambda: long_lived.cdef(text.format(next(numbers))))


@pytest.mark.ours("what fails leaves nothing behind")
@pytest.mark.parametrize("text", TYPES)
@pytest.mark.parametrize("method", ["typeof", "sizeof", "new", "callback", "getctype"])
def test_type_strings(used, long_lived, method, text):
    more = (lambda *arguments: 0,) if method == "callback" else ()
    keeps_its_size(used, lambda: getattr(long_lived, method)(text.format(next(numbers)), *more))


@pytest.mark.ours("what fails leaves nothing behind")
@pytest.mark.parametrize("text", TYPES)
def test_casts(used, long_lived, text):
    keeps_its_size(used, lambda: long_lived.cast(text.format(next(numbers)), 1))


@pytest.mark.ours("what fails leaves nothing behind")
def test_failures_leave_what_was_there(long_lived):
    for text in CDEFS:
        fail(lambda: long_lived.cdef(text.format(next(numbers))))
    for text in TYPES:
        fail(lambda: long_lived.typeof(text.format(next(numbers))))
    assert long_lived.sizeof("struct known") == 8 and long_lived.sizeof("int[KNOWN]") == 20
    assert long_lived.typeof("included_t *") is long_lived.typeof(long_lived.typeof("included_t *").cname)
    long_lived.cdef(
        "struct s99 { int a[99]; va_list v; }; typedef struct s99 *s_t99; int f99(s_t99, long(*)[99]);", override=True
    )
    assert long_lived.typeof("s_t99").item.fields[0][1].type.length == 99


CALLS = {
    "a symbol that is not there": lambda ffi, lib: getattr(lib, "no_symbol_%d" % next(numbers)),
    "a constant": lambda ffi, lib: setattr(lib, "KNOWN", 3),
    "an initialiser": lambda ffi, lib: ffi.new("struct known *", [1, "text"]),
    "too many items": lambda ffi, lib: ffi.new("int[2]", [1, 2, 3]),
    "no such field": lambda ffi, lib: ffi.new("struct known *", {"no_field_%d" % next(numbers): 1}),
    "an argument": lambda ffi, lib: lib.abs("text"),
    "a variadic argument": lambda ffi, lib: lib.printf(b"", 5),
    "an offset": lambda ffi, lib: ffi.offsetof("struct known", "no_field_%d" % next(numbers)),
    "an address": lambda ffi, lib: ffi.addressof(ffi.new("struct known *"), "no_field_%d" % next(numbers)),
    "include": lambda ffi, lib: ffi.include(ffi),
    "including another": lambda ffi, lib: ffi.include(conflicting()),
    "dlopen": lambda ffi, lib: ffi.dlopen("no/such/library_%d.so" % next(numbers)),
    "def_extern": lambda ffi, lib: ffi.def_extern()(lambda: 0),
    "callback without a function": lambda ffi, lib: ffi.callback("int(int)", 5),
    "from_buffer": lambda ffi, lib: ffi.from_buffer("struct known[]", 5),
    "from_handle": lambda ffi, lib: ffi.from_handle(ffi.NULL),
    "string": lambda ffi, lib: ffi.string(ffi.NULL),
    "unpack": lambda ffi, lib: ffi.unpack(ffi.new("int *"), -1),
    "memmove": lambda ffi, lib: ffi.memmove(5, b"", 0),
    "gc": lambda ffi, lib: ffi.gc(5, None),
    "emit without a name": lambda ffi, lib: ffi.emit_python_code("nowhere"),
    "set_source": lambda ffi, lib: ffi.set_source(5, None),
}


def conflicting():
    other = cffi.FFI()
    other.cdef("typedef char known_t;")
    return other


@pytest.mark.parametrize("name", sorted(CALLS))
def test_calls(used, long_lived, name):
    lib = long_lived.dlopen(None)
    keeps_its_size(used, lambda: CALLS[name](long_lived, lib))


COMPILED = [
    lambda ffi, lib: ffi.typeof("unknown_%d" % next(numbers)),
    lambda ffi, lib: ffi.typeof("struct known *["),
    lambda ffi, lib: ffi.sizeof("struct { int a; }"),
    lambda ffi, lib: ffi.new("struct opaque *"),
    lambda ffi, lib: ffi.new("struct known *", [1, "text"]),
    lambda ffi, lib: ffi.integer_const("no_constant_%d" % next(numbers)),
    lambda ffi, lib: getattr(lib, "no_symbol_%d" % next(numbers)),
    lambda ffi, lib: ffi.def_extern("no_function_%d" % next(numbers))(lambda: 0),
]


@pytest.fixture(scope="module", params=["api", "abi"])
def compiled(request, tmp_path_factory):
    cdef = "struct known { int a, b; }; struct opaque; enum e { A }; int known(struct known *, struct opaque *);"
    folder = tmp_path_factory.mktemp("failing")
    if request.param == "abi":
        ffi = build_python(folder, cdef).ffi
        return ffi, ffi.dlopen(None)
    module = build(
        folder,
        cdef,
        "struct known { int a, b; }; struct opaque; enum e { A }; static int known(struct known *k, struct opaque *o) { return 0; }",
    )
    return module.ffi, module.lib


@pytest.mark.parametrize("number", range(len(COMPILED)))
def test_compiled_modules(used, compiled, number):
    ffi, lib = compiled
    keeps_its_size(used, lambda: COMPILED[number](ffi, lib))


@pytest.mark.parametrize("method", ["emit_c_code", "emit_python_code", "verify"])
def test_modules_that_cannot_be_made(used, tmp_path, method):
    ffi = cffi.FFI()
    ffi.cdef("int f(struct { int a; } *); struct s { int x; ...; };")
    if method == "verify":
        call = lambda: ffi.verify("", tmpdir=5)  # noqa: E731
    else:
        ffi.set_source("_failing", "" if method == "emit_c_code" else None)
        call = lambda: getattr(ffi, method)(str(tmp_path))  # noqa: E731
    keeps_its_size(used, call)


PARTS = [
    "typedef int number{0}; typedef number{0} *pointer{0}; typedef number{0} (*function{0})(pointer{0}, char[{0}]);",
    "struct record{0} {{ int a[{0}]; struct record{0} *next; struct {{ char x; long y; }} inner; }}; union either{0} {{ struct record{0} r; int i; }};",
    "struct early{0} {{ struct late{0} x; short y; }}; struct late{0} {{ long z[{0}]; }};",
    "enum kind{0} {{ K{0} = {0}, L{0}, M{0} }}; typedef enum kind{0} kind{0}_t;\n#define D{0} K{0}",
    "struct opaque{0}; typedef struct opaque{0} opaque{0}_t; struct holder{0} {{ opaque{0}_t *o; va_list v; FILE *f; }};",
    "typedef struct {{ unsigned a : 3, b : 7; }} bits{0}; struct uses{0} {{ bits{0} b[{0}]; int (*f[{0}])(bits{0} *); }};",
]


def described(ffi):
    names = ffi.list_types()
    types = [ffi.typeof(prefix + name) for prefix, listed in zip(("", "struct ", "union "), names) for name in listed]
    layouts = [
        [(name, field.type.cname, field.offset, field.bitshift, field.bitsize) for name, field in t.fields or ()]
        for t in types
        if t.kind in ("struct", "union")
    ]
    return names, [(t.cname, t.kind) for t in types], layouts, dir(ffi.dlopen(None))


@pytest.mark.ours("what fails leaves nothing behind")
@pytest.mark.parametrize("seed", range(40))
def test_failures_between_declarations(seed):
    """Whatever fails in between, the declarations are what they would have been, and so are the types made of them."""
    rng = random.Random(seed)
    tried, plain = cffi.FFI(), cffi.FFI()
    base = cffi.FFI()
    base.cdef("struct base { int a; }; struct unfinished; typedef struct base base_t;")
    tried.include(base)
    plain.include(base)
    kept = []
    for number in range(2, 30):
        text = rng.choice(PARTS).format(number)
        for _ in range(rng.randrange(4)):
            wrong = rng.choice(
                [
                    text,
                    rng.choice(PARTS).format(number + 1),
                    "struct user {{ base_t b[{0}]; struct unfinished u; }};".format(number),
                ]
            )
            fail(
                lambda: tried.cdef(
                    wrong
                    + rng.choice([" int bad(no_t);", " struct bad { int x; ", " int bad(base_t *[%d], ...) $" % number])
                )
            )
            fail(lambda: tried.typeof(rng.choice(TYPES).format(number)))
        tried.cdef(text)
        plain.cdef(text)
        kept.append((tried.typeof("base_t *[%d]" % number), "base_t *[%d]" % number))
        assert all(tried.typeof(spelling) is ctype for ctype, spelling in kept)
    assert described(tried) == described(plain)
