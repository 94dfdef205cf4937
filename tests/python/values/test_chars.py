"""char and the wide characters in C memory."""

import pytest

from support.helpers import WCHAR_SIZE, WIDE_CHARS, fails


def test_char_memory(ffi):
    p = ffi.new("char *")
    assert p[0] == b"\0"
    for code in (0, 1, 65, 127, 128, 255):
        p[0] = bytes([code])
        assert p[0] == bytes([code]) and type(p[0]) is bytes
        assert ffi.buffer(p)[:] == bytes([code])
    p[0] = ffi.cast("char", 66)
    assert p[0] == b"B"


@pytest.mark.parametrize(
    "wrong, kind",
    [
        ("a", "str"),
        (97, "int"),
        (b"ab", "bytes"),
        (b"", "bytes"),
        (None, "NoneType"),
        (bytearray(b"a"), "bytearray"),
        (1.5, "float"),
    ],
)
def test_char_refused(ffi, wrong, kind):
    p = ffi.new("char *", b"z")
    with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not " + kind):
        p[0] = wrong
    assert p[0] == b"z"


def test_char_refuses_other_cdata(ffi):
    for source in ("int", "signed char", "unsigned char", "wchar_t"):
        with fails(TypeError, "initializer for ctype 'char' must be a bytes of length 1, not "):
            ffi.new("char *", ffi.cast(source, 65))


@pytest.mark.parametrize("ctype, size", [("wchar_t", WCHAR_SIZE), ("char16_t", 2), ("char32_t", 4)])
def test_wide_memory(ffi, ctype, size):
    assert ffi.sizeof(ctype) == ffi.alignof(ctype) == size
    p = ffi.new(ctype + " *")
    assert p[0] == "\0"
    for value in ("\0", "A", "\xe9", "\u1234", "\ud800", "\uffff"):
        p[0] = value
        assert p[0] == value and type(p[0]) is str
    p[0] = ffi.cast(ctype, "Z")
    assert p[0] == "Z"


@pytest.mark.parametrize("ctype", WIDE_CHARS)
def test_wide_refused(ffi, ctype):
    p = ffi.new(ctype + " *", "z")
    for wrong in (b"a", 97, None, 1.5):
        with fails(TypeError, "must be a unicode string of length 1, not " + type(wrong).__name__):
            p[0] = wrong
    for wrong in ("", "ab"):
        with fails(TypeError, "must be a unicode string of length 1, not "):
            p[0] = wrong
    for source in ("char", "int", [t for t in WIDE_CHARS if ffi.sizeof(t) != ffi.sizeof(ctype)][0]):
        with fails(TypeError, "must be a unicode string of length 1, not "):
            p[0] = ffi.cast(source, 65)
    assert p[0] == "z"


def test_char16_astral(ffi):
    with fails(TypeError, "must be a unicode string of length 1, not larger-than-0xFFFF character"):
        ffi.new("char16_t *", "\U00012345")
    a = ffi.new("char16_t[]", "\U00012345")
    assert list(a) == ["\ud808", "\udf45", "\0"]
    assert ffi.new("char32_t *", "\U00012345")[0] == "\U00012345"


def test_codes_beyond_unicode(ffi):
    raw = ffi.new("uint32_t[]", [0x110000, 0])
    wide = ffi.cast("char32_t *", raw)
    with pytest.raises((ValueError, SystemError)):
        wide[0]
    with pytest.raises((ValueError, SystemError)):
        ffi.string(wide)
    with pytest.raises((ValueError, SystemError)):
        ffi.unpack(wide, 1)
    assert int(ffi.cast("char32_t", 0x110000)) == 0x110000


@pytest.mark.ours("a code beyond Unicode is a ValueError, and its repr is one to read")
def test_codes_beyond_unicode_are_clear(ffi):
    raw = ffi.new("uint32_t[]", [0x110000, 0])
    wide = ffi.cast("char32_t *", raw)
    for read in (
        lambda: wide[0],
        lambda: ffi.string(wide),
        lambda: ffi.unpack(wide, 1),
        lambda: ffi.string(ffi.cast("char32_t", 0x110000)),
    ):
        with fails(ValueError, "out of range for conversion to unicode: 0x110000"):
            read()
    repr(ffi.cast("char32_t", 0x110000))
    repr(ffi.cast("wchar_t", -1))


def test_char_values(ffi):
    c = ffi.cast("char", 200)
    assert int(c) == 200 and bool(c) and not ffi.cast("char", 0)
    assert c == b"\xc8" and hash(c) == hash(b"\xc8")
    assert ffi.cast("char", 65) < b"B"
    assert ffi.cast("char", 65) != 65 and ffi.cast("char", 65) != "A"
    with fails(TypeError, "float() not supported on cdata 'char'"):
        float(c)
    w = ffi.cast("wchar_t", "A")
    assert int(w) == 65 and w == "A" and hash(w) == hash("A") and w < "B" and w != b"A"
    with pytest.raises(TypeError):
        w < 5


@pytest.mark.parametrize("ctype", WIDE_CHARS)
def test_wide_arrays(ffi, ctype):
    a = ffi.new(ctype + "[]", "ab\u1234")
    assert len(a) == 4 and list(a) == ["a", "b", "\u1234", "\0"]
    b = ffi.new(ctype + "[2]", "xy")
    assert list(b) == ["x", "y"]
    b[0] = "q"
    assert ffi.string(b) == "qy"
    assert list(ffi.new(ctype + "[]", ["p", "q"])) == ["p", "q"]
    with fails(TypeError, "initializer for ctype '%s[]' must be a unicode or list or tuple, not bytes" % ctype):
        ffi.new(ctype + "[]", b"ab")
    with fails(IndexError, "is too long for '%s[2]' (got 3 characters)" % ctype):
        ffi.new(ctype + "[2]", "abc")


@pytest.mark.ours("a str that is shorter than its array is ended there, as bytes are")
@pytest.mark.parametrize("ctype", ["wchar_t", "char16_t", "char32_t"])
def test_shorter_text_is_ended(ffi, ctype):
    a = ffi.new("%s[1][3]" % ctype, ["abc"])
    a[0] = "x"
    assert ffi.string(a[0]) == "x" and a[0][2] == "c"
    a[0] = ""
    assert ffi.string(a[0]) == ""
