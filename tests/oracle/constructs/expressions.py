"""Every operation of Python on every kind of object, every method with every kind of argument: (group, [expression])."""

from world import CDATA, OBJECTS, VALUES

OPERATIONS = [
    "repr(X)", "str(X)", "bool(X)", "int(X)", "float(X)", "complex(X)", "len(X)", "iter(X)", "list(X)[:3]", "X[0]", "X[0:1]", "X['a']", "X[None]", "X[0:1:1]", "X[:1]", "X[0:]", "X[1.5]", "X[...]", "X + 1", "1 + X", "X + 0 == X",
    "X - 1 == X", "X - X", "X * 2", "2 * X", "X / 2", "X // 2", "X % 2", "X ** 2", "X & 1", "X | 1", "X << 1", "-X", "+X", "abs(X)", "~X", "X == X", "X != X", "X < X", "X <= X", "X > 5", "X == 5", "5 == X", "X == None", "X != None", "X is X", "X == 'a'", "X == 1.5",
    "hash(X) == hash(X)", "X()", "X(1)", "X(1, 2)", "X(x=1)", "X.nope", "X.a", "getattr(X, 'nope', 5)", "hasattr(X, 'a')", "hasattr(X, '__len__')", "hasattr(X, '__call__')", "hasattr(X, '__iter__')", "callable(X)", "setattr(X, 'nope', 1)", "setattr(X, 'a', 1)", "delattr(X, 'a')", "delattr(X, 'nope')",
    "set_item(X, 0, None)", "set_item(X, 'a', 1)", "set_item(X, slice(0, 1), None)", "del_item(X, 0)", "type(X)", "type(X).__name__", "type(X).__module__", "[c.__name__ for c in type(X).__mro__]", "str(type(X))", "type(X) is ffi.CData", "type(X) == ffi.CData", "isinstance(X, ffi.CData)", "isinstance(X, ffi.CType)", "issubclass(type(X), ffi.CData)",
    "X.__class__ is type(X)", "copy.copy(X)", "copy.copy(X) is X", "copy.deepcopy(X)", "pickle.dumps(X)", "(lambda x: weakref.ref(x)() is x)(X)", "entered(X)", "1 in X", "None in X", "list(reversed(X))[:3]", "round(X)", "round(X, 1)", "math.trunc(X)", "math.floor(X)", "operator.index(X)", "operator.length_hint(X)", "format(X)",
    "format(X, 'd')", "'%s' % X", "'%d' % X", "'%r' % (X,)", "bytes(X)", "memoryview(X)", "bytearray(X)", "vars(X)", "dir(X) == dir(X)", "attributes(X)", "[x for x in dir(X) if not x.startswith('_')]", "{X: 1}[X]", "X if X else 0", "not X", "range(X)", "[1, 2, 3][X]", "sum([X])", "max(X, X) is X", "sorted([X, X])", "divmod(X, 2)", "X @ X", "X and 1",
    "isinstance(X, type)", "X.__init__", "type(X)()", "type(X)(5)", "type('sub', (type(X),), {})", "X.__eq__(5)", "X.__lt__(5)", "X.__add__(1)", "X.__hash__ is None", "shown(X)", "iter(X) is iter(X)", "next(iter(X))", "tuple(X)[:2]", "max(X)", "'a' + X", "b'a' + X", "[] + X", "open(X)", "chr(X)", "float(X) + 1", "print(X)", "X.__reduce_ex__(2)", "X.__sizeof__() > 0",
]  # fmt: skip

# Methods of the two FFI classes with one argument of every kind. FRESH may be changed.
METHODS = {
    "typeof": ["ffi.typeof(X)"], "sizeof": ["ffi.sizeof(X)"], "alignof": ["ffi.alignof(X)"], "new": ["ffi.new(X)", "shown(ffi.new('int *', X))", "shown(ffi.new('int[]', X))", "shown(ffi.new('int[3]', X))", "shown(ffi.new('char *', X))", "shown(ffi.new('char[]', X))", "shown(ffi.new('wchar_t[]', X))", "shown(ffi.new('char[3]', X))",
                                                          "shown(ffi.new('struct pair *', X))", "shown(ffi.new('struct pair[]', X))", "shown(ffi.new('union number *', X))", "shown(ffi.new('double *', X))", "shown(ffi.new('_Bool *', X))", "shown(ffi.new('int **', X))", "shown(ffi.new('void **', X))", "shown(ffi.new('char *[]', X))", "shown(ffi.new('enum color *', X))",
                                                          "shown(ffi.new('struct flex *', X))", "shown(ffi.new('fn_t *', X))", "shown(ffi.new('wchar_t *', X))", "shown(ffi.new('long double *', X))", "shown(ffi.new('int[2][2]', X))", "shown(ffi.new('struct mixed *', X))", "shown(ffi.new(cdecl='int *', init=X))"],
    "cast": ["ffi.cast(X, 0)", "steady(ffi.cast('int', X), X)", "steady(ffi.cast('unsigned char', X), X)", "steady(ffi.cast('char', X), X)", "steady(ffi.cast('wchar_t', X), X)", "steady(ffi.cast('float', X), X)", "steady(ffi.cast('double', X), X)", "steady(ffi.cast('long double', X), X)", "steady(ffi.cast('_Bool', X), X)", "steady(ffi.cast('enum color', X), X)", "ffi.cast('int *', X)", "ffi.cast('char *', X)", "ffi.cast('void *', X)",
             "ffi.cast('struct pair *', X)", "ffi.cast('fn_t', X)", "ffi.cast('int[3]', X)", "ffi.cast('struct pair', X)", "ffi.cast('FILE *', X)", "steady(ffi.cast('double _Complex', X), X)", "ffi.cast('void', X)", "steady(ffi.cast('uint64_t', X), X)", "steady(ffi.cast(cdecl='int', source=X), X)"],
    "getctype": ["ffi.getctype(X)", "ffi.getctype('int', X)", "ffi.getctype('int *', X)", "ffi.getctype(X, '*')", "ffi.getctype(X, 'name')", "ffi.getctype(X, '[3]')", "ffi.getctype(cdecl='int', replace_with=X)"],
    "string": ["ffi.string(X)", "ffi.string(X, 2)", "ffi.string(kept('char[]', b'abc'), X)", "ffi.string(cdata=kept('char[]', b'abc'), maxlen=1)"], "unpack": ["ffi.unpack(X, 1)", "ffi.unpack(X, 0)", "ffi.unpack(kept('int[5]'), X)", "ffi.unpack(X, -1)"],
    "buffer": ["ffi.buffer(X)", "ffi.buffer(X)[:]", "ffi.buffer(X, 1)", "len(ffi.buffer(X))", "ffi.buffer(kept('int[5]'), X)", "ffi.buffer(cdata=kept('int[5]'), size=2)"],
    "from_buffer": ["ffi.from_buffer(X)", "ffi.from_buffer('int[]', X)", "ffi.from_buffer('char *', X)", "ffi.from_buffer(X, b'abcdefgh')", "ffi.from_buffer('char[]', X, require_writable=True)", "ffi.from_buffer(python_buffer=X)", "ffi.from_buffer('struct pair[]', X)", "ffi.from_buffer('int[1]', X)", "ffi.from_buffer(b'abcdefgh', require_writable=X)"],
    "memmove": ["ffi.memmove(X, b'', 0)", "ffi.memmove(bytearray(8), X, 1)", "ffi.memmove(X, b'abcd', 1)", "ffi.memmove(bytearray(8), b'abcdefgh', X)", "ffi.memmove(dest=bytearray(4), src=X, n=0)"],
    "gc": ["ffi.gc(X, None)", "ffi.gc(X, noted)", "ffi.gc(ffi.new('int *'), X)", "ffi.gc(ffi.new('int *'), noted, X)", "ffi.gc(ffi.new('int *'), destructor=noted, size=5)"], "release": ["ffi.release(X)"],
    "addressof": ["ffi.addressof(X)", "ffi.addressof(X, 0)", "ffi.addressof(X, 'a')", "ffi.addressof(X, 'nope')", "ffi.addressof(lib, X)", "ffi.addressof(kept('struct pair *')[0], X)", "ffi.addressof(X, X)", "ffi.addressof(lib, 'number', 'a')", "ffi.addressof(X, 'f_int')"],
    "offsetof": ["ffi.offsetof(X)", "ffi.offsetof(X, 'b')", "ffi.offsetof('struct pair', X)", "ffi.offsetof('struct mixed', 'in', X)", "ffi.offsetof('int[5]', X)", "ffi.offsetof(X, 0)", "ffi.offsetof(X, 0, 'b')"],
    "new_handle": ["ffi.from_handle(ffi.new_handle(X)) is not None", "repr(ffi.new_handle(X))[:26]"], "from_handle": ["ffi.from_handle(X)"],
    "callback": ["ffi.callback(X)", "ffi.callback(X, len)", "ffi.callback('int(int)', X)", "ffi.callback('int(*)(int)', X)", "ffi.callback('int(int)', len, X)", "ffi.callback('int(int)', len, error=X)(5)", "ffi.callback('int(int)', len, onerror=X)", "ffi.callback('int(int)', lambda x: X)(5)", "ffi.callback('char(int)', lambda x: X)(5)",
                 "ffi.callback('void(int)', lambda x: X)(5)", "ffi.callback('int *(int)', lambda x: X)(5)", "ffi.callback('struct pair(int)', lambda x: X)(5)", "ffi.callback('double(double)', lambda x: x)(X)", "ffi.callback('int(char *)', lambda x: 1)(X)", "ffi.callback(cdecl='int(int)', python_callable=len, error=5, onerror=None)", "ffi.callback('int(int)')(X)"],
    "def_extern": ["ffi.def_extern(X)", "ffi.def_extern()(X)", "ffi.def_extern(name='nope')(len)"], "init_once": ["ffi.init_once(lambda: X, object()) is not 0", "ffi.init_once(X, 'tag')", "ffi.init_once(lambda: 5, X)", "ffi.init_once(func=lambda: 6, tag=7)"],
    "errno": ["setattr(ffi, 'errno', X)", "(setattr(ffi, 'errno', 7), ffi.errno)"], "getwinerror": ["ffi.getwinerror(X)"], "list_types": ["ffi.list_types(X)", "ffi.list_types()"], "integer_const": ["ffi.integer_const(X)", "ffi.integer_const('GREEN')", "ffi.integer_const('LIMIT')", "ffi.integer_const('nope')", "ffi.integer_const('number')"],
    "new_allocator": ["ffi.new_allocator(X)", "ffi.new_allocator(allocated, X)", "shown(ffi.new_allocator(lambda n: X)('int *'))", "ffi.new_allocator(alloc=allocated, free=noted, should_clear_after_alloc=X)", "ffi.new_allocator(None, X)", "ffi.new_allocator(allocated)(X)", "shown(ffi.new_allocator()('int *', X))"],
    "dlopen": ["ffi.dlopen(X)", "ffi.dlopen(None, X)", "ffi.dlopen(name=None, flags=ffi.RTLD_NOW)"], "dlclose": ["ffi.dlclose(X)"], "include": ["fresh().include(X)", "fresh().include(ffi)"],
    "cdef": ["fresh().cdef(X)", "fresh().cdef('int a;', X)", "fresh().cdef('struct s { char a; int b; };', packed=X)", "fresh().cdef('struct s { char a; int b; };', pack=X)", "fresh().cdef('struct s { char a; int b; };', override=X)", "fresh().cdef(csource='int f(void);')"],
    "set_source": ["fresh().set_source(X, '')", "fresh().set_source('m', X)", "fresh().set_source('m', '', X)", "fresh().set_source('m', '', libraries=X)", "fresh().set_source('m', '', nope=X)", "fresh().set_source('m', '', source_extension=X)"],
    "embedding": ["fresh().embedding_api(X)", "fresh().embedding_init_code(X)"], "set_unicode": ["fresh().set_unicode(X)"], "emit": ["fresh().emit_c_code(X)", "fresh().emit_python_code(X)", "fresh().compile(X)", "fresh().distutils_extension(X)"],
    "set_source_pkgconfig": ["fresh().set_source_pkgconfig('m', X, '')", "fresh().set_source_pkgconfig(X, [], '')", "fresh().set_source_pkgconfig('m', [], X)"], "error": ["isinstance(X, ffi.error)"], "verify": ["fresh().verify(X, tmpdir=5)"],
    "the class": ["type(ffi)(X)", "type(ffi)(backend=X)"], "isinstance": ["isinstance(X, (ffi.CData, ffi.CType))"], "variables": ["(restored(), setattr(lib, '%s', X), shown(lib.%s))" % (name, name) for name in
                 ("number", "real", "letter", "wide", "truth", "pointer", "address", "text", "numbers", "name", "couple", "couples", "either", "paint", "hook", "fixed", "hidden", "LIMIT", "CONSTANT", "GREEN", "f_int", "nope")],
    # Two ints lie there: more would be written past them.
    "an open array": ["(restored(), setattr(lib, 'unbounded', %s), ffi.unpack(ffi.cast('int *', lib.unbounded), 2), setattr(lib, 'unbounded', [1, 2]))" % given for given in ("[3, 4]", "[5]", "(6, 7)", "[]", "None", "['x']", "5", "b'a'", "{0: 1}", "lib.unbounded", "ffi.new('int[2]', [8, 9])", "ffi.cast('int *', 0)")],
    "fields": ["(lambda s: (setattr(s, '%s', X), shown(s)))(kept('struct mixed *'))" % name for name in ("c", "d", "p", "name", "w", "flag", "in", "fn", "bits", "e", "nope")],
    "items": ["(lambda s: (set_item(s, 0, X), shown(s)))(kept('%s'))" % of for of in ("int[2]", "char[2]", "struct pair[2]", "int *[2]", "int[2][2]", "double[2]", "fn_t[2]", "enum color[2]", "wchar_t[2]")],
    "slices": ["(lambda s: (set_item(s, slice(0, 2), X), shown(s)))(kept('%s'))" % of for of in ("int[4]", "char[4]", "struct pair[4]", "wchar_t[4]", "double[4]")],
    "indices": ["kept('int[4]')[X]", "kept('int[4]')[0:X]", "kept('int *')[X:1]", "kept('int[4]') + X", "X + kept('int[4]')", "steady(kept('int *') - X, X)", "kept('int *') == X", "steady(kept('int *') < X, X)", "X in kept('int[4]')", "kept('struct pair *') == X", "ffi.cast('int', 3) == X", "ffi.cast('int', 3) < X", "ffi.cast('double', 3) == X", "X == ffi.NULL", "hash(X) == hash(ffi.cast('int', 5))"],
    "calls": ["shown(lib.%s(X))" % name for name in ("f_int", "f_byte", "f_double", "f_float", "f_char", "f_wide", "f_bool", "f_enum", "f_pointer", "f_void", "f_text", "f_pair", "f_pair_pointer", "f_function", "f_file", "f_variadic", "f_opaque", "f_longdouble", "f_large", "f_wtext", "f_two", "f_nothing", "f_makes")]
             + ["lib.f_variadic(1, X)", "lib.f_two(1, X)", "lib.f_two(X, X)", "lib.f_two(x=X)", "lib.f_int(*[X, X])", "ffi.cast('int(*)(int)', ffi.addressof(lib, 'f_int'))(X)", "lib.f_nothing(X)", "lib.nope(X)"],
}  # fmt: skip


def written(shape, text):
    """The object is made once, whatever the shape does with it."""
    uses = shape.count("X")
    return shape.replace("X", "(%s)" % text) if uses == 1 else "(lambda X: %s)(%s)" % (shape, text)


def groups():
    for name, text in {**CDATA, **OBJECTS}.items():
        yield "operations on %s" % name, [written(shape, text) for shape in OPERATIONS]
    arguments = {**VALUES, **CDATA, **OBJECTS}
    for method, shapes in METHODS.items():
        yield (
            "method %s" % method,
            [written(shape, text) for shape in shapes for text in (arguments.values() if "X" in shape else ["None"])],
        )
