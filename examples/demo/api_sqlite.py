"""API mode on sqlite3: Python functions that C calls by name, for the rows of a query and as a function in SQL."""

from __future__ import annotations

from cffi import FFI
from made import build_and_import
from show import step, title

builder = FFI()
builder.cdef("""
    #define SQLITE_OK ...
    #define SQLITE_ERROR ...
    #define SQLITE_UTF8 ...
    #define SQLITE_DETERMINISTIC ...

    typedef ... sqlite3;
    typedef ... sqlite3_context;
    typedef ... sqlite3_value;

    int sqlite3_open(const char *filename, sqlite3 **db);
    int sqlite3_close(sqlite3 *db);
    const char *sqlite3_errmsg(sqlite3 *db);
    int sqlite3_exec(sqlite3 *db, const char *sql,
                     int (*callback)(void *context, int columns, char **values, char **names),
                     void *context, char **error);

    int sqlite3_create_function(sqlite3 *db, const char *name, int arguments, int flags, void *context,
                                void (*function)(sqlite3_context *, int, sqlite3_value **),
                                void (*step)(sqlite3_context *, int, sqlite3_value **),
                                void (*final)(sqlite3_context *));
    const unsigned char *sqlite3_value_text(sqlite3_value *value);
    void sqlite3_result_text(sqlite3_context *context, const char *text, int size, void (*destructor)(void *));
    static void (*const SQLITE_TRANSIENT)(void *);

    extern "Python" {
        int on_row(void *context, int columns, char **values, char **names);
        void reversed_text(sqlite3_context *context, int count, sqlite3_value **arguments);
    }
""")
builder.set_source("_demo_sqlite", "#include <sqlite3.h>", libraries=["sqlite3"])


def define_callbacks(ffi, sqlite) -> None:
    @ffi.def_extern()
    def on_row(context, columns, values, names):
        texts = (ffi.string(value).decode() for value in values[0:columns])
        ffi.from_handle(context).append(dict(zip((ffi.string(n).decode() for n in names[0:columns]), texts)))
        return 0

    @ffi.def_extern()
    def reversed_text(context, count, arguments):
        text = ffi.string(ffi.cast("const char *", sqlite.sqlite3_value_text(arguments[0])))
        sqlite.sqlite3_result_text(context, text[::-1], len(text), sqlite.SQLITE_TRANSIENT)


def query(ffi, sqlite, db, sql: bytes) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    handle = ffi.new_handle(rows)
    if sqlite.sqlite3_exec(db, sql, sqlite.on_row, handle, ffi.NULL) != sqlite.SQLITE_OK:
        raise RuntimeError(ffi.string(sqlite.sqlite3_errmsg(db)).decode())
    return rows


def show_database(ffi, sqlite, db) -> None:
    step('ffi.typeof("sqlite3 *")', repr(ffi.typeof("sqlite3 *")), "<ctype 'sqlite3 *'>")
    rows = query(ffi, sqlite, db, b"SELECT 6 * 7 AS answer, 'text' AS kind")
    step('rows that sqlite3_exec gave to the extern "Python" function', rows, [{"answer": "42", "kind": "text"}])
    flags = sqlite.SQLITE_UTF8 | sqlite.SQLITE_DETERMINISTIC
    status = sqlite.sqlite3_create_function(
        db, b"reversed", 1, flags, ffi.NULL, sqlite.reversed_text, ffi.NULL, ffi.NULL
    )
    step('sqlite3_create_function(db, b"reversed", ..., lib.reversed_text, ...)', status, sqlite.SQLITE_OK)
    rows = query(ffi, sqlite, db, b"SELECT reversed('stressed') AS treat")
    step("SELECT reversed('stressed'): SQL calls Python", rows, [{"treat": "desserts"}])


def main() -> None:
    title("sqlite3 in API mode: #include <sqlite3.h>")
    module = build_and_import(builder, "_demo_sqlite")
    ffi, sqlite = module.ffi, module.lib
    define_callbacks(ffi, sqlite)
    step("lib.SQLITE_OK, lib.SQLITE_ERROR", (sqlite.SQLITE_OK, sqlite.SQLITE_ERROR), (0, 1))
    opened = ffi.new("sqlite3 **")
    step('sqlite3_open(b":memory:", opened)', sqlite.sqlite3_open(b":memory:", opened), sqlite.SQLITE_OK)
    show_database(ffi, sqlite, opened[0])
    step("sqlite3_close(db)", sqlite.sqlite3_close(opened[0]), sqlite.SQLITE_OK)
