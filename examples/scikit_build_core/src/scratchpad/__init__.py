"""Evaluates SQL in a database of its own, which is gone afterwards."""

from ._sqlite import ffi, lib


@ffi.def_extern()
def on_row(context, columns, values, names):
    row = [None if value == ffi.NULL else ffi.string(value).decode() for value in values[0:columns]]
    ffi.from_handle(context).append(row)
    return 0


def evaluate(sql):
    opened = ffi.new("sqlite3 **")
    lib.sqlite3_open(b":memory:", opened)
    rows = []
    handle = ffi.new_handle(rows)
    try:
        if lib.sqlite3_exec(opened[0], sql.encode(), lib.on_row, handle, ffi.NULL) != lib.SQLITE_OK:
            raise ValueError(ffi.string(lib.sqlite3_errmsg(opened[0])).decode())
    finally:
        lib.sqlite3_close(opened[0])
    return rows
