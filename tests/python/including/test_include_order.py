"""ffi.include() lends what is there when it is called: every question about the FFI has the same answer."""

import pytest

import cffi
from support.helpers import fails
from support.modes import build_python, fresh_name, load

DECLARATIONS = {
    name: "typedef int {0}_t; struct {0}_s {{ int a; }}; union {0}_u {{ int a; }}; enum {0}_e {{ {1}_E = 3 }};\n"
    "#define {1}_M 5\nstatic const int {1}_K = 9;".format(name, name.upper())
    for name in "abc"
}

# What `a` sees of the others, by the order of the steps: "c!" declares the names of `c`, "ab" is a.include(b).
ORDERS = [
    ("c! b! a! bc ab", "abc"),
    ("c! b! a! ab bc", "ab"),
    ("a! ab b! bc c!", "a"),
    ("ab bc c! b! a!", "a"),
    ("ab c! b! bc a!", "a"),
    ("c! bc ab b! a!", "ac"),
    ("bc c! b! ab a!", "ab"),
    ("b! ab c! bc ab a!", "abc"),
    ("ab b! ab a! c!", "ab"),
    ("c! ac b! ab bc a!", "abc"),
]


def made(steps):
    ffis = {name: cffi.FFI() for name in "abc"}
    for step in steps.split():
        if step[1] == "!":
            ffis[step[0]].cdef(DECLARATIONS[step[0]])
        else:
            ffis[step[0]].include(ffis[step[1]])
    return ffis


@pytest.mark.parametrize("steps, seen", ORDERS)
def test_lists_say_what_is_there(steps, seen):
    ffi = made(steps)["a"]
    lib = ffi.dlopen(None)
    assert ffi.list_types() == tuple(["%s_%s" % (name, kind) for name in seen] for kind in "tsu")
    constants = sorted("%s_%s" % (name.upper(), kind) for name in seen for kind in "EKM")
    assert [name for name in dir(lib) if name[1] == "_"] == constants


@pytest.mark.parametrize("steps, seen", ORDERS)
def test_types_and_constants(steps, seen):
    ffis = made(steps)
    ffi = ffis["a"]
    lib = ffi.dlopen(None)
    for name in "abc":
        types = [name + "_t", "struct %s_s" % name, "union %s_u" % name]
        values = ["%s_%s" % (name.upper(), kind) for kind in "EKM"]
        if name in seen:
            assert [ffi.sizeof(text) for text in types] == [4, 4, 4]
            assert ffi.typeof("struct %s_s" % name) is ffis[name].typeof("struct %s_s" % name)
            assert [getattr(lib, value) for value in values] == [3, 9, 5]
            assert [ffi.sizeof("char[%s]" % value) for value in values] == [3, 9, 5]
        else:
            with fails(cffi.CDefError, "unknown identifier '%s_t'" % name):
                ffi.sizeof(types[0])
            for text in types[1:]:
                with fails(ValueError, "is of unknown size"):
                    ffi.sizeof(text)
                assert ffi.typeof(text) is not ffis[name].typeof(text)
            assert not any(hasattr(lib, value) for value in values)


def test_what_comes_later_is_another_thing(ffi):
    """Neither FFI is bothered by what the other one declares after include()."""
    base = cffi.FFI()
    ffi.include(base)
    base.cdef("typedef int later_t; struct later { int a; };\n#define LATER 1")
    ffi.cdef("typedef long later_t; struct later { long a; };\n#define LATER 2")
    assert (ffi.sizeof("later_t"), ffi.sizeof("struct later"), ffi.dlopen(None).LATER) == (
        ffi.sizeof("long"),
        ffi.sizeof("long"),
        2,
    )
    assert (base.sizeof("later_t"), base.sizeof("struct later"), base.dlopen(None).LATER) == (4, 4, 1)


def test_included_again(ffi):
    base = cffi.FFI()
    base.cdef("typedef int first_t;")
    ffi.include(base)
    base.cdef("typedef int second_t;")
    ffi.include(base)
    assert ffi.list_types()[0] == ["first_t", "second_t"]
    assert ffi.typeof("second_t *") is ffi.typeof("int *")


@pytest.mark.ours("a library sees what its FFI includes later")
def test_what_is_included_after_a_look(ffi):
    base = cffi.FFI()
    base.cdef("enum late { LATE = 5 };\n#define LATER 6")
    ffi.cdef("int abs(int);")
    lib = ffi.dlopen(None)
    assert "LATE" not in dir(lib) and not hasattr(lib, "LATER")
    assert lib.abs(-5) == 5
    ffi.include(base)
    assert (lib.LATE, lib.LATER) == (5, 6)
    assert "LATE" in dir(lib) and "LATER" in dir(lib)


def test_a_struct_that_is_completed_later(ffi):
    base = cffi.FFI()
    base.cdef("struct opaque; typedef struct opaque opaque_t;")
    ffi.include(base)
    base.cdef("struct opaque { int a; };")
    assert ffi.sizeof("struct opaque") == ffi.sizeof("opaque_t") == 4
    assert ffi.typeof("struct opaque") is base.typeof("struct opaque")


def test_modules(tmp_path):
    """A module has what its FFI had, and the modules of included ones what they have."""
    base = cffi.FFI()
    base.cdef(DECLARATIONS["b"])
    base.set_source("_include_order_base", None)
    base.compile(str(tmp_path))
    module = build_python(tmp_path, DECLARATIONS["a"], includes=[base])
    lib = module.ffi.dlopen(None)
    assert (module.ffi.sizeof("struct b_s"), module.ffi.sizeof("b_t"), lib.B_M, lib.A_E) == (4, 4, 5, 3)


@pytest.mark.parametrize("source", [None, "struct later { long a; }; enum later_e { OWN = 7 };"], ids=["python", "api"])
def test_own_types_of_modules(source, tmp_path, monkeypatch):
    """They come before those of the same names that an included FFI has declared since."""
    base, ffi = cffi.FFI(), cffi.FFI()
    base.cdef("typedef int first_t;")
    ffi.include(base)
    base.cdef("struct later { int a; }; struct other { int a; }; typedef int second_t; enum later_e { THEIRS = 5 };")
    ffi.cdef("struct later { long a; }; enum later_e { OWN = 7 };")
    names = [fresh_name("_include_order_was"), fresh_name("_include_order_has")]
    base.set_source(
        names[0],
        source
        and "struct later { int a; }; struct other { int a; }; typedef int first_t, second_t; enum later_e { THEIRS = 5 };",
    )
    ffi.set_source(names[1], source and source + " typedef int first_t;")
    for one in (base, ffi):
        one.compile(str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    made = load(tmp_path, names[1]).ffi
    assert str(made.typeof("struct later")) == "<ctype 'struct later'>"
    assert made.sizeof("struct later") == made.sizeof("long")
    assert made.typeof("enum later_e").elements == {7: "OWN"}
    assert made.sizeof("first_t") == 4
