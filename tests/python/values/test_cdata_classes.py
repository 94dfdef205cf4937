"""The class of each kind of cdata, in each mode: programs compare type(x), and dispatch on str(type(x))."""

import gc
import warnings
import weakref

import pytest

import _cffi_backend
import cffi
from support.helpers import Value, collect, fails
from support.modes import api_module, in_line, python_module, verified

DECLARATIONS = """
typedef struct { int x, y; } point_t;
struct record {
    int number;
    int numbers[3];
    point_t point;
    point_t *pointer;
    int (*function)(int);
    void *address;
};
extern struct record record;
extern int numbers[4];
extern int open_numbers[];
extern int *pointer;
extern int (*hook)(int);
extern char *text;
extern long double precise;
int twice(int);
int count(const char *, ...);
point_t make_point(void);
point_t *find_point(void);
void *find_address(void);
long double long_result(long double);
struct opaque;
struct opaque *find_opaque(void);
"""

CALLED_BACK = 'extern "Python" int called(int);\nextern "Python" int given(point_t);\n'

SOURCE = """
typedef struct { int x, y; } point_t;
struct record {
    int number;
    int numbers[3];
    point_t point;
    point_t *pointer;
    int (*function)(int);
    void *address;
};
int twice(int x) { return 2 * x; }
static point_t a_point = {1, 2};
struct record record = {1, {2, 3, 4}, {5, 6}, &a_point, twice, &a_point};
int numbers[4], open_numbers[5];
int *pointer = numbers;
int (*hook)(int) = twice;
char *text = "text";
long double precise = 1.5L;
int count(const char *format, ...) { return format[0]; }
point_t make_point(void) { return a_point; }
point_t *find_point(void) { return &a_point; }
void *find_address(void) { return &a_point; }
long double long_result(long double x) { return x; }
struct opaque { int x; } hidden;
struct opaque *find_opaque(void) { return &hidden; }
"""

PLAIN = "_CDataBase"
OWN = "__CDataOwn"
OWN_GC = "__CDataOwnGC"
GCP = "__CDataGCP"
FROM_BUFFER = "__CDataFromBuf"


def _open_inline(folder, path):
    return in_line(folder, DECLARATIONS, library=path)


def _open_python(folder, path):
    return python_module(folder, DECLARATIONS, library=path)


def _open_api(folder, path):
    return api_module(folder, DECLARATIONS + CALLED_BACK, SOURCE, extra_compile_args=["-O0"], py_limited_api=False)


def _open_limited(folder, path):
    return api_module(folder, DECLARATIONS + CALLED_BACK, SOURCE, extra_compile_args=["-O0"])


def _open_verified(folder, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return verified(folder, DECLARATIONS, SOURCE, extra_compile_args=["-O0"])


MODES = {
    "in line": _open_inline,
    "python": _open_python,
    "api": _open_api,
    "limited": _open_limited,
    "verify": _open_verified,
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A function that gives (ffi, lib) of a mode, made once."""
    from support.building import compile_shared

    folder = tmp_path_factory.mktemp("classes")
    (folder / "classes.c").write_text(SOURCE)
    path = compile_shared([folder / "classes.c"], folder / "libclasses.so")
    made = {}

    def open_in(where):
        if where not in made:
            (folder / where).mkdir()
            made[where] = MODES[where](folder / where, path)
        return made[where]

    return open_in


def _nothing(cdata):
    pass


def _allocators(ffi):
    return {
        "plain": ffi.new_allocator(),
        "not cleared": ffi.new_allocator(should_clear_after_alloc=False),
        "alloc": ffi.new_allocator(lambda size: ffi.new("char[]", size)),
        "alloc and free": ffi.new_allocator(lambda size: ffi.new("char[]", size), _nothing),
    }


def _made(ffi):
    one, several = ffi.new("struct record *"), ffi.new("struct record[2]")
    for kind in ("int *", "int[3]", "struct record *", "struct record[2]", "void * *", "struct opaque * *"):
        yield "new " + kind, OWN, ffi.new(kind)
    yield "new int[]", OWN, ffi.new("int[]", 3)
    yield "new char[]", OWN, ffi.new("char[]", b"text")
    yield "item of a pointer of new()", OWN, one[0]
    yield "item of an array", PLAIN, several[0]
    yield "slice", PLAIN, several[0:2]
    yield "array in an array", PLAIN, ffi.new("int[2][3]")[0]
    yield "pointer in an array", PLAIN, ffi.new("int *[2]")[0]
    for field in ("numbers", "point", "pointer", "function", "address"):
        yield "field " + field, PLAIN, getattr(one, field)
        yield "field %s of an item" % field, PLAIN, getattr(several[1], field)
    yield "addressof", PLAIN, ffi.addressof(one[0])
    yield "addressof a field", PLAIN, ffi.addressof(one[0], "number")
    yield "addressof an item", PLAIN, ffi.addressof(several, 1)
    yield "pointer + 1", PLAIN, one + 1
    yield "array + 1", PLAIN, several + 1
    yield "item of an iteration", PLAIN, list(several)[1]


def _cast(ffi):
    for kind, value in (
        ("int", 1), ("char", b"a"), ("wchar_t", "a"), ("_Bool", 1), ("float", 1.5), ("double", 1.5), ("long double", 1.5),
        ("void *", 1), ("struct record *", 0), ("int(*)(int)", 0), ("intptr_t", ffi.new("int *")), ("char *", ffi.new("int *")),
    ):  # fmt: skip
        yield "cast " + kind, PLAIN, ffi.cast(kind, value)
    yield "cast of a handle", PLAIN, ffi.cast("char *", ffi.new_handle(1))
    yield "cast of a callback", PLAIN, ffi.cast("void *", ffi.callback("int(int)", _nothing))
    yield "cast of one with a destructor", PLAIN, ffi.cast("char *", ffi.gc(ffi.new("int *"), _nothing))
    yield "NULL", PLAIN, ffi.NULL


def _owning(ffi):
    yield "handle", OWN_GC, ffi.new_handle([])
    yield "callback", OWN_GC, ffi.callback("int(int)", _nothing)
    yield "decorated callback", OWN_GC, ffi.callback("int(int)")(_nothing)
    memory = bytearray(200)
    for kind in ("char[]", "int[]", "int[2]", "int *", "struct record *"):
        yield "from_buffer " + kind, FROM_BUFFER, ffi.from_buffer(kind, memory)
    yield "item of from_buffer", PLAIN, ffi.from_buffer("struct record *", memory)[0]
    yield "field of from_buffer", PLAIN, ffi.from_buffer("struct record *", memory).point
    yield "slice of from_buffer", PLAIN, ffi.from_buffer("int[]", memory)[0:2]
    one, several = ffi.new("struct record *"), ffi.new("struct record[2]")
    for name, origin in (
        ("pointer", one), ("array", several), ("struct", one[0]), ("NULL", ffi.NULL), ("number", ffi.cast("int", 5)),
        ("handle", ffi.new_handle(1)), ("callback", ffi.callback("int(int)", _nothing)),
    ):  # fmt: skip
        yield "gc of a " + name, GCP, ffi.gc(origin, _nothing)
    yield "gc with a size", GCP, ffi.gc(one, _nothing, 10)
    yield "item of gc", PLAIN, ffi.gc(one, _nothing)[0]
    yield "item of a gc array", PLAIN, ffi.gc(several, _nothing)[1]
    yield "slice of gc", PLAIN, ffi.gc(several, _nothing)[0:1]
    yield "field of gc", PLAIN, ffi.gc(one, _nothing).point
    yield "array in gc", PLAIN, ffi.gc(one, _nothing).numbers
    yield "gc + 1", PLAIN, ffi.gc(one, _nothing) + 1
    yield "addressof of gc", PLAIN, ffi.addressof(ffi.gc(one, _nothing)[0])
    yield "addressof a field of gc", PLAIN, ffi.addressof(ffi.gc(one, _nothing), "numbers")


def _allocated(ffi):
    for name, new in _allocators(ffi).items():
        memory = GCP if name.startswith("alloc") else OWN
        yield name + ": int *", memory, new("int *")
        yield name + ": int[3]", memory, new("int[3]")
        yield name + ": int[]", memory, new("int[]", 3)
        yield name + ": struct *", OWN, new("struct record *")
        yield name + ": struct[]", memory, new("struct record[]", 2)
        yield name + ": item of a pointer", memory, new("struct record *")[0]
        yield name + ": item of an array", PLAIN, new("struct record[]", 2)[0]
        yield name + ": slice", PLAIN, new("int[3]")[0:2]
        yield name + ": field", PLAIN, new("struct record *").point


def _of_library(ffi, lib, where):
    for name in ("record", "numbers", "open_numbers", "pointer", "hook", "text", "precise", "count"):
        yield name, PLAIN, getattr(lib, name)
    for field in ("numbers", "point", "pointer", "function", "address"):
        yield "record." + field, PLAIN, getattr(lib.record, field)
    yield "slice of a variable", PLAIN, lib.numbers[0:2]
    if where in ("in line", "python"):
        yield "function", PLAIN, lib.twice
    if where != "verify":  # addressof() takes no library of verify()
        for name in ("twice", "count", "record", "pointer", "hook", "precise"):
            yield "addressof " + name, PLAIN, ffi.addressof(lib, name)
    yield "struct result", OWN, lib.make_point()
    for name in ("find_point", "find_address", "find_opaque"):
        yield name, PLAIN, getattr(lib, name)()
    yield "long double result", PLAIN, lib.long_result(1.5)
    yield "item of a result", PLAIN, lib.find_point()[0]


def _arguments(ffi):
    seen = []
    with_struct = ffi.callback("int(point_t)", lambda value: seen.append(value) or 0)
    with_struct(ffi.new("point_t *", [1, 2])[0])
    yield "struct argument of a callback", PLAIN, seen.pop()
    with_pointer = ffi.callback("int(point_t *)", lambda value: seen.append(value) or 0)
    with_pointer(ffi.new("point_t *"))
    yield "pointer argument of a callback", PLAIN, seen.pop()


def _extern_python(ffi, lib):
    yield "extern function", PLAIN, lib.called
    seen = []
    ffi.def_extern(name="given")(lambda value: seen.append(value) or 0)
    lib.given(ffi.new("point_t *", [1, 2])[0])
    yield "struct argument of an extern function", PLAIN, seen.pop()


def _kinds(ffi, lib, where):
    yield from _made(ffi)
    yield from _cast(ffi)
    yield from _owning(ffi)
    yield from _allocated(ffi)
    yield from _of_library(ffi, lib, where)
    yield from _arguments(ffi)
    if where in ("api", "limited"):
        yield from _extern_python(ffi, lib)


@pytest.mark.parametrize("where", MODES)
def test_class_of_each_kind(opened, where):
    ffi, lib = opened(where)
    wrong = []
    for kind, name, cdata in _kinds(ffi, lib, where):
        cls = type(cdata)
        if cls is not getattr(_cffi_backend, name) or not isinstance(cdata, ffi.CData) or cdata.__class__ is not cls:
            wrong.append((kind, name, cls))
        if (name == PLAIN) != (cls is ffi.CData) or str(cls) != "<class '_cffi_backend.%s'>" % name:
            wrong.append((kind, name, str(cls)))
    assert not wrong


def test_which_class_derives_from_which():
    classes = {name: getattr(_cffi_backend, name) for name in (PLAIN, OWN, OWN_GC, GCP, FROM_BUFFER)}
    assert classes[PLAIN].__mro__ == (classes[PLAIN], object)
    assert classes[OWN].__mro__ == (classes[OWN], classes[PLAIN], object)
    assert classes[OWN_GC].__mro__ == (classes[OWN_GC], classes[OWN], classes[PLAIN], object)
    assert classes[GCP].__mro__ == (classes[GCP], classes[PLAIN], object)
    assert classes[FROM_BUFFER].__mro__ == (classes[FROM_BUFFER], classes[PLAIN], object)
    for name, cls in classes.items():
        assert (cls.__name__, cls.__qualname__, cls.__module__) == (name, name, "_cffi_backend")
        with fails(TypeError, "is not an acceptable base type"):
            type("Derived", (cls,), {})
        with fails(TypeError, "cannot create '_cffi_backend.%s' instances" % name):
            cls()
    assert cffi.FFI.CData is cffi.FFI().CData is classes[PLAIN]


@pytest.mark.parametrize("where", ["in line", "api", "verify"])
def test_other_classes(opened, where):
    ffi, lib = opened(where)
    numbers = ffi.new("int[3]")
    assert type(ffi.buffer(numbers)) is ffi.buffer is _cffi_backend.buffer
    assert type(iter(numbers)) is _cffi_backend.__dict__["__CData_iterator"]
    assert type(ffi.typeof("int")) is ffi.CType is _cffi_backend.CType
    assert type(ffi.typeof("struct record").fields[0][1]) is _cffi_backend.CField
    if where != "in line":
        assert type(lib.twice).__name__ == "builtin_function_or_method"
        assert lib.twice.__name__ == "twice"


@pytest.mark.parametrize("where", ["in line", "api"])
def test_views_in_cycles_are_collected(opened, where):
    """Of one class, some take part in garbage collection and some do not: those that can be in a cycle."""
    ffi, lib = opened(where)

    def in_a_cycle(make):
        value = Value()
        gone = weakref.ref(value)
        value.cdata = make(value)
        del value
        collect()
        return gone() is None

    new = ffi.new
    assert in_a_cycle(lambda value: ffi.gc(new("struct record *"), lambda cdata, value=value: None).point)
    assert in_a_cycle(lambda value: ffi.gc(new("int[3]"), lambda cdata, value=value: None)[0:2])
    assert in_a_cycle(lambda value: ffi.new_handle(value))
    assert in_a_cycle(lambda value: ffi.callback("int(int)", lambda x: value))
    keep = []
    assert in_a_cycle(
        lambda value: ffi.new_allocator(
            lambda size: keep.append(new("char[]", size)) or keep[-1], lambda cdata, value=value: None
        )("int *")
    )
    assert in_a_cycle(
        lambda value: (
            ffi.new_allocator(
                lambda size: keep.append(new("char[]", size)) or keep[-1], lambda cdata, value=value: None
            )("struct record *").point
        )
    )


@pytest.mark.ours("nothing in a cycle leaks")
def test_a_pointer_in_a_cycle_with_its_destructor(ffi):
    """The pointer in front of a record from an allocator is of the class of all pointers from new(), and collected."""
    ffi.cdef("struct pair { int a, b; };")
    value = Value()
    gone = weakref.ref(value)
    memory = ffi.new("char[]", 100)
    value.cdata = ffi.new_allocator(lambda size: memory, lambda cdata, value=value: None)("struct pair *")
    del value
    collect()
    assert gone() is None


def test_what_needs_no_collector_is_not_tracked(ffi):
    ffi.cdef("struct pair { int a, b; };")
    for cdata in (
        ffi.new("int *"),
        ffi.new("struct pair *"),
        ffi.new("struct pair *")[0],
        ffi.cast("int", 1),
        ffi.NULL,
        ffi.new("int[3]")[0:1],
    ):
        assert not gc.is_tracked(cdata)
