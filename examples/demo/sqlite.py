"""sqlite3: a database in memory, created, filled and queried through its C API, with a Python callback for the rows."""

from __future__ import annotations

from cffi import FFI
from show import step, title

ffi = FFI()
ffi.cdef("""
    #define SQLITE_OK 0
    #define SQLITE_ERROR 1
    #define SQLITE_ROW 100
    #define SQLITE_DONE 101

    typedef struct sqlite3 sqlite3;
    typedef struct sqlite3_stmt sqlite3_stmt;
    typedef long long sqlite3_int64;

    int sqlite3_open(const char *filename, sqlite3 **db);
    int sqlite3_close(sqlite3 *db);
    const char *sqlite3_errmsg(sqlite3 *db);
    int sqlite3_exec(sqlite3 *db, const char *sql,
                     int (*callback)(void *context, int columns, char **values, char **names),
                     void *context, char **error);
    void sqlite3_free(void *memory);

    int sqlite3_prepare_v2(sqlite3 *db, const char *sql, int size, sqlite3_stmt **statement, const char **tail);
    int sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, int size, void (*destructor)(void *));
    int sqlite3_bind_int64(sqlite3_stmt *statement, int index, sqlite3_int64 value);
    int sqlite3_bind_double(sqlite3_stmt *statement, int index, double value);
    int sqlite3_step(sqlite3_stmt *statement);
    int sqlite3_reset(sqlite3_stmt *statement);
    int sqlite3_finalize(sqlite3_stmt *statement);
    int sqlite3_changes(sqlite3 *db);
""")

PLANETS = [("Mercury", 2439, 0.387), ("Venus", 6051, 0.723), ("Earth", 6371, 1.0), ("Mars", 3389, 1.524)]


def check(sqlite, db, status: int, expected: int) -> None:
    if status != expected:
        raise RuntimeError(f"sqlite3: {status}: {ffi.string(sqlite.sqlite3_errmsg(db)).decode()}")


def insert_planets(sqlite, db) -> int:
    handle = ffi.new("sqlite3_stmt **")
    sql = b"INSERT INTO planet VALUES (?, ?, ?)"
    check(sqlite, db, sqlite.sqlite3_prepare_v2(db, sql, -1, handle, ffi.NULL), sqlite.SQLITE_OK)
    statement, inserted = handle[0], 0
    copy_the_text = ffi.cast("void(*)(void *)", -1)  # SQLITE_TRANSIENT
    for name, radius, distance in PLANETS:
        sqlite.sqlite3_bind_text(statement, 1, name.encode(), -1, copy_the_text)
        sqlite.sqlite3_bind_int64(statement, 2, radius)
        sqlite.sqlite3_bind_double(statement, 3, distance)
        check(sqlite, db, sqlite.sqlite3_step(statement), sqlite.SQLITE_DONE)
        inserted += sqlite.sqlite3_changes(db)
        sqlite.sqlite3_reset(statement)
    check(sqlite, db, sqlite.sqlite3_finalize(statement), sqlite.SQLITE_OK)
    return inserted


def query(sqlite, db, sql: bytes) -> list[dict[str, str | None]]:
    """The rows that sqlite3_exec hands to its callback; the list goes through C as a handle."""

    @ffi.callback("int(void *, int, char **, char **)")
    def on_row(context, columns, values, names):
        texts = [None if value == ffi.NULL else ffi.string(value).decode() for value in values[0:columns]]
        ffi.from_handle(context).append(dict(zip((ffi.string(n).decode() for n in names[0:columns]), texts)))
        return 0

    rows: list[dict[str, str | None]] = []
    handle = ffi.new_handle(rows)
    check(sqlite, db, sqlite.sqlite3_exec(db, sql, on_row, handle, ffi.NULL), sqlite.SQLITE_OK)
    return rows


def show_error(sqlite, db) -> None:
    message = ffi.new("char **")
    status = sqlite.sqlite3_exec(db, b"SELECT * FROM moon", ffi.NULL, ffi.NULL, message)
    step('sqlite3_exec(db, b"SELECT * FROM moon", ...)', status, sqlite.SQLITE_ERROR)
    step("ffi.string(message[0])", ffi.string(message[0]), b"no such table: moon")
    sqlite.sqlite3_free(message[0])


def main() -> None:
    title('sqlite3: ffi.dlopen("sqlite3")')
    sqlite = ffi.dlopen("sqlite3")
    opened = ffi.new("sqlite3 **")
    step('sqlite3_open(b":memory:", opened)', sqlite.sqlite3_open(b":memory:", opened), sqlite.SQLITE_OK)
    db = opened[0]
    create = b"CREATE TABLE planet (name TEXT, radius INTEGER, distance REAL)"
    step("sqlite3_exec(db, b'CREATE TABLE ...')", sqlite.sqlite3_exec(db, create, ffi.NULL, ffi.NULL, ffi.NULL), 0)
    step("rows inserted with a prepared statement", insert_planets(sqlite, db), len(PLANETS))
    rows = query(sqlite, db, b"SELECT name, radius, NULL AS moons FROM planet WHERE distance >= 1 ORDER BY radius")
    step(
        "rows that sqlite3_exec gave to the Python callback",
        rows,
        [{"name": "Mars", "radius": "3389", "moons": None}, {"name": "Earth", "radius": "6371", "moons": None}],
    )
    show_error(sqlite, db)
    step("sqlite3_close(db)", sqlite.sqlite3_close(db), sqlite.SQLITE_OK)
