"""Lifetimes that do not bite: views keep owners, functions keep libraries, also when the interpreter ends."""

import subprocess
import sys
import textwrap
import weakref

import pytest

from support.helpers import collect

CDEF = "struct pair { int a, b; }; struct outer { struct pair p; int arr[4]; struct pair rows[2]; };"


@pytest.fixture
def lffi(ffi):
    ffi.cdef(CDEF)
    return ffi


def churn(ffi):
    """Allocate blocks of many sizes and fill them, so that freed memory does not keep its old bytes."""
    collect()
    blocks = [ffi.new("char[]", b"\xff" * size) for size in range(1, 600) for _ in range(3)]
    return len(blocks)


def test_struct_from_its_pointer(lffi):
    s = lffi.new("struct pair *", [1, 2])[0]
    churn(lffi)
    assert (s.a, s.b) == (1, 2)


VIEWS = {
    "nested struct": lambda f: f.new("struct outer *", [[1, 2]]).p,
    "nested array": lambda f: f.new("struct outer *", [[0, 0], [1, 2]]).arr,
    "struct in an array": lambda f: f.new("struct pair[3]", [[0, 0], [1, 2]])[1],
    "row of an array": lambda f: f.new("int[3][2]", [[0, 0], [1, 2]])[1],
    "struct in a nested array": lambda f: f.new("struct outer *", [[0, 0], [0], [[0, 0], [1, 2]]]).rows[1],
    "slice": lambda f: f.new("int[]", [0, 1, 2, 3])[1:3],
    "slice of a slice": lambda f: f.new("int[]", [0, 1, 2, 3])[0:4][1:3],
    "array in a pointer": lambda f: f.new("int(*)[2]", [1, 2])[0],
    "struct through struct": lambda f: f.new("struct outer *", [[1, 2]])[0].p,
    "iterated struct": lambda f: list(f.new("struct pair[2]", [[0, 0], [1, 2]]))[1],
    "unpacked struct": lambda f: f.unpack(f.new("struct pair[2]", [[0, 0], [1, 2]]), 2)[1],
}


def read_pair(view):
    return (view.a, view.b) if hasattr(view, "a") else (view[0], view[1])


@pytest.mark.ours("a view taken from an owner keeps its memory alive")
@pytest.mark.parametrize("kind", sorted(VIEWS))
def test_views_keep_their_owner(lffi, kind):
    view = VIEWS[kind](lffi)
    churn(lffi)
    assert read_pair(view) == (1, 2)


@pytest.mark.ours("a view of a gc'ed object keeps the destructor from running")
def test_views_keep_gc_objects(lffi):
    log = []
    view = lffi.gc(lffi.new("struct outer *", [[1, 2]]), lambda p: log.append(1)).p
    collect()
    assert log == [] and view.b == 2
    del view
    collect()
    assert log == [1]


@pytest.mark.ours("a view of a from_buffer keeps the exporter")
def test_views_keep_buffers(lffi):
    class Bytes(bytearray):
        pass

    source = Bytes(b"\1\0\0\0\2\0\0\0")
    ref = weakref.ref(source)
    view = lffi.from_buffer("struct pair[]", source)[0]
    del source
    churn(lffi)
    assert ref() is not None and (view.a, view.b) == (1, 2)
    del view
    collect()
    assert ref() is None


def test_explicit_owner_still_works(lffi):
    owner = lffi.new("struct outer *", [[1, 2]])
    view = owner.p
    churn(lffi)
    assert (view.a, view.b) == (1, 2)


def test_memory_is_freed(lffi):
    """Two hundred megabytes that are never needed at once."""
    for _ in range(20000):
        lffi.new("char[]", 10000)


def test_functions_keep_their_library(ffi, library_path):
    ffi.cdef("int add(int, int); extern int global_array[5];")
    add = ffi.dlopen(library_path).add
    collect()
    assert add(1, 2) == 3


@pytest.mark.ours("what is taken from an opened library keeps it open")
def test_variables_keep_their_library(ffi, compile_library):
    path = compile_library(
        "int values[4] = {1, 2, 3, 4}; struct { int a, b; } record = {5, 6}; int f(int x) { return x + values[0]; }",
        "libkept.so",
    )
    ffi.cdef("extern int values[4]; struct rec { int a, b; }; extern struct rec record; int f(int);")
    lib = ffi.dlopen(path)
    values, record, f = lib.values, lib.record, lib.f
    del lib
    collect()
    assert list(values) == [1, 2, 3, 4] and record.b == 6 and f(4) == 5


@pytest.mark.ours("an address of a library's symbol keeps it open")
def test_addresses_keep_their_library(ffi, compile_library):
    path = compile_library("int value = 9; int f(int x) { return x; }", "libkept2.so")
    ffi.cdef("extern int value; int f(int);")
    p = ffi.addressof(ffi.dlopen(path), "value")
    f = ffi.addressof(ffi.dlopen(path), "f")
    collect()
    assert p[0] == 9 and f(3) == 3


def test_library_without_ffi(library_path):
    import cffi

    def open_it():
        ffi = cffi.FFI()
        ffi.cdef("struct two_ints { int a, b; }; struct two_ints swap_ints(struct two_ints); int add(int, int);")
        return ffi.dlopen(library_path)

    lib = open_it()
    collect()
    assert lib.add(1, 2) == 3 and lib.swap_ints([1, 2]).a == 2


def test_cdata_without_ffi():
    import cffi

    def make():
        ffi = cffi.FFI()
        ffi.cdef("struct lost { int a; struct lost *next; };")
        return ffi.new("struct lost *", [4])

    s = make()
    collect()
    assert s.a == 4 and repr(s) == "<cdata 'struct lost *' owning 16 bytes>" and not s.next


def test_ffi_is_collected():
    import cffi

    ffi = cffi.FFI()
    ffi.cdef("struct s { int a; };")
    ffi.new("struct s *")
    ffi.itself = ffi
    ref = weakref.ref(ffi)
    del ffi
    collect()
    assert ref() is None


def run(program, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)] + list(arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_objects_alive_at_exit(library_path):
    program = """
        import sys, cffi
        ffi = cffi.FFI()
        ffi.cdef("struct s { int a; struct s *p; }; int add(int, int); int call_int(int (*)(int), int); extern int global_int;")
        lib = ffi.dlopen(sys.argv[1])
        kept = [ffi.new("struct s *"), ffi.new_handle(lib), ffi.gc(ffi.new("int *"), lambda p: None), ffi.from_buffer(bytearray(5)),
                ffi.callback("int(int)", lambda x: lib.add(x, 1)), lib.add, ffi.typeof("struct s"), ffi.buffer(ffi.new("int[3]")), iter(ffi.new("int[3]"))]
        kept.append(kept)
        print(lib.call_int(kept[4], 5))
    """
    assert run(program, library_path) == (0, "6\n", "")


def test_callbacks_while_python_ends():
    """Destructors that are left to the end may still use functions that call back."""
    program = """
        import gc, os
        from cffi import FFI
        gc.disable()
        ffi = FFI()
        ffi.cdef("void qsort(void *, size_t, size_t, int (*)(const void *, const void *));")
        C = ffi.dlopen(None)
        compare = ffi.callback("int(const void *, const void *)", lambda a, b, write=os.write: write(1, b"called\\n") * 0)
        def free(p, sort=C.qsort, array=ffi.new("int[2]"), compare=compare):
            sort(array, 2, 4, compare)
        def leave_garbage():
            class Node: pass
            node = Node()
            node.itself = node
            node.p = ffi.gc(ffi.new("int *"), free)
        leave_garbage()
    """
    status, printed, errors = run(program)
    # How often qsort() compares two items is its own affair.
    assert (status, set(printed.splitlines()), errors) == (0, {"called"}, "")


def test_destructors_at_exit(library_path):
    program = """
        import cffi
        ffi = cffi.FFI()
        class Late:
            def __del__(self):
                print("late", lib.add(1, 2), ffi.new("int *", 5)[0])
        import sys
        ffi.cdef("int add(int, int);")
        lib = ffi.dlopen(sys.argv[1])
        late = Late()
        late.itself = late
        g = ffi.gc(ffi.new("int *"), lambda p: print("destroyed"))
        del g
    """
    code, out, err = run(program, library_path)
    assert code == 0 and out.startswith("destroyed\n")


@pytest.mark.ours("a function called while the interpreter ends finds its library open")
def test_function_called_at_exit(library_path):
    program = """
        import os, sys, cffi
        ffi = cffi.FFI()
        ffi.cdef("int add(int, int);")
        class Late:
            def __init__(self, add):
                self.add = add
            def __del__(self, write=os.write):
                write(1, b"%d\\n" % self.add(20, 22))
        sys.late = Late(ffi.dlopen(sys.argv[1]).add)
    """
    assert run(program, library_path) == (0, "42\n", "")


def test_thread_still_in_c_at_exit(library_path):
    program = """
        import sys, threading, cffi, time
        ffi = cffi.FFI()
        ffi.cdef("unsigned int sleep(unsigned int);")
        C = ffi.dlopen(None)
        threading.Thread(target=lambda: C.sleep(20), daemon=True).start()
        print("leaving")
    """
    assert run(program, library_path) == (0, "leaving\n", "")
