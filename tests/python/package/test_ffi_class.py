"""The FFI class itself: construction, subclasses, attributes, names of the package, what belongs to other modes."""

import copy
import subprocess
import sys
import weakref

import pytest

import _cffi_backend
import cffi
from support.helpers import fails, masked
from support.modes import load


def test_names_of_the_package():
    assert {"FFI", "FFIError", "CDefError", "VerificationError", "VerificationMissing"} <= set(cffi.__all__)
    for name in ("FFI", "FFIError", "CDefError", "VerificationError", "VerificationMissing", "PkgConfigError"):
        assert isinstance(getattr(cffi, name), type)
    for name in ("FFIError", "CDefError", "VerificationError", "VerificationMissing", "PkgConfigError"):
        assert issubclass(getattr(cffi, name), Exception)
    assert isinstance(cffi.__version__, str) and isinstance(cffi.__version_info__, tuple)


def test_versions_agree():
    assert cffi.__version__ == _cffi_backend.__version__
    assert tuple(int(n) for n in cffi.__version__.split(".")[:2]) == cffi.__version_info__[:2]


def test_submodules():
    import cffi.api
    import cffi.error

    assert cffi.api.FFI is cffi.FFI and cffi.api.CDefError is cffi.CDefError
    assert cffi.error.FFIError is cffi.FFIError


def test_construction():
    assert masked(cffi.FFI()) == "<cffi.api.FFI object at 0x...>"
    assert isinstance(cffi.FFI(backend=_cffi_backend), cffi.FFI)
    assert isinstance(cffi.FFI(_cffi_backend), cffi.FFI)
    assert isinstance(cffi.FFI(backend=None), cffi.FFI)
    with pytest.raises(TypeError):
        cffi.FFI(foo=1)
    assert cffi.FFI.__name__ == "FFI"


def test_instances_have_a_dictionary(ffi):
    ffi.attached = 3
    assert ffi.attached == 3 and ffi.__dict__["attached"] == 3
    del ffi.attached
    with pytest.raises(AttributeError):
        ffi.attached
    ffi.sizeof = lambda x: "shadowed"
    assert ffi.sizeof("int") == "shadowed"
    del ffi.sizeof
    assert ffi.sizeof("int") == 4


def test_subclass(library_path):
    class MyFFI(cffi.FFI):
        def __init__(self, extra):
            super().__init__()
            self.extra = extra

        def cdef(self, source, **options):
            self.seen = source
            return super().cdef(source, **options)

        def new_int(self, value):
            return self.new("int *", value)

    ffi = MyFFI(7)
    ffi.cdef("int add(int, int);")
    assert ffi.extra == 7 and ffi.seen.startswith("int add")
    assert ffi.new_int(5)[0] == 5
    assert ffi.dlopen(library_path).add(1, 2) == 3
    assert isinstance(ffi, cffi.FFI)
    other = cffi.FFI()
    other.include(ffi)


def test_identity(ffi):
    assert ffi == ffi and hash(ffi) == hash(ffi) and ffi != cffi.FFI()
    assert weakref.ref(ffi)() is ffi


def test_class_attributes(ffi):
    assert cffi.FFI.NULL == ffi.NULL and repr(ffi.NULL) == "<cdata 'void *' NULL>"
    assert cffi.FFI.CData is ffi.CData and cffi.FFI.CType is ffi.CType
    assert isinstance(ffi.NULL, ffi.CData) and isinstance(ffi.typeof("int"), ffi.CType)
    assert not isinstance(5, ffi.CData)


@pytest.mark.ours("one FFI: error and buffer are class attributes as in compiled modules")
def test_more_class_attributes(ffi):
    assert issubclass(ffi.error, Exception)
    assert cffi.FFI.buffer is ffi.buffer


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f.cast("int", 5),
        lambda f: f.new("int *"),
        lambda f: f.new("int[3]"),
        lambda f: f.new("struct p *")[0],
        lambda f: f.new_handle(1),
        lambda f: f.callback("int(int)", lambda x: x),
        lambda f: f.gc(f.new("int *"), lambda p: None),
        lambda f: f.from_buffer(b"abc"),
        lambda f: f.NULL,
        lambda f: f.new("int[3]")[0:1],
    ],
)
def test_isinstance_of_cdata(ffi, make):
    ffi.cdef("struct p { int a; };")
    cdata = make(ffi)
    assert isinstance(cdata, ffi.CData) and isinstance(cdata, cffi.FFI.CData)


def test_cdata_class(ffi):
    with pytest.raises(TypeError):
        ffi.CData()
    with pytest.raises(TypeError):
        type("Sub", (ffi.CData,), {})


METHODS = """new cast typeof sizeof alignof offsetof getctype addressof string unpack buffer from_buffer memmove gc release new_allocator
new_handle from_handle callback def_extern errno init_once list_types dlopen dlclose include cdef set_source set_source_pkgconfig emit_c_code
emit_python_code compile distutils_extension verify embedding_api embedding_init_code set_unicode""".split()


@pytest.mark.parametrize("name", METHODS)
def test_methods_exist(ffi, name):
    assert hasattr(ffi, name)
    if name != "errno":
        assert callable(getattr(ffi, name))


def test_def_extern_is_for_compiled_modules(ffi):
    with pytest.raises((ValueError, NotImplementedError)):
        ffi.def_extern()
    with pytest.raises(ValueError, match="API-mode"):
        ffi.def_extern(whatever=1)


TCHAR_NAMES = {
    "TBYTE": "%s",
    "TCHAR": "%s",
    "LPTSTR": "%s *",
    "PTSTR": "%s *",
    "LPCTSTR": "%s *",
    "PCTSTR": "%s *",
    "PTBYTE": "%s *",
    "PTCHAR": "%s *",
}


@pytest.mark.parametrize("enabled, character", [(True, "wchar_t"), (False, "char"), (1, "wchar_t"), (0, "char")])
def test_set_unicode(ffi, enabled, character):
    for name in TCHAR_NAMES:
        with fails(cffi.CDefError, "unknown identifier '%s'" % name):
            ffi.typeof(name)
    assert ffi.set_unicode(enabled) is None
    for name, text in TCHAR_NAMES.items():
        assert ffi.typeof(name) is ffi.typeof(text % character)
    assert sorted(TCHAR_NAMES) == ffi.list_types()[0]
    ffi.cdef("struct window { LPCTSTR title; TCHAR initial; };")
    assert ffi.typeof("struct window").fields[1][1].type.cname == character


def test_set_unicode_once(ffi):
    ffi.set_unicode(False)
    for again in (True, False):
        with fails(ValueError, "set_unicode() can only be called once"):
            ffi.set_unicode(again)


def test_set_unicode_and_declarations(ffi):
    ffi.cdef("typedef int TCHAR;")
    with fails(cffi.FFIError, "multiple declarations of typedef TCHAR"):
        ffi.set_unicode(True)
    other = cffi.FFI()
    other.set_unicode(True)
    with fails(cffi.FFIError, "multiple declarations of typedef TCHAR"):
        other.cdef("typedef int TCHAR;")
    other.cdef("typedef wchar_t TCHAR;")
    third = cffi.FFI()
    third.include(other)
    assert third.typeof("TCHAR") is third.typeof("wchar_t")
    with fails(cffi.FFIError, "multiple declarations of typedef "):
        third.set_unicode(False)


@pytest.mark.parametrize(
    "enabled, macros", [(True, [("NDEBUG", None), ("UNICODE", "1"), ("_UNICODE", "1")]), (False, [("NDEBUG", None)])]
)
def test_set_unicode_and_the_compiler(ffi, tmp_path, enabled, macros):
    ffi.set_source("_unicode", "", define_macros=[("NDEBUG", None)])
    ffi.set_unicode(enabled)
    assert ffi.distutils_extension(str(tmp_path), verbose=False).define_macros == macros


def test_set_unicode_in_modules(tmp_path):
    ffi = cffi.FFI()
    ffi.set_unicode(True)
    ffi.cdef("static const int wide; LPCTSTR title(void);")
    source = """
        #include <wchar.h>
        typedef wchar_t TCHAR;
        typedef const TCHAR *LPCTSTR;
        #ifdef UNICODE
        static const int wide = 1;
        #endif
        static LPCTSTR title(void) { return L"main"; }
    """
    ffi.set_source("_wide_module", source)
    ffi.compile(str(tmp_path))
    module = load(tmp_path, "_wide_module")
    assert (module.lib.wide, module.ffi.string(module.lib.title())) == (1, "main")
    assert module.ffi.typeof("TCHAR") is module.ffi.typeof("wchar_t")


def test_import_is_clean():
    """Importing and using cffi writes nothing and warns of nothing."""
    program = "import cffi; ffi = cffi.FFI(); ffi.cdef('int abs(int);'); print(ffi.dlopen(None).abs(-7))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "7\n", "")


def test_pickle_of_ffi_is_no_crash(ffi):
    import pickle

    with pytest.raises(Exception):
        pickle.dumps(ffi)


def test_what_build_scripts_have_said(ffi, tmp_path):
    """Attributes that programs read, and set."""
    assert not hasattr(ffi, "_assigned_source")
    assert (ffi._windows_unicode, ffi._embedding, ffi._cdefsources) == (None, None, [])
    ffi.cdef("int add(int, int);")
    ffi.set_source("_said", "int x;", libraries=["m"])
    assert ffi._assigned_source == ("_said", "int x;", ".c", {"libraries": ["m"]})
    ffi.set_unicode(False)
    assert ffi._windows_unicode is False
    ffi.embedding_api("int start(void);")
    assert (ffi._embedding, ffi._cdefsources[0], ffi._cdefsources[-1]) == ("", "int add(int, int);", "int start(void);")
    ffi.embedding_init_code("pass")
    assert ffi._embedding == "pass\n"
    other = cffi.FFI()
    other._assigned_source = ("_other", "", ".c", {})
    other._windows_unicode = True
    assert other.distutils_extension(str(tmp_path), verbose=False).define_macros == [
        ("UNICODE", "1"),
        ("_UNICODE", "1"),
    ]
    with fails(ValueError, "set_source() cannot be called several times per ffi object"):
        other.set_source("_again", "")
    del other._assigned_source
    other.set_source("_again", "")
    assert other._assigned_source[0] == "_again"


def test_copies_are_told_apart(ffi):
    """What a build script says to a copy, or to the original, is not said to the other."""
    ffi.set_unicode(False)
    other = copy.copy(ffi)
    assert other._windows_unicode is False
    ffi.set_source("_first", "")
    assert not hasattr(other, "_assigned_source")
    other.set_source("_second", "")
    other.embedding_api("int start(void);")
    assert (ffi._assigned_source[0], other._assigned_source[0]) == ("_first", "_second")
    assert not ffi._embedding and other._embedding == ""
