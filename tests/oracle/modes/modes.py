"""The ways to an `ffi` and a `lib`, each by one name, for declarations and the C source that defines them.

What a compiler makes is kept in a cache by its text, so that thousands of programs share a few dozen modules.
"""

import contextlib
import hashlib
import importlib.util
import io
import os
import subprocess
import sys
import sysconfig

import cffi

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
CACHE = os.environ.get("CFFI_MODES_CACHE") or os.path.join(TREE, "build", "oracle-modules")
RELEASED = cffi.__version_info__ < (3,)
MODES = ("inline", "python", "api", "verify")
PRELUDE = "".join(
    "#include <%s.h>\n" % name for name in ("stdio", "stdint", "stddef", "stdbool", "wchar", "uchar", "sys/types")
)
FLAGS = ["-shared", "-fPIC", "-O0", "-w"]


def cached(kind, text, make):
    """The file that `make(path)` writes for this text, made once, by whichever process is first."""
    folder = os.path.join(CACHE, "released" if RELEASED else "ours")
    os.makedirs(folder, exist_ok=True)
    key = hashlib.sha256((cffi.__version__ + sys.version + text).encode()).hexdigest()[:24]
    path = os.path.join(folder, "%s-%s.so" % (kind, key))
    if os.path.exists(path + ".failed"):
        with open(path + ".failed") as file:
            raise cffi.VerificationError(file.read())
    if not os.path.exists(path):
        unfinished = "%s.%d" % (path, os.getpid())
        try:
            make(unfinished)
        except cffi.VerificationError as error:
            with open(path + ".failed", "w") as file:
                file.write(str(error))
            raise
        os.replace(unfinished, path)
    return path


def compile_c(text, output):
    """Raises VerificationError as the packages do; what the compiler said is in it."""
    source = output + ".c"
    with open(source, "w") as file:
        file.write(text)
    command = ["gcc", *FLAGS, "-I" + sysconfig.get_path("include"), source, "-o", output]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    os.remove(source)
    if done.returncode != 0:
        raise cffi.VerificationError("CompileError: " + done.stdout)


def library(source):
    """The path of a shared library of the source: what in-line and .py modules open."""
    return cached("library", PRELUDE + source, lambda path: compile_c(PRELUDE + source, path))


def generated(ffi, name, source):
    """What would be written for a module: C, or Python when the source is None."""
    ffi.set_source(name, source if source is None else PRELUDE + source)
    out = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()):
        (ffi.emit_python_code if source is None else ffi.emit_c_code)(out)
    return out.getvalue()


def python_module(name, text):
    """A .py module is text: there is nothing to be kept."""
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader=None))
    exec(compile(text, name + ".py", "exec"), module.__dict__)
    sys.modules[name] = module
    return module


def api_module(name, text):
    return loaded(name, cached("api", text, lambda path: compile_c(text, path)))


def loaded(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def verified(ffi, source):
    folder = os.path.join(CACHE, "verify-released" if RELEASED else "verify-ours")
    os.makedirs(folder, exist_ok=True)
    return ffi.verify(PRELUDE + source, tmpdir=folder, extra_compile_args=["-O0", "-w"])
