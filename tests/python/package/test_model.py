"""What published programs read of an FFI's inside: ffi._parser, cffi.model, and modules that nobody needs any more."""

import base64
import gc
import importlib
import io
import os
import pickle
import re
import sys
import warnings
import weakref

import pytest

import _cffi_backend
import cffi
from cffi import commontypes, cparser, model, recompiler
from support.helpers import RELEASED
from support.paths import ROOT

DECLARATIONS = """
int f(int a, char *b, ...);
static const int SC;
static const int SC2 = 5;
extern const double dv; extern int v; extern int arr[]; extern int arr2[5]; extern const char *const names[3];
typedef int t; typedef struct { int a; } anon_s; typedef struct s S;
struct s { int x; const char *p; int b:3; struct {int n1;}; union {int u1; float u2;} un; anon_s as_[2]; S *self; int tail[]; };
struct opaque; union uu { int a; struct s *q; double d[3]; };
typedef ... opq; typedef ... *opqp;
struct mixed { opqp a; opq *b; struct {int z;} in; enum inner { Z1=4 } ee; int (*cb)(struct s *, int (*)(void), const char *const *);
               const int ci; char *const *cpp; int m[2][3]; int (*pa)[4]; int :5; volatile int vol; enum { Z2 = 6, Z3 } an; };
typedef struct {int z;} *ptr_to_anon; typedef struct { ptr_to_anon p; struct later *l; } Holder; struct later { Holder h; };
enum e { A, B=5, C }; typedef enum { D, E } anon_e; enum neg { NN=-3, PP }; enum {LONE1, LONE2=77};
#define M 3
#define NEG -3
#define DOTS ...
void cb(int (*f)(const int *, void*), FILE *, uint8_t, size_t);
typedef int fn_t(int); fn_t gg; typedef int (*fp_t)(void); typedef fn_t *fpp; int (*ret(int))(void); int (*reta(void))[3];
typedef int arrt[4]; typedef const int cint; typedef struct s *SP; typedef enum e eT; typedef union uu UU;
unsigned long ul(signed char, long double, _Bool, wchar_t, double _Complex);
"""

PACKED = "struct packed_s { char a; int b; short c; };"


@pytest.fixture
def declared(ffi):
    ffi.cdef(DECLARATIONS)
    return ffi


# ---- the view


def shown(declarations):
    return {key: (repr(type), quals, type.__class__.__name__) for key, (type, quals) in declarations.items()}


def test_declarations(declared):
    assert shown(declared._parser._declarations) == {
        "macro M": ("3", 0, "int"),
        "macro NEG": ("-3", 0, "int"),
        "macro DOTS": ("'...'", 0, "str"),
        "function f": ("<int(*)(int, char *, ...)>", 0, "FunctionPtrType"),
        "constant SC": ("<int>", 1, "PrimitiveType"),
        "macro SC2": ("5", 0, "int"),
        "constant dv": ("<double>", 1, "PrimitiveType"),
        "variable v": ("<int>", 0, "PrimitiveType"),
        "variable arr": ("<int[]>", 0, "ArrayType"),
        "variable arr2": ("<int[5]>", 0, "ArrayType"),
        "variable names": ("<char const *[3]>", 1, "ArrayType"),
        "typedef t": ("<int>", 0, "PrimitiveType"),
        "anonymous anon_s": ("<anon_s>", 0, "StructType"),
        "typedef anon_s": ("<anon_s>", 0, "StructType"),
        "struct s": ("<S>", 0, "StructType"),
        "typedef S": ("<S>", 0, "StructType"),
        "struct opaque": ("<struct opaque>", 0, "StructType"),
        "union uu": ("<UU>", 0, "UnionType"),
        "typedef opq": ("<opq>", 0, "StructType"),
        "typedef opqp": ("<opqp>", 0, "NamedPointerType"),
        "struct mixed": ("<struct mixed>", 0, "StructType"),
        "enum inner": ("<enum inner>", 0, "EnumType"),
        "typedef ptr_to_anon": ("<ptr_to_anon>", 0, "NamedPointerType"),
        "anonymous Holder": ("<Holder>", 0, "StructType"),
        "typedef Holder": ("<Holder>", 0, "StructType"),
        "struct later": ("<struct later>", 0, "StructType"),
        "enum e": ("<enum e>", 0, "EnumType"),
        "anonymous anon_e": ("<anon_e>", 0, "EnumType"),
        "typedef anon_e": ("<anon_e>", 0, "EnumType"),
        "enum neg": ("<enum neg>", 0, "EnumType"),
        "anonymous $enum_$4": ("<enum $4>", 0, "EnumType"),
        "anonymous $enum_$6": ("<enum $6>", 0, "EnumType"),
        "function cb": ("<void(*)(int(*)(int const *, void *), FILE *, uint8_t, size_t)>", 0, "FunctionPtrType"),
        "typedef fn_t": ("<int()(int)>", 0, "RawFunctionType"),
        "function gg": ("<int(*)(int)>", 0, "FunctionPtrType"),
        "typedef fp_t": ("<int(*)(void)>", 0, "FunctionPtrType"),
        "typedef fpp": ("<int(*)(int)>", 0, "FunctionPtrType"),
        "function ret": ("<int(*(*)(int))(void)>", 0, "FunctionPtrType"),
        "function reta": ("<int(*(*)(void))[3]>", 0, "FunctionPtrType"),
        "typedef arrt": ("<int[4]>", 0, "ArrayType"),
        "typedef cint": ("<int>", 1, "PrimitiveType"),
        "typedef SP": ("<S *>", 0, "PointerType"),
        "typedef eT": ("<enum e>", 0, "EnumType"),
        "typedef UU": ("<UU>", 0, "UnionType"),
        "function ul": (
            "<unsigned long(*)(signed char, long double, _Bool, wchar_t, _cffi_double_complex_t)>",
            0,
            "FunctionPtrType",
        ),  # fmt: skip
    }


def test_order(declared):
    keys = list(declared._parser._declarations)
    assert keys[:3] == ["macro M", "macro NEG", "macro DOTS"] and keys[3] == "function f" and keys[-1] == "function ul"


def test_integer_constants(declared):
    assert declared._parser._int_constants == {
        "M": 3, "NEG": -3, "SC2": 5, "Z1": 4, "Z2": 6, "Z3": 7, "A": 0, "B": 5, "C": 6, "D": 0, "E": 1, "NN": -3, "PP": -2, "LONE1": 0, "LONE2": 77,
    }  # fmt: skip


def test_fields(declared):
    mixed = declared._parser._declarations["struct mixed"][0]
    assert mixed.fldnames == ("a", "b", "in", "ee", "cb", "ci", "cpp", "m", "pa", "", "vol", "an")
    assert [repr(type) for type in mixed.fldtypes] == [
        "<opqp>", "<opq *>", "<struct $3>", "<enum inner>", "<int(*)(S *, int(*)(void), char const * const *)>",
        "<int>", "<char * const *>", "<int[2][3]>", "<int(*)[4]>", "<int>", "<int>", "<enum $4>",
    ]  # fmt: skip
    assert mixed.fldbitsize == (-1,) * 9 + (5, -1, -1)
    assert mixed.fldquals == (0, 0, 0, 0, 0, model.Q_CONST, 0, 0, 0, 0, model.Q_VOLATILE, 0)
    assert not mixed.packed and not mixed.partial
    record = declared._parser._declarations["struct s"][0]
    assert record.name == "s" and record.forcename == "S" and record.get_official_name() == "S"
    assert [name for name, *_ in record.enumfields()] == ["x", "p", "b", "n1", "un", "as_", "self", "tail"]
    assert [name for name, *_ in record.enumfields(False)] == ["x", "p", "b", "", "un", "as_", "self", "tail"]
    assert record.fldtypes[record.fldnames.index("self")].totype is record
    opaque = declared._parser._declarations["struct opaque"][0]
    assert opaque.fldnames is None and opaque.fldtypes is None and opaque.fldbitsize is None


def test_functions_enums_and_arrays(declared):
    declarations = declared._parser._declarations
    function = declarations["function f"][0]
    assert repr(function.args) == "(<int>, <char *>)" and repr(function.result) == "<int>"
    assert function.ellipsis and function.abi is None
    enum = declarations["enum e"][0]
    assert (enum.name, enum.enumerators, enum.enumvalues) == ("e", ("A", "B", "C"), (0, 5, 6)) and not enum.partial
    assert declarations["anonymous anon_e"][0].name == "$anon_e"
    assert declarations["variable arr"][0].length is None and declarations["variable arr2"][0].length == 5
    assert declarations["typedef opq"][0].origin == "unknown_type"


def test_types_are_the_same_objects(declared):
    declarations = declared._parser._declarations
    assert declared._parser is declared._parser and declared._parser._declarations is declarations
    assert declarations["typedef S"][0] is declarations["struct s"][0]
    before = declarations["struct s"][0]
    declared.cdef("struct added { struct s s; };")
    assert declared._parser._declarations["struct added"][0].fldtypes[0] is before
    assert "struct added" in declarations


def test_completed_later(ffi):
    ffi.cdef("struct s; enum e; typedef struct s *sp;") if RELEASED else ffi.cdef("struct s; typedef struct s *sp;")
    record = ffi._parser._declarations["struct s"][0]
    assert record.fldnames is None
    ffi.cdef("struct s { int x; }; typedef struct s S;")
    assert ffi._parser._declarations["struct s"][0] is record
    assert record.fldnames == ("x",) and repr(record) == "<S>"


def test_types_in_a_cycle(ffi):
    ffi.cdef(
        "typedef struct node node_t; typedef int (*visit_t)(node_t *, void *); struct node { visit_t *visits; node_t **all; };"
        "int walk(visit_t visit, visit_t *more);"
    )
    node = ffi._parser._declarations["struct node"][0]
    assert repr(node.fldtypes) == "(<int(* *)(node_t *, void *)>, <node_t * *>)"
    assert repr(ffi._parser._declarations["function walk"][0].args[1]) == "<int(* *)(node_t *, void *)>"


def test_packed(ffi):
    ffi.cdef(PACKED, packed=True)
    ffi.cdef(PACKED.replace("packed_s", "two"), pack=2)
    declarations = ffi._parser._declarations
    assert declarations["struct packed_s"][0].packed == 1 and declarations["struct two"][0].packed == 2


def test_what_a_compiler_completes(ffi):
    ffi.cdef(
        "struct part { int q; ...; }; enum pe { PA, PB=..., ... }; typedef int... unkint; typedef float... unkfl;"
        "extern int un[...];"
    )
    declarations = ffi._parser._declarations
    assert declarations["struct part"][0].partial and declarations["enum pe"][0].partial
    assert declarations["enum pe"][0].enumerators == ("PA", "PB")
    assert type(declarations["typedef unkint"][0]) is model.UnknownIntegerType
    assert type(declarations["typedef unkfl"][0]) is model.UnknownFloatType
    assert declarations["variable un"][0].length == "..." and repr(declarations["variable un"][0]) == "<int[/*...*/]>"


def test_extern_python(ffi):
    ffi.cdef('extern "Python" int ep(int); extern "Python+C" void ep2(void);')
    assert shown(ffi._parser._declarations) == {
        "extern_python ep": ("<int(*)(int)>", 0, "FunctionPtrType"),
        "extern_python_plus_c ep2": ("<void(*)(void)>", 0, "FunctionPtrType"),
    }


def test_included(ffi):
    base = cffi.FFI()
    base.cdef("struct b {int q;}; typedef int bt; enum be {BE1}; int bf(void); extern int bv;\n#define BM 4\n")
    ffi.cdef("int own(void);")
    ffi.include(base)
    assert list(shown(ffi._parser._declarations)) == ["function own", "struct b", "typedef bt", "enum be"]
    assert ffi._parser._int_constants == {"BM": 4, "BE1": 0}


# ---- pickled and assigned


def picture(ffi):
    """What an FFI declares, as its public methods tell it."""
    types = []
    typedefs, structs, unions = ffi.list_types()
    for name in [*typedefs, *("struct " + tag for tag in structs), *("union " + tag for tag in unions)]:
        if name == "fn_t":
            continue
        ctype = ffi.typeof(name)
        fields = ctype.fields if ctype.kind in ("struct", "union") else None
        layout = [(field, x.type.cname, x.offset, x.bitshift, x.bitsize) for field, x in fields or ()]
        types.append((name, ctype.cname, layout, ffi.sizeof(ctype) if fields else None))
    lib = ffi.dlopen(None)
    constants = [getattr(lib, name) for name in ("M", "NEG", "A", "C", "E", "LONE2", "NN", "SC2", "Z1", "Z3")]
    return types, sorted(dir(lib)), constants, ffi.typeof("enum neg").elements, ffi.typeof("fpp")


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickled_and_assigned(ffi, protocol):
    ffi.cdef(DECLARATIONS)
    pickled = pickle.dumps((ffi._parser._declarations, ffi._parser._int_constants), protocol)
    other = cffi.FFI()
    other._parser._declarations, other._parser._int_constants = pickle.loads(pickled)
    *expected, function = picture(ffi)
    *found, other_function = picture(other)
    assert found == expected and function.cname == other_function.cname
    assert shown(other._parser._declarations).keys() >= shown(ffi._parser._declarations).keys() - {
        "anonymous $enum_$4",
        "anonymous $enum_$6",
    }


def test_assigned_constants_alone(ffi):
    ffi._parser._int_constants = {"N": 7, "BIG": 2**40, "LOW": -(2**31)}
    assert ffi._parser._int_constants == {"N": 7, "BIG": 2**40, "LOW": -(2**31)}
    assert ffi.sizeof("int[N]") == 28


def test_assigned_packed(ffi):
    ffi.cdef(PACKED, packed=True)
    other = cffi.FFI()
    other._parser._declarations = pickle.loads(pickle.dumps(ffi._parser._declarations))
    assert other.sizeof("struct packed_s") == 7 and other.offsetof("struct packed_s", "b") == 1


def test_assigned_functions_are_called(compile_library, ffi):
    path = compile_library("struct p { int x, y; }; int sum(const struct p *p) { return p->x + p->y; }")
    ffi.cdef("struct p { int x, y; }; int sum(const struct p *p);")
    other = cffi.FFI()
    other._parser._declarations = pickle.loads(pickle.dumps(ffi._parser._declarations))
    assert other.dlopen(path).sum(other.new("struct p *", [3, 4])) == 7


@pytest.mark.ours("a layout that cffi.model cannot tell is refused, not lost")
def test_assigned_attributes(ffi):
    ffi.cdef("struct s { char a; int b __attribute__((aligned(16))); };")
    with pytest.raises(cffi.FFIError, match="attributes"):
        cffi.FFI()._parser._declarations = pickle.loads(pickle.dumps(ffi._parser._declarations))


def test_assigned_to_itself(declared):
    types = declared.list_types()
    declared._parser._declarations = declared._parser._declarations
    assert declared.list_types() == types and declared.sizeof("S") == declared.sizeof("struct s")


# Version 2.1.1 wrote it, of
#     struct s {int a; struct s *next;}; typedef struct s T; int f(const T *); enum e {A, B=9}; typedef struct {T t;} W;
#     #define N 3
RELEASED_PICKLE = (
    b"gAJ9cQAoWAcAAABtYWNybyBOcQFLA0sAhnECWAgAAABzdHJ1Y3Qgc3EDY2NmZmkubW9kZWwKU3RydWN0VHlwZQpxBCmBcQV9cQYoWAQAAABuYW"
    b"1lcQdYAQAAAHNxCFgIAAAAZmxkbmFtZXNxCVgBAAAAYXEKWAQAAABuZXh0cQuGcQxYCAAAAGZsZHR5cGVzcQ1jY2ZmaS5tb2RlbApQcmltaXRp"
    b"dmVUeXBlCnEOKYFxD31xEChoB1gDAAAAaW50cRFYEgAAAGNfbmFtZV93aXRoX21hcmtlcnESWAQAAABpbnQmcRN1YmNjZmZpLm1vZGVsClBvaW"
    b"50ZXJUeXBlCnEUKYFxFX1xFihYBgAAAHRvdHlwZXEXaAVYBQAAAHF1YWxzcRhLAGgSWAsAAABzdHJ1Y3QgcyAqJnEZdWKGcRpYCgAAAGZsZGJp"
    b"dHNpemVxG0r/////Sv////+GcRxYCAAAAGZsZHF1YWxzcR1LAEsAhnEeaBJYAgAAAFQmcR9YCQAAAGZvcmNlbmFtZXEgWAEAAABUcSFYBgAAAH"
    b"BhY2tlZHEiSwB1YksAhnEjWAkAAAB0eXBlZGVmIFRxJGgFSwCGcSVYCgAAAGZ1bmN0aW9uIGZxJmNjZmZpLm1vZGVsCkZ1bmN0aW9uUHRyVHlw"
    b"ZQpxJymBcSh9cSkoWAQAAABhcmdzcSpoFCmBcSt9cSwoaBdoBWgYSwFoElgKAAAAVCBjb25zdCAqJnEtdWKFcS5YBgAAAHJlc3VsdHEvaA9YCA"
    b"AAAGVsbGlwc2lzcTCJWAMAAABhYmlxMU5oElgSAAAAaW50KComKShUIGNvbnN0ICopcTJ1YksAhnEzWAYAAABlbnVtIGVxNGNjZmZpLm1vZGVs"
    b"CkVudW1UeXBlCnE1KYFxNn1xNyhoB1gBAAAAZXE4WAsAAABlbnVtZXJhdG9yc3E5WAEAAABBcTpYAQAAAEJxO4ZxPFgKAAAAZW51bXZhbHVlc3"
    b"E9SwBLCYZxPlgLAAAAYmFzZWludHR5cGVxP05oElgHAAAAZW51bSBlJnFAWAcAAABwYXJ0aWFscUGJaCBYBwAAACRlbnVtX2VxQnViSwCGcUNY"
    b"CwAAAGFub255bW91cyBXcURoBCmBcUV9cUYoaAdYAgAAACRXcUdoCVgBAAAAdHFIhXFJaA1oBYVxSmgbSv////+FcUtoHUsAhXFMaBJYAgAAAF"
    b"cmcU1oIFgBAAAAV3FOaCJLAHViSwCGcU9YCQAAAHR5cGVkZWYgV3FQaEVLAIZxUXV9cVIoWAEAAABOcVNLA2g6SwBoO0sJdYZxVC4="
)


def test_pickle_of_a_released_version(ffi):
    ffi._parser._declarations, ffi._parser._int_constants = pickle.loads(base64.b64decode(RELEASED_PICKLE))
    assert ffi.list_types() == (["T", "W"], ["s"], [])
    assert [(name, field.type.cname) for name, field in ffi.typeof("T").fields] == [("a", "int"), ("next", "T *")]
    assert ffi.sizeof("W") == 16 and ffi.typeof("enum e").elements == {0: "A", 9: "B"}
    lib = ffi.dlopen(None)
    assert sorted(dir(lib)) == ["A", "B", "N", "f"] and (lib.B, lib.N) == (9, 3)
    assert ffi._parser._int_constants == {"N": 3, "A": 0, "B": 9}


def test_parser_and_ffi_are_collected():
    ffi = cffi.FFI()
    ffi.cdef("struct s { struct s *next; };")
    assert ffi._parser._declarations
    weak = weakref.ref(ffi)
    del ffi
    gc.collect()
    assert weak() is None


# ---- the classes


def test_spelling():
    integer = model.PrimitiveType("int")
    pointer = model.PointerType(integer)
    to_const = model.PointerType(integer, model.Q_CONST)
    assert pointer.get_c_name() == "int *" and to_const.get_c_name("x") == "int const * x"
    assert to_const.get_c_name("x", quals=model.Q_CONST) == "int const * const x"
    assert model.ArrayType(pointer, 3).get_c_name("a") == "int * a[3]"
    assert model.ArrayType(integer, None).get_c_name("a") == "int a[]"
    assert model.ArrayType(integer, 3).get_c_name("*p") == "int(*p)[3]"
    function = model.FunctionPtrType((integer, pointer), model.void_type, False)
    raw = function.as_raw_function()
    assert repr(function) == "<void(*)(int, int *)>" and function.get_c_name("f") == "void(* f)(int, int *)"
    assert repr(raw) == "<void()(int, int *)>" and raw.as_function_pointer() == function
    assert repr(model.FunctionPtrType((integer,), integer, True, "__stdcall")) == "<int(__stdcall *)(int, ...)>"
    assert repr(model.FunctionPtrType((), integer, False)) == "<int(*)(void)>"
    assert repr(model.PointerType(model.ArrayType(integer, 3))) == "<int(*)[3]>"
    assert repr(model.FunctionPtrType((integer,), function, False)) == "<void(*(*)(int))(int, int *)>"
    assert model.qualify(7, " *p") == " __restrict volatile const *p" and model.qualify(0, "") == ""
    assert (
        model.char_array_type.get_c_name("x") == "char x[]"
        and model.const_voidp_type.get_c_name("x") == "void const * x"
    )


def test_equality():
    integer = model.PrimitiveType("int")
    assert model.PointerType(integer) == model.PointerType(model.PrimitiveType("int"))
    assert hash(model.PointerType(integer)) == hash(model.PointerType(model.PrimitiveType("int")))
    assert model.PointerType(integer) != model.ConstPointerType(integer) and model.PointerType(integer) != 3
    assert model.StructType("s", (), (), ()) != model.StructType("s", (), (), ())


def test_records_by_hand():
    integer = model.PrimitiveType("int")
    inner = model.StructType("$1", ("q",), (integer,), (-1,))
    record = model.StructType("s", ("a", "", "b"), (integer, inner, integer), (-1, -1, 3))
    assert list(record.enumfields()) == [("a", integer, -1, 0), ("q", integer, -1, 0), ("b", integer, 3, 0)]
    assert list(record.anonymous_struct_fields()) == [inner]
    assert repr(record) == "<struct s>" and record.get_c_name("*p") == "struct s *p" and record.kind == "struct"
    record.force_the_name("S_t")
    assert repr(record) == "<S_t>" and record.get_official_name() == "S_t"
    assert not inner.has_c_name()
    with pytest.raises(cffi.VerificationError):
        inner.get_c_name()
    record.force_flatten()
    assert record.fldnames == ("a", "q", "b") and record.fldbitsize == (-1, -1, 3)
    record.partial = True
    with pytest.raises(cffi.VerificationMissing):
        record.check_not_partial()
    assert repr(model.unknown_type("foo")) == "<foo>" and repr(model.unknown_ptr_type("foo").totype) == "<struct $$foo>"


def test_primitives():
    kinds = model.PrimitiveType.ALL_PRIMITIVE_TYPES
    assert len(kinds) == 51
    assert (kinds["int"], kinds["wchar_t"], kinds["double"], kinds["_cffi_float_complex_t"]) == ("i", "c", "f", "j")
    with pytest.raises(AssertionError):
        model.PrimitiveType("nope")
    assert model.PrimitiveType("size_t").is_integer_type() and model.PrimitiveType("char").is_char_type()
    assert model.PrimitiveType("float").is_float_type() and not model.PrimitiveType("_Bool").is_char_type()


# ---- the other attributes of FFI


def test_backend_types(ffi):
    ffi.cdef("struct s { int a; };")
    integer = model.PrimitiveType("int")
    assert ffi._backend is _cffi_backend
    record = ffi._parser._declarations["struct s"][0]
    with ffi._lock:
        pointer = ffi._get_cached_btype(model.PointerType(integer))
        function = ffi._get_cached_btype(model.FunctionPtrType((integer,), integer, False))
        struct = ffi._get_cached_btype(record)
        with pytest.raises(cffi.CDefError):
            ffi._get_cached_btype(model.RawFunctionType((integer,), integer, False))
        with pytest.raises(NotImplementedError):
            ffi._get_cached_btype(model.UnknownIntegerType("x"))
    assert pointer is ffi.typeof("int *") and function is ffi.typeof("int(*)(int)") and struct is ffi.typeof("struct s")
    assert ffi._typeof("int[3]") is ffi.typeof("int[3]")
    assert ffi._typeof("int(int)", consider_function_as_funcptr=True) is ffi.typeof("int(*)(int)")
    with pytest.raises(cffi.CDefError):
        ffi._typeof("int(int)")
    assert ffi.BVoidP is ffi.typeof("void *") and ffi.BCharA is ffi.typeof("char[]")
    assert ffi._pointer_to(ffi.typeof("int")) is ffi.typeof("int *")
    cached = {repr(type): ctype for type, ctype in ffi._cached_btypes.items()}
    assert cached["<void *>"] is ffi.typeof("void *") and cached["<char[]>"] is ffi.typeof("char[]")


def test_libraries(ffi):
    assert ffi._libraries == []
    lib = ffi.dlopen(None)
    assert ffi._libraries == [lib]
    with ffi._lock:
        pass


def test_parser_by_itself():
    parser = cparser.Parser()
    parser.parse("int f(int x); typedef struct q Q;")
    assert list(parser._declarations) == ["function f", "struct q", "typedef Q"]
    assert repr(parser.parse_type("const Q *")) == "<Q const *>"
    type, quals = parser.parse_type_and_quals("const int")
    assert repr(type) == "<int>" and quals == model.Q_CONST
    assert repr(parser.parse_type("int(int)")) == "<int()(int)>"
    for bad in ("blah x", "int f("):
        with pytest.raises(cffi.CDefError):
            parser.parse_type(bad)


def test_common_type_names():
    names = cparser._common_type_names
    assert names("int f(size_t x, uint8_t *, FILE *, foo_t, wchar_t);") == {"size_t", "uint8_t", "FILE", "wchar_t"}
    assert names("typedef int size_t; size_t x;") == set()
    assert names("struct size_t {int a;};") == {"size_t"}
    assert commontypes.COMMON_TYPES["bool"] == "_Bool" and repr(commontypes.COMMON_TYPES["FILE"]) == "<FILE>"
    parser = cparser.Parser()
    assert repr(commontypes.resolve_common_type(parser, "uint8_t")) == "(<uint8_t>, 0)"
    with pytest.raises(cffi.FFIError):
        commontypes.resolve_common_type(parser, "nope")


def test_recompiler(ffi):
    ffi.cdef("int abs(int);")
    text = io.StringIO()
    maker = recompiler.Recompiler(ffi, "_made")
    maker.collect_type_table()
    maker.collect_step_tables()
    maker.write_source_to_f(text, "#include <stdlib.h>")
    assert "#include <stdlib.h>" in text.getvalue() and "PyInit__made" in text.getvalue()


def test_load_backend_lib():
    import cffi.api

    assert isinstance(cffi.api._load_backend_lib(_cffi_backend, None, 0), _cffi_backend.CLibrary)
    with pytest.raises(OSError):
        cffi.api._load_backend_lib(_cffi_backend, "nosuchlib_x", 0)


def test_c_api():
    assert repr(_cffi_backend._C_API).startswith('<capsule object "cffi" at 0x')


# ---- modules


MODULES = ["api", "backend_ctypes", "cffi_opcode", "commontypes", "cparser", "error", "ffiplatform", "lock", "model", "pkgconfig",
           "recompiler", "setuptools_ext", "vengine_cpy", "vengine_gen", "verifier"]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_imported_without_noise(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "the imp module")
        module = importlib.import_module("cffi." + name)
    assert module is sys.modules["cffi." + name] and getattr(cffi, name) is module


def test_locks():
    from cffi.cparser import lock
    from cffi.lock import allocate_lock
    from cffi.model import global_lock

    for each in (lock, global_lock, allocate_lock()):
        with each:
            assert each.locked()
        assert not each.locked()


def test_opcodes():
    from cffi import cffi_opcode

    assert (cffi_opcode.OP_PRIMITIVE, cffi_opcode.OP_EXTERN_PYTHON, cffi_opcode.PRIM_VOID, cffi_opcode.PRIM_CHAR32) == (
        1,
        41,
        0,
        51,
    )
    assert cffi_opcode.PRIM_INT_LEAST16 == 32 and cffi_opcode.PRIM_UINT_FAST64 == 45 and cffi_opcode.PRIM_INTMAX == 46
    assert cffi_opcode.PRIMITIVE_TO_INDEX["size_t"] == cffi_opcode.PRIM_SIZE == 28 and cffi_opcode._NUM_PRIM == 52
    opcode = cffi_opcode.CffiOp(cffi_opcode.OP_POINTER, 3)
    assert opcode.as_c_expr() == "_CFFI_OP(_CFFI_OP_POINTER, 3)" and str(opcode) == "(POINTER 3)"
    assert opcode.as_python_bytes() == "\\x00\\x00\\x03\\x03"
    with pytest.raises(cffi.VerificationError):
        cffi_opcode.CffiOp(None, "x").as_python_bytes()


# Where the module says something else than interface.def.
OPCODE_NAMES = {
    "RECORD": "STRUCT_UNION", "FUNCTION_VARARGS": "CPYTHON_BLTN_V", "FUNCTION_NOARGS": "CPYTHON_BLTN_N",
    "FUNCTION_ONEARG": "CPYTHON_BLTN_O", "GLOBAL_VARIABLE": "GLOBAL_VAR", "GLOBAL_VARIABLE_F": "GLOBAL_VAR_F",
    "DLOPEN_FUNCTION": "DLOPEN_FUNC", "DLOPEN_CONSTANT": "DLOPEN_CONST",
}  # fmt: skip
PRIMITIVE_NAMES = {"float _Complex": "_cffi_float_complex_t", "double _Complex": "_cffi_double_complex_t"}


def rows(path, macro):
    """The arguments of each line CFFI_...(...) of a list in the sources."""
    with open(os.path.join(ROOT, "src", path)) as file:
        text = file.read()
    return [
        [each.strip() for each in row.split(",")] for row in re.findall(r"^CFFI_(?:%s)\((.*?)\)" % macro, text, re.M)
    ]


def test_opcodes_are_those_of_the_sources():
    from cffi import cffi_opcode

    opcodes = {int(number): OPCODE_NAMES.get(name, name) for _, number, name in rows("tables/interface.def", "OPCODE")}
    assert opcodes == cffi_opcode.CLASS_NAME
    assert all(getattr(cffi_opcode, "OP_" + name) == number for number, name in opcodes.items())
    kinds = "KEYWORD_PRIMITIVE|NAMED_PRIMITIVE|OTHER_PRIMITIVE|PRIMITIVE"
    spellings = [row[2].strip('"') for row in rows("ctype/primitive.def", kinds)]
    frozen = [PRIMITIVE_NAMES.get(each, each) for each in spellings[: spellings.index("char32_t") + 1]]
    assert {name: number for number, name in enumerate(frozen) if number > 0} == cffi_opcode.PRIMITIVE_TO_INDEX


@pytest.mark.ours("not part of this version, and say so")
@pytest.mark.parametrize(
    "path", ["vengine_cpy.VCPythonEngine", "vengine_gen.VGenericEngine", "backend_ctypes.CTypesBackend"]
)
def test_engines(path):
    module, name = path.split(".")
    cls = getattr(importlib.import_module("cffi." + module), name)
    with pytest.raises(NotImplementedError, match=name):
        cls() if name == "CTypesBackend" else cls(None)
