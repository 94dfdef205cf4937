"""A compiled module, its ffi and its lib: attributes, constants, variables, types."""

import subprocess
import sys
import types

import pytest

import _cffi_backend
import cffi
from support.compiled import VERSIONS, folder, modules, need
from support.helpers import fails


@pytest.fixture(params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture
def everything(version):
    return modules(version).everything


@pytest.fixture
def ffi(everything):
    return everything.ffi


@pytest.fixture
def lib(everything):
    return everything.lib


def run(version, code):
    """In a fresh interpreter, with the version's modules on the path."""
    need(version, "everything")
    environment = "import sys; sys.path.insert(0, %r)\n" % folder(version)
    done = subprocess.run(
        [sys.executable, "-c", environment + code],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


# ---- the module


def test_module(everything):
    assert isinstance(everything, types.ModuleType)
    assert everything.__name__ == "everything"
    assert everything.__file__.endswith(".so")
    assert type(everything.ffi) is _cffi_backend.FFI
    assert type(everything.lib) is _cffi_backend.Lib
    assert not isinstance(everything.ffi, cffi.FFI)


def test_registered_names(version):
    code = """if 1:
        import everything
        assert sys.modules['everything'] is everything
        assert sys.modules['everything.lib'] is everything.lib
        from everything.lib import LIMIT, add
        print(add(LIMIT, 1))"""
    assert run(version, code) == "4097\n"


def test_import_from_lib_first(version):
    assert run(version, "from everything.lib import add; print(add(1, 2))") == "3\n"
    assert run(version, "import everything.lib as l; print(l.add(1, 2))") == "3\n"
    assert run(version, "from everything.lib import *; print(add(1, 2), 'counter' in globals())") == "3 False\n"


def test_import_again(version):
    code = """if 1:
        import everything
        first = everything.lib
        for _ in range(3):
            del sys.modules['everything'], everything
            sys.modules.pop('everything.lib', None)
            import everything
            assert everything.lib.add(1, 2) == 3
            assert everything.ffi.new('struct point *', [1, 2]).y == 2
            assert first.add(1, 2) == 3 and first.mirrored([1, 2]).x == 2
        print('fine')"""
    assert run(version, code) == "fine\n"


def test_at_interpreter_exit(version):
    code = """if 1:
        import atexit, everything
        from everything import ffi, lib
        class Late:
            def __del__(self):
                print(self.lib.add(40, 2), self.lib.length(b'abc'))
        late = Late(); late.lib = lib; late.itself = late
        atexit.register(lambda: print(lib.counter))"""
    assert run(version, code) == "7\n42 3\n"


@pytest.mark.parametrize("tag", [0x1, 0x2600, 0x2900, 0x3FFF])
def test_unknown_version(tag):
    import ctypes

    name = ctypes.c_char_p(b"pkg.some_module")
    raw = (ctypes.c_void_p * 4)(ctypes.cast(name, ctypes.c_void_p), tag, None, None)
    with fails(ImportError, "pkg.some_module", "unknown version tag 0x%x" % tag, cffi.__version__):
        _cffi_backend._init_cffi_1_0_external_module(ctypes.addressof(raw))


@pytest.mark.ours("an ImportError instead of a crash")
def test_malformed_entry():
    import ctypes

    name = ctypes.c_char_p(b"some_module")
    with pytest.raises(ImportError):
        _cffi_backend._init_cffi_1_0_external_module(0)
    raw = (ctypes.c_void_p * 4)(None, 0x2601, None, None)
    with pytest.raises(ImportError):
        _cffi_backend._init_cffi_1_0_external_module(ctypes.addressof(raw))
    raw = (ctypes.c_void_p * 4)(ctypes.cast(name, ctypes.c_void_p), 0x2601, None, None)
    with fails(ImportError, "some_module", "malformed"):
        _cffi_backend._init_cffi_1_0_external_module(ctypes.addressof(raw))
    exports = (ctypes.c_void_p * 40)()
    context = (ctypes.c_void_p * 16)()
    context[6] = 5 | (3 << 32)  # globals and records, but no arrays
    raw = (ctypes.c_void_p * 4)(
        ctypes.cast(name, ctypes.c_void_p), 0x2601, ctypes.addressof(exports), ctypes.addressof(context)
    )
    with fails(ImportError, "some_module", "malformed"):
        _cffi_backend._init_cffi_1_0_external_module(ctypes.addressof(raw))


# ---- lib


def test_names(lib):
    names = dir(lib)
    assert names == sorted(names)
    for name in ("add", "joined", "LIMIT", "RED", "GOLDEN", "counter", "greeting"):
        assert name in names
    listed = lib.__all__
    assert "add" in listed and "LIMIT" in listed and "VERSION_TEXT" in listed
    assert "counter" not in listed and "greeting" not in listed


def test_lib_looks_like_a_module(lib):
    assert lib.__name__ == "everything.lib"
    assert repr(lib) == "<Lib object for 'everything'>"
    assert isinstance(lib, types.ModuleType)
    assert lib.__loader__ is None and lib.__spec__ is None
    values = lib.__dict__
    assert values["LIMIT"] == 4096 and values["add"](1, 2) == 3
    with pytest.raises(TypeError):
        type(lib)()


def test_constants(ffi, lib):
    assert (lib.LIMIT, lib.NEGATIVE, lib.HUGE_COUNT) == (4096, -7, 2**64 - 1)
    assert (lib.kAnswer, lib.kFar) == (42, -123456789)
    assert (lib.RED, lib.GREEN, lib.BLUE) == (0, 5, 6)
    assert (lib.LOW, lib.MIDDLE, lib.HIGH) == (-3, 0, 9)
    assert (lib.ALPHA, lib.BETA) == (10, 11)
    assert lib.GOLDEN == 1.618
    assert ffi.string(lib.VERSION_TEXT) == b"1.2.3"


def test_integer_const(ffi):
    for name, value in (("LIMIT", 4096), ("NEGATIVE", -7), ("HUGE_COUNT", 2**64 - 1), ("RED", 0), ("kAnswer", 42)):
        assert ffi.integer_const(name) == value
    for name in ("GOLDEN", "counter", "add"):
        with fails(ffi.error, "non-integer constant '%s' must be fetched from its original 'lib' object" % name):
            ffi.integer_const(name)
    with fails(AttributeError, "integer constant 'nosuch' not found"):
        ffi.integer_const("nosuch")


def test_variables(ffi, lib):
    assert lib.counter == 7
    lib.counter = 8
    assert lib.counter == 8 and ffi.addressof(lib, "counter")[0] == 8
    ffi.addressof(lib, "counter")[0] = 7
    assert lib.counter == 7
    assert lib.ratio == 0.75
    assert lib.origin.x == 1.5
    lib.origin.x = 3
    assert lib.origin.x == 3
    lib.origin = (1.5, 2.5)
    assert (lib.origin.x, lib.origin.y) == (1.5, 2.5)
    assert list(lib.series) == [10, 20, 30, 40]
    lib.series = [1, 2]
    assert list(lib.series) == [1, 2, 30, 40]
    lib.series = [10, 20]
    assert ffi.string(lib.greeting) == b"hello"
    assert lib.operation(3, 4) == 7
    lib.operation = ffi.NULL
    assert lib.operation == ffi.NULL
    lib.operation = lib.pick(1)
    assert lib.operation(3, 4) == 7


def test_macro_variables(version):
    module = modules(version).macro_variable
    asked = module.lib.asked
    assert module.lib.HIDDEN == 99
    assert module.lib.HIDDEN == 99
    assert module.lib.asked == asked + 2
    module.lib.HIDDEN = 98
    assert module.ffi.addressof(module.lib, "HIDDEN")[0] == 98
    module.lib.HIDDEN = 99


def test_attribute_errors(ffi, lib):
    with fails(AttributeError, "cffi library 'everything' has no function, constant or global variable named 'nosuch'"):
        lib.nosuch
    for name in ("nosuch", "__name__", "__class__"):
        with fails(AttributeError, "has no function, constant or global variable named '%s'" % name):
            setattr(lib, name, 5)
    for name in ("add", "LIMIT", "RED", "kAnswer", "GOLDEN", "joined"):
        with fails(AttributeError, "cannot write to function or constant '%s'" % name):
            setattr(lib, name, 5)
    with fails(TypeError, "an integer is required"):
        lib.counter = "x"
    for name in ("counter", "add", "nosuch"):
        with pytest.raises(AttributeError):
            delattr(lib, name)
    assert not hasattr(lib, "__path__")


def test_addressof(ffi, lib):
    assert ffi.typeof(ffi.addressof(lib, "joined")) is ffi.typeof("int(*)(char *, int, char *, ...)")
    assert ffi.typeof(ffi.addressof(lib, "series")) is ffi.typeof("int(*)[4]")
    assert ffi.addressof(lib, "origin") == ffi.addressof(lib.origin)
    for name in ("LIMIT", "RED", "GOLDEN", "VERSION_TEXT", "kAnswer"):
        with fails(AttributeError, "cannot take the address of the constant '%s'" % name):
            ffi.addressof(lib, name)
    with fails(AttributeError, "has no function, constant or global variable named 'nosuch'"):
        ffi.addressof(lib, "nosuch")
    for wrong in ((lib,), (lib, 5), (lib, "add", 1)):
        with pytest.raises(TypeError):
            ffi.addressof(*wrong)


def test_dlclose_leaves_it_open(ffi, lib):
    ffi.dlclose(lib)
    assert lib.add(1, 2) == 3


# ---- types


def test_records(ffi):
    point = ffi.typeof("struct point")
    assert [(name, field.offset) for name, field in point.fields] == [("x", 0), ("y", 8)]
    assert ffi.typeof("struct point") is point
    p = ffi.new("struct point *", {"y": 2})
    assert ffi.typeof(p[0]) is point
    partial = dict(ffi.typeof("struct partial").fields)
    assert sorted(partial) == ["label", "shown"]
    assert partial["shown"].offset == 4 and ffi.sizeof("struct partial") == 56
    assert ffi.sizeof("struct packed") == 5
    assert [field.bitsize for _, field in ffi.typeof("struct bits").fields] == [3, 5, 24]
    b = ffi.new("struct bits *", [7, -16, 0xFFFFFF])
    assert (b.a, b.b, b.c) == (7, -16, 0xFFFFFF)
    nested = ffi.new("struct nested *")
    assert (
        ffi.sizeof(nested.grid) == 24
        and ffi.offsetof("struct nested", "grid", 1, 2) == ffi.offsetof("struct nested", "grid") + 20
    )
    anonymous = ffi.new("struct anonymous *", {"tag": 1, "as_float": 1.0})
    assert anonymous.as_int == 0x3F800000
    assert ffi.sizeof(ffi.new("struct flexible *", [3, [1, 2, 3]])[0]) == 10
    entry = ffi.typeof("entry_t")
    assert entry.kind == "struct" and entry.cname == "entry_t" and len(entry.fields) == 2
    assert ffi.typeof("handle_t").cname == "struct handle_s *"
    assert ffi.sizeof("union either") == 8


def test_opaque_records(ffi):
    with fails(TypeError, "cannot instantiate ctype 'struct opaque' of unknown size"):
        ffi.new("struct opaque *")
    with fails(ffi.error, "don't know the size of ctype 'struct opaque'"):
        ffi.sizeof("struct opaque")


@pytest.mark.ours("the released package aborts the process, with modules of cffi 1.0")
def test_fields_of_opaque_records(ffi):
    assert ffi.typeof("struct opaque").fields is None
    assert ffi.typeof("handle_t").item.fields is None


def test_enums(ffi):
    assert ffi.typeof("enum level").elements == {-3: "LOW", 0: "MIDDLE", 9: "HIGH"}
    assert ffi.typeof("enum color").relements == {"RED": 0, "GREEN": 5, "BLUE": 6}
    assert ffi.typeof("letter_t").elements == {10: "ALPHA", 11: "BETA"}
    assert ffi.string(ffi.cast("enum level", -3)) == "LOW"
    assert int(ffi.cast("enum level", 9)) == 9


def test_type_strings(ffi):
    assert ffi.typeof("int *") is cffi.FFI().typeof("int *")
    assert ffi.typeof("int[LIMIT]").length == 4096
    assert ffi.typeof("binary_t") is ffi.typeof("int(*)(int, int)")
    for unknown in (
        "nosuch_t",
        "struct nosuch",
        "struct nosuch *",
        "enum nosuch",
        ")",
        "int[",
        "int[nosuch]",
        "int(int)",
    ):
        with pytest.raises(ffi.error):
            ffi.typeof(unknown)


def test_list_types(ffi):
    typedefs, structs, unions = ffi.list_types()
    assert "entry_t" in typedefs and "binary_t" in typedefs and "letter_t" in typedefs
    assert {"point", "partial", "opaque", "handle_s", "packed"} <= set(structs)
    assert unions == ["either"]
    assert typedefs == sorted(typedefs) and structs == sorted(structs)


def test_sized_by_the_compiler(version):
    integers, floats = modules(version).unsized_int, modules(version).unsized_float
    assert integers.ffi.typeof("code_t") is integers.ffi.typeof("uint16_t")
    assert integers.lib.next_code(65534) == 65535
    with fails(OverflowError, "integer 65536 does not fit '16-bit unsigned int'"):
        integers.lib.next_code(65536)
    assert floats.ffi.typeof("ratio_t") is floats.ffi.typeof("float")
    assert floats.lib.half_ratio(5) == 2.5


def test_complex_numbers(version):
    lib = modules(version).complex_numbers.lib
    assert lib.conjugate_d(1 + 2j) == 1 - 2j
    assert lib.conjugate_f(1 + 2j) == 1 - 2j
    assert lib.conjugate_d(3) == 3
    with pytest.raises(TypeError):
        lib.conjugate_d("x")


def test_wide_characters(version):
    module = modules(version).wide
    assert module.lib.next16("a") == "b"
    assert module.lib.next16(module.ffi.cast("char16_t", 65)) == "B"
    assert module.lib.next32("\U0001f600") == "\U0001f601"
    assert module.lib.length16("abc") == 3
    with fails(TypeError, "'char16_t' must be a unicode string of length 1, not larger-than-0xFFFF character"):
        module.lib.next16("\U00010000")
    with fails(TypeError, "'char16_t' must be a unicode string of length 1, not int"):
        module.lib.next16(5)


# ---- ffi


def test_what_only_inline_ffis_have(ffi):
    for name in (
        "cdef",
        "include",
        "set_source",
        "compile",
        "verify",
        "emit_c_code",
        "set_unicode",
        "distutils_extension",
    ):
        with fails(AttributeError, "object has no attribute '%s'" % name):
            getattr(ffi, name)


def test_no_attributes_of_its_own(ffi):
    with pytest.raises(AttributeError):
        ffi.anything = 5
    assert repr(ffi).startswith("<_cffi_backend.FFI object at 0x")


def test_more_methods(ffi, lib):
    assert ffi.sizeof("entry_t[2]") == 32
    assert ffi.getctype("entry_t", "*x") == "entry_t *x"
    buf = ffi.new("char[4]")
    ffi.memmove(buf, b"ab", 2)
    assert ffi.unpack(buf, 2) == b"ab"
    assert ffi.from_handle(ffi.new_handle(lib)) is lib
    assert ffi.init_once(lambda: 5, "tag") == 5
    freed = []
    ffi.release(ffi.gc(ffi.new("int *"), freed.append))
    assert len(freed) == 1
    handle = ffi.gc(lib.handle_open(5), lib.handle_close)
    del handle


def test_dlopen_of_a_compiled_ffi(ffi):
    program = ffi.dlopen(None)
    assert repr(program).startswith("<Lib object for '<None>'")
    with pytest.raises(OSError):
        ffi.dlopen("no_such_library.so")


def test_one_module_many_threads(version):
    """First uses from many threads at once: each thing is realised once."""
    code = """if 1:
        import threading, everything
        from everything import ffi, lib
        start = threading.Barrier(8)
        results, faults = [], []
        def work():
            try:
                start.wait()
                results.append(tuple(id(x) for x in (ffi.typeof('struct nested'), lib.add, lib.mirrored, ffi.typeof('enum level'))))
                assert lib.mirrored([1, 2]).x == 2 and ffi.typeof('enum level').elements[9] == 'HIGH'
                assert lib.apply(lib.pick(1), 1, 2) == 3 and lib.counter == 7
            except BaseException as error:
                faults.append(repr(error))
        threads = [threading.Thread(target=work) for _ in range(8)]
        for t in threads: t.start()
        for t in threads: t.join()
        assert not faults, faults
        print(len({r[0] for r in results}), len({r[3] for r in results}))"""
    assert run(version, code) == "1 1\n"
