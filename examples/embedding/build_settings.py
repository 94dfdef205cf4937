"""Builds libsettings.so: a library for C programs, with settings_plugin.py inside. build_settings.py [FOLDER]"""

import pathlib
import sys

from cffi import FFI

HERE = pathlib.Path(__file__).resolve().parent


def declarations():
    """What settings.h declares, without what only the C preprocessor understands."""
    lines = (HERE / "settings.h").read_text().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#")).replace("CFFI_DLLEXPORT", "")


ffi = FFI()
ffi.embedding_api(declarations())
ffi.embedding_init_code((HERE / "settings_plugin.py").read_text())
ffi.set_source("settings", '#include "settings.h"', include_dirs=[str(HERE)])

if __name__ == "__main__":
    print(ffi.compile(tmpdir=sys.argv[1] if len(sys.argv) > 1 else ".", target="libsettings.*"))
