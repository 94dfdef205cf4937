"""FILE: the one that everybody knows, and one that a cdef declares itself; Python files passed for it."""

import pytest

import cffi
from support.helpers import RELEASED, fails
from support.modes import api_module, build, in_line, python_module

OWN = {
    "used": "",
    "opaque": "typedef ... FILE;",
    "tag": "typedef struct _IO_FILE FILE;",
    "tag with fields": "struct _IO_FILE { int _flags; ...; }; typedef struct _IO_FILE FILE;",
    "other tag": "typedef struct _iobuf FILE;",
    "fields": "typedef struct { int a; } FILE;",
    "number": "typedef int FILE;",
}
LISTED = {"used": ["_IO_FILE"], "tag": ["_IO_FILE"], "tag with fields": ["_IO_FILE"], "other tag": ["_iobuf"]}
FUNCTIONS = "int fileno(FILE *); int feof(FILE *);"


@pytest.fixture
def file(tmp_path):
    with open(str(tmp_path / "file"), "w+b") as opened:
        opened.write(b"hello")
        opened.flush()
        yield opened


@pytest.mark.parametrize("kind", sorted(set(OWN) - {"tag with fields"}))
@pytest.mark.parametrize("make", [in_line, python_module])
def test_abi(tmp_path, make, kind):
    ffi, lib = make(tmp_path, OWN[kind] + FUNCTIONS, "#include <stdio.h>")
    argument = ffi.typeof(lib.fileno).args[0]
    assert argument is ffi.typeof("FILE *")
    assert argument.item is ffi.typeof("FILE")
    if make is python_module:
        assert ffi.list_types() == (["FILE"], LISTED.get(kind, []), [])
    if kind == "fields":
        assert ffi.sizeof("FILE") == 4
        assert ffi.new("FILE *", [3]).a == 3
    if kind == "number":
        assert ffi.typeof("FILE") is ffi.typeof("int")


@pytest.mark.parametrize("kind", ["used", "opaque", "tag", "tag with fields"])
def test_api(tmp_path, kind):
    ffi, lib = api_module(tmp_path, OWN[kind] + FUNCTIONS, "#include <stdio.h>")
    assert ffi.typeof(lib.fileno).args[0] is ffi.typeof("FILE *")
    assert ffi.list_types() == (["FILE"], LISTED.get(kind, []), [])
    if kind == "tag with fields" and not RELEASED:
        assert ffi.sizeof("FILE") > 4
        assert [name for name, _ in ffi.typeof("FILE").fields] == ["_flags"]


@pytest.mark.parametrize("make", [in_line, python_module, api_module])
def test_unused(tmp_path, make):
    ffi, lib = make(tmp_path, "int abs(int);", "#include <stdio.h>")
    assert ffi.list_types() == ([], [], [])
    assert ffi.typeof("FILE *").item.kind == "struct"


@pytest.mark.ours("FILE may be declared after it was used")
@pytest.mark.parametrize("make", [in_line, python_module, api_module])
def test_declared_after_its_use(tmp_path, make):
    ffi, lib = make(tmp_path, "int fileno(FILE *); typedef ... FILE; int feof(FILE *);", "#include <stdio.h>")
    assert ffi.typeof(lib.feof).args[0] is ffi.typeof("FILE *")
    assert ffi.list_types()[0] == ["FILE"]


def test_together_with_the_tag(tmp_path):
    ffi, lib = python_module(tmp_path, "int fileno(FILE *); int feof(struct _IO_FILE *);")
    assert ffi.typeof(lib.fileno).args[0].kind == ffi.typeof(lib.feof).args[0].kind == "pointer"


@pytest.mark.parametrize("kind", ["used", "tag"])
@pytest.mark.parametrize("make", [in_line, python_module, api_module])
def test_cast(tmp_path, make, kind, file):
    ffi, lib = make(
        tmp_path, OWN[kind] + FUNCTIONS + "int fseek(FILE *, long, int); int fgetc(FILE *);", "#include <stdio.h>"
    )
    stream = ffi.cast("FILE *", file)
    assert ffi.typeof(stream) is ffi.typeof("FILE *")
    assert stream == ffi.cast("FILE *", file)  # each time the same
    assert lib.fileno(stream) == lib.fileno(file) > 2
    assert lib.fseek(stream, 1, 0) == 0
    assert lib.fgetc(stream) == ord("e") == lib.fgetc(file) - ord("l") + ord("e")
    assert ffi.cast("FILE *", 0) == ffi.NULL


def test_casts_of_other_things(file):
    ffi = cffi.FFI()
    for target in ("void *", "int *", "long", "uintptr_t"):
        with fails(TypeError, "integer"):
            ffi.cast(target, file)
    with fails(TypeError, "integer"):
        ffi.cast("FILE *", "file")
    with pytest.raises(ValueError):
        file.close()
        ffi.cast("FILE *", file)


@pytest.mark.parametrize("source", [None, "#include <stdio.h>"])
def test_by_its_tag_in_modules(tmp_path, source):
    """Whether or not the cdef mentions FILE."""
    for cdef in ("int abs(int);", "int fflush(FILE *);"):
        ffi = build(tmp_path, cdef, source and source + "\n#include <stdlib.h>").ffi
        assert ffi.typeof("struct _IO_FILE *") is ffi.typeof("FILE *")
