"""Integers read from and stored to C memory: ranges, refusals, int() and arithmetic-like operations of cdata."""

import operator

import pytest

from support.helpers import LITTLE_ENDIAN, SIGNED, UNSIGNED, FloatOnly, IntOnly, fails, limits

ALL = sorted(SIGNED) + sorted(UNSIGNED)


@pytest.mark.parametrize("ctype", ALL)
def test_size(ffi, ctype):
    size = SIGNED.get(ctype) or UNSIGNED[ctype]
    assert ffi.sizeof(ctype) == ffi.alignof(ctype) == size


@pytest.mark.parametrize("ctype", ALL)
def test_store_and_read(ffi, ctype):
    low, high = limits(ctype)
    p = ffi.new(ctype + " *")
    for value in (0, 1, low, high, low + 1, high - 1, 100):
        p[0] = value
        assert p[0] == value and type(p[0]) is int
        assert int.from_bytes(ffi.buffer(p)[:], "little" if LITTLE_ENDIAN else "big", signed=low < 0) == value


@pytest.mark.parametrize("ctype", ALL)
def test_out_of_range(ffi, ctype):
    low, high = limits(ctype)
    p = ffi.new(ctype + " *", 77)
    for value in (low - 1, high + 1, 2**64, -(2**63) - 1, 10**50, -(10**50)):
        with fails(OverflowError):
            p[0] = value
    assert p[0] == 77


@pytest.mark.parametrize("ctype", [t for t in ALL if (SIGNED.get(t) or UNSIGNED[t]) < 8])
def test_out_of_range_text(ffi, ctype):
    low, high = limits(ctype)
    with fails(OverflowError, "integer %d does not fit '%s'" % (high + 1, ctype)):
        ffi.new(ctype + " *", high + 1)
    if low < 0:
        with fails(OverflowError, "integer %d does not fit '%s'" % (low - 1, ctype)):
            ffi.new(ctype + " *", low - 1)


@pytest.mark.parametrize("ctype", sorted(UNSIGNED))
def test_negative_for_unsigned(ffi, ctype):
    with fails(OverflowError, "can't convert negative number to unsigned"):
        ffi.new(ctype + " *", -1)


@pytest.mark.parametrize("ctype", ["signed char", "int", "unsigned long long", "size_t"])
def test_refused_objects(ffi, ctype):
    p = ffi.new(ctype + " *")
    for wrong in (1.0, "1", b"1", None, [1], {}, FloatOnly()):
        with fails(TypeError, "an integer is required"):
            p[0] = wrong
    p[0] = IntOnly()
    assert p[0] == 42
    p[0] = True
    assert p[0] == 1


def test_cdata_integers(ffi):
    p = ffi.new("int *")
    for source in ("short", "uint8_t", "long long", "_Bool"):
        p[0] = ffi.cast(source, 1)
        assert p[0] == 1
    with fails(OverflowError):
        p[0] = ffi.cast("long long", 2**40)
    with fails(TypeError, "an integer is required"):
        p[0] = ffi.cast("float", 1)


def test_int_and_bool(ffi):
    assert int(ffi.cast("int", -5)) == -5
    assert bool(ffi.cast("int", -5)) is True
    assert bool(ffi.cast("int", 0)) is False
    with fails(TypeError, "float() not supported on cdata 'int'"):
        float(ffi.cast("int", 5))
    with fails(TypeError, "complex() not supported on cdata 'int'"):
        complex(ffi.cast("int", 5))


def test_no_index(ffi):
    with pytest.raises(TypeError):
        [1, 2, 3][ffi.cast("int", 1)]
    with pytest.raises(TypeError):
        operator.index(ffi.cast("int", 1))


def test_compare_by_value(ffi):
    five = ffi.cast("int", 5)
    assert five == 5 and five == 5.0 and five == ffi.cast("uint64_t", 5) and not five != 5
    assert five < 6 and five <= 5 and five > 4 and five >= 5 and 6 > five
    assert five < ffi.cast("double", 5.5)
    assert five != ffi.cast("int", 6)
    assert five is not ffi.cast("int", 5)
    assert (five == None) is False and (five != None) is True  # noqa: E711
    assert five != "5"
    with pytest.raises(TypeError):
        five < "5"


def test_hash_by_value(ffi):
    assert hash(ffi.cast("int", 5)) == hash(5)
    assert {5: "x"}[ffi.cast("short", 5)] == "x"
    assert len({ffi.cast("int", 1), ffi.cast("long", 1), 1}) == 1


@pytest.mark.parametrize("op", [operator.add, operator.sub, operator.mul, operator.floordiv, operator.and_])
def test_no_arithmetic(ffi, op):
    with pytest.raises(TypeError):
        op(ffi.cast("int", 5), 2)


def test_add_text(ffi):
    with fails(TypeError, "cannot add a cdata 'int' and a number"):
        ffi.cast("int", 5) + 1
    with fails(TypeError, "cannot subtract cdata 'int' and cdata 'int'"):
        ffi.cast("int", 5) - ffi.cast("int", 5)


def test_unary(ffi):
    for op in (operator.neg, abs, operator.pos, operator.invert):
        with pytest.raises(TypeError):
            op(ffi.cast("int", 5))


def test_not_a_container(ffi):
    five = ffi.cast("int", 5)
    with fails(TypeError, "cdata of type 'int' has no len()"):
        len(five)
    with fails(TypeError, "cdata 'int' does not support iteration"):
        iter(five)
    with fails(TypeError, "cdata of type 'int' cannot be indexed"):
        five[0]
    with fails(TypeError, "cdata of type 'int' cannot be indexed"):
        five[0] = 1
    with fails(TypeError, "cdata of type 'int' cannot be indexed"):
        five[0:1]
    with fails(AttributeError, "cdata 'int' has no attribute 'foo'"):
        five.foo
    with fails(AttributeError, "cdata 'int' has no attribute 'foo'"):
        five.foo = 1
    assert dir(five) == []
