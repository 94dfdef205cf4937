"""One FFI, one set of types: what was made before verify(), between two and after it, from whatever library, fits together."""

import pytest

import cffi
from support.helpers import fails
from support.modes import declared

pytestmark = pytest.mark.usefixtures("kept_in")


CDEF = """
    typedef struct handle handle; handle *make(void); int number(handle *);
    struct pair { int x, y; }; int sum(struct pair *); int sum_of(struct pair);
    typedef int (*reader)(struct pair *); int read_by(reader, struct pair *);
    enum color { RED, GREEN }; enum color next(enum color);
    typedef union { int i; float f; } either; int of_either(either *);
    extern struct pair origin; extern struct pair *current; extern int table[3];
"""
SOURCE = """
    typedef struct handle { int n; } handle;
    static handle it = { 5 };
    static handle *make(void) { return &it; }
    static int number(handle *h) { return h->n; }
    struct pair { int x, y; };
    static int sum(struct pair *p) { return p->x + p->y; }
    static int sum_of(struct pair p) { return p.x + p.y; }
    typedef int (*reader)(struct pair *);
    static int read_by(reader f, struct pair *p) { return f(p); }
    enum color { RED, GREEN };
    static enum color next(enum color c) { return c == RED ? GREEN : RED; }
    typedef union { int i; float f; } either;
    static int of_either(either *e) { return e->i; }
    static struct pair origin = { 7, 8 };
    static struct pair *current = &origin;
    static int table[3] = { 1, 2, 3 };
"""
TYPES = [
    "handle", "handle *", "struct handle *", "struct pair", "struct pair *", "struct pair[3]", "struct pair *[]", "reader",
    "enum color", "enum color *", "either", "either *", "int(*)(struct pair *, handle *)", "int *",
]  # fmt: skip


def test_types_and_names_stay():
    ffi = declared(CDEF)
    before = {name: ffi.typeof(name) for name in TYPES}
    names = {name: (ctype.cname, repr(ctype), hash(ctype)) for name, ctype in before.items()}
    for _ in range(2):
        lib = ffi.verify(SOURCE)
        for name in TYPES:
            assert ffi.typeof(name) is before[name], name
            assert (before[name].cname, repr(before[name]), hash(before[name])) == names[name]
        assert ffi.typeof(lib.make()) is before["handle *"]
        assert ffi.typeof(lib.make()).cname == "handle *"
        assert ffi.typeof(lib.origin) is before["struct pair"]
        assert ffi.typeof(lib.current) is before["struct pair *"]
        assert ffi.typeof(lib.next) is ffi.typeof("enum color(*)(enum color)")
        assert ffi.typeof(lib.read_by).args == (before["reader"], before["struct pair *"])


def test_objects_made_before():
    ffi = declared(CDEF)
    pair = ffi.new("struct pair *", [3, 4])
    pairs = ffi.new("struct pair[2]", [[1, 2], [10, 20]])
    either = ffi.new("either *", {"i": 6})
    tenfold = ffi.callback("reader", lambda p: p.x * 10)
    green = ffi.cast("enum color", 1)
    lib = ffi.verify(SOURCE)
    assert lib.sum(pair) == 7
    assert lib.sum(pairs + 1) == 30
    assert lib.sum_of(pair[0]) == 7
    assert lib.read_by(tenfold, pair) == 30
    assert lib.of_either(either) == 6
    assert lib.next(green) == 0
    lib.current = pair
    assert lib.current.y == 4
    lib.origin = pairs[1]
    assert lib.origin.y == 20


def test_two_libraries():
    ffi = declared(CDEF)
    first = ffi.verify(SOURCE)
    made_between = ffi.new("struct pair *", [1, 2])
    twice = ffi.callback("reader", lambda p: p.y * 2)
    ffi.cdef(
        "struct pair *same(struct pair *); struct both { struct pair a; struct pair *b; }; int of_both(struct both *);"
    )
    ffi.new("struct both *", {"a": made_between[0]})
    second = ffi.verify(
        SOURCE
        + """
        static struct pair *same(struct pair *p) { return p; }
        struct both { struct pair a; struct pair *b; };
        static int of_both(struct both *p) { return p->a.x + p->b->y; }
    """
    )
    assert second.sum(made_between) == 3
    assert first.sum(second.same(made_between)) == 3
    assert second.read_by(twice, first.current) == 16
    assert second.number(first.make()) == 5
    assert second.of_both(ffi.new("struct both *", [made_between[0], first.current])) == 9
    assert not hasattr(first, "same")
    first.current = second.current
    assert first.current == second.current != ffi.NULL


PARTIAL_CDEF = """
    struct part { int q; ...; }; typedef struct part part_t; int get(part_t *);
    struct holder { struct part p; int z; }; int get_z(struct holder *);
    union mix { char c; ...; };
    typedef struct { double d; ...; } nameless; double of_nameless(nameless);
"""
PARTIAL_SOURCE = """
    struct part { int before; int q; }; typedef struct part part_t;
    static int get(part_t *p) { return p->q; }
    struct holder { struct part p; int z; };
    static int get_z(struct holder *h) { return h->z; }
    union mix { char c; double d; };
    typedef struct { char pad[24]; double d; } nameless;
    static double of_nameless(nameless n) { return n.d; }
"""


def test_what_the_compiler_completes():
    ffi = declared(PARTIAL_CDEF)
    lib = ffi.verify(PARTIAL_SOURCE)
    assert [ffi.sizeof(name) for name in ("struct part", "part_t", "struct holder", "union mix", "nameless")] == [
        8,
        8,
        12,
        8,
        32,
    ]
    assert ffi.typeof("struct part") is ffi.typeof("part_t")
    assert ffi.typeof("part_t").cname == "part_t"
    assert ffi.offsetof("struct holder", "z") == 8
    assert lib.get(ffi.new("part_t *", [3])) == 3
    assert lib.get_z(ffi.new("struct holder *", {"z": 4, "p": {"q": 1}})) == 4
    assert lib.of_nameless(ffi.new("nameless *", [1.5])[0]) == 1.5
    assert [name for name, field in ffi.typeof("nameless").fields] == ["d"]


@pytest.mark.ours("types with dots exist before verify(), without a size")
def test_ctypes_of_open_types_are_completed():
    ffi = declared(PARTIAL_CDEF + "enum open { LOW, HIGH, ... }; enum open same(enum open);")
    names = ["struct part", "part_t *", "struct part[3]", "struct holder", "nameless", "enum open", "enum open *"]
    before = {name: ffi.typeof(name) for name in names}
    null = ffi.cast("part_t *", 0)
    with fails(cffi.VerificationMissing):
        ffi.sizeof(before["struct part[3]"])
    lib = ffi.verify(
        PARTIAL_SOURCE + "enum open { LOW = -1, HIGH = 3000000000 }; static enum open same(enum open e) { return e; }"
    )
    for name in names:
        assert ffi.typeof(name) is before[name]
    assert ffi.sizeof(before["struct part[3]"]) == 24
    assert ffi.alignof(before["struct holder"]) == 4
    assert ffi.sizeof(before["enum open"]) == 8
    assert int(ffi.cast(before["enum open"], -1)) == -1
    assert before["enum open"].relements == {"LOW": -1, "HIGH": 3000000000}
    assert lib.same(lib.HIGH) == 3000000000 and lib.same(-1) == -1
    assert ffi.new(before["part_t *"], {"q": 5}).q == 5
    assert null == ffi.NULL


def test_opaque_before_and_complete_in_the_next_one():
    ffi = declared("struct box; struct box *make(void);")
    source = "struct box { int before; int n; }; static struct box one = { 1, 2 }; static struct box *make(void) { return &one; }"
    box = ffi.typeof("struct box")
    first = ffi.verify(source)
    made = first.make()
    assert box.fields is None
    ffi.cdef("struct box { int before; int n; }; int get(struct box *);")
    second = ffi.verify(source + "static int get(struct box *b) { return b->n; }")
    assert ffi.sizeof("struct box") == 8
    assert second.get(ffi.cast("struct box *", made)) == 2


def test_with_dlopen():
    ffi = declared(
        "typedef struct { int quot, rem; } div_t; div_t div(int, int); int rest(div_t *); size_t strlen(const char *);"
    )
    c = ffi.dlopen(None)
    result = c.div(7, 2)
    lib = ffi.verify("#include <stdlib.h>\n#include <string.h>\nstatic int rest(div_t *d) { return d->rem; }")
    assert lib.rest(ffi.new("div_t *", result)) == 1
    assert ffi.typeof(lib.div(9, 4)) is ffi.typeof(result) is ffi.typeof(c.div(1, 1)) is ffi.typeof("div_t")
    later = ffi.dlopen(None)
    assert lib.rest(ffi.new("div_t *", later.div(9, 4))) == 1
    assert ffi.typeof(later.div) is ffi.typeof("div_t(*)(int, int)") is ffi.typeof(lib.div)
    assert later.strlen(b"abc") == lib.strlen(b"abc") == 3


COMMON = """
    struct pair { int x; ...; }; int sum(struct pair *);
    typedef struct { int m; ...; } nameless; typedef struct hidden hidden_t;
    enum color { RED, GREEN };
    #define DEPTH 3
"""
COMMON_SOURCE = """
    struct pair { int y, x; }; typedef struct { int pad, m; } nameless; typedef struct hidden { int k; } hidden_t;
    enum color { RED, GREEN };
    static int sum(struct pair *p) { return p->x + p->y; }
    #define DEPTH 3
"""
USER = """
    int use(struct pair *, nameless *); hidden_t *none(void); enum color first(void);
    #define WIDTH 4
"""
USER_SOURCE = (
    COMMON_SOURCE
    + """
    static int use(struct pair *p, nameless *n) { return p->x + n->m; }
    static hidden_t *none(void) { return 0; }
    static enum color first(void) { return GREEN; }
    #define WIDTH 4
"""
)


@pytest.mark.parametrize("order", ["before", "after", "never"])
def test_included_ffi(order):
    common = declared(COMMON)
    ffi = declared(USER, common)
    common_lib = common.verify(COMMON_SOURCE) if order == "before" else None
    lib = ffi.verify(USER_SOURCE)
    if order == "after":
        common_lib = common.verify(COMMON_SOURCE)
    assert hasattr(common, "verifier") == (order != "never")
    for name in ["struct pair", "nameless", "hidden_t *", "enum color"]:
        assert ffi.typeof(name) is common.typeof(name)
    assert ffi.sizeof("struct pair") == common.sizeof("nameless") == 8
    for one in (common, ffi):
        assert lib.use(one.new("struct pair *", [5]), one.new("nameless *", [6])) == 11
    assert ffi.typeof(lib.none()).cname == "hidden_t *"
    assert (lib.first(), lib.WIDTH, lib.GREEN) == (1, 4, 1)
    # What the other one declares is in its own library.
    assert not hasattr(lib, "sum") and not hasattr(lib, "DEPTH")
    assert "sum" not in dir(lib)
    if common_lib is not None:
        assert common_lib.sum(ffi.new("struct pair *", [5])) == 5
        assert common_lib.DEPTH == 3


def test_included_by_two():
    common = declared("struct pair { int x; ...; };")
    one = declared("int get(struct pair *);", common)
    two = declared("struct pair *same(struct pair *);", common)
    source = "struct pair { int y, x; };"
    first = one.verify(source + "static int get(struct pair *p) { return p->x; }")
    second = two.verify(source + "static struct pair *same(struct pair *p) { return p; }")
    assert first.get(second.same(common.new("struct pair *", [8]))) == 8


def test_same_module_for_two_ffis():
    """The module is one, the types are not."""
    cdef = "struct pair { int x; }; int get(struct pair *);"
    source = "struct pair { int x; }; static int get(struct pair *p) { return p->x + 1; }"
    one, two = declared(cdef), declared(cdef)
    first = one.verify(source)
    first_get = first.get
    second = two.verify(source)
    assert one.verifier.get_module_name() == two.verifier.get_module_name()
    assert second.get(two.new("struct pair *", [4])) == 5
    with fails(TypeError, "struct pair *"):
        second.get(one.new("struct pair *", [4]))
    del first
    assert first_get is not None


def test_names_of_function_types():
    ffi = declared(
        "typedef double f_t(double); f_t sin; static f_t *hook; int each(f_t *); typedef f_t *pf; pf given(pf);"
    )
    source = """
    #include <math.h>
    typedef double f_t(double);
    typedef f_t *pf;
    static f_t *hook = cos;
    static int each(f_t *f) { return (int)f(0.0); }
    static pf given(pf f) { return f; }
    """
    before = ffi.typeof("f_t *")
    lib = ffi.verify(source)
    assert (lib.sin(0.0), lib.hook(0.0), lib.each(lib.hook)) == (0.0, 1.0, 1)
    assert ffi.typeof("f_t *") is before is ffi.typeof(lib.hook) is ffi.typeof("pf")
    assert lib.each(ffi.callback("f_t *", lambda x: x + 3)) == 3
    assert lib.given(lib.hook)(0.0) == 1.0
