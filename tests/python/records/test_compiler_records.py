"""Structs, unions and named types of modules in API mode: the compiler's layout, what of it the cdef tells wrongly, and
types that only the compiler knows."""

import pytest

import cffi
from support.helpers import fails
from support.modes import build, fresh_name, load

CDEF = """
struct partial { int b; double d; ...; };
struct empty_partial { ...; };
struct full { char c; long l; short s; };
struct nested { struct { int x, y; } inner; int after; };
struct anonymous { int tag; union { int i; float f; struct { short low, high; }; }; };
struct partial_anonymous { union { int i; float f; }; ...; };
union variant { int i; double d; char bytes[16]; };
union partial_union { int i; ...; };
struct bits { unsigned a : 3, b : 5; int c : 20; unsigned char d; unsigned long long e : 40; };
struct flexible { int count; short items[]; };
struct dotted { int first; int items[...]; char rows[...][4]; ...; };
struct full_dotted { char tag; long items[...]; };
struct with_pointers { int (*call)(int, double); char *text; void *data; struct with_pointers *next; int (*table[3])(int); };
struct arrays { int grid[2][3]; char name[8]; struct full items[2]; };
enum kind { KIND_A, KIND_B = ... };
struct many { int8_t a; uint16_t b; int32_t c; uint64_t d; float e; double f; long double g; _Bool h; char i; wchar_t j; enum kind k; ...; };
struct const_fields { const int a; const char *const text; };

typedef struct { int x, y; } named_t;
typedef struct { int hidden; ...; } partial_t;
typedef struct tagged { int value; ...; } tagged_t, *tagged_p;
typedef struct { int a; } *only_pointer_t;
typedef ... opaque_t;
typedef ... *handle_t;
struct incomplete;
typedef int... id_t_;
typedef unsigned int... uid_t_;
typedef int... tiny_t;
typedef float... real_t;
typedef float... single_t;
typedef int numbers_t[...];
typedef int (*function_t)(int);
typedef struct pair { id_t_ id; real_t value; } pair_t;

opaque_t *make_opaque(int);
int read_opaque(const opaque_t *);
handle_t open_handle(int);
int close_handle(handle_t);
struct incomplete *get_incomplete(void);
int value_of(tagged_p);
id_t_ next_id(id_t_);
real_t half(real_t);
int total(struct partial);
struct dotted *make_dotted(void);
int sum_flexible(struct flexible *);
struct bits *make_bits(void);
pair_t make_pair(int);
"""

SOURCE = """
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>
struct partial { char a; double d; char pad[7]; int b; long last; };
struct empty_partial { int x; char y; };
struct full { char c; long l; short s; };
struct nested { struct { int x, y; } inner; int after; };
struct anonymous { int tag; union { int i; float f; struct { short low, high; }; }; };
struct partial_anonymous { char first; union { int i; float f; }; long last; };
union variant { int i; double d; char bytes[16]; };
union partial_union { char c[24]; int i; };
struct bits { unsigned a : 3, b : 5; int c : 20; unsigned char d; unsigned long long e : 40; };
struct flexible { int count; short items[]; };
struct dotted { long before; int items[7]; int first; char rows[5][4]; };
struct full_dotted { char tag; long items[3]; };
struct with_pointers { int (*call)(int, double); char *text; void *data; struct with_pointers *next; int (*table[3])(int); };
struct arrays { int grid[2][3]; char name[8]; struct full items[2]; };
enum kind { KIND_A, KIND_B = 30 };
struct many { double f; int8_t a; uint16_t b; int32_t c; uint64_t d; float e; char i; _Bool h; wchar_t j; enum kind k; long double g; };
struct const_fields { const int a; const char *const text; };
typedef struct { int x, y; } named_t;
typedef struct { long before; int hidden; } partial_t;
typedef struct tagged { double before; int value; } tagged_t, *tagged_p;
typedef struct { int a; } *only_pointer_t;
typedef struct { int value; } opaque_t;
typedef struct handle { int value; } *handle_t;
struct incomplete { int x; };
typedef long id_t_;
typedef unsigned short uid_t_;
typedef signed char tiny_t;
typedef double real_t;
typedef float single_t;
typedef int numbers_t[9];
typedef int (*function_t)(int);
typedef struct pair { id_t_ id; real_t value; } pair_t;
static opaque_t *make_opaque(int value) { static opaque_t made; made.value = value; return &made; }
static int read_opaque(const opaque_t *o) { return o->value; }
static handle_t open_handle(int value) { static struct handle made; made.value = value; return &made; }
static int close_handle(handle_t h) { return h->value; }
static struct incomplete *get_incomplete(void) { static struct incomplete made; return &made; }
static int value_of(tagged_p t) { return t->value; }
static id_t_ next_id(id_t_ id) { return id + 1; }
static real_t half(real_t x) { return x / 2; }
static int total(struct partial p) { return p.a + p.b + (int)p.d; }
static struct dotted *make_dotted(void) { static struct dotted made = {0, {1, 2, 3, 4, 5, 6, 7}, 99, {"abc"}}; return &made; }
static int sum_flexible(struct flexible *f) { int s = 0; for (int i = 0; i < f->count; i++) s += f->items[i]; return s; }
static struct bits *make_bits(void) { static struct bits made = {5, 17, -1234, 200, 1ull << 39}; return &made; }
static pair_t make_pair(int id) { pair_t made = {id, id / 2.0}; return made; }
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    return build(tmp_path_factory.mktemp("records"), CDEF, SOURCE, "_api_records")


@pytest.fixture
def ffi(module):
    return module.ffi


@pytest.fixture
def lib(module):
    return module.lib


def layout(ffi, ctype):
    return ffi.sizeof(ctype), ffi.alignof(ctype), [(name, f.offset) for name, f in ffi.typeof(ctype).fields]


def test_full(ffi):
    assert layout(ffi, "struct full") == (24, 8, [("c", 0), ("l", 8), ("s", 16)])
    p = ffi.new("struct full *", [b"x", 5, -3])
    assert (p.c, p.l, p.s) == (b"x", 5, -3)


def test_partial(ffi, lib):
    assert layout(ffi, "struct partial") == (40, 8, [("b", 24), ("d", 8)])
    p = ffi.new("struct partial *", [7, 2.5])
    assert (p.b, p.d) == (7, 2.5)
    assert ffi.offsetof("struct partial", "b") == 24
    assert ffi.new("struct partial *", {"d": 1.5}).d == 1.5
    assert layout(ffi, "struct empty_partial") == (8, 4, [])
    assert layout(ffi, "union partial_union") == (24, 4, [("i", 0)])
    assert layout(ffi, "partial_t") == (16, 8, [("hidden", 8)])
    assert layout(ffi, "struct tagged") == (16, 8, [("value", 8)])
    assert ffi.typeof("tagged_t") is ffi.typeof("struct tagged")
    assert ffi.typeof("tagged_p") is ffi.typeof("struct tagged *")
    assert lib.value_of([[5]]) == 5
    assert lib.value_of(ffi.new("tagged_p", [6])) == 6


def test_partial_by_value(ffi, lib):
    assert lib.total(ffi.new("struct partial *", {"b": 7, "d": 2.5})[0]) == 9
    assert ffi.typeof(lib.total).args == (ffi.typeof("struct partial"),)
    with fails(NotImplementedError, "struct partial"):
        ffi.addressof(lib, "total")([7, 2.5])
    with fails(NotImplementedError, "struct partial"):
        ffi.callback("int(struct partial)", lambda p: 0)


def test_reprs(ffi):
    assert repr(ffi.typeof("named_t")) == "<ctype 'named_t'>"
    assert repr(ffi.typeof("struct full *")) == "<ctype 'struct full *'>"
    assert repr(ffi.new("named_t *")) == "<cdata 'named_t *' owning 8 bytes>"
    assert repr(ffi.new("struct partial *")) == "<cdata 'struct partial *' owning 40 bytes>"
    assert ffi.getctype("named_t", "*[3]") == "named_t *[3]"
    assert ffi.typeof("named_t").cname == "named_t"
    assert ffi.typeof("struct full").kind == "struct"
    assert ffi.typeof("union variant").kind == "union"


def test_nested(ffi):
    p = ffi.new("struct nested *", [[1, 2], 3])
    assert (p.inner.x, p.inner.y, p.after) == (1, 2, 3)
    inner = ffi.typeof("struct nested").fields[0][1].type
    assert [name for name, _ in inner.fields] == ["x", "y"]
    assert ffi.offsetof("struct nested", "inner", "y") == 4


def test_anonymous_members(ffi):
    p = ffi.new("struct anonymous *", {"tag": 1, "low": 5, "high": 6})
    assert (p.low, p.high) == (5, 6)
    assert p.i == 5 + (6 << 16)
    assert ffi.offsetof("struct anonymous", "high") == 6
    assert "f" in dir(p)
    q = ffi.new("struct partial_anonymous *")
    q.f = 1.5
    assert q.i == 0x3FC00000
    assert ffi.offsetof("struct partial_anonymous", "i") == 4
    assert ffi.sizeof("struct partial_anonymous") == 16


def test_unions(ffi):
    u = ffi.new("union variant *", [0x01020304])
    assert u.bytes[0] == b"\x04"
    assert ffi.sizeof("union variant") == 16
    assert ffi.new("union variant *", {"d": 2.5}).d == 2.5
    with pytest.raises(ValueError):
        ffi.new("union variant *", [1, 2.0])


def test_bit_fields(ffi, lib):
    p = lib.make_bits()
    assert (p.a, p.b, p.c, p.d, p.e) == (5, 17, -1234, 200, 1 << 39)
    assert ffi.sizeof("struct bits") == 16
    p.c = 7
    assert (p.a, p.b, p.c, p.d, p.e) == (5, 17, 7, 200, 1 << 39)
    with pytest.raises(OverflowError):
        p.a = 8
    fields = dict(ffi.typeof("struct bits").fields)
    assert (fields["b"].bitshift, fields["b"].bitsize) == (3, 5)
    p.c = -1234


def test_flexible_arrays(ffi, lib):
    p = ffi.new("struct flexible *", [3, [10, 20, 30]])
    assert lib.sum_flexible(p) == 60
    assert ffi.sizeof("struct flexible") == 4
    assert ffi.sizeof(p[0]) >= 10
    q = ffi.new("struct flexible *", {"items": 5})
    q.items[4] = 1
    assert ffi.offsetof("struct flexible", "items") == 4


def test_lengths_of_the_compiler(ffi, lib):
    p = lib.make_dotted()
    assert list(p.items) == [1, 2, 3, 4, 5, 6, 7]
    assert p.first == 99
    assert ffi.typeof(p.rows) is ffi.typeof("char[5][4]")
    assert ffi.string(p.rows[0]) == b"abc"
    assert ffi.offsetof("struct dotted", "first") == 36
    assert layout(ffi, "struct full_dotted") == (32, 8, [("tag", 0), ("items", 8)])
    assert ffi.typeof(ffi.new("struct full_dotted *").items).length == 3
    assert ffi.typeof("numbers_t") is ffi.typeof("int[9]")
    assert len(ffi.new("numbers_t")) == 9


def test_pointers_in_structs(ffi):
    p = ffi.new("struct with_pointers *")
    assert ffi.typeof(p.call) is ffi.typeof("int(*)(int, double)")
    assert p.call == p.text == p.data == p.next == ffi.NULL
    p.next = p
    assert p.next.next == p
    callback = ffi.callback("int(int)", lambda x: x + 1)
    p.table = [callback, ffi.NULL, callback]
    assert p.table[2](5) == 6
    text = ffi.new("char[]", b"abc")
    p.text = text
    assert ffi.string(p.text) == b"abc"


def test_arrays_in_structs(ffi):
    p = ffi.new("struct arrays *", {"grid": [[1, 2, 3], [4, 5, 6]], "name": b"name", "items": [(b"a", 1, 2), {"l": 9}]})
    assert [list(row) for row in p.grid] == [[1, 2, 3], [4, 5, 6]]
    assert ffi.string(p.name) == b"name"
    assert (p.items[0].c, p.items[1].l) == (b"a", 9)
    assert ffi.offsetof("struct arrays", "items", 1, "s") == 32 + 24 + 16


def test_fields_of_every_kind(ffi):
    values = {
        "a": -5,
        "b": 65535,
        "c": -(2**31),
        "d": 2**64 - 1,
        "e": 1.5,
        "f": 2.5,
        "g": 3.5,
        "h": True,
        "i": b"x",
        "j": "\u1234",
        "k": 30,
    }
    p = ffi.new("struct many *", values)
    for name, value in values.items():
        assert (float(p.g) if name == "g" else getattr(p, name)) == value
    assert ffi.offsetof("struct many", "f") == 0
    assert ffi.string(ffi.cast("enum kind", p.k)) == "KIND_B"


def test_const_fields(ffi):
    text = ffi.new("char[]", b"x")
    p = ffi.new("struct const_fields *", [5, text])
    assert (p.a, p.text) == (5, text)


def test_opaque_types(ffi, lib):
    made = lib.make_opaque(5)
    assert ffi.typeof(made) is ffi.typeof("opaque_t *")
    assert lib.read_opaque(made) == 5
    assert repr(ffi.typeof("opaque_t")) == "<ctype 'opaque_t'>"
    handle = lib.open_handle(6)
    assert ffi.typeof(handle) is ffi.typeof("handle_t")
    assert lib.close_handle(handle) == 6
    assert repr(ffi.typeof("handle_t")) == "<ctype 'handle_t'>" or ffi.typeof("handle_t").kind == "pointer"
    assert ffi.new("handle_t *")[0] == ffi.NULL
    assert ffi.typeof(lib.get_incomplete()) is ffi.typeof("struct incomplete *")
    for name in ("opaque_t", "struct incomplete"):
        with pytest.raises((TypeError, ffi.error)):
            ffi.new(name + " *")
        with pytest.raises((TypeError, ValueError, ffi.error)):
            ffi.sizeof(name)


def test_anonymous_behind_a_pointer(ffi):
    p = ffi.new("only_pointer_t", [5])
    assert p.a == 5
    assert ffi.sizeof(p[0]) == 4


def test_numbers_of_the_compiler(ffi, lib):
    assert ffi.sizeof("id_t_") == 8
    assert int(ffi.cast("id_t_", -1)) == -1
    assert ffi.sizeof("uid_t_") == 2
    assert int(ffi.cast("uid_t_", -1)) == 65535
    assert int(ffi.cast("tiny_t", 255)) == -1
    assert ffi.sizeof("real_t") == 8
    assert ffi.sizeof("single_t") == 4
    assert lib.next_id(2**62) == 2**62 + 1
    with pytest.raises(OverflowError):
        lib.next_id(2**63)
    assert lib.half(5) == 2.5
    assert layout(ffi, "pair_t") == (16, 8, [("id", 0), ("value", 8)])
    made = lib.make_pair(5)
    assert (made.id, made.value) == (5, 2.5)


def test_list_types(ffi):
    typedefs, structs, unions = ffi.list_types()
    assert {
        "named_t",
        "partial_t",
        "tagged_t",
        "tagged_p",
        "opaque_t",
        "handle_t",
        "id_t_",
        "numbers_t",
        "function_t",
    } <= set(typedefs)
    assert {"partial", "full", "incomplete", "tagged", "bits"} <= set(structs)
    assert unions == ["partial_union", "variant"]


# ---- what the cdef tells wrongly

WRONG_CDEF = """
struct right { int a; };
struct longer { int a; };
struct shifted { int a, b; };
struct resized { int a; long last; };
union larger { int a; };
struct relaxed { short a; ...; };
struct array_of_wrong { struct longer items[2]; };
int right_value(struct right *);
"""

WRONG_SOURCE = """
struct right { int a; };
struct longer { int a, b; };
struct shifted { int a, between, b; };
struct resized { int a, more; long last; long end; };
union larger { int a; double b; };
struct relaxed { short before, a; };
struct array_of_wrong { struct longer items[2]; };
static int right_value(struct right *r) { return r->a; }
"""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    return build(tmp_path_factory.mktemp("wrong"), WRONG_CDEF, WRONG_SOURCE, "_api_wrong")


def test_a_wrong_layout(wrong):
    ffi, lib = wrong.ffi, wrong.lib
    assert lib.right_value([[5]]) == 5
    assert ffi.offsetof("struct relaxed", "a") == 2
    with fails(
        ffi.error,
        'struct longer: wrong total size (cdef says 4, but C compiler says 8). fix it or use "...;" as the last field in the cdef for struct longer to make it flexible',
    ):
        ffi.sizeof("struct longer")
    with fails(ffi.error, "struct shifted: wrong offset for field 'b' (cdef says 4, but C compiler says 8)"):
        ffi.sizeof("struct shifted")
    with fails(ffi.error, "union larger: wrong total size (cdef says 4, but C compiler says 8)"):
        ffi.new("union larger *")
    with pytest.raises(ffi.error):
        ffi.new("struct array_of_wrong *")


@pytest.mark.ours("all that differ are told at once, with both sides")
def test_all_wrong_layouts(wrong):
    with pytest.raises(wrong.ffi.error) as info:
        wrong.ffi.sizeof("struct longer")
    text = str(info.value)
    for name in ("struct longer", "struct shifted", "struct resized", "union larger"):
        assert name in text.split("\n", 1)[1]
    assert "struct right" not in text
    assert "struct relaxed" not in text
    for row in ("cdef", "C compiler"):
        assert row in text


def test_a_wrong_field_type_is_an_error_of_the_compiler(tmp_path, capfd):
    cffi_error = Exception
    with pytest.raises(cffi_error) as info:
        build(tmp_path, "struct s { int missing; ...; };", "struct s { int other; };")
    assert "missing" in str(info.value) + capfd.readouterr().err


# ---- packed


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    ffi = cffi.FFI()
    ffi.cdef("struct packed { char a; int b; short c; };", packed=True)
    ffi.cdef("struct packed_dots { char a; int b; ...; };", packed=True)
    ffi.cdef("struct usual { char a; int b; }; int b_of(struct packed *);")
    ffi.set_source(
        "_api_packed",
        """
        #pragma pack(push, 1)
        struct packed { char a; int b; short c; };
        struct packed_dots { char a; int b; char c; };
        #pragma pack(pop)
        struct usual { char a; int b; };
        static int b_of(struct packed *p) { return p->b; }
        """,
    )
    folder = tmp_path_factory.mktemp("packed")
    ffi.compile(str(folder))
    return load(folder, "_api_packed")


def test_packed(packed):
    ffi, lib = packed.ffi, packed.lib
    assert layout(ffi, "struct packed") == (7, 1, [("a", 0), ("b", 1), ("c", 5)])
    assert layout(ffi, "struct packed_dots") == (6, 1, [("a", 0), ("b", 1)])
    assert layout(ffi, "struct usual") == (8, 4, [("a", 0), ("b", 4)])
    assert lib.b_of([{"b": 77}]) == 77


@pytest.mark.ours("a struct without a name may be partial where a typedef names a pointer to it")
def test_partial_behind_a_pointer(tmp_path):
    ffi = build(tmp_path, "typedef struct { int a; ...; } *p_t;", "typedef struct { long before; int a; } *p_t;").ffi
    p = ffi.new("p_t", [6])
    assert p.a == 6
    assert ffi.sizeof(p[0]) == 16


@pytest.mark.ours("any pack=n in API mode")
def test_pack_2(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef("struct pack2 { char a; int b; double d; };", pack=2)
    name = fresh_name()
    ffi.set_source(name, "#pragma pack(2)\nstruct pack2 { char a; int b; double d; };\n#pragma pack()\n")
    ffi.compile(str(tmp_path))
    assert layout(load(tmp_path, name).ffi, "struct pack2") == (14, 2, [("a", 0), ("b", 2), ("d", 6)])


@pytest.mark.ours("attributes of real headers are understood in the cdef")
def test_packed_by_attribute(tmp_path):
    text = """
    struct __attribute__((packed)) p { char a; int b; };
    struct aligned { char a; int b __attribute__((aligned(16))); };
    struct bits { unsigned a : 3; unsigned : 0; unsigned b : 4; } __attribute__((packed));
    """
    ffi = build(tmp_path, text, text).ffi
    assert layout(ffi, "struct p") == (5, 1, [("a", 0), ("b", 1)])
    assert layout(ffi, "struct aligned") == (32, 16, [("a", 0), ("b", 16)])
    assert ffi.sizeof("struct bits") == 5


def test_tags_that_only_the_cdef_knows(tmp_path):
    """`typedef struct tag name;`: C is asked for the name, the first one, before or after the braces."""
    cdef = """
    typedef struct before before_t;
    struct before { int a; };
    union after { int a; ...; };
    typedef union after after_t, second_t;
    typedef const union after after_c;
    typedef enum choice { NO, YES } choice_t;
    typedef struct opaque opaque_t;
    struct holder { after_t b; choice_t c; ...; };
    extern struct before single, list[2];
    before_t make(int a, choice_t c, struct holder *h, opaque_t *o, after_c *b);
    extern "Python" before_t callback(before_t *p, choice_t c);
    int call(int a);
    """
    source = """
    typedef struct { int a; } before_t;
    typedef union { char c; int a; double d; } after_t;
    typedef enum { NO, YES } choice_t;
    typedef struct { int hidden; } opaque_t;
    struct holder { char first; after_t b; choice_t c; };
    static before_t single = { 7 }, list[2];
    static before_t make(int a, choice_t c, struct holder *h, opaque_t *o, const after_t *b) {
        before_t made = { a + (int)c + h->b.a + (o != NULL) + b->a };
        return made;
    }
    static before_t callback(before_t *p, choice_t c);
    static int call(int a) { before_t given = { a }; return callback(&given, YES).a; }
    """
    module = build(tmp_path, cdef, source)
    ffi, lib = module.ffi, module.lib
    holder = ffi.new("struct holder *", {"b": {"a": 100}})
    assert lib.make(1, lib.YES, holder, ffi.NULL, ffi.new("union after *", {"a": 1000})).a == 1102
    assert (lib.single.a, len(lib.list)) == (7, 2)
    ffi.def_extern("callback")(lambda p, c: [p.a + c])
    assert lib.call(40) == 41
    assert ffi.sizeof("union after") == 8


@pytest.mark.ours("C is asked for the tag, where the only typedef is of the const struct")
def test_typedef_of_a_const_struct(tmp_path):
    """The tag is what C can have a variable, a result and a plain pointer of."""
    source = """
    typedef const struct tag { int x; } name;
    static name v = { 4 };
    static int get(struct tag *p) { return p->x++; }
    static name make(int x) { name made = { x }; return made; }
    """
    cdef = "typedef const struct tag { int x; ...; } name; extern name v; int get(struct tag *p); name make(int x);"
    module = build(tmp_path, cdef, source)
    given = module.ffi.new("struct tag *", [5])
    assert (module.lib.get(given), given.x, module.lib.v.x, module.lib.make(7).x) == (5, 6, 4, 7)
    with pytest.raises(cffi.VerificationError, match="struct tag"):
        build(tmp_path, "typedef const struct tag { int x; } name;", "typedef const struct { int x; } name;")


@pytest.mark.ours("as variables of every other type")
def test_variables_of_nameless_structs(tmp_path):
    module = build(tmp_path, "extern struct { int x; } spot;", "static struct { int x; } spot = {2};")
    assert module.lib.spot.x == 2
    module.lib.spot.x = 3
    assert module.ffi.addressof(module.lib, "spot").x == 3
