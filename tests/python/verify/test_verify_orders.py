"""The same declarations, given in every order: in an included FFI, before a first verify(), between it and a second one."""

import itertools

import pytest

import cffi

INCLUDED, FIRST, SECOND = range(3)

TYPES = """
    struct pair { int x, y; }; typedef struct pair pair_t;
    typedef struct { int m; ...; } open_t; typedef struct hidden *hidden_p;
"""
ENUMS = "enum color { RED, GREEN = 5 }; typedef enum { LOW, HIGH, ... } level;"
FUNCTIONS = """
    int sum(struct pair *); pair_t make(int, int); int m_of(open_t *); hidden_p same(hidden_p);
    typedef int (*on_pair)(pair_t *); int call(on_pair, pair_t *);
    enum color best(enum color, level);
    extern pair_t origin; extern enum color favourite;
    #define DEPTH 7
    static const int WIDTH;
"""
SOURCE = """
    struct pair { int x, y; }; typedef struct pair pair_t;
    typedef struct { char pad[8]; int m; } open_t; typedef struct hidden { int n; } *hidden_p;
    enum color { RED, GREEN = 5 }; typedef enum { HIGH = -1, LOW = 2 } level;
    static int sum(struct pair *p) { return p->x + p->y; }
    static pair_t make(int x, int y) { pair_t p; p.x = x; p.y = y; return p; }
    static int m_of(open_t *o) { return o->m; }
    static hidden_p same(hidden_p h) { return h; }
    typedef int (*on_pair)(pair_t *);
    static int call(on_pair f, pair_t *p) { return f(p); }
    static enum color best(enum color c, level l) { return l == HIGH ? GREEN : c; }
    static pair_t origin = { 7, 8 };
    static enum color favourite = GREEN;
    #define DEPTH 7
    #define WIDTH 9
"""
NAMES = ["struct pair", "pair_t *", "open_t", "hidden_p", "enum color", "level", "on_pair", "pair_t[2]"]


pytestmark = pytest.mark.usefixtures("kept_in")


def cases():
    for types, enums, functions in itertools.product(
        (INCLUDED, FIRST, SECOND), (INCLUDED, FIRST, SECOND), (FIRST, SECOND)
    ):
        if functions >= max(types, enums):
            for included in ("never", "before", "after") if INCLUDED in (types, enums) else ("never",):
                yield types, enums, functions, included


@pytest.mark.parametrize("types, enums, functions, included", list(cases()))
def test_order(types, enums, functions, included):
    stages = [[], [], []]
    for stage, text in [(types, TYPES), (enums, ENUMS), (functions, FUNCTIONS)]:
        stages[stage].append(text)
    common, ffi = cffi.FFI(), cffi.FFI()
    for text in stages[INCLUDED]:
        common.cdef(text)
    ffi.include(common)
    if included == "before":
        common.verify(SOURCE)
    for text in stages[FIRST]:
        ffi.cdef(text)
    # Of what is complete at once there are objects and types from the start.
    known = ffi.new("pair_t *", [1, 2]) if types < SECOND else None
    type_of_known = ffi.typeof("pair_t *") if types < SECOND else None
    libs = [ffi.verify(SOURCE)]
    if stages[SECOND]:
        for text in stages[SECOND]:
            ffi.cdef(text)
        libs.append(ffi.verify(SOURCE + " "))
    if included == "after":
        common.verify(SOURCE)
    for name in NAMES:
        assert ffi.typeof(name) is ffi.typeof(name)
    assert type_of_known in (None, ffi.typeof("pair_t *"))
    check_all(ffi, libs[-1], known or ffi.new("pair_t *", [1, 2]))
    if functions == FIRST and len(libs) == 2:
        check_all(ffi, libs[0], ffi.new("pair_t *", [1, 2]))
        assert libs[0].same(ffi.cast("hidden_p", 8)) == libs[1].same(ffi.cast("hidden_p", 8))
    if types == INCLUDED:
        assert libs[-1].sum(common.new("struct pair *", [3, 4])) == 7
        assert all(common.typeof(name) is ffi.typeof(name) for name in NAMES[:4])
        assert common.sizeof("open_t") == 12


def check_all(ffi, lib, pair):
    assert [ffi.sizeof(name) for name in NAMES] == [8, 8, 12, 8, 4, 4, 8, 16]
    assert ffi.offsetof("open_t", "m") == 8
    assert lib.sum(pair) == 3
    made = lib.make(4, 5)
    assert (made.x, made.y) == (4, 5)
    assert ffi.typeof(made) is ffi.typeof("pair_t") is ffi.typeof(lib.origin)
    assert lib.m_of(ffi.new("open_t *", [6])) == 6
    assert lib.call(ffi.callback("on_pair", lambda p: p.x + 10), pair) == 11
    assert lib.best(lib.favourite, -1) == 5
    assert ffi.typeof("level").relements == {"LOW": 2, "HIGH": -1}
    assert int(ffi.cast("level", -1)) == -1
    assert (lib.DEPTH, lib.WIDTH, lib.origin.y) == (7, 9, 8)
    assert ffi.typeof(lib.best) is ffi.typeof("enum color(*)(enum color, level)")
