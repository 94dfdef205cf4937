"""Embedding: C programs, compiled here, that use libraries with Python inside; and the builder side of these."""

import io
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import sysconfig
import textwrap

import pytest

import cffi
from support.building import environment, run_python, write_files
from support.embedded import API, INIT, LIBPYTHON, SLOW, embedding, library
from support.helpers import RELEASED, fails
from support.paths import TESTS

HERE = pathlib.Path(__file__).parent
FAILED = "function {0}.{0}_add() called, but initialization code failed.  Returning 0."
UNDEFINED = 'extern "Python": function {0}.{0}_add() called, but no code was attached to it yet with @ffi.def_extern().  Returning 0.'
needs_libpython = pytest.mark.skipif(LIBPYTHON is None, reason="this Python has no shared library to link with")
ours = pytest.mark.ours


def program(folder, source, *flags):
    """A C program of tests/python/embedding."""
    compiler = shlex.split(os.environ.get("CC", "")) or [shutil.which("gcc") or shutil.which("cc") or ""]
    if not compiler[0]:
        pytest.skip("no C compiler to build the program with")
    path = folder / pathlib.Path(source).stem
    words = compiler + ["-std=gnu99", "-Wall", "-Werror", "-o", path, HERE / source, *flags, "-ldl", "-lpthread"]
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode()
    return path


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programs")
    return {name: program(folder, name + ".c") for name in ("calls", "threads")}


class Done:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    def __repr__(self):
        return "exit code %d\n%s\n--- standard error ---\n%s" % (self.code, self.out, self.err)


def run_program(words, **env):
    """Runs a C program that finds the cffi under test: the Python of this process is the first in PATH."""
    env.setdefault("PATH", os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
    env.setdefault("PYTHONUNBUFFERED", None)
    done = subprocess.run(
        [str(word) for word in words],
        env=environment(**env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=300,
    )
    return Done(done)


@pytest.fixture
def calls(programs):
    """Calls functions of a library in a program of its own. Released libraries must be opened for everybody."""

    def run(path, *functions, **env):
        return run_program([programs["calls"], ("@" if RELEASED else "") + path] + list(functions), **env)

    return run


def results(*lines):
    return "".join(line + "\n" for line in lines)


# ---- libraries in C programs


@needs_libpython
def test_opened_by_a_program(tmp_path, calls):
    done = calls(library(tmp_path, "lib1"), "lib1_add", "lib1_add")
    assert done.out == results("lib1_add: 42, errno 77", "lib1_add: 42, errno 77"), done
    assert (done.code, done.err) == (0, "")


@needs_libpython
@ours("extension modules find Python's functions, whatever the program opened")
def test_opened_for_this_program_alone(tmp_path, programs):
    done = run_program([programs["calls"], library(tmp_path, "lib1"), "lib1_add"])
    assert done.out == results("lib1_add: 42, errno 77"), done


@needs_libpython
def test_linked_to_a_program(tmp_path):
    header = (HERE / "plugin.h").read_text()
    api = "".join(line for line in header.splitlines(True) if not line.lstrip().startswith(("#", "/*")))
    init = """
        from plugin import ffi, lib

        @ffi.def_extern()
        def plugin_sum(values, count):
            return sum(values[0:count])

        @ffi.def_extern()
        def plugin_mirror(p, factor):
            return ffi.new("point_t *", [p.y * float(factor), p.x * float(factor)])[0]

        @ffi.def_extern()
        def plugin_greet(name, out):
            text = b"hello, " + ffi.string(name)
            ffi.memmove(out, text, len(text))
    """
    api = api.replace("CFFI_DLLEXPORT", "")
    library(tmp_path, "plugin", init, api=api, source='#include "plugin.h"', include_dirs=[str(HERE)])
    path = program(tmp_path, "linked.c", "-L%s" % tmp_path, "-lplugin", "-Wl,-rpath,%s" % tmp_path)
    done = run_program([path])
    assert (done.code, done.out, done.err) == (0, "42\n-4 3\nhello, C\n", ""), done


@needs_libpython
@ours("the interpreter is not finalised, but its files are flushed")
def test_output_is_not_lost(tmp_path, calls):
    done = calls(
        library(tmp_path, "lib1", "print('written by Python')" + textwrap.dedent(INIT).replace("{0}", "lib1")),
        "lib1_add",
    )
    assert done.out == results("lib1_add: 42, errno 77", "written by Python"), done


@needs_libpython
def test_state_is_kept_between_calls(tmp_path, calls):
    init = """
        from lib1 import ffi
        total = 0

        @ffi.def_extern()
        def lib1_add(x, y):
            global total
            total += x
            return total
    """
    done = calls(library(tmp_path, "lib1", init), "lib1_add", "lib1_add", "lib1_add")
    assert done.out == results(*["lib1_add: %d, errno 77" % n for n in (40, 80, 120)]), done


@needs_libpython
def test_errno_is_shared(tmp_path, calls):
    init = """
        from lib1 import ffi

        @ffi.def_extern()
        def lib1_add(x, y):
            seen, ffi.errno = ffi.errno, 5
            return seen
    """
    done = calls(library(tmp_path, "lib1", init), "lib1_add", "lib1_add")
    assert done.out == results("lib1_add: 77, errno 5", "lib1_add: 77, errno 5"), done


@needs_libpython
def test_module_in_a_package(tmp_path, calls):
    init = INIT.replace("from {0}", "from pack.sub.lib1").replace("{0}", "lib1")
    ffi = embedding("pack.sub.lib1", init, api="int lib1_add(int, int);")
    path = ffi.compile(str(tmp_path), target="lib1.*")
    assert path == str(tmp_path / "pack" / "sub" / "lib1.so")
    assert calls(path, "lib1_add").out == results("lib1_add: 42, errno 77")


@needs_libpython
def test_signals_stay_with_the_program(tmp_path, calls):
    init = """
        import signal
        from lib1 import ffi

        @ffi.def_extern()
        def lib1_add(x, y):
            import sys
            return (signal.getsignal(signal.SIGPIPE) == signal.SIG_DFL) * 2 + (sys.argv == [""])
    """
    assert calls(library(tmp_path, "lib1", init), "lib1_add").out == results("lib1_add: 3, errno 77")


@needs_libpython
@ours("a library that has started stays loaded")
def test_closing_the_library(tmp_path, programs):
    path = library(tmp_path, "lib1")
    done = run_program([programs["calls"], path, "lib1_add", "-", path, "lib1_add", "-"])
    assert (done.code, done.out) == (0, results("lib1_add: 42, errno 77", "lib1_add: 42, errno 77")), done


# ---- exactly once


@needs_libpython
def test_first_call_from_many_threads(tmp_path, programs):
    path = library(tmp_path, "lib1", SLOW)
    done = run_program([programs["threads"], path, "lib1_add"])
    assert (done.code, done.out, done.err) == (0, "8 threads, 0 wrong\n", "lib1 starts\n"), done


@needs_libpython
def test_two_libraries_from_many_threads(tmp_path, programs):
    paths = [library(tmp_path, name, SLOW) for name in ("lib1", "lib2")]
    done = run_program([programs["threads"], paths[0], "lib1_add", paths[1], "lib2_add"])
    assert (done.code, done.out) == (0, "16 threads, 0 wrong\n"), done
    assert sorted(done.err.splitlines()) == ["lib1 starts", "lib2 starts"]


@needs_libpython
def test_two_libraries_share_the_interpreter(tmp_path, programs):
    note = "\n    import sys\n    sys.seen = getattr(sys, 'seen', 0) + 1\n"
    first = library(tmp_path, "lib1", note + INIT)
    second = library(tmp_path, "lib2", note + INIT.replace("x + y", "sys.seen"))
    opened = ["@" + path if RELEASED else path for path in (first, second)]
    done = run_program([programs["calls"], opened[0], "lib1_add", opened[1], "lib2_add"])
    assert done.out == results("lib1_add: 42, errno 77", "lib2_add: 2, errno 77"), done


@needs_libpython
@pytest.mark.skipif(RELEASED, reason="this is the released package")
def test_beside_a_library_made_by_the_released_package(tmp_path, programs):
    oracle = os.environ.get("CFFI_ORACLE_PYTHON", "")
    same = "import sys, cffi; print(cffi.__version__, *sys.version_info[:2])"
    version = (
        subprocess.run([oracle, "-c", same], stdout=subprocess.PIPE).stdout.split() if os.path.exists(oracle) else []
    )
    if version[1:] != [str(n).encode() for n in sys.version_info[:2]]:
        pytest.skip("no released package for this Python")
    build = "import sys; sys.path.insert(0, %r); from support.embedded import SLOW, library; library(%r, 'old', SLOW)"
    subprocess.check_call([oracle, "-c", build % (TESTS, str(tmp_path))])
    path = library(tmp_path, "new", SLOW)
    for _ in range(3):
        done = run_program([programs["threads"], tmp_path / "libold.so", "old_add", path, "new_add"])
        assert (done.code, done.out) == (0, "16 threads, 0 wrong\n"), done
        assert sorted(done.err.splitlines()) == ["new starts", "old starts"]


@needs_libpython
def test_initialisation_that_calls_the_library(tmp_path, calls):
    path = tmp_path / "liblib1.so"
    call = (
        "\n    import ctypes, sys\n    d = ctypes.CDLL(%r)\n    sys.stderr.write('%%s\\n' %% d.lib1_add(1, 2))\n"
        % str(path)
    )
    library(tmp_path, "lib1", "\n    import lib1\n" + call + INIT + call)
    done = calls(str(path), "lib1_add")
    assert done.out == results("lib1_add: 42, errno 77"), done
    assert done.err == results(UNDEFINED.format("lib1"), "0", "3")


@needs_libpython
@pytest.mark.parametrize("opener", ["CDLL", "PyDLL"])
def test_in_a_process_that_runs_python(tmp_path, opener):
    init = "\n    import sys\n    from lib1 import ffi\n    sys.marks.append(1)\n" + INIT.replace(
        "x + y", "len(sys.marks)"
    )
    path = library(tmp_path, "lib1", init)
    code = """
        import ctypes, sys
        sys.marks = []
        lib = ctypes.%s(%r)
        print(lib.lib1_add(1, 2), lib.lib1_add(1, 2), sys.marks, sys.modules["lib1"].lib.lib1_add(0, 0))
    """
    assert run_python(code % (opener, path), tmp_path) == "1 1 [1] 1\n"


@needs_libpython
def test_imported_as_a_module(tmp_path):
    embedding("lib1").compile(str(tmp_path), target="lib1.*")
    assert run_python("import lib1; print(lib1.lib.lib1_add(40, 2), dir(lib1.lib))", tmp_path) == "42 ['lib1_add']\n"


@needs_libpython
@pytest.mark.skipif(RELEASED, reason="waits for ever")
@ours("the interpreter may use the word that starting is serialised by")
def test_capsules_were_used_before(tmp_path):
    path = library(tmp_path, "lib1")
    code = """
        import ctypes, datetime
        [datetime.datetime_CAPI.__doc__ for _ in range(1000)]
        lib = ctypes.CDLL(%r)
        print(lib.lib1_add(40, 2))
        import threading
        thread = threading.Thread(target=lambda: print(lib.lib1_add(1, 2)))
        thread.start(); thread.join()
    """
    assert run_python(code % path, tmp_path) == "42\n3\n"


# ---- started by C, other functions


@needs_libpython
def test_started_by_the_preamble(tmp_path, calls):
    source = """
        CFFI_DLLEXPORT int start(int a, int b);
        CFFI_DLLEXPORT int start(int a, int b) { return a + b + cffi_start_python(); }
    """
    path = library(tmp_path, "lib1", "\n    import sys\n    sys.stderr.write('started\\n')" + INIT, source=source)
    done = calls(path, "start", "start", "lib1_add")
    assert done.out.replace("errno 0", "errno 77") == results(
        *[n + ": 42, errno 77" for n in ("start", "start", "lib1_add")]
    ), done
    assert done.err == "started\n"
    path = library(tmp_path, "lib2", "raise KeyError(1)", source=source)
    done = calls(path, "start", "start", "lib2_add")
    assert done.out.replace("errno 0", "errno 77") == results(
        "start: 41, errno 77", "start: 41, errno 77", "lib2_add: 0, errno 77"
    )
    assert done.err.count("KeyError: 1") == 1 and done.err.count("called, but initialization code failed") == 1


@needs_libpython
def test_extern_python_and_functions_of_c(tmp_path, calls):
    source = """
        static int helper(int);
        static int offset = 1000;
        static int twice(int x) { return 2 * x; }
        CFFI_DLLEXPORT int through(int a, int b);
        CFFI_DLLEXPORT int through(int a, int b) { return helper(a) + b; }
    """
    init = """
        from lib1 import ffi, lib

        @ffi.def_extern()
        def helper(x):
            return lib.twice(x)

        @ffi.def_extern()
        def lib1_add(x, y):
            return lib.offset + x + y
    """
    cdef = 'extern "Python" int helper(int); int twice(int); extern int offset;'
    done = calls(library(tmp_path, "lib1", init, source=source, cdef=cdef), "through", "lib1_add")
    assert done.out == results("through: 82, errno 77", "lib1_add: 1042, errno 77"), done


@needs_libpython
def test_source_in_cxx(tmp_path, calls):
    """The linkage is what the source declares."""
    if shutil.which("g++") is None:
        pytest.skip("no C++ compiler")
    source = """
        #include <string>
        extern "C" int lib1_add(int, int);
        static int length(int n) { return (int)std::string(n, 'x').size(); }
    """
    init = INIT.replace("x + y", "lib.length(x) + y")
    path = library(tmp_path, "lib1", init, source=source, cdef="int length(int);", source_extension=".cpp")
    assert calls(path, "lib1_add").out == results("lib1_add: 42, errno 77")


@needs_libpython
@pytest.mark.parametrize(
    "api",
    [
        'extern "Python" int %s_add(int, int);',
        'extern "Python" { int %s_other(void); int %s_add(int, int); }',
        'int %s_other(void); extern "Python+C" int %s_add(int, int);',
    ],
)
def test_extern_python_is_exported(tmp_path, calls, api):
    assert calls(library(tmp_path, "lib1", api=api), "lib1_add").out == results("lib1_add: 42, errno 77")


# ---- failures


def report(done, name):
    """The report of a failed initialisation, which must be there once; the last lines are about each call."""
    assert done.code == 0, done
    assert done.out == results("%s_add: 0, errno 77" % name, "%s_add: 0, errno 77" % name), done
    assert done.err.count("Failed to initialize the Python-CFFI embedding logic:\n") == 1, done
    assert done.err.count(FAILED.format(name) + "\n") == 2, done
    assert "\nFrom: %s\ncompiled with cffi version: %s" % (name, cffi.__version__) in done.err
    assert "\nsys.path: [" in done.err
    return done.err


@needs_libpython
@pytest.mark.parametrize(
    "code, shown",
    [
        ("def f():\n    raise ValueError('oops')\nf()", "line 2, in f\nValueError: oops\n"),
        ("import no_such_module", "No module named 'no_such_module'\n"),
        ("raise SystemExit(3)", "SystemExit: 3\n"),
    ],
)
def test_failing_initialisation(tmp_path, calls, code, shown):
    done = calls(library(tmp_path, "lib1", code), "lib1_add", "lib1_add")
    text = report(done, "lib1")
    assert shown in text
    assert "\n_cffi_backend module: '%s" % os.path.dirname(sys.executable)[: -len("bin")] in text, done
    if "ValueError" in shown:
        assert "File \"<init code for 'lib1'>\", line 3, in <module>\n" in text


@needs_libpython
@ours("which Python it is, and what to do")
def test_backend_is_not_found(tmp_path, calls):
    bare = "import sys; sys.path[:] = [path for path in sys.path if 'packages' not in path]"
    write_files(tmp_path, {"bare/sitecustomize.py": bare})
    done = calls(library(tmp_path, "lib1"), "lib1_add", "lib1_add", PYTHONPATH=tmp_path / "bare")
    text = report(done, "lib1")
    assert "No module named '_cffi_backend'\n" in text
    assert "\n_cffi_backend module: not loaded\n" in text
    for line in (
        "sys.version: '3",
        "sys.executable: ",
        "sys.prefix: '%s'\n" % sys.prefix,
        "cffi must be installed where sys.path",
    ):
        assert "\n" + line in text


@needs_libpython
@ours("the program stays alive")
def test_python_cannot_start(tmp_path, programs):
    paths = [library(tmp_path, name) for name in ("lib1", "lib2")]
    words = [programs["calls"], paths[0], "lib1_add", "lib1_add", paths[1], "lib2_add"]
    done = run_program(words, PYTHONHOME="/no/such/folder")
    assert done.code == 0, done
    assert done.out == results(*["%s_add: 0, errno 77" % name for name in ("lib1", "lib1", "lib2")]), done
    assert "Python could not be started: " in done.err
    assert "\nPYTHONHOME: /no/such/folder\n" in done.err
    assert done.err.count(FAILED.format("lib1")) == 2 and done.err.count(FAILED.format("lib2")) == 1


@needs_libpython
@pytest.mark.parametrize("code", [None, "import {0}"])
def test_functions_without_python_code(tmp_path, calls, code):
    done = calls(library(tmp_path, "lib1", code), "lib1_add", "lib1_add")
    assert done.out == results("lib1_add: 0, errno 77", "lib1_add: 0, errno 77"), done
    assert done.err == results(UNDEFINED.format("lib1"), UNDEFINED.format("lib1"))


@needs_libpython
def test_exception_in_a_function(tmp_path, calls):
    done = calls(library(tmp_path, "lib1", INIT.replace("x + y", "{}[x]")), "lib1_add", "lib1_add")
    assert done.out == results("lib1_add: 0, errno 77", "lib1_add: 0, errno 77"), done
    assert done.err.count("KeyError: 40\n") == 2 and "File \"<init code for 'lib1'>\", line" in done.err


# ---- the initialisation code


@needs_libpython
def test_code_of_any_kind(tmp_path, calls):
    init = r'''
        from {0} import ffi

        text = "é€😀 \" ' \\ ??/ ??= \t	%s"
        lines = """
        a

          b
        """
        @ffi.def_extern()
        def {0}_add(x, y):
            assert [ord(c) for c in text] == EXPECTED, text
            assert lines == "\na\n\n  b\n", lines
            assert len(long) == 30000 and n == 5000
            assert __name__ == "builtins" and "__file__" not in globals()
            return x + y
    '''
    text = "é€😀 \" ' \\ ??/ ??= \t\t%s"
    init = textwrap.dedent(init).replace("EXPECTED", str([ord(c) for c in text]))
    init += "long = '" + "é" * 30000 + "'\nn = 0\n" + "n += 1\n" * 5000
    done = calls(library(tmp_path, "lib1", textwrap.indent(init, "    ")), "lib1_add")
    assert done.out == results("lib1_add: 42, errno 77"), done


@needs_libpython
@ours("the code is text already")
def test_coding_cookie(tmp_path, calls):
    init = "# coding: latin-1" + INIT.replace("x + y", "len('é')").replace("\n    ", "\n")
    assert calls(library(tmp_path, "lib1", init), "lib1_add").out == results("lib1_add: 1, errno 77")


@pytest.mark.parametrize(
    "code, stored",
    [
        ("x = 1", "x = 1\n"),
        ("", "\n"),
        ("   ", "\n"),
        ("    if 1:\n        x = 1\n    y = 2\n", "if 1:\n    x = 1\ny = 2\n"),
        ("\tx = 1\n\n\ty = 2\n", "x = 1\n\ny = 2\n"),
        ("    # c\n  x=1\n", "  # c\nx=1\n"),
        ("x=1\r\ny=2\r\n", "x=1\ny=2\n"),
    ],
)
def test_indentation(code, stored):
    ffi = cffi.FFI()
    ffi.embedding_init_code(code)
    assert ffi._embedding == stored


@pytest.mark.parametrize(
    "code, errors",
    [
        ("def (", (SyntaxError,)),
        ("return 5", (SyntaxError,)),
        ("  x = 1\n\ty = 2\n", (IndentationError, TabError)),
        ("x\0y", (SyntaxError, ValueError)),
        ("x = '\ud800'", (UnicodeEncodeError,)),
        (5, (TypeError,)),
        (b"pass", (TypeError,)),
        (None, (TypeError,)),
    ],
)
def test_bad_code(code, errors):
    ffi = cffi.FFI()
    with pytest.raises(errors):
        ffi.embedding_init_code(code)
    ffi.embedding_init_code("x = 1")


def test_code_is_given_once():
    ffi = cffi.FFI()
    ffi.embedding_init_code("")
    with fails(ValueError, "embedding_init_code() can only be called once"):
        ffi.embedding_init_code("x = 2")


# ---- the interface


def test_declarations_of_the_interface(tmp_path):
    ffi = cffi.FFI()
    ffi.embedding_api("typedef struct { char a; int b; } pair_t; int f(pair_t *);", packed=True)
    ffi.embedding_api("struct s { char a; int b; }; int g(struct s);", pack=2)
    ffi.embedding_api("")
    ffi.cdef("int h(pair_t *);")
    assert (ffi.sizeof("pair_t"), ffi.sizeof("struct s")) == (5, 6)
    assert ffi.list_types() == (["pair_t"], ["s"], [])


def test_bad_interfaces():
    ffi = cffi.FFI()
    with fails(ValueError, "cannot give both 'pack' and 'packed'"):
        ffi.embedding_api("int f(int);", packed=True, pack=2)
    for source in (1, b"int f(int);", None):
        with fails(TypeError, "cdef() argument must be a string"):
            ffi.embedding_api(source)
    with fails(cffi.CDefError):
        ffi.embedding_api("int f(int")
    with fails(TypeError):
        ffi.embedding_api("int f(int);", override=True)


def test_variadic_functions(tmp_path):
    ffi = embedding("lib1", None, api="int lib1_add(int, ...);")
    with fails(NotImplementedError, 'a vararg function is extern "Python"', "lib1_add"):
        ffi.emit_c_code(str(tmp_path / "lib1.c"))


# ---- building


def test_without_a_source():
    ffi = cffi.FFI()
    ffi.embedding_api(API % "lib1")
    with fails(ValueError, "set_source() must be called before compile()"):
        ffi.compile()


def test_abi_mode(tmp_path):
    ffi = embedding("lib1", source=None)
    with fails(cffi.VerificationError, "cannot use 'extern \"Python\"' in the ABI mode"):
        ffi.compile(str(tmp_path))
    with fails(TypeError, "emit_c_code() is only for C extension modules"):
        ffi.emit_c_code(str(tmp_path / "lib1.c"))
    ffi = cffi.FFI()
    ffi.embedding_init_code("x = 1")
    ffi.set_source("plain", None)
    assert ffi.compile(str(tmp_path)) == str(tmp_path / "plain.py")


def test_verify():
    ffi = cffi.FFI()
    ffi.embedding_api(API % "lib1")
    with fails(cffi.VerificationError):
        ffi.verify("")


@needs_libpython
@pytest.mark.parametrize(
    "target, made",
    [(None, "lib1.so"), ("x.so", "x.so"), ("my-1.5.*", "my-1.5.so"), ("a.b.*", "a.b.so"), ("sub/x.*", "sub/x.so")],
)
def test_targets(tmp_path, target, made):
    (tmp_path / "sub").mkdir()
    assert embedding("lib1").compile(str(tmp_path), target=target) == str(tmp_path / made)
    assert (tmp_path / made).exists()


@needs_libpython
def test_verbose(tmp_path, capfd):
    embedding("lib1").compile(str(tmp_path), verbose=True, debug=True)
    out = capfd.readouterr().out
    assert "-lpython" + sysconfig.get_config_var("LDVERSION") in out
    assert "-shared" in out and " -g " in out


@needs_libpython
@ours("one that is not where the loader looks is found at run time, whatever Python's own flags are")
def test_run_path(tmp_path):
    folder = LIBPYTHON if not LIBPYTHON.startswith("/usr/lib") else None
    ffi = embedding("lib1")
    extension = None
    pytest.importorskip("setuptools")
    extension = ffi.distutils_extension(str(tmp_path), verbose=False)
    assert extension.runtime_library_dirs == ([folder] if folder else [])


def test_c_source(tmp_path):
    one, two = io.StringIO(), tmp_path / "lib1.c"
    embedding("lib1").emit_c_code(one)
    embedding("lib1").emit_c_code(str(two))
    assert "lib1_add" in two.read_text()
    assert two.read_text() in one.getvalue()


@needs_libpython
def test_distutils_extension(tmp_path):
    pytest.importorskip("setuptools")
    extension = embedding("lib1", libraries=["m"], py_limited_api=True).distutils_extension(
        str(tmp_path), verbose=False
    )
    assert extension.libraries[0] == "m"
    assert "python" + sysconfig.get_config_var("LDVERSION") in extension.libraries
    assert extension.sources == [str(tmp_path / "lib1.c")]


COMPILERS = [
    (["gcc"], "c99"), (["gcc"], "c11"), (["g++", "-x", "c++"], "c++17"), (["clang-14"], "c99"), (["clang++-14", "-x", "c++"], "c++17"),
]  # fmt: skip


@pytest.mark.parametrize(
    "compiler, standard", COMPILERS, ids=lambda value: value if isinstance(value, str) else value[0]
)
@ours("the C that is generated is free of warnings")
def test_no_warnings(tmp_path, compiler, standard):
    if shutil.which(compiler[0]) is None:
        pytest.skip("no " + compiler[0])
    source = "CFFI_DLLEXPORT int go(void); CFFI_DLLEXPORT int go(void) { return cffi_start_python(); }"
    init = textwrap.dedent(INIT) + "# é ??/ \\\n" + "x = '%s'\n" % ("é" * 3000) + "y = 1\n" * 2000
    path = tmp_path / "lib1.c"
    embedding("lib1", init, source=source).emit_c_code(str(path))
    include = ["-isystem", sysconfig.get_path("include")]
    words = [
        *compiler,
        "-std=" + standard,
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-Woverlength-strings",
        "-fPIC",
        *include,
    ]
    done = subprocess.run([*words, "-c", str(path), "-o", os.devnull], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode()


@ours("a clear error")
def test_no_shared_python(tmp_path, monkeypatch):
    asked = sysconfig.get_config_var
    missing = {
        "LIBDIR": "/nowhere",
        "LIBPL": "/nowhere/config",
        "LDLIBRARY": "libpython3.99.a",
        "INSTSONAME": "libpython3.99.a",
    }
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: missing[name] if name in missing else asked(name))
    monkeypatch.setattr(sys, "base_prefix", "/nowhere/else")
    with fails(
        cffi.VerificationError,
        "linked to Python's own shared library",
        sys.executable,
        "libpython3.",
        "/nowhere/else/lib",
    ):
        embedding("lib1").compile(str(tmp_path))


@needs_libpython
def test_compiler_errors_have_their_line(tmp_path):
    with pytest.raises(cffi.VerificationError) as error:
        embedding("lib1", api="\nstruct nothing %s_add(int, int);").compile(str(tmp_path))
    if not RELEASED:
        assert "cdef() number 1, line 2" in str(error.value)


@needs_libpython
def test_with_setuptools(tmp_path):
    pytest.importorskip("setuptools")
    write_files(
        tmp_path,
        {
            "build_it.py": """
                import cffi
                ffi = cffi.FFI()
                ffi.embedding_api("int lib1_add(int, int);")
                ffi.embedding_init_code("from lib1 import ffi\\n@ffi.def_extern()\\ndef lib1_add(x, y): return x + y")
                ffi.set_source("lib1", "")
            """,
            "setup.py": """
                from setuptools import setup
                setup(name="lib1", version="1", cffi_modules=["build_it.py:ffi"])
            """,
        },
    )
    done = subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", "-i"], cwd=str(tmp_path), env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert run_python("import lib1; print(lib1.lib.lib1_add(40, 2))", tmp_path) == "42\n"


@needs_libpython
def test_included(tmp_path):
    base = embedding("lib1")
    other = cffi.FFI()
    other.include(base)
    other.cdef("int three(void);")
    other.set_source("lib2", "static int three(void) { return 3; }")
    other.compile(str(tmp_path))
    base.compile(str(tmp_path))
    assert run_python("import lib1, lib2; print(lib2.lib.three(), lib1.lib.lib1_add(1, 1))", tmp_path) == "3 2\n"
