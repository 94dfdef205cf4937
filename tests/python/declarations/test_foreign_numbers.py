"""Numbers of C that Python has no type for: decimal floats, _BitInt, complex integers, _Float128."""

import struct

import pytest

from support.helpers import fails

DECIMALS = [("_Decimal32", 4), ("_Decimal64", 8), ("_Decimal128", 16)]
BIG = ["_BitInt(65)", "unsigned _BitInt(128)", "_BitInt(1000)"]


@pytest.mark.ours("the released package does not know these types")
@pytest.mark.parametrize("name, size", DECIMALS + [("_Complex int", 8), ("_Float16 _Complex", 4), ("_BitInt(65)", 16)])
def test_layout(ffi, name, size):
    assert ffi.sizeof(name) == size
    assert ffi.typeof(name).kind == "primitive"
    ffi.cdef("struct s { char c; %s n; };" % name)
    assert ffi.sizeof("struct s") == size + ffi.alignof(name)
    assert ffi.typeof("struct s").fields[1][1].offset == ffi.alignof(name)


@pytest.mark.ours("the released package does not know these types")
@pytest.mark.parametrize("name", [name for name, _ in DECIMALS] + BIG + ["_Complex int", "_Float128 _Complex"])
def test_no_value_in_python(ffi, name):
    ffi.cdef("struct s { %s n; int i; };" % name)
    s = ffi.new("struct s *")
    p = ffi.new(name + " *")
    shown = ffi.getctype(name)
    for read in (lambda: s.n, lambda: p[0], lambda: list(ffi.new(name + "[2]")), lambda: ffi.unpack(p, 1)):
        with fails(NotImplementedError, shown, "ffi.buffer()"):
            read()
    with fails(NotImplementedError, shown, "ffi.memmove()"):
        s.n = 1
    with fails(NotImplementedError, shown, "ffi.memmove()"):
        ffi.new(name + " *", 1)
    with pytest.raises(TypeError):
        ffi.cast(name, 1)


@pytest.mark.ours("the released package does not know these types")
def test_bytes_are_there(ffi):
    ffi.cdef("struct s { _Decimal64 n; int i; };")
    a, b = ffi.new("struct s *"), ffi.new("struct s *")
    pointer = ffi.addressof(a, "n")
    assert ffi.typeof(pointer) is ffi.typeof("_Decimal64 *")
    ffi.buffer(pointer)[:] = b"12345678"
    b[0] = a[0]
    assert ffi.buffer(b)[0:8] == b"12345678"
    ffi.memmove(pointer, b"87654321", 8)
    assert ffi.buffer(a)[0:8] == b"87654321"


@pytest.mark.ours("the released package does not know these types")
def test_small_bit_ints_are_ints(ffi):
    ffi.cdef("struct s { _BitInt(7) a; unsigned _BitInt(24) b; unsigned _BitInt(64) c; _BitInt(33) d[2]; };")
    s = ffi.new("struct s *", [-64, 2**24 - 1, 2**64 - 1, [-(2**32), 2**32 - 1]])
    assert (s.a, s.b, s.c, list(s.d)) == (-64, 2**24 - 1, 2**64 - 1, [-(2**32), 2**32 - 1])
    for field, value in (("a", 64), ("a", -65), ("b", 2**24), ("b", -1), ("c", 2**64), ("c", -1)):
        with pytest.raises(OverflowError):
            setattr(s, field, value)
    with pytest.raises(TypeError):
        s.a = 1.0
    ffi.buffer(s)[0:1] = b"\xc5"  # the highest bit is none of the value's
    assert s.a == -0x3B


@pytest.mark.ours("the released package does not know these types")
def test_float128(ffi):
    ffi.cdef("struct s { char c; _Float128 n; __float128 m[2]; };")
    s = ffi.new("struct s *", [b"x", 1.5, [-0.1, float("inf")]])
    assert ffi.sizeof("_Float128") == 16
    assert (float(s.n), float(s.m[0]), float(s.m[1])) == (1.5, -0.1, float("inf"))
    assert ffi.buffer(ffi.addressof(s, "n"))[:] == struct.pack("<QQ", 0, 0x3FFF800000000000)
    ffi.buffer(ffi.addressof(s, "n"))[:] = struct.pack("<QQ", 1, 0x3FFF000000000000)
    assert float(s.n) == 1.0


@pytest.mark.ours("the released package does not know these types")
def test_float128_in_calls(ffi, compile_library):
    path = compile_library(
        """
        #if !defined(__SIZEOF_FLOAT128__)
        typedef long double wide;
        #else
        typedef __float128 wide;
        #endif
        struct pair { wide a; int b; };
        wide half(int i, wide x, double y) { return x / 2 + y + i; }
        struct pair swap(struct pair p) { struct pair q = { p.b, (int)p.a }; return q; }
        wide apply(wide (*f)(wide), wide x) { return f(x) + 1; }
        """
    )
    ffi.cdef(
        "struct pair { __float128 a; int b; }; __float128 half(int, __float128, double);"
        "struct pair swap(struct pair); __float128 apply(__float128 (*)(__float128), __float128);"
    )
    lib = ffi.dlopen(path)
    assert float(lib.half(3, 5.0, 0.25)) == 5.75
    result = lib.swap([7.5, 4])
    assert (float(result.a), result.b) == (4.0, 7)
    callback = ffi.callback("__float128(__float128)", lambda x: float(x) * 3)
    assert float(lib.apply(callback, 2.0)) == 7.0


@pytest.mark.ours("the released package does not know these types")
def test_in_calls(ffi, compile_library):
    path = compile_library(
        """
        struct s { _Complex int n; short i; };
        struct s conjugate(struct s x) { x.n = ~x.n; x.i++; return x; }
        _Complex int real(_Complex int x) { return __real__ x; }
        """
    )
    ffi.cdef("struct s { _Complex int n; short i; }; struct s conjugate(struct s); _Complex int real(_Complex int);")
    lib = ffi.dlopen(path)
    s = ffi.new("struct s *", {"i": 8})
    ffi.buffer(s)[0:8] = struct.pack("ii", 5, 6)
    result = ffi.new("struct s *")
    result[0] = lib.conjugate(s[0])
    assert ffi.buffer(result)[0:8] == struct.pack("ii", 5, -6)
    assert result.i == 9
    with fails(NotImplementedError, "int _Complex"):
        lib.real(1)
