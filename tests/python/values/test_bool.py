"""_Bool: True and False in and out; any other byte is an error, never a wrong answer."""

import pytest

from support.helpers import fails


def test_memory(ffi):
    assert ffi.sizeof("_Bool") == ffi.alignof("bool") == 1
    p = ffi.new("_Bool *")
    assert p[0] is False
    for value, expected in ((True, True), (0, False), (1, True), (False, False)):
        p[0] = value
        assert p[0] is expected
        assert ffi.buffer(p)[:] == (b"\1" if expected else b"\0")


def test_refused(ffi):
    p = ffi.new("_Bool *", True)
    for wrong in (2, 255, 2**40):
        with fails(OverflowError, "does not fit '_Bool'"):
            p[0] = wrong
    with fails(OverflowError, "can't convert negative number to unsigned"):
        p[0] = -1
    for wrong in (1.0, "1", b"1", None, [True]):
        with fails(TypeError, "an integer is required"):
            p[0] = wrong
    assert p[0] is True


def test_cdata(ffi):
    p = ffi.new("_Bool *")
    p[0] = ffi.cast("int", 1)
    assert p[0] is True
    p[0] = ffi.cast("_Bool", 0)
    assert p[0] is False


def test_arrays(ffi):
    assert list(ffi.new("_Bool[]", [True, False, 1])) == [True, False, True]
    assert list(ffi.new("_Bool[3]", b"\0\1")) == [False, True, False]
    with fails(ValueError, "an array of _Bool can only contain \\x00 or \\x01"):
        ffi.new("_Bool[]", b"\2")
    with fails(OverflowError, "integer 2 does not fit '_Bool'"):
        ffi.new("_Bool[]", [2])


def test_bad_byte(ffi):
    raw = ffi.new("unsigned char *", 2)
    with fails(ValueError, "got a _Bool of value 2, expected 0 or 1"):
        ffi.cast("_Bool *", raw)[0]


@pytest.mark.ours("the error of a bad _Bool names the field and the alternative")
def test_bad_byte_in_a_field(ffi):
    ffi.cdef("struct s { int a; _Bool flag; };")
    s = ffi.new("struct s *")
    ffi.buffer(s)[4:5] = b"\3"
    with fails(ValueError, "flag", "3", "uint8_t"):
        s.flag


def test_values(ffi):
    b = ffi.cast("_Bool", 7)
    assert int(b) == 1 and bool(b) is True and b == True and b == 1 and hash(b) == hash(1)  # noqa: E712
    assert bool(ffi.cast("bool", 0)) is False
    with fails(TypeError, "float() not supported on cdata '_Bool'"):
        float(b)


def test_name(ffi):
    assert ffi.typeof("bool") is ffi.typeof("_Bool")
