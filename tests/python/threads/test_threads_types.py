"""Many threads at once on the same declarations: FFI objects, types, compiled modules that make their types when asked."""

import os
import subprocess
import sys

import pytest

import cffi
from support.modes import build, build_python, fresh_name
from support.paths import TESTS
from support.stress import FREE_THREADED, THREADS, rounds, run_all, together

CDEF = """
    struct node { int a; struct node *next; struct inner { short x; char y[3]; } in[2]; unsigned low : 3, high : 5; };
    union either { int i; float f; };
    enum color { RED, GREEN = 5, BLUE };
    typedef struct node *node_p;
    typedef int (*function)(node_p, union either, enum color);
    #define LIMIT 77
"""
NAMES = [
    "node_p",
    "struct node",
    "union either *",
    "enum color",
    "function",
    "struct inner[7]",
    "int(*)(struct node *, int[4])",
    "char ***[2]",
]


def describe(ffi, name):
    """Everything there is to say about a type, which makes all its lazy parts."""
    ctype = ffi.typeof(name)
    facts = [ctype, ctype.cname, ctype.kind]
    for attribute in ("item", "length", "fields", "args", "result", "ellipsis", "elements", "relements"):
        value = getattr(ctype, attribute, None)
        facts.append([(n, f.type, f.offset) for n, f in value] if attribute == "fields" and value else value)
    return facts


def test_first_look_at_types():
    for _ in range(rounds(20)):
        ffi = cffi.FFI()
        ffi.cdef(CDEF)
        seen = together(lambda k: [describe(ffi, name) for name in NAMES[k:] + NAMES[:k]])
        for k, facts in enumerate(seen):
            assert facts[len(NAMES) - k :] + facts[: len(NAMES) - k] == seen[0]


def test_first_use_of_types():
    for _ in range(rounds(20)):
        ffi = cffi.FFI()
        ffi.cdef(CDEF)

        def work(k):
            p = ffi.new("node_p", {"a": k, "low": 5, "in": [{"x": 1}, {"x": 2, "y": b"ab"}]})
            assert (p.a, p.low, getattr(p, "in")[1].x) == (k, 5, 2)
            assert ffi.cast("enum color", 5) == ffi.cast("enum color", ffi.typeof("enum color").relements["GREEN"])
            assert ffi.sizeof("struct node") == ffi.sizeof(p[0]) and ffi.offsetof("struct node", "next") == 8
            assert ffi.alignof("union either") == 4 and ffi.getctype("node_p", "x") == "struct node * x"
            assert repr(ffi.new("struct inner[3]")).startswith("<cdata 'struct inner[3]'")
            return ffi.typeof(p)

        assert len(set(together(work))) == 1


def test_cdef_and_typeof():
    """Declarations are there for all others as soon as cdef() returns, or not at all."""
    for _ in range(rounds(8)):
        ffi = cffi.FFI()
        ffi.cdef("struct late;")

        def work(k):
            for i in range(20):
                ffi.cdef("struct s_%d_%d { int a[%d]; }; typedef struct s_%d_%d t_%d_%d;" % (k, i, i + 1, k, i, k, i))
                assert ffi.sizeof("t_%d_%d" % (k, i)) == 4 * (i + 1)
                other = (k + 1) % THREADS
                try:
                    assert ffi.sizeof("t_%d_%d" % (other, i)) == 4 * (i + 1)
                except (ffi.error, cffi.CDefError):
                    pass
                with pytest.raises(cffi.CDefError):
                    ffi.cdef("struct never_%d { int a; }; nonsense nonsense;" % k)
                with pytest.raises(ValueError):
                    ffi.sizeof("struct never_%d" % k)

        together(work)


def test_struct_that_is_completed():
    for _ in range(rounds(30)):
        ffi = cffi.FFI()
        ffi.cdef("struct late; struct holder { struct late *p; };")

        def work(k):
            if k == 0:
                ffi.cdef("struct late { int a, b; };")
            while True:
                try:
                    return ffi.new("struct late *", [k, 2]).b + ffi.new("struct holder *").p.__bool__()
                except (TypeError, ValueError, ffi.error):
                    pass

        assert together(work) == [2] * THREADS


def test_include():
    for _ in range(rounds(10)):
        base = cffi.FFI()
        base.cdef(CDEF)
        users = [cffi.FFI() for _ in range(THREADS)]

        def work(k):
            base.cdef("struct of_%d { int a; };" % k)
            users[k].include(base)
            users[k].cdef("struct user { struct node n; int more; };")
            assert users[k].typeof("struct node") is base.typeof("struct node")
            return users[k].sizeof("struct user"), users[k].new("struct user *", [[k]]).n.a

        assert [size_and_a[1] for size_and_a in together(work)] == list(range(THREADS))


def test_many_ffis():
    def work(k):
        for i in range(rounds(40)):
            ffi = cffi.FFI()
            ffi.cdef("struct s { int a[%d]; struct s *next; };" % (k + 1))
            p = ffi.new("struct s *")
            del ffi
            assert len(p.a) == k + 1

    together(work)


def use_module(module):
    ffi = module.ffi
    lib = module.lib if hasattr(module, "lib") else ffi.dlopen(None)

    def work(k):
        p = ffi.new("node_p", {"a": k})
        assert lib.LIMIT == 77 and lib.BLUE == 6
        assert ffi.typeof("function").args[0] is ffi.typeof(p)
        assert sorted(dir(lib))[0] == "BLUE"
        if hasattr(lib, "first"):
            assert lib.first(p) == k
            lib.counter = 5
            assert lib.counter == 5 and ffi.addressof(lib, "counter")[0] == 5
        return [ffi.typeof(name) for name in NAMES]

    seen = together(work)
    assert all(types == seen[0] for types in seen)


def test_compiled_modules(tmp_path):
    """Their types are made when they are first asked for: here by all at once."""
    cdef = CDEF + "int first(struct node *); extern int counter;"
    source = CDEF + "static int first(struct node *p) { return p->a; }\nstatic int counter;"
    name = fresh_name()
    use_module(build(tmp_path, cdef, source, name))
    # The same in other processes, whose modules are as fresh.
    program = "import sys; sys.path[:0] = %r; import importlib, test_threads_types as t; t.use_module(importlib.import_module(%r))"
    for _ in range(rounds(4)):
        subprocess.check_call(
            [sys.executable, "-c", program % ([TESTS, os.path.dirname(__file__), str(tmp_path)], name)]
        )


def test_modules_of_abi_mode(tmp_path):
    for _ in range(rounds(8)):
        use_module(build_python(tmp_path, CDEF, fresh_name("_abi")))


def test_imports_at_once(tmp_path):
    names = [fresh_name() for _ in range(2)]
    for name in names:
        build(tmp_path, "int number(void);", "static int number(void) { return 8; }", name)
        del sys.modules[name], sys.modules[name + ".lib"]
    sys.path.insert(0, str(tmp_path))
    try:
        assert together(lambda k: __import__(names[k % 2]).lib.number()) == [8] * THREADS
    finally:
        sys.path.remove(str(tmp_path))


def test_the_gil_stays_off(tmp_path):
    """Neither the package nor what it generates makes a free-threaded Python take its GIL again."""
    name = fresh_name()
    build(tmp_path, 'int number(void); extern "Python" int ask(void);', "static int number(void) { return 8; }", name)
    build_python(tmp_path, "int abs(int);", name + "_abi")
    program = """if 1:
        import sys, warnings
        warnings.simplefilter("error")
        sys.path.insert(0, %r)
        import cffi, _cffi_backend, %s, %s_abi
        cffi.FFI().cdef("int f(int);")
        print(getattr(sys, "_is_gil_enabled", lambda: True)())
    """ % (str(tmp_path), name, name)
    printed = subprocess.check_output([sys.executable, "-c", program], universal_newlines=True)
    assert printed == "%s\n" % (not FREE_THREADED)


def test_closed_over_by_nobody():
    """FFI objects and their types are freed while other threads use their own."""
    shared = cffi.FFI()
    shared.cdef(CDEF)

    def work(k):
        for _ in range(rounds(40)):
            ffi = cffi.FFI()
            ffi.include(shared)
            ffi.cdef("struct mine { struct node n[2]; };")
            assert ffi.new("struct mine *").n[1].a == 0

    run_all([lambda k=k: work(k) for k in range(THREADS)])
