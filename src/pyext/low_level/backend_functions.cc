#include "pyext/low_level/backend_functions.h"

#include "pyext/low_level/backend_memory.h"
#include "pyext/low_level/backend_queries.h"
#include "pyext/low_level/backend_records.h"
#include "pyext/low_level/backend_testing.h"
#include "pyext/low_level/backend_types.h"
#include "pyext/low_level/clibrary.h"
#include "pyext/modules/external_module.h"
#include "pyext/python/exception_class.h"
#include "pyext/python/method_table.h"

namespace cffi {
namespace {

consteval MethodEntry function(const char* documentation, Method* entry, MethodExceptions exceptions = {}) {
  return {"", documentation, entry, exceptions};
}

constexpr MethodEntry kFunctions[] = {
    function(
        "new_primitive_type(name, /)\n\nThe ctype of a primitive by its C name. Raises KeyError for other names.\n\n"
        "    BInt = new_primitive_type('int')",
        backend_new_primitive_type),
    function("new_void_type()\n\nThe ctype void.\n\n    BVoid = new_void_type()", backend_new_void_type),
    function("new_pointer_type(ctype, /)\n\nThe ctype of a pointer.\n\n    BIntP = new_pointer_type(BInt)",
             backend_new_pointer_type),
    function(
        "new_array_type(pointer, length, /)\n\nThe ctype of an array of what `pointer` points to; length None: T[].\n"
        "Raises TypeError, ValueError, OverflowError.\n\n    new_array_type(BIntP, 10)",
        backend_new_array_type),
    function("new_struct_type(name, /)\n\nA new struct without fields yet; each call makes another type.\n\n"
             "    BFoo = new_struct_type('struct foo')",
             backend_new_struct_type),
    function("new_union_type(name, /)\n\nA new union without fields yet.\n\n    new_union_type('union u')",
             backend_new_union_type),
    function(
        "complete_struct_or_union(ctype, fields, ignored=None, totalsize=-1, totalalignment=-1, sflags=0, pack=0, "
        "/)\n\n"
        "Gives a struct or union its fields: a list of (name, ctype[, bitsize[, offset]]), offset in bytes; -1 means\n"
        "computed. Raises TypeError, KeyError for duplicates, ValueError.\n\n"
        "    complete_struct_or_union(BFoo, [('a', BInt, -1), ('b', BInt, -1)])",
        backend_complete_struct_or_union),
    function(
        "new_enum_type(name, enumerators, values, basetype, /)\n\nA new enum: two tuples of the same length, and the\n"
        "integer type it is stored in.\n\n    new_enum_type('enum e', ('A', 'B'), (0, 1), BInt)",
        backend_new_enum_type),
    function("new_function_type(arguments, result, ellipsis=0, abi=FFI_DEFAULT_ABI, /)\n\nThe ctype of a function "
             "pointer.\n\n"
             "    BFunc = new_function_type((BInt, BInt), BInt)",
             backend_new_function_type),
    function("load_library(name=None, flags=0, /)\n\nOpens a shared library by path; None is the program itself. No "
             "search for\n"
             "bare names beyond the loader's own. Raises OSError.\n\n    lib = load_library('libm.so.6')",
             backend_load_library),
    function("newp(ctype, init=None, /)\n\nFFI.new() for a ctype.\n\n    p = newp(BIntP, 42)", backend_newp),
    function("cast(ctype, value, /)\n\nFFI.cast() for a ctype.\n\n    cast(BInt, 3.7)", backend_cast),
    function("newp_handle(ctype, object, /)\n\nFFI.new_handle(); ctype must be void *.\n\n    newp_handle(BVoidP, obj)",
             backend_newp_handle),
    function("from_handle(handle, /)\n\nFFI.from_handle(). Raises SystemError for dead handles.\n\n    from_handle(p)",
             backend_from_handle),
    function("callback(ctype, callable, error=None, onerror=None, /)\n\nFFI.callback() for a function ctype.\n\n"
             "    callback(BFunc, max)",
             backend_callback),
    function("typeof(cdata, /)\n\nThe ctype of a cdata.\n\n    typeof(p) is BIntP", backend_typeof),
    function("sizeof(cdata_or_ctype, /)\n\nSize in bytes. Raises ValueError when unknown.\n\n"
             "    sizeof(BInt)   # 4",
             backend_sizeof),
    function("alignof(ctype, /)\n\nAlignment in bytes. Raises ValueError when unknown.\n\n"
             "    alignof(BInt)   # 4",
             backend_alignof),
    function("typeoffsetof(ctype, field_or_index, following=0, /)\n\n(ctype, offset in bytes) of a field or item; "
             "following:\n"
             "not the first step of a path. Raises KeyError for an unknown field.\n\n    typeoffsetof(BFoo, 'b')",
             backend_typeoffsetof),
    function("rawaddressof(ctype, cdata, offset, /)\n\nA pointer of type `ctype` to `offset` bytes into a cdata.\n\n"
             "    rawaddressof(BIntP, p, 4)",
             backend_rawaddressof),
    function("getcname(ctype, replace_with, /)\n\nThe C spelling, with `replace_with` exactly where a name goes.\n\n"
             "    getcname(BInt, ' x')   # 'int x'",
             backend_getcname),
    function("string(cdata, maxlen=-1)\n\nFFI.string().\n\n    string(p)", backend_string),
    function("unpack(cdata, length)\n\nFFI.unpack().\n\n    unpack(p, 3)", backend_unpack),
    function("from_buffer(ctype, python_buffer, require_writable=False, /)\n\nFFI.from_buffer() for a ctype.\n\n"
             "    from_buffer(BCharA, b'abc')",
             backend_from_buffer),
    function("memmove(dest, src, n)\n\nFFI.memmove().\n\n    memmove(p, b'abcd', 4)", backend_memmove),
    function("gcp(cdata, destructor, size=0)\n\nFFI.gc().\n\n    gcp(p, free)", backend_gcp),
    function("release(cdata, /)\n\nFFI.release().\n\n    release(p)", backend_release),
    function("get_errno()\n\nThis thread's C errno as the last call left it.\n\n"
             "    get_errno()",
             backend_get_errno),
    function("set_errno(errno, /)\n\nWhat the next C call finds in errno.\n\n"
             "    set_errno(0)",
             backend_set_errno),
    function("_get_types()\n\n(class of cdata, class of ctypes).\n\n    _get_types()", backend_get_types),
    function("_get_common_types(types, /)\n\nAdds to a dict the names that stand for another type: FILE, bool.\n\n"
             "    _get_common_types({})",
             backend_get_common_types),
    function("_testfunc(number, /)\n\nThe address of one of the C functions that tests call, as an int. Raises "
             "ValueError.\n\n"
             "    _testfunc(0)",
             backend_testfunc),
    function("_testbuff(cls, protocol, /)\n\nRaises TypeError unless instances of `cls` export buffers.\n\n"
             "    _testbuff(bytearray, 0)",
             backend_testbuff),
    function("_rebuild_error(names, args, /)\n\nAn exception that is of all the kinds named, as pickles have it.\n\n"
             "    _rebuild_error(('ValueError', 'FFIError'), ('text',))",
             backend_rebuild_error),
    function(
        "_init_cffi_1_0_external_module(address, /)\n\nCalled by compiled modules at their import: the address of\n"
        "what they say about themselves. Returns the module. Raises ImportError.\n\n    "
        "_init_cffi_1_0_external_module(address)",
        backend_init_external_module),
};

auto functions = make_method_table<kFunctions>();

}  // namespace

constinit PyMethodDef* const backend_functions = functions.data();

}  // namespace cffi
