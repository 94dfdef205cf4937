"""The types for checkers (tools/check_typing.py tries them) name what is there, and all of it."""

import ast
import os

import pytest

import _cffi_backend
import cffi
from support.helpers import RELEASED

pytestmark = pytest.mark.skipif(RELEASED, reason="the released package has no types of its own")

PACKAGE = os.path.dirname(cffi.__file__)


def names_in(nodes):
    found = set()
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            found.add(node.target.id)
        elif isinstance(node, ast.Assign):
            found.update(target.id for target in node.targets)
        elif isinstance(node, ast.ImportFrom):
            found.update(alias.asname or alias.name for alias in node.names if alias.asname == alias.name)
    return found


def stub(name):
    with open(os.path.join(PACKAGE, name), encoding="utf-8") as file:
        return ast.parse(file.read()).body


def classes(*names):
    return {node.name: node for name in names for node in stub(name) if isinstance(node, ast.ClassDef)}


def public(names):
    return {name for name in names if not name.startswith("_")}


def test_module():
    assert public(dir(_cffi_backend)) == public(names_in(stub("_cffi_backend.pyi")))


@pytest.mark.parametrize("name", ["FFI", "CType", "CField", "CLibrary", "buffer", "Declaration"])
def test_classes(name):
    cls = getattr(_cffi_backend, name)
    stated = public(names_in(classes("_cffi_backend.pyi")[name].body))
    if name == "Declaration":
        stated |= {"count", "index"} | {"n_fields", "n_sequence_fields", "n_unnamed_fields"}
    assert public(dir(cls)) == stated


def test_ffi_of_the_package():
    inside = classes("_cffi_backend.pyi")
    stated = names_in(inside["FFI"].body + inside["_CdefFFI"].body + classes("api.py")["FFI"].body)
    assert public(dir(cffi.FFI)) | {"verifier"} == public(stated)


def test_stubs_for_the_extension_take_all_from_the_package():
    folder = os.path.join(os.path.dirname(PACKAGE), "_cffi_backend-stubs")
    with open(os.path.join(folder, "__init__.pyi"), encoding="utf-8") as file:
        nodes = ast.parse(file.read()).body
    starred = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"]
    hidden = {
        name for name in names_in(stub("_cffi_backend.pyi")) if name.startswith("_") and hasattr(_cffi_backend, name)
    }
    assert [node.module for node in starred] == ["cffi._cffi_backend"] and hidden - {"_CTypeClass"} <= names_in(nodes)
