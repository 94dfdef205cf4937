"""A compiled module whose compiler found other layouts, sizes and values than the cdef says."""

import importlib.util
import sys

import pytest

from support.handwritten import build
from support.helpers import fails

FIX = '). fix it or use "...;" as the last field in the cdef for %s to make it flexible'
SENTENCES = {
    "struct order": "struct order: wrong offset for field 'a' (cdef says 0, but C compiler says 4",
    "struct narrow": "struct narrow: wrong size for field 'a' (cdef says 4, but C compiler says 2",
    "struct longer": "struct longer: wrong total size (cdef says 4, but C compiler says 8",
    "union wide": "union wide: wrong total size (cdef says 4, but C compiler says 16",
}
TABLE = """
all differences in module 'layouts':
                     cdef    compiler
struct longer
  total size            4           8
struct narrow
  size of a             4           2
  total size            4           2
  alignment             4           2
struct order
  offset of a           0           4
  offset of b           4           0
union wide
  total size            4          16
  alignment             4           8"""
UNSIZED = "primitive integer type with an unexpected size (or not an integer type at all)"


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    target = build("layouts", tmp_path_factory.mktemp("layouts"), "-Wextra")
    spec = importlib.util.spec_from_file_location("layouts", target)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    for name in ("layouts", "layouts.lib"):
        sys.modules.pop(name, None)


@pytest.fixture
def ffi(module):
    return module.ffi


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_each_use_says_what_differs(ffi, name):
    text = SENTENCES[name] + FIX % name
    pointer = ffi.typeof(name + " *")
    assert pointer.item is ffi.typeof(name)
    for use in (
        lambda: ffi.sizeof(name),
        lambda: ffi.new(pointer),
        lambda: pointer.item.fields,
        lambda: ffi.cast(pointer, 4096).a,
        lambda: ffi.offsetof(name, "a"),
        lambda: ffi.sizeof(name),
    ):
        with fails(ffi.error, text):
            use()


@pytest.mark.ours("an error shows all differences of the module")
def test_all_differences_of_the_module_are_shown(ffi):
    for name in SENTENCES:
        with pytest.raises(ffi.error) as caught:
            ffi.sizeof(name)
        assert str(caught.value) == SENTENCES[name] + FIX % name + TABLE


def test_what_contains_it_fails_for_the_same_reason(ffi):
    with fails(ffi.error, SENTENCES["struct order"]):
        ffi.sizeof("struct nested")


def test_what_agrees_is_usable(ffi, module):
    assert ffi.sizeof("struct point") == 8
    assert module.lib.take_point([7, 2]) == 5


def test_fields_that_only_the_compiler_knows(ffi, module):
    p = ffi.new("struct partial *", {"x": 5})
    assert ffi.sizeof(p[0]) == 8 and ffi.offsetof("struct partial", "x") == 4
    with fails(
        NotImplementedError, "ctype 'struct partial' not supported as argument", 'It is a struct declared with "...;"'
    ):
        module.lib.take_partial(p[0])


def test_no_type_has_what_the_compiler_found(ffi):
    for use in (
        lambda: ffi.typeof("unsized_t"),
        lambda: ffi.typeof("unsized_t *"),
        lambda: ffi.sizeof("struct unsized"),
        lambda: ffi.typeof("struct unsized").fields,
        lambda: ffi.new("struct unsized *"),
        lambda: ffi.callback("int(unsized_t)", lambda x: 0),
        lambda: ffi.callback("int(struct unsized)", lambda x: 0),
    ):
        with fails(ffi.error, UNSIZED):
            use()


def test_values_that_differ(ffi, module):
    with fails(ffi.error, "the C compiler says 'DIFFERS' is equal to 7 (0x7), but the cdef disagrees"):
        module.lib.DIFFERS
    with fails(ffi.error, "the C compiler says 'DIFFERS' is equal to 7 (0x7), but the cdef disagrees"):
        ffi.typeof("enum differing").elements
