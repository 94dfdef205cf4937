"""What a type checker must accept, with the types it must find: tools/check_typing.py runs the checkers over it."""

from __future__ import annotations

from typing import assert_type

import _cffi_backend
import cffi
from cffi import model

ffi = cffi.FFI()
ffi.cdef("struct point { int x, y; }; int add(int, int);", override=True)


def length(x: cffi.FFI.CData, kind: cffi.FFI.CType) -> int:
    if isinstance(x, ffi.CData) and kind.kind == "array":
        return len(x)
    return ffi.sizeof(kind) + ffi.alignof("int") + ffi.offsetof("struct point", "y")


point = ffi.new("struct point *", {"x": 1})
assert_type(point, cffi.FFI.CData)
assert_type(ffi.cast("int", 3), cffi.FFI.CData)
assert_type(ffi.typeof("int *").item, cffi.FFI.CType)
assert_type(ffi.sizeof("int"), int)
assert_type(ffi.getctype("int", "x"), str)
assert_type(ffi.list_types(), tuple[list[str], list[str], list[str]])
assert_type(ffi.errno, int)
assert_type(ffi.NULL, cffi.FFI.CData)
point.x = point.y + 2
point[0] = [1, 2]
total: int = sum(ffi.new("int[]", [1, 2, 3])) + int(ffi.cast("int", 1)) + length(point, ffi.typeof(point))
later = point + 1
assert_type(later, cffi.FFI.CData)
print(later - point, point < later, bool(point), point == ffi.NULL, hash(point))

lib = ffi.dlopen(None)
lib.add(1, 2)
ffi.addressof(lib, "add")(1, 2)
ffi.dlclose(lib)
text: str = ffi.string(ffi.new("char[]", b"x")).decode()
view = ffi.buffer(point)
assert_type(view[0], bytes)
view[:] = bytes(view)
with ffi.new("int *") as owned:
    owned[0] = 1
with ffi.from_buffer(bytearray(4)) as borrowed:
    ffi.memmove(borrowed, b"abcd", 4)
handle = ffi.new_handle(object())
ffi.from_handle(handle)
allocate = ffi.new_allocator(should_clear_after_alloc=False)
assert_type(allocate("int[4]"), cffi.FFI.CData)
assert_type(ffi.init_once(lambda: 3, "tag"), int)


@ffi.callback("int(int)", error=-1)
def doubled(x: int) -> int:
    return 2 * x


assert_type(doubled, cffi.FFI.CData)


@ffi.def_extern(name="on_event")
def on_event(code: int) -> int:
    return code


assert_type(on_event(1), int)

for declaration in ffi.declarations():
    if declaration.type is not None and declaration.kind == "function":
        print(declaration.name, declaration.type.args, declaration.line, declaration.text)
record: cffi.Declaration = ffi.declarations()[0]

try:
    ffi.cdef("!")
except (ffi.error, cffi.CDefError, cffi.FFIError) as error:
    print(error.args)

compiled: _cffi_backend.FFI = ffi
assert_type(compiled.new("int *"), _cffi_backend.FFI.CData)
ffi.set_source("_made", None)
path: str = ffi.compile(verbose=True)
assert_type(model.PrimitiveType("int").is_integer_type(), bool)
