"""A pytest plugin for a Python with the released package: what its FFI objects compile is built by ours.

`-p plugin`, with CFFI_TRAVEL_BUILDER naming a Python that has ours. A test sees the released package everywhere, but
each module that it builds was generated and compiled by ours (builder.py), and is imported by the released backend.
"""

import builtins
import json
import os
import subprocess

import cffi

BUILDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "builder.py")
RECORDED = ("cdef", "set_source", "set_source_pkgconfig", "embedding_api", "embedding_init_code", "set_unicode")


class FFI(cffi.FFI):
    """Remembers what was declared, so that it can be said again."""

    def __init__(self, *args, **keywords):
        self._declared_so_far = []
        super().__init__(*args, **keywords)

    def include(self, other):
        super().include(other)
        self._declared_so_far.append(("include", [other], {}))

    def compile(self, tmpdir=".", verbose=0, target=None, debug=None):
        return built(self, "compile", {"tmpdir": str(tmpdir), "verbose": verbose, "target": target, "debug": debug})


def recording(name):
    original = getattr(cffi.FFI, name)

    def method(self, *args, **keywords):
        result = original(self, *args, **keywords)
        self._declared_so_far.append((name, list(args), keywords))
        return result

    return method


for name in RECORDED:
    setattr(FFI, name, recording(name))


def for_limited_api(name, args, keywords):
    """set_source() of C asks for the limited API then, where it does not say what it wants."""
    is_c = name.startswith("set_source") and (args + [keywords.get("source")])[1] is not None
    return {"py_limited_api": True, **keywords} if is_c and os.environ.get("CFFI_TRAVEL_LIMITED") else keywords


def described(ffi, number_of, objects):
    """The number of an FFI among `objects`, which get it and all that it includes, included ones first."""
    if id(ffi) not in number_of:
        calls = []
        for name, args, keywords in ffi._declared_so_far:
            args = [described(arg, number_of, objects) if name == "include" else arg for arg in args]
            calls.append([name, args, for_limited_api(name, args, keywords)])
        number_of[id(ffi)] = len(objects)
        objects.append(calls)
    return number_of[id(ffi)]


def built(ffi, method, keywords):
    objects = []
    described(ffi, {}, objects)
    order = json.dumps({"objects": objects, "method": method, "keywords": keywords}, default=os.fspath)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [os.environ["CFFI_TRAVEL_BUILDER"], BUILDER], input=order, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, universal_newlines=True,
    )  # fmt: skip
    answer = done.stdout.rpartition("\n")[2]
    if done.returncode != 0 or not answer:
        raise AssertionError("the builder failed: " + done.stdout + done.stderr)
    kind, value = json.loads(answer)
    if kind == "result":
        return value
    raise getattr(cffi, kind, getattr(builtins, kind, AssertionError))(value)


cffi.FFI = FFI
