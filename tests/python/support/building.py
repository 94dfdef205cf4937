"""What the tests of building share: small builders, projects on disk, other processes."""

import os
import shlex
import shutil
import subprocess
import sys
import textwrap

import pytest

import cffi

ADD_ONE = "static int add_one(int x) { return x + 1; }"


def builder(name="_built", source=ADD_ONE, cdef="int add_one(int);", **keywords):
    """An FFI with its source set; source=None: for ABI mode."""
    ffi = cffi.FFI()
    ffi.cdef(cdef)
    ffi.set_source(name, source, **keywords)
    return ffi


def write_files(folder, files):
    """`files` maps relative names to texts."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def environment(**changes):
    """This process's environment without what would change how things are built; None takes a variable away."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in ("CC", "CXX", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "LDSHARED", "PYTHONPATH")
    }
    for key, value in changes.items():
        env.pop(key, None)
        if value is not None:
            env[key] = str(value)
    return env


def run(command, cwd, expect=0, **env):
    """Runs a program; its exit code must be `expect`. What it printed, standard error included."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=str(cwd),
        env=environment(**env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    assert done.returncode == expect, done.stdout
    return done.stdout


def run_python(code, cwd, expect=0, **env):
    return run([sys.executable, "-c", textwrap.dedent(code)], cwd, expect, **env)


def call_built(path, expression="lib.add_one(41)"):
    """The value of an expression about the module at `path`, computed in a process of its own."""
    folder, name = os.path.split(str(path))
    module = name.split(".")[0]
    return run_python("from %s import ffi, lib; print(%s)" % (module, expression), folder).strip()


def tree(folder):
    """The files below a folder, as sorted relative names."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def compile_shared(sources, output, *flags):
    """One shared library from C sources; the test is skipped where there is no C compiler."""
    compiler = shlex.split(os.environ.get("CC", "")) or [shutil.which("gcc") or shutil.which("cc") or ""]
    if not compiler[0]:
        pytest.skip("no C compiler to build the test library with")
    command = compiler + ["-shared", "-fPIC", "-O1", "-o", str(output)] + [str(s) for s in sources] + list(flags)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert done.returncode == 0, done.stdout
    return str(output)
