"""Functions of compiled modules, by whichever version they were generated: arguments, results, errors, and lib.f as an object."""

import gc
import math
import sys

import pytest

from support.compiled import VERSIONS, modules
from support.helpers import fails


@pytest.fixture(params=VERSIONS)
def everything(request):
    return modules(request.param).everything


@pytest.fixture
def ffi(everything):
    return everything.ffi


@pytest.fixture
def lib(everything):
    return everything.lib


def test_integers(lib):
    assert lib.add(1, 2) == 3
    assert lib.neg_i8(-128) == -128
    assert lib.inc_u8(255) == 0
    assert lib.neg_i16(-32767) == 32767
    assert lib.inc_u16(65534) == 65535
    assert lib.neg_i32(2**31 - 1) == -(2**31) + 1
    assert lib.inc_u32(2**32 - 2) == 2**32 - 1
    assert lib.neg_i64(2**63 - 1) == -(2**63) + 1
    assert lib.inc_u64(2**64 - 2) == 2**64 - 1


def test_integers_that_do_not_fit(lib):
    with fails(OverflowError, "integer 128 does not fit '8-bit int'"):
        lib.neg_i8(128)
    with fails(OverflowError, "integer 256 does not fit '8-bit unsigned int'"):
        lib.inc_u8(256)
    with fails(OverflowError, "integer -32769 does not fit '16-bit int'"):
        lib.neg_i16(-32769)
    with fails(OverflowError, "integer 65536 does not fit '16-bit unsigned int'"):
        lib.inc_u16(65536)
    with fails(OverflowError, "integer 2147483648 does not fit '32-bit int'"):
        lib.add(2**31, 0)
    with fails(OverflowError, "integer 4294967296 does not fit '32-bit unsigned int'"):
        lib.inc_u32(2**32)
    for function in (lib.inc_u8, lib.inc_u16, lib.inc_u32, lib.inc_u64):
        with fails(OverflowError, "can't convert negative number to unsigned"):
            function(-1)
    for function, value in ((lib.neg_i64, 2**63), (lib.inc_u64, 2**64)):
        with fails(OverflowError, "int too big to convert"):
            function(value)


def test_no_integers(ffi, lib):
    for value in ("1", 1.0, None, ffi.cast("float", 1), ffi.cast("long double", 1)):
        for function in (lib.neg_i8, lib.inc_u8, lib.neg_i64, lib.inc_u64):
            with pytest.raises(TypeError):
                function(value)
    assert lib.neg_i32(ffi.cast("short", 5)) == -5
    assert lib.inc_u64(ffi.cast("uint8_t", 5)) == 6


def test_floats(ffi, lib):
    assert lib.half_f(3) == 1.5
    assert lib.half_d(3) == 1.5
    assert lib.half_d(math.inf) == math.inf
    assert float(lib.half_ld(3.0)) == 1.5
    wide = lib.half_ld(ffi.cast("long double", 3))
    assert ffi.typeof(wide) is ffi.typeof("long double")
    assert float(lib.half_ld(wide)) == 0.75
    for function in (lib.half_f, lib.half_d, lib.half_ld):
        with fails(TypeError, "must be real number, not str"):
            function("x")


def test_bool_and_characters(ffi, lib):
    assert lib.flip(True) is False or lib.flip(True) == 0
    assert lib.flip(0) == 1
    with fails(OverflowError, "integer 2 does not fit '_Bool'"):
        lib.flip(2)
    assert lib.next_char(b"a") == b"b"
    assert lib.next_char(ffi.cast("char", 65)) == b"B"
    assert lib.next_char(b"\xfe") == b"\xff"
    with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not bytes"):
        lib.next_char(b"ab")
    with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not int"):
        lib.next_char(97)
    assert lib.next_wide("a") == "b"
    assert lib.next_wide(ffi.cast("wchar_t", 0x1F600)) == "\U0001f601"
    with fails(TypeError, "must be a unicode string of length 1, not unicode string of length 2"):
        lib.next_wide("ab")
    with fails(TypeError, "must be a unicode string of length 1, not int"):
        lib.next_wide(3)


def test_pointers(ffi, lib):
    assert lib.length(b"hello") == 5
    assert lib.length(ffi.new("char[]", b"hello")) == 5
    assert lib.length([b"a", b"b", b"\0"]) == 2
    buf = ffi.new("char[]", b"loud")
    assert lib.shout(buf) == buf
    assert ffi.string(buf) == b"LOUD"
    assert lib.same_address(buf) == ffi.cast("void *", buf)
    assert lib.same_address(ffi.NULL) == ffi.NULL
    assert lib.sum([1, 2, 3], 3) == 6
    assert lib.sum((10**12, 1), 2) == 10**12 + 1
    assert lib.sum(list(range(1000)), 1000) == 499500  # too much for the C stack
    assert lib.sum([], 0) == 0


def test_pointers_of_the_wrong_type(ffi, lib):
    with fails(TypeError, "initializer for ctype 'char *' must be a bytes or list or tuple, not str"):
        lib.length("hello")
    with fails(TypeError, "initializer for ctype 'char *' must be a cdata pointer, not NoneType"):
        lib.length(None)
    with fails(TypeError, "implicit cast to 'char *' from a different pointer type"):
        lib.length(ffi.new("int *"))
    with fails(TypeError, "an integer is required"):
        lib.sum(["x"], 1)
    with fails(TypeError, "initializer for ctype 'FILE *' must be a cdata pointer, not int"):
        lib.write_line(5, b"x")


def test_a_list_that_changes_its_length_meanwhile(lib):
    class Growing:
        def __int__(self):
            items.extend([1] * 100000)
            return 1

    items = [Growing(), 1]
    try:
        assert lib.sum(items, 2) == 2
    except (IndexError, TypeError, ValueError):
        pass  # as long as nothing is overwritten


def test_python_files(lib, tmp_path):
    path = tmp_path / "out"
    with open(path, "w") as file:
        file.write("first\n")
        assert lib.write_line(file, b"second") == 7
    assert path.read_text() == "first\nsecond\n"


def test_records_by_value(ffi, lib):
    p = ffi.new("struct point *", (1, 2))
    q = lib.mirrored(p[0])
    assert (q.x, q.y) == (2, 1)
    assert (p.x, p.y) == (1, 2)
    assert repr(q) == "<cdata 'struct point' owning 16 bytes>"
    assert lib.mirrored({"x": 5, "y": 6}).y == 5
    assert lib.norm2([(3, 4)]) == 25
    assert lib.either_int(ffi.new("union either *", [7])[0]) == 7
    with fails(TypeError, "initializer for ctype 'struct point' must be a list or tuple or dict or struct-cdata"):
        lib.mirrored(p)


@pytest.mark.ours("what an initialiser leaves out is zero, not what was on the C stack")
def test_records_by_value_are_zero_where_not_given(lib):
    assert lib.mirrored([7]).x == 0
    assert lib.mirrored({"y": 7}).y == 0


def test_results_that_are_pointers(ffi, lib):
    assert ffi.string(lib.entry_at(1).name) == b"two"
    assert lib.entry_at(9) == ffi.NULL
    assert repr(lib.entry_at(9)) == "<cdata 'entry_t *' NULL>"
    handle = lib.handle_open(42)
    assert ffi.typeof(handle) is ffi.typeof("handle_t")
    assert lib.handle_close(handle) == 42


def test_enums_are_ints(ffi, lib):
    assert lib.next_color(lib.RED) == lib.GREEN == 5
    assert lib.next_color(ffi.cast("enum color", 5)) == 6
    with fails(TypeError, "an integer is required"):
        lib.next_color("RED")


def test_no_arguments(lib):
    before = lib.calls
    assert lib.nop() is None
    assert lib.calls == before + 1


def test_wrong_count(lib):
    for given in ((1,), (1, 2, 3)):  # early versions: "add() takes exactly 2 arguments (1 given)"
        with fails(TypeError, "add", "2 arguments", str(len(given))):
            lib.add(*given)
    with fails(TypeError, "nop() takes no arguments (1 given)"):
        lib.nop(1)
    with fails(TypeError, "neg_i8() takes exactly one argument (0 given)"):
        lib.neg_i8()
    with fails(TypeError, "add() takes no keyword arguments"):
        lib.add(1, b=2)


def test_errno(ffi, lib):
    ffi.errno = 77
    assert lib.set_errno_to(5) == 77
    assert ffi.errno == 5


def test_variadic(ffi, lib):
    buf = ffi.new("char[]", 50)
    assert lib.joined(buf, 50, b"%d-%s", ffi.cast("int", 5), ffi.new("char[]", b"x")) == 3
    assert ffi.string(buf) == b"5-x"
    with fails(TypeError, "argument 4 passed in the variadic part needs to be a cdata object"):
        lib.joined(buf, 50, b"%d", 5)


# ---- lib.f as an object


def test_a_function_tells_about_itself(everything, lib):
    assert type(lib.add) is type(len)
    assert lib.add is lib.add
    assert lib.add.__name__ == "add"
    assert lib.add.__module__ == "everything"
    assert lib.add.__doc__ == "int add(int, int);\n\nCFFI C function from everything.lib"
    assert lib.nop.__doc__.startswith("void nop();\n")
    assert lib.shout.__doc__.startswith("char *shout(char *);\n")
    assert lib.pick.__doc__.startswith("int(*pick(int))(int, int);\n")
    assert lib.mirrored.__doc__.startswith("struct point mirrored(struct point);\n")
    assert lib.length.__doc__.startswith("size_t length(char *);\n")
    assert repr(lib.add).startswith("<built-in method add of ")


@pytest.fixture
def direct(everything, ffi, lib):
    """Modules of cffi 1.0 do not tell where their functions are."""
    if type(ffi.addressof(lib, "add")) is type(lib.add):
        with fails(TypeError, "must be a cdata pointer, not builtin_function_or_method"):
            lib.apply(lib.add, 1, 2)
        pytest.skip("no function pointers in this module")


def test_a_function_as_a_function_pointer(ffi, lib, direct):
    assert lib.apply(lib.add, 3, 4) == 7
    assert lib.apply(ffi.addressof(lib, "add"), 3, 4) == 7
    assert lib.apply(lib.pick(1), 3, 4) == 7
    assert lib.apply(ffi.NULL, 3, 4) == -1
    assert lib.pick(0) == ffi.NULL
    table = ffi.new("struct table *", [lib.add])
    assert table.operate(1, 1) == 2
    table.operate = lib.add
    assert lib.run(table, 20, 22) == table.last == 42
    assert lib.run([[lib.add]], 1, 2) == 3
    pointers = ffi.new("binary_t[2]", [lib.add, ffi.NULL])
    assert pointers[0] == ffi.addressof(lib, "add")
    assert ffi.new("void **", lib.add)[0] == ffi.cast("void *", lib.add)
    callback = ffi.callback("binary_t(void)", lambda: lib.add)
    assert callback()(5, 6) == 11


def test_a_function_of_another_type_is_refused(ffi, lib, direct):
    with fails(
        TypeError, "initializer for ctype 'int(*)(int, int)' must be a pointer to same type, not cdata 'void(*)()'"
    ):
        lib.apply(lib.nop, 1, 2)
    with fails(TypeError, "must be a cdata pointer, not builtin_function_or_method"):
        lib.apply(len, 1, 2)
    with pytest.raises(TypeError):
        lib.apply(getattr(lib, "__dir__", len), 1, 2)


def test_casting_a_function(ffi, lib, direct):
    address = ffi.addressof(lib, "add")
    assert ffi.cast("void *", lib.add) == ffi.cast("void *", address)
    assert int(ffi.cast("intptr_t", lib.add)) == int(ffi.cast("intptr_t", address))
    assert ffi.cast("binary_t", lib.add)(1, 2) == 3


def test_typeof_a_function(ffi, lib):
    assert ffi.typeof(lib.add) is ffi.typeof("int(*)(int, int)")
    assert ffi.typeof(lib.nop) is ffi.typeof("void(*)(void)")
    with fails(TypeError, "expected a string or"):
        ffi.typeof(len)
    with fails(TypeError, "expected a string or"):
        ffi.sizeof(lib.add)
    with pytest.raises(TypeError):
        ffi.addressof(lib.add)


def test_callbacks_through_function_pointers(ffi, lib):
    twice = ffi.callback("int(int, int)", lambda a, b: 2 * a + b)
    assert lib.apply(twice, 10, 1) == 21
    assert ffi.typeof("int(*)(void *, void *)") is ffi.typeof(lib.compare_ints)


@pytest.mark.skipif(sys.implementation.name != "cpython" or not hasattr(sys, "getrefcount"), reason="CPython only")
def test_calls_keep_reference_counts(ffi, lib):
    data, items, point = b"some bytes", [1, 2, 3], ffi.new("struct point *", (1, 2))
    gc.collect()

    def call():
        lib.length(data)
        lib.sum(items, 3)
        lib.norm2(point)
        lib.mirrored(point[0])
        lib.entry_at(1)
        lib.apply(lib.pick(1), 1, 2)
        for bad in (lambda: lib.length("x"), lambda: lib.sum([None], 1), lambda: lib.add(1)):
            with pytest.raises(TypeError):
                bad()

    call()
    before = [sys.getrefcount(x) for x in (data, items, point, lib, lib.add, None)]
    for _ in range(200):
        call()
    after = [sys.getrefcount(x) for x in (data, items, point, lib, lib.add, None)]
    assert all(abs(a - b) < 50 for a, b in zip(after, before)), (before, after)


def test_many_threads(lib):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: lib.sum(list(range(n)), n), range(500))) == [
            n * (n - 1) // 2 for n in range(500)
        ]
