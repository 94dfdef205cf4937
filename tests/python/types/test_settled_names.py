"""By which name a struct, union or enum is shown: that of a typedef after it, unless it has been seen before."""

import pytest

import cffi

pytestmark = pytest.mark.usefixtures("kept_in")

DEFINED = "struct s { int a; }; enum e { A }; union u { int a; };"
NAMED = "typedef struct s s_t; typedef enum e e_t; typedef union u u_t;"
TAGS = ["struct s", "struct s", "enum e", "enum e", "union u", "union u"]


def declared(*texts):
    ffi = cffi.FFI()
    for text in texts:
        ffi.cdef(text)
    return ffi


def names(ffi, asked=("struct s", "s_t", "enum e", "e_t", "union u", "u_t")):
    return [ffi.typeof(name).cname for name in asked]


def test_typedef_names_what_nobody_saw():
    assert names(declared(DEFINED, NAMED)) == ["s_t", "s_t", "enum e", "enum e", "u_t", "u_t"]
    ffi = declared(DEFINED, NAMED)
    ffi.verify(DEFINED + NAMED)
    assert names(ffi) == ["s_t", "s_t", "enum e", "enum e", "u_t", "u_t"]


@pytest.mark.parametrize("defined", [DEFINED, "struct s { int a; ...; }; enum e { A, ... }; union u { int a; ...; };"])
def test_verified(defined):
    ffi = declared(defined)
    ffi.verify(DEFINED)
    ffi.cdef(NAMED)
    assert names(ffi) == TAGS


def test_verified_twice():
    ffi = declared("struct s { int a; };")
    ffi.verify("struct s { int a; };")
    ffi.cdef("typedef struct s s_t; int f(s_t *);")
    lib = ffi.verify("typedef struct s { int a; } s_t; static int f(s_t *x) { return x->a; }")
    assert names(ffi, ["struct s", "s_t"]) == ["struct s", "struct s"]
    assert lib.f(ffi.new("s_t *", [3])) == 3


@pytest.mark.parametrize("which", ["included", "including"])
def test_included(which):
    included = declared(DEFINED)
    ffi = cffi.FFI()
    ffi.include(included)
    (included if which == "included" else ffi).verify(DEFINED)
    ffi.cdef(NAMED)
    assert names(ffi) == TAGS
    assert names(included, TAGS[::2]) == TAGS[::2]


def test_included_is_named_later():
    included = declared(DEFINED)
    ffi = cffi.FFI()
    ffi.include(included)
    ffi.verify(DEFINED)
    included.cdef(NAMED)
    assert names(included) == TAGS


def test_opaque_counts_when_it_is_used():
    ffi = declared("struct s; union u; struct s *f(void); typedef struct t *t_p; struct v; struct h { struct v *v; };")
    ffi.verify(
        DEFINED
        + "struct s *f(void) { return 0; } struct t; typedef struct t *t_p; struct v; struct h { struct v *v; };"
    )
    ffi.cdef("typedef struct s s_t; typedef union u u_t; typedef struct t t_t; typedef struct v v_t;")
    assert names(ffi, ["s_t", "u_t", "t_t", "v_t"]) == ["struct s", "u_t", "t_t", "struct v"]


def test_what_could_not_be_verified():
    ffi = declared("struct s { int a; };")
    with pytest.raises(cffi.VerificationError):
        ffi.verify("struct s { int b; };")
    ffi.cdef("typedef struct s s_t;")
    assert names(ffi, ["struct s", "s_t"]) == ["s_t", "s_t"]


@pytest.mark.parametrize("see", [
    lambda ffi: ffi.sizeof("struct s"), lambda ffi: ffi.typeof("struct s **"), lambda ffi: ffi.typeof("struct h"),
    lambda ffi: ffi.new("struct h *"), lambda ffi: ffi.typeof("struct h(*)[3]"), lambda ffi: ffi.dlopen(None).abs,
    lambda ffi: ffi.typeof("int(*)(struct h *)"),
])  # fmt: skip
def test_seen_in_line(see):
    """With all that is in it."""
    ffi = declared("struct s { int a; }; struct h { struct s *s[2]; }; int abs(struct s *);")
    see(ffi)
    ffi.cdef("typedef struct s s_t;")
    assert names(ffi, ["struct s", "s_t"]) == ["struct s", "struct s"]


@pytest.mark.parametrize(
    "see",
    [
        lambda ffi: None,
        lambda ffi: ffi.dlopen(None),
        lambda ffi: ffi.typeof("struct other *"),
        lambda ffi: ffi.dlopen(None).labs,
    ],
)
def test_not_seen_in_line(see):
    ffi = declared("struct s { int a; }; struct other { int a; }; int abs(struct s *); long labs(long);")
    see(ffi)
    ffi.cdef("typedef struct s s_t;")
    assert names(ffi, ["struct s", "s_t"]) == ["s_t", "s_t"]
