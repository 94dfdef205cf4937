// The methods of FFI with their documentation.
#include "pyext/ffi/ffi_method_table.h"

#include "pyext/calls/extern_python.h"
#include "pyext/ffi/ffi_copy.h"
#include "pyext/ffi/ffi_declarations.h"
#include "pyext/ffi/ffi_emit.h"
#include "pyext/ffi/ffi_errno.h"
#include "pyext/ffi/ffi_init_once.h"
#include "pyext/ffi/ffi_listing.h"
#include "pyext/ffi/ffi_memory.h"
#include "pyext/ffi/ffi_type_graph.h"
#include "pyext/ffi/ffi_types.h"
#include "pyext/ffi/ffi_verify.h"
#include "pyext/python/method_table.h"

namespace cffi {
namespace {

consteval MethodEntry method(const char* documentation, Method* entry, MethodExceptions exceptions = {}) {
  return {"FFI.", documentation, entry, exceptions};
}

constexpr MethodEntry kMethods[] = {
    method("list_types()\n\nThe declared names as (typedefs, structs, unions): three sorted lists of str.\n\n"
           "    typedefs, structs, unions = ffi.list_types()",
           ffi_list_types),
    method(
        "declarations()\n\nEverything that this FFI declares itself (not the included ones), as a list of "
        "Declaration:\n"
        "named tuples (kind, name, type, value, text, file, line, column). Those of cdef() stand in the order of the\n"
        "text; compiled modules, which have no places, are sorted by kind and name. Needs no library.\n"
        "Raises ffi.error when the compiler contradicted a declaration of a compiled module.\n\n"
        "    [d.name for d in ffi.declarations() if d.kind == 'function']",
        ffi_list_declarations),
    method("integer_const(name)\n\nThe value of a #define, enumerator or constant by name.\n"
           "Raises AttributeError when there is none.\n\n    ffi.integer_const('SEEK_SET')",
           ffi_integer_const),
    method("dlopen(name, flags=0)\n\n"
           "Opens a shared library. name: a path (str or path-like), a bare name that is searched as the platform's\n"
           "linker does (\"m\", \"z\"), None for the program itself and the C library, or a 'void *' that dlopen()\n"
           "returned. flags: RTLD_*; 0 means RTLD_NOW. The library is closed when the last object taken from it goes.\n"
           "Raises OSError, which lists every place tried.\n\n"
           "    lib = ffi.dlopen('libz.so.1')",
           ffi_dlopen, {.required = 0}),
    method("dlclose(lib)\n\nCloses a library now. Functions taken from it raise ValueError when called afterwards;\n"
           "pointers into it are invalid.\n\n    ffi.dlclose(lib)",
           ffi_dlclose),
    method("typeof(cdecl)\n\nThe CType of a type string or of a cdata. The same type is always the same object.\n"
           "Raises CDefError when the string does not parse.\n\n    ffi.typeof('int *').item is ffi.typeof('int')",
           ffi_typeof),
    method("sizeof(cdecl)\n\nSize in bytes of a type, or of a cdata; for arrays and structs of variable size what was\n"
           "allocated. Raises ValueError for types of unknown size.\n\n    ffi.sizeof('int[10]')   # 40",
           ffi_sizeof),
    method("alignof(cdecl)\n\nAlignment in bytes of a type. Raises ValueError for types of unknown alignment.\n\n"
           "    ffi.alignof('double')   # 8",
           ffi_alignof),
    method(
        "getctype(cdecl, replace_with='')\n\nThe C spelling of a type, with `replace_with` put where a name goes.\n\n"
        "    ffi.getctype('int[5]', '*p')   # 'int(*p)[5]'",
        ffi_getctype),
    method(
        "new(cdecl, init=None)\n\n"
        "Allocates zero-filled memory for what a pointer type points to, or for an array type, and initialises it.\n"
        "The memory lives as long as the result (or a view into it). Raises TypeError, OverflowError, IndexError.\n\n"
        "    p = ffi.new('struct point *', {'x': 1});  a = ffi.new('int[]', [1, 2, 3])",
        ffi_new),
    method("cast(cdecl, source)\n\nConverts as C does: integers are truncated, pointers become integers and other\n"
           "pointers. The result of a pointer cast does not keep memory alive.\n\n"
           "    ffi.cast('uint8_t', 300)   # <cdata 'uint8_t' 44>",
           ffi_cast),
    method(
        "string(cdata, maxlen=-1)\n\nThe C string at a char pointer or array as bytes, at a wide one as str; a char\n"
        "as a string of length 1; the name of an enum's value. Reads at most maxlen units, or to the end of an "
        "array.\n\n"
        "    ffi.string(ffi.new('char[]', b'world'))   # b'world'",
        ffi_string),
    method("unpack(cdata, length)\n\n`length` items from a pointer or array on: bytes for char, str for wide chars, "
           "else a\n"
           "list. Does not stop at a terminator.\n\n    ffi.unpack(ffi.new('int[3]'), 3)   # [0, 0, 0]",
           ffi_unpack),
    method("from_buffer(cdecl, python_buffer, require_writable=False)\nfrom_buffer(python_buffer)\n\n"
           "A cdata for the memory of a bytes, bytearray, array, memoryview, ...: 'char[]', or of the given array or\n"
           "pointer type. The object stays locked until the result is released or dies. Not for str.\n"
           "Raises TypeError, ValueError (too small), BufferError (not writable).\n\n"
           "    ffi.from_buffer('int[]', array.array('i', [1, 2]))",
           ffi_from_buffer, {.required = 0}),
    method(
        "memmove(dest, src, n)\n\nCopies n bytes. Each side is a pointer or array cdata, or a Python buffer; they may\n"
        "overlap. Raises ValueError when n is negative or more than a buffer has.\n\n    ffi.memmove(buf, b'abcd', 4)",
        ffi_memmove),
    method(
        "gc(cdata, destructor, size=0)\n\nA new cdata for the same pointer; destructor(cdata) is called once when it\n"
        "goes. size: bytes that the pointer holds, as a hint. gc(x, None) takes the destructor away again.\n\n"
        "    p = ffi.gc(lib.make_thing(), lib.free_thing)",
        ffi_gc),
    method("release(x)\n\nFrees now what a cdata from new(), gc(), from_buffer() or an allocator owns, as leaving a "
           "`with`\n"
           "block does. A second call does nothing. Raises ValueError for other cdata.\n\n    ffi.release(p)",
           ffi_release),
    method("new_allocator(alloc=None, free=None, should_clear_after_alloc=True)\n\n"
           "A function like new() that takes its memory from alloc(size) and returns it with free(pointer).\n\n"
           "    new = ffi.new_allocator(lib.my_alloc, lib.my_free)\n    p = new('int *')",
           ffi_new_allocator),
    method("new_handle(x)\n\nA 'void *' that stands for a Python object, for C code to carry around. Valid as long as "
           "the\n"
           "result is alive: keep it.\n\n    h = ffi.new_handle(self)",
           ffi_new_handle),
    method("from_handle(x)\n\nThe object behind a 'void *' from new_handle(). Raises SystemError for a handle that is\n"
           "dead or never was one, RuntimeError for NULL.\n\n    obj = ffi.from_handle(user_data)",
           ffi_from_handle),
    method(
        "callback(cdecl, python_callable=None, error=None, onerror=None)\n\n"
        "A C function pointer that calls a Python function; without one, a decorator. Keep the result alive as long\n"
        "as C may call it. An exception goes to onerror(type, value, traceback), whose result other than None is\n"
        "returned, else to sys.unraisablehook; C then gets `error` (default 0).\n\n"
        "    @ffi.callback('int(int)')\n    def twice(x):\n        return 2 * x",
        ffi_callback),
    method("init_once(func, tag)\n\nCalls func() once per tag, also when several threads ask, and returns its result "
           "ever\n"
           "after. An exception is passed on and not remembered.\n\n    ffi.init_once(lib.library_init, 'init')",
           ffi_init_once),
    method("_emit_c(module_name, preamble, includes=(), py_limited_api=False, embedding=None, for_verify=False,\n"
           "for_released=True)\n\n"
           "The C source of a module in API mode, for the build driver. includes: the module names of the included\n"
           "FFIs, in order. py_limited_api: True, or a value for Py_LIMITED_API. embedding: the Python code that an\n"
           "embedded library starts with. for_verify: the module that verify() makes.\n"
           "for_released: the module runs on the backends of cffi 1.15 to 2, too.",
           ffi_emit_c),
    method("_emit_python(module_name, includes=())\n\n"
           "The Python source of an out-of-line module in ABI mode, for the build driver.",
           ffi_emit_python),
    method("getwinerror(code=-1)\n\nWindows: (code, text) of GetLastError() as the last call left it.\n\n"
           "    code, text = ffi.getwinerror()",
           ffi_getwinerror),
    method("def_extern(name=None, error=None, onerror=None)\n\n"
           "A decorator: the Python function becomes what C reaches under the name of an extern \"Python\" function,\n"
           "by default that of its own name. error, onerror: as of callback(). A second definition replaces the\n"
           "first. Raises FFIError for a name that is not declared so.\n\n"
           "    @ffi.def_extern()\n    def on_event(code):\n        return 0",
           ffi_def_extern),
};

constexpr MethodEntry kCdefMethods[] = {
    method("_embedding_cdef(csource, packed=False, pack=None)\n\ncdef() for embedding_api().", ffi_embedding_cdef,
           {.called = "embedding_api"}),
    method("cdef(csource, override=False, packed=False, pack=None)\n\n"
           "Declares everything that the C text `csource` declares, in addition to earlier ones. All or nothing: an\n"
           "error leaves the FFI as it was. override: a differing redeclaration replaces the earlier one instead of\n"
           "raising FFIError. packed, pack=n: how structs are laid out (n bytes, a power of two).\n"
           "Raises CDefError (the text does not parse) or FFIError (the declarations contradict each other).\n\n"
           "    ffi.cdef('struct point { int x, y; }; double hypot(double, double);')",
           ffi_cdef),
    method("include(ffi_to_include)\n\n"
           "Makes the types, constants and enums of another FFI known to this one.\n"
           "Raises FFIError when a name means two different things.\n\n"
           "    ffi.include(common_ffi)",
           ffi_include),

    method(
        "_verified(compiled)\n\n"
        "For verify(): the library of the module whose FFI this is, which was compiled from these declarations. They\n"
        "are compared with what the compiler found, and completed.",
        ffi_verified),
    method("_type_graph(cdecl=None)\n\nThe declarations, or one type, as tuples: what cffi.model is made from.",
           ffi_type_graph),
};

// One that takes its arguments itself, such as a path of any length after the first one.
PyMethodDef free_method(const char* name, FastFunction* function, const char* documentation) {
  return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(function)), METH_FASTCALL | METH_KEYWORDS,
          documentation};
}

auto methods = make_method_table<kMethods>(
    free_method(
        "offsetof", ffi_offsetof,
        "offsetof(cdecl, *fields_or_indexes)\n\nOffset in bytes of a field, or of what a path of field names and\n"
        "indexes leads to. Raises KeyError for an unknown field.\n\n    ffi.offsetof('struct point', 'y')   # 4"),
    free_method(
        "addressof", ffi_addressof,
        "addressof(cdata, *fields_or_indexes)\naddressof(lib, name)\n\n"
        "A pointer to a struct, union or array, to a part of it, to an item of what a pointer points to; or to a\n"
        "function or variable of a library. Keeps alive what it points into.\n\n"
        "    ffi.addressof(point, 'y')   # <cdata 'int *' ...>"));

auto cdef_methods = make_method_table<kCdefMethods>(
    free_method("def_extern", refuse_def_extern,
                "def_extern(name=None, error=None, onerror=None)\n\nOf compiled modules only. Raises ValueError."),
    PyMethodDef{"__copy__", ffi_copy, METH_NOARGS,
                "For copy.copy(): another FFI with the same declarations, now and later."});

}  // namespace

constinit PyMethodDef* const ffi_method_table = methods.data();
constinit PyMethodDef* const cdef_ffi_method_table = cdef_methods.data();

}  // namespace cffi
