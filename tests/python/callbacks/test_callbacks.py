"""Callbacks: C calling Python, from any thread; errors, errno, lifetimes."""

import gc
import re
import sys
import threading
import weakref

import pytest

from support.helpers import RELEASED, collect, fails, masked


class Boom(Exception):
    pass


def boom(*args):
    raise Boom("bang %r" % (args,))


def test_call_and_decorator(pair):
    ffi, lib = pair
    plus_one = ffi.callback("int(int)", lambda x: x + 1)
    assert lib.call_int(plus_one, 5) == 6

    @ffi.callback("int(*)(int)")
    def times_three(x):
        return 3 * x

    assert lib.call_int(times_three, 5) == 15
    assert times_three(7) == 21

    @ffi.callback("int(int)", error=-7)
    def failing(x):
        raise Boom

    assert ffi.typeof(failing) is ffi.typeof("int(*)(int)")
    decorator = ffi.callback("int(int)", None)
    assert decorator(lambda x: x)(4) == 4
    assert ffi.callback("int(int)", python_callable=lambda x: x)(9) == 9
    assert ffi.callback(cdecl="int(int)", python_callable=lambda x: x)(9) == 9


def test_repr(ffi):
    def named(x):
        return x

    cb = ffi.callback("int(int)", named)
    assert re.fullmatch(
        r"<cdata 'int\(\*\)\(int\)' calling <function test_repr.<locals>.named at 0x[0-9a-f]+>>", repr(cb)
    )
    assert repr(ffi.callback("void(void)", len)) == "<cdata 'void(*)()' calling <built-in function len>>"


@pytest.mark.parametrize("cdecl", ["int", "int *", "int[3]", "void *"])
def test_not_a_function_type(ffi, cdecl):
    with fails(TypeError, "expected a function ctype, got '%s'" % cdecl):
        ffi.callback(cdecl, boom)


def test_bad_arguments(ffi):
    with fails(TypeError, "the 'python_callable' argument is not callable"):
        ffi.callback("int(int)", 5)
    with fails(TypeError, "an integer is required"):
        ffi.callback("int(int)", boom, "x")
    with fails(TypeError, "an integer is required"):
        ffi.callback("int(int)", boom, error="x")
    with fails(OverflowError, "integer 1099511627776 does not fit 'int'"):
        ffi.callback("int(int)", boom, error=2**40)
    with fails(TypeError, "expected a callable object for 'onerror', not int"):
        ffi.callback("int(int)", boom, onerror=5)
    with fails(TypeError, "callback with the return type 'void' must return None"):
        ffi.callback("void(int)", boom, error=5)
    with fails(TypeError, "initializer for ctype 'int *' must be a cdata pointer, not int"):
        ffi.callback("int *(int)", boom, error=5)
    with fails(NotImplementedError, "callback with unsupported argument or return type or with '...'"):
        ffi.callback("int(int, ...)", boom)


# ---- conversions ----


def test_integer_arguments_and_results(pair):
    ffi, lib = pair
    seen = []

    def echo(x):
        seen.append(x)
        return x

    assert lib.call_schar(ffi.callback("signed char(signed char)", echo), -128) == -128
    assert lib.call_uchar(ffi.callback("unsigned char(unsigned char)", echo), 255) == 255
    assert lib.call_short(ffi.callback("short(short)", echo), -32768) == -32768
    assert lib.call_ullong(ffi.callback("unsigned long long(unsigned long long)", echo), 2**64 - 1) == 2**64 - 1
    assert seen == [-128, 255, -32768, 2**64 - 1]
    assert lib.call_two(ffi.callback("int(int, int)", lambda a, b: a - b), 3, 10) == -7
    assert lib.call_none(ffi.callback("int(void)", lambda: 12)) == 12
    assert lib.call_void(ffi.callback("void(void)", lambda: None)) is None


def test_float_arguments_and_results(pair):
    ffi, lib = pair
    assert lib.call_double(ffi.callback("double(double)", lambda x: x * 2), 1.25) == 2.5
    assert lib.call_float(ffi.callback("float(float)", lambda x: x * 2), 1.25) == 2.5
    seen = []

    def keep(x):
        seen.append(x)
        return x

    r = lib.call_ldouble(ffi.callback("long double(long double)", keep), 1.5)
    assert float(r) == 1.5
    assert repr(seen[0]) == "<cdata 'long double' 1.500000E+00>"


@pytest.mark.ours("complex numbers in callbacks")
def test_complex_arguments_and_results(pair):
    ffi, lib = pair
    cb = ffi.callback("double _Complex(double _Complex)", lambda z: z * 1j)
    assert lib.call_complex(cb, 1 + 2j) == -2 + 1j


def test_character_arguments_and_results(pair):
    ffi, lib = pair
    assert lib.call_char(ffi.callback("char(char)", lambda c: c.upper()), b"a") == b"A"
    assert lib.call_wchar(ffi.callback("wchar_t(wchar_t)", lambda c: c), "\U0001f600") == "\U0001f600"
    assert lib.call_bool(ffi.callback("_Bool(_Bool)", lambda b: not b), True) is False
    assert lib.call_bool(ffi.callback("_Bool(_Bool)", lambda b: not b), False) is True


def test_pointer_arguments_and_results(pair, mode):
    ffi, lib = pair
    p = ffi.new("int *", 9)
    assert lib.call_pointer(ffi.callback("void *(void *)", lambda q: q), p) == p
    assert lib.call_pointer(ffi.callback("void *(void *)", lambda q: ffi.NULL), p) == ffi.NULL
    text = ffi.new("char[]", b"result")
    seen = []

    def answer(s):
        seen.append(ffi.string(s))
        return text

    # Modules of the released package do not read this `const`.
    texts = "char *(char *)" if RELEASED and mode in ("py", "api") else "const char *(const char *)"
    assert ffi.string(lib.call_chars(ffi.callback(texts, answer), b"given")) == b"result"
    assert seen == [b"given"]


def test_mixed_arguments(pair):
    ffi, lib = pair
    cdecl = (
        "double(int, double, short, float, long long, double, signed char, float, unsigned, double, int, double, "
        "long, double, unsigned char, float, int, double)"
    )
    seen = []

    def record(*args):
        seen.append(args)
        return sum(args)

    total = lib.call_mixed(ffi.callback(cdecl, record))
    expected = (
        -1,
        2.5,
        -3,
        4.25,
        5000000000,
        6.5,
        -7,
        8.5,
        4000000000,
        10.5,
        -11,
        12.5,
        -13,
        14.5,
        250,
        16.5,
        -17,
        18.5,
    )
    assert seen == [expected]
    assert total == sum(expected)


def test_stack_arguments(pair):
    ffi, lib = pair
    cdecl = "long(long, long, long, long, long, long, long, long, long, long)"
    assert lib.call_sum10(ffi.callback(cdecl, lambda *a: sum(i * v for i, v in enumerate(a)))) == sum(
        i * (i + 1) for i in range(10)
    )


def test_struct_arguments_and_results(pair):
    ffi, lib = pair
    cb = ffi.callback("struct cb_point(struct cb_point)", lambda p: (p.y, p.x))
    r = lib.call_point(cb, [1, 2])
    assert (r.x, r.y) == (2.0, 1.0)
    cb = ffi.callback("struct cb_big(struct cb_big, int)", lambda s, n: [[v + n for v in s.v]])
    assert list(lib.call_big(cb, [[1, 2, 3, 4, 5, 6]], 10).v) == [11, 12, 13, 14, 15, 16]
    cb = ffi.callback("struct cb_small(struct cb_small)", lambda s: {"a": s.a + 1, "b": s.b})
    r = lib.call_small(cb, [5, b"x"])
    assert (r.a, r.b) == (6, b"x")


@pytest.mark.ours("a struct argument outlives the call")
def test_struct_argument_may_be_kept(pair):
    ffi, lib = pair
    kept = []
    lib.call_point(ffi.callback("struct cb_point(struct cb_point)", lambda p: kept.append(p) or p), [1, 2])
    lib.call_point(ffi.callback("struct cb_point(struct cb_point)", lambda p: p), [8, 9])
    collect()
    assert (kept[0].x, kept[0].y) == (1.0, 2.0)


def test_function_pointer_argument(pair):
    ffi, lib = pair
    cb = ffi.callback("int(int(*)(int), int)", lambda f, x: f(x) + 1)
    assert cb(lib.get_twice(), 10) == 21


def test_qsort(ffi):
    ffi.cdef("void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *));")
    C = ffi.dlopen(None)
    values = ffi.new("int[]", [5, -3, 99, 0, 7, 7, -100])

    @ffi.callback("int(const void *, const void *)")
    def compare(a, b):
        x, y = ffi.cast("int *", a)[0], ffi.cast("int *", b)[0]
        return (x > y) - (x < y)

    C.qsort(values, len(values), ffi.sizeof("int"), compare)
    assert list(values) == [-100, -3, 0, 5, 7, 7, 99]


# ---- errors ----


def test_error_goes_to_unraisablehook(pair, unraisable):
    ffi, lib = pair
    assert lib.call_int(ffi.callback("int(int)", boom), 3) == 0
    assert lib.call_int(ffi.callback("int(int)", boom, -4), 3) == -4
    assert lib.call_int(ffi.callback("int(int)", boom, error=-5), 3) == -5
    assert [event[0] for event in unraisable] == [Boom] * 3
    kind, message, text, traceback, obj = unraisable[0]
    assert message.startswith("Exception ignored from cffi callback <function boom at 0x")
    assert text == "bang (3,)"
    assert traceback is not None


def test_error_text_on_stderr(pair, capsys, monkeypatch):
    ffi, lib = pair
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    lib.call_int(ffi.callback("int(int)", boom), 3)
    err = capsys.readouterr().err
    assert re.match(
        r"Exception ignored from cffi callback <function boom at 0x[0-9a-f]+>:\nTraceback \(most recent call last\):\n",
        err,
    )
    assert err.endswith("Boom: bang (3,)\n")


@pytest.mark.parametrize(
    "cdecl, value, error, text",
    [
        ("int(int)", "a", TypeError, "an integer is required"),
        ("int(int)", None, TypeError, "an integer is required"),
        ("int(int)", 1.5, TypeError, "an integer is required"),
        ("int(int)", 2**40, OverflowError, "integer 1099511627776 does not fit 'int'"),
        ("unsigned char(int)", 300, OverflowError, "integer 300 does not fit 'unsigned char'"),
        ("void(int)", 5, TypeError, "callback with the return type 'void' must return None"),
        ("char(int)", "a", TypeError, "initializer for ctype 'char' must be a bytes of length 1, not str"),
        ("char *(int)", b"a", TypeError, "initializer for ctype 'char *' must be a cdata pointer, not bytes"),
        ("double(int)", "a", TypeError, "must be real number, not str"),
        (
            "struct pair(int)",
            3,
            TypeError,
            "initializer for ctype 'struct pair' must be a list or tuple or dict or struct-cdata, not int",
        ),
    ],
)
def test_bad_result(ffi, unraisable, cdecl, value, error, text):
    ffi.cdef("struct pair { int a, b; };")
    cb = ffi.callback(cdecl, lambda x: value)
    cb(1)
    assert len(unraisable) == 1
    assert unraisable[0][0] is error
    assert unraisable[0][1].endswith(", trying to convert the result back to C")
    assert text in unraisable[0][2]


def test_result_when_nothing_is_given_is_zero(ffi, unraisable):
    ffi.cdef("struct pair { int a, b; };")
    assert ffi.callback("int(int)", boom)(1) == 0
    assert ffi.callback("double(int)", boom)(1) == 0.0
    assert ffi.callback("char(int)", boom)(1) == b"\0"
    assert ffi.callback("_Bool(int)", boom)(1) is False
    assert ffi.callback("void *(int)", boom)(1) == ffi.NULL
    assert ffi.callback("void(int)", boom)(1) is None
    s = ffi.callback("struct pair(int)", boom)(1)
    assert (s.a, s.b) == (0, 0)
    assert len(unraisable) == 7


def test_error_values_of_other_types(ffi, unraisable):
    ffi.cdef("struct pair { int a, b; };")
    assert ffi.callback("double(int)", boom, error=2.5)(1) == 2.5
    assert ffi.callback("char(int)", boom, error=b"x")(1) == b"x"
    assert ffi.callback("int *(int)", boom, error=ffi.NULL)(1) == ffi.NULL
    assert ffi.callback("struct pair(int)", boom, error=[3, 4])(1).b == 4
    assert ffi.callback("signed char(int)", boom, error=-3)(1) == -3
    assert ffi.callback("void(int)", boom, error=None)(1) is None


def test_wrong_argument_count_in_python(ffi, unraisable):
    assert ffi.callback("int(int)", lambda: 1, error=8)(1) == 8
    assert unraisable[0][0] is TypeError
    assert "takes 0 positional arguments but 1 was given" in unraisable[0][2]


def test_onerror(ffi, unraisable):
    seen = []

    def onerror(kind, value, traceback):
        seen.append((kind, str(value), traceback))

    assert ffi.callback("int(int)", boom, 7, onerror)(1) == 7
    assert seen[0][:2] == (Boom, "bang (1,)")
    assert seen[0][2].tb_frame.f_code.co_name == "boom"
    assert unraisable == []
    assert ffi.callback("int(int)", boom, error=7, onerror=lambda *a: 42)(1) == 42
    assert ffi.callback("int(int)", boom, 7, onerror=None)(1) == 7
    assert len(unraisable) == 1


def test_onerror_gets_conversion_errors(ffi, unraisable):
    seen = []
    cb = ffi.callback("int(int)", lambda x: "a", 7, lambda kind, value, tb: seen.append((kind, str(value))))
    assert cb(1) == 7
    assert len(seen) == 1 and seen[0][0] is TypeError and "an integer is required" in seen[0][1]
    assert unraisable == []


def test_onerror_that_fails(ffi, unraisable):
    def bad(*args):
        raise KeyError("in onerror")

    assert ffi.callback("int(int)", boom, 7, bad)(1) == 7
    assert [event[0] for event in unraisable] == [Boom, KeyError]
    assert unraisable[1][1] == "Exception ignored during handling of the above exception by 'onerror'"
    del unraisable[:]
    assert ffi.callback("int(int)", boom, 7, lambda *a: "bad")(1) == 7
    assert [event[0] for event in unraisable] == [Boom, TypeError]


def test_system_exit_in_a_callback_does_not_exit(ffi, unraisable):
    def leave(x):
        raise SystemExit(3)

    assert ffi.callback("int(int)", leave, error=5)(1) == 5
    assert unraisable[0][0] is SystemExit


def test_call_errors_when_called_from_python(ffi):
    cb = ffi.callback("int(int)", lambda x: x)
    with fails(TypeError, "expects 1 arguments, got 2"):
        cb(1, 2)
    with fails(TypeError, "an integer is required"):
        cb("x")


# ---- errno, threads, nesting ----


def test_errno_both_ways(pair):
    ffi, lib = pair
    seen = []

    def callback(x):
        seen.append(ffi.errno)
        ffi.errno = 99
        return 3

    after = ffi.new("int *")
    assert lib.call_with_errno(ffi.callback("int(int)", callback), 55, after) == 3
    assert seen == [55]
    assert after[0] == 99
    assert ffi.errno == 99


def test_from_another_c_thread(pair):
    ffi, lib = pair
    idents = []

    def callback(x):
        idents.append(threading.get_ident())
        return x * 2

    cb = ffi.callback("int(int)", callback)
    assert lib.call_in_thread(cb, 8) == 16
    assert idents[0] != threading.get_ident()
    assert lib.call_in_threads(cb, 8) == 2 * sum(range(8))


def test_error_in_another_c_thread(pair, unraisable):
    ffi, lib = pair
    assert lib.call_in_thread(ffi.callback("int(int)", boom, error=-1), 8) == -1
    assert unraisable[0][0] is Boom


def test_from_python_threads(pair):
    ffi, lib = pair
    cb = ffi.callback("int(int)", lambda x: x + 1)
    results = []

    def run():
        results.append(sum(lib.call_int(cb, i) for i in range(200)))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [sum(range(1, 201))] * 4


def test_nested_calls(pair):
    ffi, lib = pair

    @ffi.callback("int(int)")
    def descend(depth):
        return 1 + lib.run_nested(descend, depth - 1)

    assert lib.run_nested(descend, 40) == 40


def test_exception_set_before_is_untouched(pair):
    ffi, lib = pair
    cb = ffi.callback("int(int)", lambda x: x + 1)
    try:
        raise ValueError("outer")
    except ValueError:
        assert lib.call_int(cb, 1) == 2
        assert sys.exc_info()[0] is ValueError


# ---- objects and lifetimes ----


def test_cast_and_compare(pair):
    ffi, lib = pair
    cb = ffi.callback("int(int)", lambda x: x + 1)
    same = ffi.cast("int(*)(int)", ffi.cast("void *", cb))
    assert same == cb and hash(same) == hash(cb)
    assert same(4) == 5
    assert bool(cb) and ffi.sizeof(cb) == ffi.sizeof("void *")
    assert masked(same) == "<cdata 'int(*)(int)' 0x...>"
    with fails(AttributeError, "cdata 'int(*)(int)' has no attribute 'x'"):
        cb.x


def test_each_callback_has_its_own_address(ffi):
    callbacks = [ffi.callback("int(int)", lambda x, i=i: x + i) for i in range(300)]
    assert len(set(callbacks)) == 300
    assert [cb(1000) for cb in callbacks] == [1000 + i for i in range(300)]


def test_many_created_and_dropped(ffi):
    for i in range(5000):
        cb = ffi.callback("int(int)", lambda x: x + i)
        if i % 1000 == 0:
            assert cb(1) == 1 + i


def test_lifetime(ffi):
    class Target:
        def method(self, x):
            return x

    target = Target()
    ref = weakref.ref(target)
    cb = ffi.callback("int(int)", target.method)
    del target
    collect()
    assert ref() is not None and cb(3) == 3
    del cb
    collect()
    assert ref() is None


def test_cycle_through_a_callback_is_collected(ffi):
    class Holder:
        def method(self, x):
            return x

    holder = Holder()
    holder.callback = ffi.callback("int(int)", holder.method)
    ref = weakref.ref(holder)
    del holder
    collect()
    assert ref() is None


def test_weakref_to_a_callback(ffi):
    cb = ffi.callback("int(int)", lambda x: x)
    ref = weakref.ref(cb)
    assert ref() is cb
    del cb
    gc.collect()
    assert ref() is None


def test_release_is_refused(ffi):
    cb = ffi.callback("int(int)", lambda x: x)
    with fails(ValueError, "can be used with the 'with' keyword or ffi.release()"):
        ffi.release(cb)


def test_stored_callback(pair):
    ffi, lib = pair
    assert lib.call_stored(4) == -1
    cb = ffi.callback("int(int)", lambda x: x * 5)
    lib.stored_callback = cb
    try:
        assert lib.call_stored(4) == 20
        assert lib.stored_callback == cb
        assert lib.stored_callback(6) == 30
    finally:
        lib.stored_callback = ffi.NULL
    assert lib.call_stored(4) == -1


def test_argument_of_incomplete_type(ffi):
    ffi.cdef("struct never_defined;")
    for type_string in ("int(struct never_defined)", "int(*)(int, struct never_defined)"):
        with fails(TypeError, "ctype 'struct never_defined' has incomplete type"):
            ffi.callback(type_string, lambda *arguments: 0)
