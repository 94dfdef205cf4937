"""Machine code to VEX, by declarations that were parsed the first time and come from a pickle the second."""

import subprocess
import sys

import archinfo
import pytest

CODE = b"\x55\x48\x89\xe5\x8d\x04\x37\x5d\xc3"  # push rbp; mov rbp, rsp; lea eax, [rdi + rsi]; pop rbp; ret


@pytest.fixture(scope="module")
def pyvex(tmp_path_factory):
    """Imported with its cache of declarations in a folder of this test's own."""
    import tempfile

    tempfile.tempdir = str(tmp_path_factory.mktemp("cache"))
    import pyvex

    return pyvex


def test_block(pyvex):
    block = pyvex.lift(CODE, 0x400000, archinfo.ArchAMD64())
    assert block.size == len(CODE)
    assert block.jumpkind == "Ijk_Ret"
    assert block.instruction_addresses == (0x400000, 0x400001, 0x400004, 0x400007, 0x400008)


def test_statements(pyvex):
    block = pyvex.lift(CODE, 0x400000, archinfo.ArchAMD64())
    kinds = {type(statement).__name__ for statement in block.statements}
    assert {"IMark", "WrTmp", "Put", "Store"} <= kinds
    assert any(expression.tag == "Iex_Binop" and expression.op == "Iop_Sub64" for expression in block.expressions)


@pytest.mark.parametrize(
    "arch, code",
    [
        ("ArchX86", b"\x31\xc0\xc3"),
        ("ArchAArch64", b"\xc0\x03\x5f\xd6"),
        ("ArchMIPS32", b"\x03\xe0\x00\x08\x00\x00\x00\x00"),
    ],
)
def test_other_processors(pyvex, arch, code):
    block = pyvex.lift(code, 0x1000, getattr(archinfo, arch)())
    assert block.jumpkind == "Ijk_Ret", block


def test_declarations_from_the_cache(tmp_path):
    program = "import pyvex, archinfo; print(pyvex.lift(b'\\x90\\xc3', 0, archinfo.ArchAMD64()).instructions)"
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "USER": "u"}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)  # fmt: skip
        assert done.stdout.strip() == "2", done.stdout
    assert len(list(tmp_path.glob("pyvex_ffi_parser_cache*"))) == 1
