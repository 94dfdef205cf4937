"""Arguments that are none, and ways of passing them that one of the released classes knows only."""

import pytest

from support.helpers import fails
from support.modes import build_python


@pytest.fixture
def compiled(tmp_path):
    return build_python(tmp_path, "int abs(int); struct opaque;").ffi


@pytest.mark.ours("functions take any object for a flag")
def test_flags_are_any_objects(ffi):
    assert len(ffi.from_buffer(b"abc", require_writable=None)) == 3
    with fails(BufferError):
        ffi.from_buffer(b"abc", require_writable="yes")
    assert ffi.new_allocator(should_clear_after_alloc=1.5)("int *")[0] == 0


@pytest.mark.ours("what is no library is refused as such")
@pytest.mark.parametrize("value", [None, 5, object()])
def test_dlclose_of_what_is_no_library(ffi, value):
    with fails(TypeError, "dlclose() takes a library from ffi.dlopen(), not '%s'" % type(value).__name__):
        ffi.dlclose(value)


@pytest.mark.ours("the type is looked at when the decorator is made")
@pytest.mark.parametrize("value", [None, 5, b"int(int)"])
def test_type_of_a_callback_decorator(ffi, value):
    with fails(TypeError, "expected a string or ctype object, got '%s'" % type(value).__name__):
        ffi.callback(value)


@pytest.mark.ours("what is no str is refused as such")
def test_getctype_of_what_is_no_str(ffi):
    with fails(TypeError, "must be str, not int"):
        ffi.getctype("int", 5)


@pytest.mark.ours("what is no str is refused as such")
def test_addressof_a_name_that_is_none(ffi):
    ffi.cdef("int abs(int);")
    with fails(TypeError, "addressof(lib, name) takes the name of one function or variable"):
        ffi.addressof(ffi.dlopen(None), object())


@pytest.mark.ours("both classes know the keywords")
def test_keywords(compiled):
    assert int(compiled.cast(cdecl="int", source=5)) == 5
    assert len(compiled.from_buffer(python_buffer=b"abc")) == 3


@pytest.mark.ours("the alignment of the type of a cdata")
def test_alignment_of_cdata(ffi):
    assert ffi.alignof(ffi.cast("int", 5)) == 4


@pytest.mark.ours("what memory there is, is known")
def test_memmove_into_less_memory(ffi):
    with fails(ValueError, "memmove(): 'dest' has only 0 bytes, cannot move 1"):
        ffi.memmove(ffi.new("int[0]"), b"abcd", 1)


@pytest.mark.ours("an opaque struct is looked at as by in-line FFI objects")
def test_items_of_opaque_types(compiled):
    memory = compiled.new("int[2]")
    item = compiled.cast("struct opaque *", memory)[0]
    assert compiled.addressof(item) == memory


@pytest.mark.ours("as for compiled modules")
def test_inline_variables_of_enum_types(ffi, compile_library):
    ffi.cdef("enum e { A, B }; extern enum e v;")
    lib = ffi.dlopen(compile_library("enum e { A, B } v = B;"))
    assert lib.v == 1
    lib.v = 0
    assert lib.v == 0
    assert "v" in dir(lib)
