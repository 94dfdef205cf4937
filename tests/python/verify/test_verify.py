"""ffi.verify(): compile, keep, load; and the Verifier behind it."""

import io
import os
import sys
import sysconfig

import pytest

import cffi
from cffi import verifier
from support.building import ADD_ONE, run_python, tree, write_files
from support.helpers import fails

SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


pytestmark = pytest.mark.usefixtures("kept_in")


def declared(cdef="int add_one(int);"):
    ffi = cffi.FFI()
    ffi.cdef(cdef)
    return ffi


def files(folder, *endings):
    return [name for name in tree(folder) if name.endswith(endings or (".c", ".so")) and os.sep not in name]


def test_functions():
    ffi = declared()
    lib = ffi.verify(ADD_ONE)
    assert lib.add_one(41) == 42
    assert dir(lib) == ["add_one"]


def test_constants_and_variables():
    ffi = declared(
        "#define A ...\n#define B 42\nenum e { X, Y, ... }; static const int C; extern int variable; extern int array[];"
    )
    source = "#define A 3\n#define B 42\nenum e { Y, X };\nstatic const int C = 5; static int variable = 99; static int array[3] = {7};"
    lib = ffi.verify(source)
    assert (lib.A, lib.B, lib.X, lib.Y, lib.C, lib.variable, lib.array[0]) == (3, 42, 1, 0, 5, 99, 7)
    lib.variable = 3
    assert lib.variable == 3
    assert ffi.string(ffi.cast("enum e", 0)) == "Y"


def test_types_are_the_compilers():
    """After verify(), the FFI's own types are those that the compiler sees, and objects of them go into the library."""
    ffi = declared(
        "struct point { int x; ...; }; int get(struct point *); typedef struct { double d; ...; } other_t; double of(other_t);"
    )
    source = """
    struct point { char before; int y, x; };
    static int get(struct point *p) { return p->x + p->y; }
    typedef struct { char before[40]; double d; } other_t;
    static double of(other_t o) { return o.d; }
    """
    lib = ffi.verify(source)
    assert ffi.sizeof("struct point") == 12
    assert ffi.offsetof("struct point", "x") == 8
    point = ffi.new("struct point *", {"x": 5})
    assert lib.get(point) == 5
    assert lib.of(ffi.new("other_t *", {"d": 1.5})[0]) == 1.5
    assert ffi.typeof(point) is ffi.typeof("struct point *")


@pytest.mark.parametrize(
    "enumerators, size, least", [("LOW = 3, HIGH", 4, 0), ("LOW = -3, HIGH", 4, -1), ("LOW = 1LL << 40, HIGH", 8, 0)]
)
def test_tags_of_enums_need_not_be_in_the_c(enumerators, size, least):
    ffi = declared("enum kind { LOW, HIGH, ... }; struct box { enum kind kind; };")
    lib = ffi.verify("typedef enum { %s } kind_t; struct box { kind_t kind; };" % enumerators)
    assert lib.HIGH == lib.LOW + 1
    assert ffi.sizeof("enum kind") == size
    assert (int(ffi.cast("enum kind", -1)) < 0) == (least < 0)
    assert ffi.new("struct box *", [lib.HIGH]).kind == lib.HIGH
    assert ffi.string(ffi.cast("enum kind", lib.LOW)) == "LOW"


def test_enums_without_known_enumerators():
    ffi = declared("enum kind { ... }; struct box { enum kind kind; ...; };")
    ffi.verify("typedef enum { LOW = 3 } kind_t; struct box { int other; kind_t kind; };")
    assert ffi.sizeof("enum kind") == 4
    assert ffi.offsetof("struct box", "kind") == 4


def test_enums_with_values():
    assert declared("enum kind { LOW = 3, HIGH };").verify("typedef enum { LOW = 3, HIGH } kind_t;").HIGH == 4
    with fails(cffi.VerificationError):
        declared("enum kind { LOW = 2 };").verify("typedef enum { LOW = 3 } kind_t;").LOW


def test_callbacks_and_arrays():
    ffi = declared("typedef int (*fn)(int); int apply(fn, int); int sum(int *, int);")
    lib = ffi.verify("""
    typedef int (*fn)(int);
    static int apply(fn f, int x) { return f(x); }
    static int sum(int *p, int n) { int s = 0; while (n--) s += *p++; return s; }
    """)
    assert lib.apply(ffi.callback("int(int)", lambda x: x * 2), 21) == 42
    assert lib.apply(ffi.callback("fn", lambda x: x * 2), 21) == 42
    assert lib.sum([1, 2, 3], 3) == 6
    assert lib.sum(ffi.new("int[]", [1, 2, 3]), 3) == 6


@pytest.mark.ours("the second one fails in the released package")
def test_further_declarations():
    """cdef() goes on after verify(): new types may use the verified ones; a second verify() makes another library."""
    ffi = declared("struct point { int x; ...; };")
    ffi.verify("struct point { int y, x; };")
    ffi.cdef("struct pair { struct point a, b; }; int add_one(int);")
    assert ffi.sizeof("struct pair") == 16
    lib = ffi.verify("struct point { int y, x; }; struct pair { struct point a, b; };" + ADD_ONE)
    assert lib.add_one(1) == 2
    assert ffi.sizeof("struct point") == 8


def test_what_the_compiler_says_differently():
    for cdef, source, text in [
        ("struct s { int x; };", "struct s { int y; int x; };", "struct s"),
        ("#define B 42\n", "#define B 43", "43"),
        ("enum e { X, Y };", "enum e { Y, X };", "X"),
    ]:
        with fails(cffi.VerificationError, text):
            declared(cdef).verify(source)


def test_compiler_error():
    with fails(cffi.VerificationError, "CompileError: "):
        declared().verify("static int add_one(int x) { return }")


@pytest.mark.ours("the error shows what the compiler says, and where that is")
def test_compiler_error_has_the_output():
    with fails(cffi.VerificationError, "error: ", "the source given to set_source(), line 2", "return }"):
        declared().verify("static int add_one(int x) {\n return }")


def test_missing_function():
    with fails(cffi.VerificationError, "undefined symbol: missing_function_of_this_test"):
        declared("int missing_function_of_this_test(int);").verify("int missing_function_of_this_test(int);")


@pytest.mark.parametrize("source", [3, None, b""])
def test_source_is_a_string(source):
    with pytest.raises(TypeError):
        declared().verify(source)


def test_no_source():
    assert declared("").verify() is not None


def test_kept(kept_in):
    first = declared()
    assert first.verify(ADD_ONE).add_one(1) == 2
    names = files(kept_in)
    name = first.verifier.get_module_name()
    assert names == [name + ".c", name + SUFFIX]
    assert name.startswith("_cffi__x")
    os.utime(str(kept_in / (name + SUFFIX)), (1000, 1000))
    # Another process does not compile again.
    code = """
    import cffi, cffi.verifier
    cffi.verifier.set_tmpdir(%r)
    ffi = cffi.FFI()
    ffi.cdef("int add_one(int);")
    print(ffi.verify(%r).add_one(1), ffi.verifier.get_module_name())
    """ % (str(kept_in), ADD_ONE)
    assert run_python(code, kept_in.parent, CC="no-such-compiler").split() == ["2", name]
    assert os.stat(str(kept_in / (name + SUFFIX))).st_mtime == 1000


def test_what_makes_another_module(kept_in):
    names = set()
    for cdef, source, keywords in [
        ("int add_one(int);", ADD_ONE, {}),
        ("int add_one(int x);int abs(int);", "#include <stdlib.h>\n" + ADD_ONE, {}),
        ("int add_one(int);", ADD_ONE + " ", {}),
        ("int add_one(int);", ADD_ONE, {"libraries": ["m"]}),
        ("int add_one(int);", ADD_ONE, {"define_macros": [("A", "1")]}),
        ("int add_one(int);", ADD_ONE, {"tag": "mytag"}),
    ]:
        ffi = declared(cdef)
        assert ffi.verify(source, **keywords).add_one(1) == 2
        names.add(ffi.verifier.get_module_name())
    assert len(names) == 6
    assert sum(name.startswith("_cffi_mytag_x") for name in names) == 1


def test_modulename(kept_in):
    ffi = declared()
    ffi.verify(ADD_ONE, modulename="_my_module")
    assert ffi.verifier.get_module_name() == "_my_module"
    assert files(kept_in) == ["_my_module.c", "_my_module" + SUFFIX]
    with fails(TypeError, "can't specify both 'modulename' and 'tag'"):
        declared().verify(ADD_ONE, modulename="_my_module", tag="x")


def test_tmpdir(tmp_path, monkeypatch):
    ffi = declared()
    ffi.verify(ADD_ONE, tmpdir=str(tmp_path / "argument"))
    assert ffi.verifier.tmpdir == str(tmp_path / "argument")
    assert len(files(tmp_path / "argument")) == 2
    verifier.set_tmpdir(None)
    monkeypatch.setenv("CFFI_TMPDIR", str(tmp_path / "environment"))
    declared().verify(ADD_ONE)
    assert len(files(tmp_path / "environment")) == 2


def test_beside_the_caller(tmp_path):
    write_files(
        tmp_path,
        {
            "package/__init__.py": "",
            "package/caller.py": """\
        import cffi
        ffi = cffi.FFI()
        ffi.cdef("int add_one(int);")
        lib = ffi.verify("static int add_one(int x) { return x + 1; }")
        """,
        },
    )
    run_python("import package.caller", tmp_path, CFFI_TMPDIR=None)
    folder = tmp_path / "package" / "__pycache__"
    assert len(files(folder, ".c", SUFFIX)) == 2


def test_keywords_are_passed_on(tmp_path):
    write_files(tmp_path, {"other.c": "int other(void) { return VALUE; }", "inc/it.h": "#define FROM_HEADER 5"})
    ffi = declared("int other(void); int header(void);")
    source = "#include <it.h>\nint other(void); static int header(void) { return FROM_HEADER; }"
    keywords = dict(sources=["other.c"], include_dirs=["inc"], define_macros=[("VALUE", "7")])
    lib = ffi.verify(source, relative_to=str(tmp_path / "some_file.py"), **keywords)
    assert (lib.other(), lib.header()) == (7, 5)
    assert ffi.verifier.kwds["include_dirs"] == [str(tmp_path / "inc")]


@pytest.mark.ours("a macro may have no value")
def test_macro_without_a_value():
    ffi = declared()
    assert ffi.verify("#ifdef A\n%s\n#endif" % ADD_ONE, define_macros=[("A", None)]).add_one(1) == 2


def test_cxx(kept_in):
    ffi = declared()
    lib = ffi.verify(
        "#include <string>\nstatic int add_one(int x) { return std::string(size_t(x), 'x').size() + 1; }",
        source_extension=".cpp",
    )
    assert lib.add_one(2) == 3
    assert len(files(kept_in, ".cpp")) == 1


def test_flags():
    assert declared().verify(ADD_ONE, flags=cffi.FFI().RTLD_LOCAL | cffi.FFI().RTLD_NOW).add_one(1) == 2


def test_verifier_step_by_step(kept_in):
    v = verifier.Verifier(declared(), ADD_ONE)
    assert v.sourcefilename == str(kept_in / (v.get_module_name() + ".c"))
    assert v.modulefilename == str(kept_in / (v.get_module_name() + SUFFIX))
    v.write_source()
    assert files(kept_in) == [os.path.basename(v.sourcefilename)]
    with fails(cffi.VerificationError, "source code already written"):
        v.write_source()
    v.compile_module()
    assert len(files(kept_in)) == 2
    with fails(cffi.VerificationError, "module already compiled"):
        v.compile_module()
    assert v.load_library().add_one(1) == 2
    out = io.StringIO()
    v.write_source(out)
    assert ADD_ONE in out.getvalue()


def test_get_extension(kept_in, monkeypatch):
    pytest.importorskip("setuptools")
    v = verifier.Verifier(declared(), ADD_ONE, libraries=["m"])
    monkeypatch.chdir(kept_in.parent)
    extension = v.get_extension()
    assert extension.name == v.get_module_name()
    assert extension.sources == [os.path.join("kept", v.get_module_name() + ".c")]
    assert extension.libraries == ["m"]
    assert os.path.isfile(extension.sources[0])
    packaged = verifier.Verifier(declared(), ADD_ONE, ext_package="pack")  # setup() is told of it, too
    assert packaged.get_extension().name == packaged.get_module_name()


def test_installed_module(tmp_path, kept_in, monkeypatch):
    """A module that was installed into a package is taken from there; nothing is compiled."""
    write_files(tmp_path, {"site/a_package_of_this_test/__init__.py": ""})
    package = tmp_path / "site" / "a_package_of_this_test"
    build = verifier.Verifier(declared(), ADD_ONE, ext_package="a_package_of_this_test", modulename="_ready")
    build.compile_module()
    os.rename(build.modulefilename, str(package / ("_ready" + SUFFIX)))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("CC", "no-such-compiler")
    ffi = declared()
    assert ffi.verify(ADD_ONE, ext_package="a_package_of_this_test", modulename="_ready").add_one(1) == 2
    assert ffi.verifier.modulefilename == str(package / ("_ready" + SUFFIX))
    sys.modules.pop("a_package_of_this_test", None)


def test_cleanup(kept_in):
    declared().verify(ADD_ONE)
    verifier.cleanup_tmpdir(keep_so=True)
    assert len(files(kept_in, ".c")) == 0 and len(files(kept_in, SUFFIX)) == 1
    verifier.cleanup_tmpdir(str(kept_in))
    assert files(kept_in) == []
    verifier.cleanup_tmpdir(str(kept_in / "missing"))


def test_set_source_and_verify():
    ffi = declared()
    ffi.set_source("_m", "")
    assert ffi.verify(ADD_ONE).add_one(1) == 2


def test_include():
    common = declared("struct point { int x; ...; };")
    ffi = cffi.FFI()
    ffi.include(common)
    ffi.cdef("int get(struct point *);")
    lib = ffi.verify("struct point { int y, x; }; static int get(struct point *p) { return p->x; }")
    assert lib.get(ffi.new("struct point *", [3])) == 3
    assert ffi.sizeof("struct point") == 8


@pytest.mark.ours("whatever set_source() takes, but for extern Python")
def test_takes_what_modules_take():
    ffi = cffi.FFI()
    ffi.cdef("""
        typedef int... number_t; number_t next(number_t);
        struct empty {}; struct bits { int a : 3; int : 0; int b : 4; };
        extern int rows[][...]; extern struct { int x; } nameless;
        struct opaque; extern struct opaque hidden[3];
    """)
    lib = ffi.verify("""
        typedef short number_t; number_t next(number_t x) { return x + 1; }
        struct empty {}; struct bits { int a : 3; int : 0; int b : 4; };
        int rows[2][3] = {{1, 2, 3}, {4, 5, 6}}; struct { int x; } nameless = {7};
        struct opaque { int a; }; struct opaque hidden[3];
    """)
    assert (ffi.sizeof("number_t"), lib.next(5)) == (2, 6)
    assert (ffi.sizeof("struct empty"), ffi.sizeof("struct bits")) == (0, 8)
    assert (lib.rows[1][2], lib.nameless.x) == (6, 7)


@pytest.mark.ours("as in other modules")
def test_enumerators_of_an_included_ffi():
    base, ffi = cffi.FFI(), cffi.FFI()
    base.cdef("enum e { A = 3 };")
    ffi.include(base)
    assert ffi.verify("enum e { A = 3 };").A == 3
