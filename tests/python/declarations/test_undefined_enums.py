"""Enums that nothing defines: `enum e;`, a field, a parameter, a result, under a typedef."""

import warnings

import pytest

import cffi
from cffi import verifier
from support.helpers import fails
from support.modes import build, build_python

GUESS = "'%s' has no values explicitly defined; guessing that it is equivalent to 'unsigned int'"


def guessing(*names):
    """A context: exactly these enums are warned of, in any order."""
    return _Guessing(names)


class _Guessing:
    def __init__(self, names):
        self.expected = sorted(GUESS % name for name in names)

    def __enter__(self):
        self.catcher = warnings.catch_warnings(record=True)
        self.seen = self.catcher.__enter__()
        warnings.simplefilter("always")

    def __exit__(self, *error):
        self.catcher.__exit__(*error)
        if error[0] is None:
            found = [w for w in self.seen if w.category is UserWarning and "guessing" in str(w.message)]
            assert sorted(str(w.message) for w in found) == self.expected


def declare(text):
    ffi = cffi.FFI()
    ffi.cdef(text)
    return ffi


USES = [
    ("enum e;", "ffi.typeof('enum e').cname", "enum e"),
    ("enum e;", "ffi.typeof('enum e').kind", "enum"),
    ("enum e;", "ffi.typeof('enum e').elements", {}),
    ("enum e;", "ffi.typeof('enum e').relements", {}),
    ("enum e;", "ffi.sizeof('enum e')", 4),
    ("enum e;", "ffi.alignof('enum e')", 4),
    ("enum e;", "int(ffi.cast('enum e', -1))", 0xFFFFFFFF),
    ("enum e;", "repr(ffi.cast('enum e', 3))", "<cdata 'enum e' 3>"),
    ("enum e;", "ffi.string(ffi.cast('enum e', 3))", "3"),
    ("enum e;", "ffi.typeof('enum e *').cname", "enum e *"),
    ("enum e;", "list(ffi.new('enum e[]', [1, 2]))", [1, 2]),
    ("enum e;", "ffi.new('enum e *', 7)[0]", 7),
    ("enum e;", "ffi.getctype('enum e', '*')", "enum e *"),
    ("int f(enum e);", "ffi.typeof('int(*)(enum e)').args[0].kind", "enum"),
    ("int f(enum e);", "ffi.callback('enum e(enum e)', lambda x: x)(5)", 5),
    ("enum e abs(enum e);", "ffi.dlopen(None).abs(5)", 5),
    ("typedef int (*f_t)(enum e);", "ffi.typeof('f_t').args[0].cname", "enum e"),
    ("struct s { enum e kind; int b; };", "ffi.sizeof('struct s')", 8),
    ("struct s { enum e kind; int b; };", "ffi.alignof('struct s')", 4),
    ("struct s { enum e kind; int b; };", "ffi.offsetof('struct s', 'b')", 4),
    ("struct s { enum e kind; int b; };", "[name for name, _ in ffi.typeof('struct s').fields]", ["kind", "b"]),
    ("struct s { enum e kind; int b; };", "ffi.new('struct s *', [4, 5]).kind", 4),
    (
        "struct s { enum e kind; int b; };",
        "[ffi.cast('struct s *', memory).kind for memory in [ffi.new('int[2]', [6, 7])]]",
        [6],
    ),
    ("struct s { enum e kind; int b; };", "dir(ffi.cast('struct s *', 0))", ["b", "kind"]),
    ("struct s { enum e kind; int b; };", "ffi.new('struct s[2]', [[1, 2], [3, 4]])[1].kind", 3),
    ("struct s { enum e kind; int b; };", "ffi.sizeof('struct s[3]')", 24),
    ("struct s { enum e kind[3]; };", "ffi.sizeof('struct s')", 12),
    ("struct s { enum e kind : 3; };", "ffi.new('struct s *', [7]).kind", 7),
    ("struct s { struct { enum e kind; } in; union { enum e other; }; };", "ffi.sizeof('struct s')", 8),
    ("union u { enum e kind; char c; };", "ffi.sizeof('union u')", 4),
    ("struct s { enum e kind; }; struct t { struct s s[2]; char c; };", "ffi.sizeof('struct t')", 12),
    ("struct s { enum e *kind; };", "ffi.new('struct s *').kind == ffi.NULL", True),
    ("struct s { enum e kind; }; int f(struct s);", "ffi.callback('int(struct s)', lambda s: s.kind)([3])", 3),
]


@pytest.mark.parametrize("cdef, use, value", USES)
def test_uses(cdef, use, value):
    with guessing():
        ffi = declare(cdef)
    with guessing("enum e"):
        assert eval(use, {"ffi": ffi}) == value
    with guessing():  # told once
        assert eval(use, {"ffi": ffi}) == value


def test_typedefs():
    ffi = declare("typedef enum e e_t; struct s { e_t x; };")
    with guessing("e_t"):
        assert ffi.typeof("e_t").cname == "e_t"
        assert ffi.typeof("enum e") is ffi.typeof("e_t")
        assert ffi.sizeof("struct s") == 4


def test_only_in_a_type_string(ffi):
    with guessing("enum other"):
        assert ffi.sizeof("enum other") == 4


def test_several():
    ffi = declare("enum e; enum f; enum unused; struct s { enum e a; enum f b; };")
    with guessing("enum e", "enum f"):
        assert ffi.sizeof("struct s") == 8


def test_values_are_unsigned():
    with guessing("enum e"):
        p = declare("struct s { enum e a; };").new("struct s *")
    p.a = 0xFFFFFFFF
    assert p.a == 0xFFFFFFFF
    with fails(OverflowError, "can't convert negative number to unsigned"):
        p.a = -1
    with fails(TypeError, "integer"):
        p.a = "x"


def test_include():
    base = declare("enum e; struct s { enum e a; };")
    ffi = cffi.FFI()
    ffi.include(base)
    ffi.cdef("struct t { struct s s; enum e b; };")
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        assert ffi.sizeof("struct t") == 8
        assert base.sizeof("struct s") == 4
        assert ffi.typeof("enum e") is base.typeof("enum e")


def test_warnings_as_errors():
    ffi = declare("enum e; struct s { enum e a; };")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with fails(UserWarning, GUESS % "enum e"):
            ffi.sizeof("struct s")


@pytest.mark.ours("an enum may be defined later, until its layout is needed")
def test_defined_before_it_is_used():
    ffi = declare("enum e; struct s { enum e a; }; int f(enum e);")
    with guessing():
        pointer = ffi.typeof("struct s *")
        ffi.cdef("enum e { A = -1, B };")
        assert ffi.new(pointer, [-1]).a == -1
        assert ffi.typeof("enum e").elements == {-1: "A", 0: "B"}


@pytest.mark.ours("an enum may be defined later")
def test_defined_after_it_was_used():
    ffi = declare("enum e; struct s { enum e a; };")
    with guessing("enum e"):
        s = ffi.new("struct s *", [2])
        assert ffi.typeof("enum e").elements == {}
        with fails(cffi.CDefError, "enum e was taken for an 'unsigned int' when it was first used"):
            ffi.cdef("enum e { A = -1, B };")
        assert ffi.typeof("enum e").elements == {}
        ffi.cdef("enum e { A, B, C };")
        assert ffi.typeof("enum e").elements == {0: "A", 1: "B", 2: "C"}
        assert ffi.string(ffi.cast("enum e", s.a)) == "C"
        assert ffi.typeof("enum e").elements == {0: "A", 1: "B", 2: "C"}


@pytest.mark.ours("what still waits for a struct is not decided")
def test_that_waits_for_a_struct_too():
    ffi = declare("struct s { enum e a; struct later b; };")
    with guessing():
        for _ in range(2):
            with pytest.raises(TypeError):
                ffi.sizeof("struct s")
    ffi.cdef("struct later { int x; }; enum e { A = -1 };")
    assert ffi.new("struct s *", [-1]).a == -1


@pytest.mark.ours("more bits than an unsigned int has are refused when that is known")
def test_a_bit_field_that_is_too_wide():
    ffi = declare("struct s { enum e a : 40; };")
    with guessing("enum e"):
        for _ in range(2):
            with fails(TypeError, "exceeds the width of the type"):
                ffi.sizeof("struct s")


PYTHON_CDEF = "typedef enum e e_t; struct s { enum f x; e_t y; }; int abs(enum g); enum h;"


def test_python_modules(tmp_path):
    with guessing("e_t", "enum f", "enum g", "enum h"):
        module = build_python(tmp_path, PYTHON_CDEF)
    with guessing():
        ffi = module.ffi
        assert [ffi.sizeof(name) for name in ("e_t", "enum f", "enum h", "struct s")] == [4, 4, 4, 8]
        assert ffi.new("struct s *", [1, 2]).y == 2
        assert int(ffi.cast("enum h", -1)) == 0xFFFFFFFF
        assert ffi.typeof("enum e").elements == {}
        assert ffi.dlopen(None).abs(3) == 3


API_CDEF = """
enum e; struct s { enum e k; int b; }; enum e same(enum e);
typedef enum g g_t; g_t wide(struct s *); struct t { g_t g; char c; };
struct u { enum small k; char c; };
"""
API_SOURCE = """
enum e { A = -1, B };
enum g { G = 0x1FFFFFFFFLL };
enum __attribute__((packed)) small { SMALL = 3 };
struct s { enum e k; int b; };
static enum e same(enum e x) { return x; }
typedef enum g g_t;
struct t { g_t g; char c; };
struct u { enum small k; char c; };
static g_t wide(struct s *p) { return p->k == A ? G : 0; }
"""


def test_api_mode(tmp_path):
    """There the compiler knows them."""
    with guessing():
        module = build(tmp_path, API_CDEF, API_SOURCE)
        ffi, lib = module.ffi, module.lib
        assert [ffi.sizeof(name) for name in ("enum e", "g_t", "enum small", "struct s", "struct t", "struct u")] == [
            4,
            8,
            1,
            8,
            16,
            2,
        ]
        assert (lib.same(-1), lib.same(2)) == (-1, 2)
        s = ffi.new("struct s *", [-1, 5])
        assert (s.k, s.b) == (-1, 5)
        assert lib.wide(s) == 0x1FFFFFFFF
        assert repr(ffi.cast("enum e", -1)) == "<cdata 'enum e' -1>"
        assert int(ffi.cast("g_t", -1)) == 2**64 - 1
        assert ffi.typeof("enum e").elements == {}


def test_verify(tmp_path):
    verifier.set_tmpdir(str(tmp_path))
    try:
        ffi = declare("enum e; struct s { enum e k; int b; }; enum e same(enum e); enum never;")
        with guessing("enum e", "enum never"):
            lib = ffi.verify(
                "enum e { A, B }; struct s { enum e k; int b; }; enum never { N }; static enum e same(enum e x) { return x; }"
            )
            assert lib.same(5) == 5
            assert ffi.sizeof("struct s") == 8
            assert ffi.sizeof("enum never") == 4
    finally:
        verifier.set_tmpdir(None)
