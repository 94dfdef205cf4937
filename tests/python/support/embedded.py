"""Libraries with Python inside, for the tests of embedding. Needs no pytest: another Python makes them, too."""

import os
import sys
import sysconfig

import cffi

API = "int %s_add(int, int);"
INIT = """
    from {0} import ffi, lib

    @ffi.def_extern()
    def {0}_add(x, y):
        return x + y
"""
SLOW = (
    """
    import sys, time
    from {0} import ffi
    sys.stderr.write("{0} starts\\n")
    time.sleep(0.2)
"""
    + INIT
)


def libpython():
    """The folder of Python's shared library; None where there is none."""
    names = [sysconfig.get_config_var("LDLIBRARY") or "", sysconfig.get_config_var("INSTSONAME") or ""]
    for folder in [sysconfig.get_config_var("LIBDIR") or "", os.path.join(sys.base_prefix, "lib")]:
        if any(name and not name.endswith(".a") and os.path.exists(os.path.join(folder, name)) for name in names):
            return folder
    return None


LIBPYTHON = libpython()


def embedding(name, init=INIT, api=API, source="", cdef="", **keywords):
    """An FFI for the library `name`; init None: no code."""
    ffi = cffi.FFI()
    ffi.embedding_api(api.replace("%s", name))
    ffi.cdef(cdef)
    if init is not None:
        ffi.embedding_init_code(init.replace("{0}", name))
    ffi.set_source(name, source, **keywords)
    return ffi


def library(folder, name, init=INIT, **keywords):
    return embedding(name, init, **keywords).compile(str(folder), target="lib%s.*" % name)
