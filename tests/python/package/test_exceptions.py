"""What `except` clauses catch: what in-line and compiled FFI objects are told by different classes is one exception that
is all of them; hasattr() works on every library; mixed-up FFI objects are named as such."""

import copy
import pickle
import subprocess
import sys
import traceback

import pytest

import cffi
from support.helpers import fails
from support.modes import build, build_python, fresh_name

TYPES = """
struct point { int x, y; };
struct opaque;
union either { int i; double d; };
typedef int (*unary_t)(int);
#define MINUS -3
"""
CDEF = (
    TYPES
    + """
int twice(int);
int take_point(struct point *);
int take_opaque(struct opaque *);
extern struct point origin;
extern struct opaque hidden;
"""
)
SOURCE = """
struct point { int x, y; };
struct opaque { int inside; };
union either { int i; double d; };
typedef int (*unary_t)(int);
#define MINUS -3
int twice(int x) { return 2 * x; }
int take_point(struct point *p) { return p->x; }
int take_opaque(struct opaque *p) { return p->inside; }
struct point origin = {1, 2};
struct opaque hidden = {42};
"""
ABSENT = "int absent(int); extern int absent_variable;"


class Mode:
    """An FFI with the declarations above, its library, and another FFI with the same declarations."""

    def __init__(self, ffi, lib, other):
        self.ffi, self.lib, self.other = ffi, lib, other


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    from support.building import compile_shared

    folder = tmp_path_factory.mktemp("exceptions")
    (folder / "source.c").write_text(SOURCE)
    return compile_shared([folder / "source.c"], folder / "libexceptions.so")


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """Two modules of each kind, made once."""
    folder = tmp_path_factory.mktemp("modules")
    return {
        "py": [build_python(folder, CDEF + ABSENT, fresh_name("_exceptions_py")) for _ in range(2)],
        "api": [build(folder, CDEF, SOURCE, fresh_name("_exceptions_api")) for _ in range(2)],
    }


def open_mode(name, shared, modules):
    if name == "inline":
        ffis = [cffi.FFI(), cffi.FFI()]
        for ffi in ffis:
            ffi.cdef(CDEF + ABSENT)
        return Mode(ffis[0], ffis[0].dlopen(shared), ffis[1])
    first, second = modules[name]
    return Mode(first.ffi, first.ffi.dlopen(shared) if name == "py" else first.lib, second.ffi)


@pytest.fixture(params=["inline", "py", "api"])
def one(request, shared, modules):
    return open_mode(request.param, shared, modules)


@pytest.fixture(params=["inline", "py"])
def opened(request, shared, modules):
    """Those that open libraries."""
    return open_mode(request.param, shared, modules)


@pytest.fixture
def pair():
    ffi = cffi.FFI()
    ffi.cdef(TYPES)
    return ffi, ffi.dlopen(None)


def raised(function, *arguments):
    with pytest.raises(Exception) as caught:
        function(*arguments)
    return caught.value


def closed_library(one, shared):
    lib = one.ffi.dlopen(shared)
    one.ffi.dlclose(lib)
    return lib


# ---- one exception, several classes

one_exception = pytest.mark.ours("one class for in-line FFI objects, another for compiled modules")


@one_exception
@pytest.mark.parametrize("text", ["int(", "nonsense", "int[3", "struct {", "int x y"])
def test_type_strings(one, text):
    error = raised(one.ffi.typeof, text)
    assert isinstance(error, cffi.CDefError) and isinstance(error, one.ffi.error)


@one_exception
@pytest.mark.parametrize("text", ["struct opaque", "int[]", "struct point[]"])
def test_unknown_sizes(one, text):
    error = raised(one.ffi.sizeof, text)
    assert isinstance(error, ValueError) and isinstance(error, one.ffi.error)


@one_exception
def test_unknown_alignment(one):
    error = raised(one.ffi.alignof, "struct opaque")
    assert isinstance(error, ValueError) and isinstance(error, one.ffi.error)


@one_exception
@pytest.mark.parametrize("text", ["int[-1]", "int[MINUS]"])
def test_negative_lengths(one, text):
    error = raised(one.ffi.typeof, text)
    assert isinstance(error, ValueError) and isinstance(error, one.ffi.error)


@one_exception
@pytest.mark.parametrize("text", ["int[18446744073709551615]", "int[99999999999999999999]"])
def test_lengths_that_are_too_large(one, text):
    error = raised(one.ffi.typeof, text)
    assert isinstance(error, OverflowError) and isinstance(error, one.ffi.error)


@one_exception
@pytest.mark.parametrize("name", ["struct nope", "union nope"])
def test_undeclared_records(one, name):
    assert isinstance(raised(one.ffi.sizeof, name), (ValueError, one.ffi.error))
    for error in (raised(one.ffi.sizeof, name), raised(one.ffi.new, name + " *")):
        assert isinstance(error, one.ffi.error)
    assert isinstance(raised(one.ffi.sizeof, name), ValueError)
    assert isinstance(raised(one.ffi.new, name + " *"), TypeError)
    assert isinstance(raised(one.ffi.cast, name, 0), TypeError)


@one_exception
@pytest.mark.parametrize("text", ["int(int)(int)", "int(int)[3]"])
def test_impossible_functions(one, text):
    error = raised(one.ffi.typeof, text)
    assert isinstance(error, TypeError) and isinstance(error, cffi.CDefError)


@one_exception
def test_missing_symbols(opened):
    function = raised(getattr, opened.lib, "absent")
    variable = raised(getattr, opened.lib, "absent_variable")
    for error in (function, variable, raised(setattr, opened.lib, "absent_variable", 1)):
        assert isinstance(error, AttributeError) and isinstance(error, opened.ffi.error)
    assert isinstance(variable, KeyError) and not isinstance(function, KeyError)
    assert str(variable).startswith("variable 'absent_variable' not found in library ")


@one_exception
def test_closed_libraries(opened, shared):
    lib = closed_library(opened, shared)
    for error in (raised(getattr, lib, "twice"), raised(getattr, lib, "origin"), raised(setattr, lib, "origin", [1])):
        assert isinstance(error, ValueError) and isinstance(error, opened.ffi.error)


@one_exception
def test_functions_of_closed_libraries(opened, shared):
    lib = opened.ffi.dlopen(shared)
    twice = lib.twice
    opened.ffi.dlclose(lib)
    error = raised(twice, 1)
    assert isinstance(error, ValueError) and isinstance(error, opened.ffi.error)


@one_exception
def test_def_extern(one):
    error = raised(lambda: one.ffi.def_extern("twice")(len))
    assert isinstance(error, ValueError) and isinstance(error, one.ffi.error)


@one_exception
def test_names_that_cannot_be_opened(one):
    null = one.ffi.NULL
    assert isinstance(raised(one.ffi.dlopen, null), TypeError)
    if type(one.ffi) is not cffi.FFI:
        assert isinstance(raised(one.ffi.dlopen, null), RuntimeError)
    error = raised(one.ffi.dlopen, "a\0b")
    assert isinstance(error, ValueError) and isinstance(error, TypeError)


@one_exception
@pytest.mark.parametrize(
    "text, classes",
    [
        ("enum e { A }; enum e { B };", (cffi.CDefError, NotImplementedError)),
        ("int a[1 / 0];", (cffi.CDefError, ZeroDivisionError)),
        ("struct s { int f(int); };", (cffi.CDefError, TypeError)),
        ("int f(int)[3];", (cffi.CDefError, TypeError)),
        ("int;;;(", (cffi.CDefError, cffi.FFIError)),
    ],
)
def test_declarations(ffi, text, classes):
    error = raised(ffi.cdef, text)
    for cls in classes:
        assert isinstance(error, cls)


# ---- hasattr()


@pytest.mark.ours("raises ffi.error, KeyError or NotImplementedError in some modes")
def test_hasattr(one):
    for name in ("absent", "absent_variable", "nope"):
        assert not hasattr(one.lib, name)
        assert getattr(one.lib, name, "default") == "default"
    for name in ("twice", "origin", "hidden", "MINUS"):
        assert hasattr(one.lib, name)


@pytest.mark.ours("raises ValueError or ffi.error")
def test_hasattr_of_closed_libraries(opened, shared):
    lib = closed_library(opened, shared)
    for name in ("twice", "origin", "hidden", "absent", "absent_variable", "nope"):
        assert not hasattr(lib, name)


@pytest.mark.ours("compiled modules raise TypeError, from hasattr(), too")
def test_opaque_variables(one):
    assert repr(one.lib.hidden).startswith("<cdata 'struct opaque &' 0x")
    assert one.lib.take_opaque(one.ffi.addressof(one.lib, "hidden")) == 42


def test_opaque_variables_after_verify(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef(CDEF)
    lib = ffi.verify(SOURCE, tmpdir=str(tmp_path))
    assert repr(lib.hidden).startswith("<cdata 'struct opaque &' 0x")


def test_the_program_itself(one):
    if type(one.ffi) is cffi.FFI:
        with fails(TypeError, "name"):
            one.ffi.dlopen()
    else:
        assert repr(one.ffi.dlopen()) == repr(one.ffi.dlopen(None))


# ---- what such an exception is like


def several_classes(pair):
    ffi, lib = pair
    return [
        raised(ffi.typeof, "int[-1]"),
        raised(ffi.sizeof, "void"),
        raised(ffi.cdef, "int a[1 / 0];"),
        raised(ffi.def_extern),
    ]


@one_exception
def test_names(pair):
    ffi, lib = pair
    ffi.cdef(ABSENT)
    assert [type(error).__name__ for error in several_classes(pair)] == [
        "ValueError",
        "ValueError",
        "CDefError",
        "ValueError",
    ]
    error = raised(getattr, lib, "absent_variable")
    assert type(error).__name__ == "AttributeError"
    assert repr(error).startswith("AttributeError(\"variable 'absent_variable' not found")
    last_line = traceback.format_exception_only(type(error), error)[-1]
    assert last_line.startswith("cffi.AttributeError: variable 'absent_variable' not found")


@one_exception
def test_one_class_for_each_combination(pair):
    first, second = several_classes(pair), several_classes((cffi.FFI(), None))
    assert [type(error) for error in first] == [type(error) for error in second]
    assert type(first[0]) is type(first[1]) is not type(first[2])


@one_exception
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickled(pair, protocol):
    for error in several_classes(pair):
        error.detail = [1, 2]
        again = pickle.loads(pickle.dumps(error, protocol))
        assert type(again) is type(error)
        assert (again.args, str(again), again.detail) == (error.args, str(error), [1, 2])
        shallow = copy.copy(error)
        assert type(shallow) is type(error) and shallow.detail is error.detail


@one_exception
def test_unpickled_by_another_process(pair):
    text = pickle.dumps(raised(pair[0].typeof, "int[-1]"))
    program = (
        "import pickle, sys; error = pickle.load(sys.stdin.buffer); import cffi;"
        "print(isinstance(error, ValueError), isinstance(error, cffi.FFIError), str(error).splitlines()[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], input=text, stdout=subprocess.PIPE, check=True)
    assert done.stdout.split() == b"True True negative array length".split()


@one_exception
def test_what_pickles_say_is_checked():
    import _cffi_backend

    with fails(ValueError, "unknown kinds of exceptions"):
        _cffi_backend._rebuild_error(("SystemExit",), ())
    with fails(TypeError, "two tuples"):
        _cffi_backend._rebuild_error("ValueError", ())


@one_exception
def test_raised_again(pair):
    error = raised(pair[0].typeof, "int[-1]")
    with pytest.raises(ValueError) as caught:
        raise type(error)("a text of one's own") from error
    assert str(caught.value) == "a text of one's own"
    assert caught.value.__cause__ is error


# ---- two FFI objects that declare the same


def test_mixed_up_ffi_objects(one):
    ffi, other, lib = one.ffi, one.other, one.lib
    point, pointer = other.new("struct point *")[0], other.new("struct point *")
    keep = pointer, other.new("union either *")
    mixed_up = "appears indeed to be '%s', but the types are different (check that you are not e.g. mixing up different ffi instances)"
    with fails(TypeError, "initializer for ctype 'struct point *' " + mixed_up % "struct point *"):
        lib.take_point(pointer)
    with fails(TypeError, "initializer for ctype 'struct opaque *' " + mixed_up % "struct opaque *"):
        lib.take_opaque(other.cast("struct opaque *", pointer))
    with fails(TypeError, "initializer for ctype 'struct point *' " + mixed_up % "struct point *"):
        ffi.new("struct point **", pointer)
    with fails(TypeError, "initializer for ctype 'struct point' " + mixed_up % "struct point"):
        lib.origin = keep[0][0]
    with fails(TypeError, "initializer for ctype 'union either' " + mixed_up % "union either"):
        ffi.new("union either *", keep[1][0])
    with fails(TypeError, "initializer for ctype 'struct point[2]' " + mixed_up % "struct point[2]"):
        ffi.new("struct point[2]", other.new("struct point[2]"))
    with fails(TypeError, "must be a pointer to same type, not cdata 'struct opaque *'"):
        ffi.new("struct point **", other.cast("struct opaque *", pointer))
    del point


def test_what_both_agree_on_is_not_mixed_up(one):
    ffi, other = one.ffi, one.other
    back = ffi.new("unary_t *", other.cast("unary_t", 0))
    assert back[0] == ffi.NULL
    assert ffi.new("int **", other.new("int *"))[0] != ffi.NULL
