"""`.py` modules of ABI mode go both ways: the released package reads those that ours writes, and ours those of the
released package; both say the same about them."""

import json
import os
import subprocess
import sys

import pytest
from test_differential import oracle_python  # noqa: F401

CDEF = """
typedef struct { int x, y; } point_t;
struct full { char c; long l; short s[3]; };
struct nested { struct { int a; } inner; union { int i; float f; }; struct nested *next; };
union either { int i; double d; };
struct bits { unsigned a : 3, b : 5; };
struct flexible { int count; short items[]; };
struct opaque;
enum color { RED, GREEN = 5, BLUE };
enum negative { LOW = -1, HIGH = 0x7fffffff };
typedef enum { ANONYMOUS_A = 1 } anonymous_t;
typedef struct opaque *handle_t;
typedef int (*binary_t)(int, int);
typedef unsigned char bytes_t[16];
#define LIMIT 12
#define NEGATIVE -3
#define LARGEST 0xFFFFFFFFFFFFFFFF
size_t strlen(const char *);
long labs(long);
double atof(const char *);
int snprintf(char *, size_t, const char *, ...);
int not_there(int);
extern char **environ;
FILE *fopen(const char *, const char *);
"""

BUILD = (
    "import cffi, sys; ffi = cffi.FFI(); ffi.cdef(%r); ffi.set_source('_both', None); ffi.compile(sys.argv[1])" % CDEF
)

# Everything that the module knows, as JSON.
READ = """
import json, sys
sys.path.insert(0, sys.argv[1])
from _both import ffi
lib = ffi.dlopen(None)
typedefs, structs, unions = ffi.list_types()
found = {"types": [typedefs, structs, unions], "names": sorted(dir(lib))}
for name in typedefs + ["struct " + s for s in structs] + ["union " + u for u in unions] + ["enum color", "enum negative"]:
    ctype = ffi.typeof(name)
    shown = [repr(ctype), ctype.kind]
    if ctype.kind in ("struct", "union") and "opaque" not in name and name not in ("FILE", "struct _IO_FILE"):
        for field, info in ctype.fields or ():
            shown.append([field, info.offset, info.bitshift, info.bitsize, info.flags, repr(info.type)])
    if ctype.kind == "enum":
        shown.append(sorted(ctype.relements.items()))
    try:
        shown.append(ffi.sizeof(name))
    except Exception:
        shown.append("no size")
    found[name] = shown
for name in ("LIMIT", "NEGATIVE", "LARGEST", "RED", "GREEN", "BLUE", "LOW", "HIGH", "ANONYMOUS_A"):
    found[name] = [getattr(lib, name), ffi.integer_const(name)]
for name in ("strlen", "labs", "atof", "snprintf", "environ", "fopen"):
    found[name] = repr(ffi.typeof(getattr(lib, name)))
buf = ffi.new("char[]", 20)
found["calls"] = [lib.strlen(b"abc"), lib.labs(-5), lib.atof(b"2.5"), lib.snprintf(buf, 20, b"%d", ffi.cast("int", 42))]
print(json.dumps(found, sort_keys=True))
"""


def run(python, program, folder):
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run([python, "-c", program, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=environment)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory, oracle_python):  # noqa: F811
    """A folder with the module of ours, one with that of the released package."""
    folders = []
    for python in (sys.executable, oracle_python):
        folders.append(tmp_path_factory.mktemp("both"))
        run(python, BUILD, folders[-1])
    return folders


def test_each_reads_both(written, oracle_python):  # noqa: F811
    answers = [
        json.loads(run(python, READ, folder)) for folder in written for python in (sys.executable, oracle_python)
    ]
    for other in answers[1:]:
        for key in answers[0]:
            assert other[key] == answers[0][key]
