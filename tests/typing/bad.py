"""What a type checker must refuse: each line that ends with `# error`, and no other."""

from __future__ import annotations

import _cffi_backend
import cffi

ffi = cffi.FFI()
ffi.sizeoff("int")  # error
ffi.sizeof(3)  # error
ffi.cdef(b"int f(void);")  # error
ffi.cdef("int f(void);", packed="yes")  # error
ffi.typeof("int").kindd  # error
ffi.new()  # error
ffi.new(3)  # error
number: int = ffi.new("int *")  # error
wrong_size: str = ffi.sizeof("int")  # error
ffi.memmove("text", b"", 1)  # error
ffi.dlopen(3)  # error
ffi.gc(ffi.NULL, 3)  # error
ffi.NULL = None  # error
ffi.include("other")  # error
ffi.declarations()[0].nome  # error
ffi.compile(verbose="loud")  # error
ffi.errno = "text"  # error
ffi.callback(3)  # error


def takes_compiled(compiled: _cffi_backend.FFI) -> None:
    compiled.cdef("int f(void);")  # error


def takes_cdata(x: cffi.FFI.CData) -> cffi.FFI.CType:
    return ffi.typeof(x)


takes_cdata("text")  # error
takes_cdata(ffi.new("int *")).item.item.nothing  # error


@ffi.def_extern(3)  # error
def first() -> None: ...


@ffi.def_extern()
def on_event(code: int) -> int:
    return code


on_event("text")  # error
