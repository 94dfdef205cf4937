"""Wrong uses end in clear errors, never in a crash. Each runs in this process: a crash fails the whole run."""

import sys
import threading

import pytest

import cffi
from support.helpers import collect, fails


class Evil:
    """Every conversion hook of it does something nasty."""

    def __init__(self, action):
        self.action = action

    def __int__(self):
        return self.action() or 5

    __index__ = __int__

    def __float__(self):
        return float(self.action() or 5)

    def __len__(self):
        return self.action() or 5


def raise_key_error():
    raise KeyError("from a hook")


def test_errors_of_hooks_come_through(ffi):
    p = ffi.new("int *")
    with fails(KeyError, "from a hook"):
        p[0] = Evil(raise_key_error)
    with fails(KeyError, "from a hook"):
        ffi.cast("int", Evil(raise_key_error))
    with fails(KeyError, "from a hook"):
        ffi.new("double *", Evil(raise_key_error))
    a = ffi.new("int[3]")
    with fails(KeyError, "from a hook"):
        a[Evil(raise_key_error)]


def test_list_that_changes_while_it_is_read(ffi):
    class Shrinking(list):
        pass

    values = Shrinking([1, 2, 3])

    class Clear:
        def __int__(self):
            values.clear()
            return 7

    values[0] = Clear()
    try:
        a = ffi.new("int[3]", values)
        assert a[0] == 7
    except (IndexError, ValueError, RuntimeError):
        pass


@pytest.mark.ours("a dictionary may change while a struct is made from it")
def test_dict_that_changes_while_it_is_read(ffi):
    ffi.cdef("struct s { int a, b, c; };")
    values = {}

    class Clear:
        def __int__(self):
            values.clear()
            values.update({str(i): i for i in range(1000)})
            return 7

    values.update(a=Clear(), b=2, c=3)
    try:
        ffi.new("struct s *", values)
    except (RuntimeError, KeyError):
        pass


@pytest.mark.ours("releasing an argument during the call's conversion is no crash")
def test_release_while_converting(pair):
    ffi, lib = pair
    source = bytearray(b"\1\0\0\0" * 4)
    view = ffi.from_buffer("int[]", source)

    class Release:
        def __int__(self):
            ffi.release(view)
            return 2

    try:
        lib.sum_array(view, Release())
    except (ValueError, RuntimeError):
        pass


@pytest.mark.ours("memory that a pointer argument points to and that converting another argument takes away")
@pytest.mark.parametrize("kind", ["gc", "allocator", "from_buffer", "view", "array"])
def test_memory_of_an_argument_is_released_by_another(pair, kind):
    ffi, lib = pair
    new = ffi.new_allocator(lambda size: ffi.new("char[]", size), lambda memory: None)
    make = {
        "gc": lambda: ffi.gc(ffi.new("int[2]"), lambda p: None),
        "allocator": lambda: new("int[2]"),
        "from_buffer": lambda: ffi.from_buffer("int[]", bytearray(8)),
        "view": lambda: new("struct two_ints *"),
        "array": lambda: new("int[4]"),
    }
    memory = make[kind]()
    argument = {"view": lambda: ffi.addressof(memory, "a"), "array": lambda: memory[1:3]}.get(kind, lambda: memory)()

    class Release:
        def __int__(self):
            ffi.release(memory)
            return 2

    for wrong in (Release(), 2):  # the second time it is gone before
        with fails(RuntimeError, "after its memory was released"):
            lib.sum_array(argument, wrong)
        with fails(RuntimeError, "after its memory was released"):
            lib.sum_ints(wrong if wrong == 2 else Release(), argument)


@pytest.mark.ours("values that were released are not copied from")
def test_released_values(pair):
    ffi, lib = pair
    new = ffi.new_allocator(lambda size: ffi.new("char[]", size), lambda memory: None)
    pointer, array, pairs = new("struct two_ints *"), new("int[3]"), new("struct two_ints[2]")
    value, item = pointer[0], pairs[1]
    for memory in (pointer, array, pairs):
        ffi.release(memory)
    for use in (
        lambda: ffi.new("struct two_ints *", value),
        lambda: ffi.new("struct two_ints *", item),
        lambda: ffi.new("int[3]", array),
        lambda: lib.swap_ints(item),
        lambda: lib.swap_ints(value),
        lambda: lib.sum_ints(1, item),
        lambda: ffi.new("struct nested *", {"p": item}),
        lambda: ffi.new("struct with_pointer *", {"p": array}),
    ):
        with fails(RuntimeError, "after its memory was released"):
            use()
    empty = ffi.from_buffer("int[0]", bytearray())
    assert len(ffi.new("int[0]", empty)) == 0


@pytest.mark.modes("line", "py")
@pytest.mark.ours("what lies in a library cannot be used after it was closed")
def test_views_of_a_closed_library(pair):
    ffi, lib = pair
    views = [
        lib.global_pair,
        lib.global_array,
        ffi.addressof(lib, "global_int"),
        lib.global_matrix[1],
        ffi.addressof(lib.global_pair, "second"),
    ]
    function = lib.add
    ffi.dlclose(lib)
    for view in views:
        assert repr(view).startswith("<cdata ")
        for use in (
            lambda: view[0],
            lambda: view.first,
            lambda: view.__setitem__(0, 5),
            lambda: ffi.buffer(view)[0],
            lambda: ffi.memmove(bytearray(4), view, 4),
            lambda: ffi.new("struct pair *", view),
            lambda: ffi.new("void **", view),
            lambda: list(view),
        ):
            with pytest.raises((ValueError, TypeError, AttributeError)):
                use()
    with fails(ValueError, "has already been closed"):
        views[1][0]
    with fails(ValueError, "has already been closed"):
        ffi.new("int(**)(int, int)", function)


@pytest.mark.modes("line", "py")
@pytest.mark.ours("a library stays mapped as long as a memoryview looks at it")
def test_memoryviews_of_a_closed_library(pair):
    ffi, lib = pair
    view = memoryview(ffi.buffer(lib.global_array))
    array = ffi.from_buffer("int[]", view)
    before = list(array)
    ffi.dlclose(lib)
    assert list(array) == before and bytes(view) == bytes(ffi.buffer(array))
    with fails(ValueError, "has already been closed"):
        lib.global_array
    ffi.release(array)
    view.release()


@pytest.mark.ours("a library that is closed while one of its variables is written")
def test_library_closed_while_converting(ffi, compile_library):
    source = "int number; struct s { int a, b; } s; int f(int (*g)(int), int x) { return x; } int h(int x) { return x; } int open[4];"
    ffi.cdef(
        "extern int number; struct s { int a, b; }; extern struct s s; int f(int (*g)(int), int x); int h(int); extern int open[];"
    )
    path = compile_library(source)

    def closing(lib):
        class Close:
            def __int__(self):
                ffi.dlclose(lib)
                return 3

        return Close()

    for use in (
        lambda lib: setattr(lib, "number", closing(lib)),
        lambda lib: setattr(lib, "s", [closing(lib), 1]),
        lambda lib: lib.s.__setattr__("a", closing(lib)),
        lambda lib: ffi.addressof(lib, "number").__setitem__(0, closing(lib)),
        lambda lib: lib.f(lib.h, closing(lib)),
    ):
        with fails(ValueError, "has already been closed"):
            use(ffi.dlopen(path))
    lib = ffi.dlopen(path)
    assert lib.open != ffi.NULL
    ffi.dlclose(lib)
    for use in (lambda: lib.open, lambda: ffi.addressof(lib, "number"), lambda: ffi.addressof(lib, "h")):
        with fails(ValueError, "has already been closed"):
            use()


@pytest.mark.ours("the items of a flexible array, released while they are converted")
def test_flexible_array_released_while_converting(ffi):
    ffi.cdef("struct inner { int n; int items[]; }; struct outer { int m; struct inner last; };")
    new = ffi.new_allocator(lambda size: ffi.new("char[]", size), lambda memory: None)
    p = new("struct inner *", [1, 3])

    class Number:
        def __int__(self):
            return 7

    p.items = [1, Number(), 3]
    assert list(p.items) == [1, 7, 3]
    with pytest.raises(IndexError):
        p.items = [Number()] * 4
    q = new("struct outer *", [1, [2, 3]])
    q.last = [5, [6, Number(), 8]]
    assert (q.last.n, list(q.last.items[0:3])) == (5, [6, 7, 8])

    class Release:
        def __int__(self):
            ffi.release(p)
            return 7

    with fails(RuntimeError, "after its memory was released"):
        p.items = [1, Release(), 3]


def test_flag_that_has_no_truth(ffi):
    class Untrue:
        def __bool__(self):
            raise KeyError("from a hook")

    with pytest.raises((KeyError, TypeError)):
        ffi.from_buffer("char[]", bytearray(4), Untrue())
    with pytest.raises((KeyError, TypeError)):
        ffi.from_buffer(5, bytearray(4), Untrue())


def test_cycle_through_a_memoryview(ffi):
    """CPython up to 3.12 (gh-77894) clears a memoryview whose buffer somebody has."""

    class Cell:
        pass

    for _ in range(20):
        cell = Cell()
        owner = ffi.gc(ffi.new("char[8]"), lambda p, cell=cell: None)
        cell.first = ffi.from_buffer(memoryview(ffi.buffer(owner)))
        cell.view = memoryview(ffi.buffer(owner))
        cell.last = ffi.from_buffer(cell.view)
        cell.itself = [cell]
        del cell, owner
        collect()


def test_deep_nesting_of_values(ffi):
    nested = []
    for _ in range(100000):
        nested = [nested]
    with pytest.raises((TypeError, RecursionError)):
        ffi.new("int[]", nested)
    while nested:
        nested = nested[0]


def test_recursive_callback_without_end(pair, unraisable):
    ffi, lib = pair
    depth = [0]

    @ffi.callback("int(int)", error=-1)
    def forever(x):
        depth[0] += 1
        if depth[0] > 400:
            return 0
        return lib.call_int(forever, x)

    lib.call_int(forever, 1)
    assert depth[0] > 50


def test_uninitialised_objects():
    import _cffi_backend as B

    for name in ("CType", "CField", "CLibrary", "Lib"):
        cls = getattr(B, name)
        for make in (cls, lambda: cls.__new__(cls), lambda: object.__new__(cls)):
            with pytest.raises(TypeError):
                make()
    for make in (
        cffi.FFI.CData,
        lambda: cffi.FFI.CData.__new__(cffi.FFI.CData),
        lambda: object.__new__(cffi.FFI.CData),
    ):
        with pytest.raises(TypeError):
            make()


@pytest.mark.ours("an FFI whose __init__ was not called still works or says what is wrong")
def test_ffi_without_init():
    ffi = cffi.FFI.__new__(cffi.FFI)
    try:
        assert ffi.sizeof("int") == 4
    except (RuntimeError, AttributeError, cffi.FFIError):
        pass

    class Forgetful(cffi.FFI):
        def __init__(self):
            pass

    try:
        assert Forgetful().sizeof("int") == 4
    except (RuntimeError, AttributeError, cffi.FFIError):
        pass


def test_huge_sizes(ffi):
    for call in (
        lambda: ffi.new("char[]", 2**62),
        lambda: ffi.new("long long[]", 2**60),
        lambda: ffi.unpack(ffi.new("char[4]"), 2**62),
    ):
        with pytest.raises((MemoryError, OverflowError, IndexError, ValueError)):
            call()


def test_lying_buffers(ffi):
    class Liar:
        def __len__(self):
            return 10**18

        def __getitem__(self, index):
            raise IndexError

    with pytest.raises(TypeError):
        ffi.new("int[]", Liar())
    with pytest.raises(TypeError):
        ffi.from_buffer(Liar())


def test_str_subclasses_and_surrogates(ffi):
    class Text(str):
        pass

    assert ffi.sizeof(Text("int")) == 4
    for text in ("\udc80", "int \udcff", "int\0", "\0"):
        with pytest.raises((cffi.CDefError, cffi.FFIError, UnicodeError, ValueError)):
            ffi.typeof(text)


def test_attribute_names(ffi):
    ffi.cdef("struct s { int a; };")
    s = ffi.new("struct s *")
    for name in ("", "\0", "\udc80", "a\0", "a" * 100000):
        with pytest.raises((AttributeError, UnicodeError)):
            getattr(s, name)
        with pytest.raises((AttributeError, UnicodeError)):
            setattr(s, name, 5)
    with pytest.raises(TypeError):
        getattr(s, 5)


@pytest.mark.ours("names of a library that are no C names are plain AttributeErrors")
def test_library_attribute_names(lib):
    for name in ("", "\0", "add\0", "a" * 100000):
        with fails(AttributeError):
            getattr(lib, name)
    with pytest.raises((AttributeError, UnicodeError)):
        getattr(lib, "\udc80")


def test_wrong_self(ffi):
    for method in (cffi.FFI.sizeof, cffi.FFI.new, cffi.FFI.cdef, cffi.FFI.typeof):
        with pytest.raises((TypeError, AttributeError)):
            method(5, "int *")


def test_operators_with_evil_objects(ffi):
    p = ffi.new("int[3]")

    class Evil2:
        def __eq__(self, other):
            raise KeyError("eq")

        __hash__ = None

    with fails(KeyError):
        p == Evil2()
    with pytest.raises(TypeError):
        p < Evil2()
    with pytest.raises(TypeError):
        p + Evil2()


def test_callback_that_drops_itself(pair):
    ffi, lib = pair
    holder = {}

    def drop(x):
        holder.clear()
        collect()
        return x + 1

    holder["cb"] = ffi.callback("int(int)", drop)
    call = lib.call_int
    assert call(holder["cb"], 4) == 5


def test_library_closed_inside_a_callback(pair, library_path):
    ffi, lib = pair
    other = ffi.dlopen(library_path)

    def close(x):
        ffi.dlclose(other)
        return x

    assert lib.call_int(ffi.callback("int(int)", close), 6) == 6


def test_too_many_arguments(ffi, lib):
    with pytest.raises(TypeError):
        lib.add(*range(10000))
    with pytest.raises(TypeError):
        lib.sum_ints(*([0] + [5] * 100))


def test_function_type_with_many_parameters(ffi):
    t = ffi.typeof("int(*)(%s)" % ", ".join(["int"] * 500))
    assert len(t.args) == 500
    cb = ffi.callback(t, lambda *args: sum(args))
    assert cb(*range(500)) == sum(range(500))


def test_struct_with_many_fields(ffi):
    ffi.cdef("struct s { %s };" % " ".join("int f%d;" % i for i in range(3000)))
    s = ffi.new("struct s *", list(range(3000)))
    assert s.f2999 == 2999 and s.f17 == 17 and len(dir(s)) == 3000


def test_thread_state_switches(ffi, lib):
    def work():
        local = cffi.FFI()
        local.cdef("struct s { int a; };")
        for i in range(50):
            local.new("struct s *", [i])

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_refcounts_of_common_objects(ffi):
    t = ffi.typeof("int *")
    none = sys.getrefcount(None)
    before = sys.getrefcount(t)
    for _ in range(1000):
        p = ffi.new(t, None)
        q = ffi.cast(t, p)
        assert p == q and p[0] == 0
    del p, q
    collect()
    assert abs(sys.getrefcount(t) - before) < 10
    assert sys.getrefcount(None) - none < 500
