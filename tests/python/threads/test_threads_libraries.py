"""Many threads at once on the same libraries and callbacks: lookups, variables, closing, definitions that change."""

import pytest

import cffi
from support.declarations import DECLARATIONS
from support.interpreter_programs import ASK_SOURCE
from support.modes import build, fresh_name
from support.stress import THREADS, rounds, together


def open_support(library_path):
    ffi = cffi.FFI()
    ffi.cdef(DECLARATIONS)
    return ffi, ffi.dlopen(library_path)


@pytest.fixture(autouse=True)
def variables_are_as_before(library_path):
    """The library is one for all tests of the process."""
    yield
    open_support(library_path)[1].global_int = 42


def test_first_lookups(library_path):
    for _ in range(rounds(20)):
        ffi, lib = open_support(library_path)

        def work(k):
            with pytest.raises(AttributeError):
                lib.no_such_name
            assert ffi.addressof(lib, "global_int") == ffi.addressof(lib, "global_int")
            return lib.add(k, 1), lib.ANSWER, lib.swap_ints([1, 2]).a, len(lib.global_array), lib.add

        seen = together(work)
        assert [facts[0] for facts in seen] == [k + 1 for k in range(THREADS)]
        assert len({facts[1:4] for facts in seen}) == 1 and len({facts[4] for facts in seen}) == 1


def test_global_variables(library_path):
    ffi, lib = open_support(library_path)
    before = list(lib.global_array)

    def work(k):
        pointer = ffi.addressof(lib, "global_int")
        for i in range(rounds(500)):
            lib.global_int = 1000 * k + i
            assert 0 <= lib.global_int < 1000 * THREADS and 0 <= pointer[0] < 1000 * THREADS
            lib.global_array[k % 5] = lib.global_array[k % 5]

    together(work)
    assert list(lib.global_array) == before


def test_closing(library_path):
    """Others find the library open or closed; it stays loaded here, as the caller has to see to."""
    keep = open_support(library_path)
    for _ in range(rounds(40)):
        ffi, lib = open_support(library_path)

        def work(k):
            done = 0
            try:
                for _ in range(20):
                    assert lib.add(k, done) == k + done
                    lib.global_int = k
                    done += 1
                    if k == 0 and done == 10:
                        ffi.dlclose(lib)
            except ValueError as error:
                assert "closed" in str(error)
            if k == 0:
                with pytest.raises(ValueError):
                    lib.add(1, 2)

        together(work)
        ffi.dlclose(lib)
    assert keep[1].add(1, 2) == 3


def test_opened_and_dropped(library_path):
    def work(k):
        for _ in range(rounds(40)):
            ffi, lib = open_support(library_path)
            add = lib.add
            del ffi, lib
            assert add(k, 1) == k + 1

    together(work)


def test_one_callback(library_path):
    ffi, lib = open_support(library_path)
    callback = ffi.callback("int(int)", lambda x: x + 1)

    def work(k):
        for i in range(rounds(200)):
            assert lib.call_int(callback, i) == i + 1
        return lib.call_in_threads(callback, 8)

    assert together(work) == [sum(range(1, 9))] * THREADS


def test_callbacks_made_and_dropped(library_path):
    ffi, lib = open_support(library_path)

    def work(k):
        for i in range(rounds(100)):
            callbacks = [ffi.callback("int(int)", lambda x, n=n: x + n) for n in range(5)]
            assert [lib.call_int(c, i) for c in callbacks] == [i, i + 1, i + 2, i + 3, i + 4]

    together(work)


def test_callbacks_that_fail(library_path):
    ffi, lib = open_support(library_path)
    caught = []

    def fail(x):
        raise KeyError(x)

    callback = ffi.callback(
        "int(int)", fail, error=-1, onerror=lambda kind, value, tb: caught.append(value.args[0]) or -value.args[0]
    )
    results = together(lambda k: [lib.call_int(callback, 100 * k + i) for i in range(1, 30)])
    assert results == [[-(100 * k + i) for i in range(1, 30)] for k in range(THREADS)]
    assert len(caught) == 29 * THREADS


def test_errno_of_each_thread(library_path):
    ffi, lib = open_support(library_path)

    def work(k):
        for i in range(rounds(500)):
            lib.set_errno_to(1000 * k + i)
            assert ffi.errno == 1000 * k + i

    together(work)


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    cdef = """
        extern "Python" int ask(int);
        int ask_here(int);
        int ask_in_thread(int);
        int twice(int);
        extern int counter;
    """
    return build(tmp_path_factory.mktemp("threads"), cdef, ASK_SOURCE, fresh_name("_threads"), libraries=["pthread"])


def test_definitions_that_change(module):
    """def_extern() by some while others call: each call finds one of the definitions."""
    ffi, lib = module.ffi, module.lib

    def define(k):
        ffi.def_extern("ask")(lambda x: x + 1000 * k)

    define(0)

    def work(k):
        for i in range(rounds(300)):
            if k % 2 == 0 and i % 3 == 0:
                define(k)
            assert lib.ask_here(i) % 1000 == i
            if i % 50 == 0:
                assert lib.ask_in_thread(i) % 1000 == i

    together(work)


def test_calls_of_a_compiled_module(module):
    ffi, lib = module.ffi, module.lib

    def work(k):
        for i in range(rounds(500)):
            assert lib.twice(i) == 2 * i
            lib.counter = 7
            assert lib.counter == 7
            with pytest.raises(TypeError):
                lib.twice("x")
        return lib.twice

    assert len(set(map(id, together(work)))) >= 1
