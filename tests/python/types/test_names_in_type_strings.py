"""The FFI of a compiled module takes no declarations: its type strings name what is declared, wherever in the type it stands."""

import pytest

import cffi
from support.helpers import fails
from support.modes import build, build_python


@pytest.fixture(scope="module", params=["python", "api"])
def compiled(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    cdef = "struct known { int a; }; struct opaque; enum level { LOW }; typedef struct known known_t;"
    return (
        build_python(folder, cdef).ffi
        if request.param == "python"
        else build(folder, cdef, "struct known { int a; }; typedef struct known known_t; enum level { LOW };").ffi
    )


UNKNOWN = [
    "struct nope",
    "union nope *",
    "enum nope",
    "struct nope **[3]",
    "int(*)(struct nope *)",
    "struct nope *(*)(void)",
    "int(*)(int, int(*)(struct nope *))",
    "void(*(*)[2])(enum nope)",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_names(compiled, text):
    with pytest.raises(compiled.error, match="undefined (struct/union|enum) name"):
        compiled.typeof(text)


def test_they_leave_nothing_behind(compiled):
    before = compiled.list_types()
    for text in UNKNOWN:
        with pytest.raises(compiled.error):
            compiled.typeof(text)
    assert compiled.list_types() == before
    assert before == (["known_t"], ["known", "opaque"], [])


@pytest.mark.parametrize(
    "text", ["struct known *", "int(*)(struct known *, struct opaque *, enum level)", "known_t(*)(known_t)"]
)
def test_known_names(compiled, text):
    assert compiled.typeof(text).kind in ("pointer", "function")


@pytest.mark.ours("a type string is read to its end")
@pytest.mark.parametrize("text", ["int\0", "int\0x", "\0int", "int *\0"])
def test_null_characters(tmp_path, text):
    for ffi in (cffi.FFI(), build_python(tmp_path, "int abs(int);").ffi):
        with fails(cffi.CDefError):
            ffi.typeof(text)
