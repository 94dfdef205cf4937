"""Gives cffi what record.py recorded, and tells what it makes of it: `replay.py RECORD STUB MODE WORK OUTPUT`.

STUB is a library that has every name of the record. MODE: `inline`, `python` (a .py module), `compiled` (an API module,
by verify() where the package does so), or `bare` (an API module whose C source is the declarations themselves).
Writes JSON: for each FFI object {what was asked: what was said}.
"""

import importlib
import json
import os
import sys
import warnings

import cffi
import describe

#: Of the keywords of set_source(), those that a module takes which is linked with the stub alone.
KEPT = ("define_macros", "undef_macros", "include_dirs", "extra_compile_args", "source_extension")
STANDARD = "#include <stdarg.h>\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <sys/types.h>\n#include <time.h>\n#include <wchar.h>\n"


class Replay:
    def __init__(self, record, stub, mode, work):
        self.record, self.stub, self.mode, self.work = record, os.path.abspath(stub), mode, os.path.abspath(work)
        self.ffis = {}
        sys.path.insert(0, self.work)

    def texts(self, number):
        return [arguments[0] for method, arguments, _ in self.record[number] if method in ("cdef", "embedding_api")]

    def ffi(self, number):
        """Declared, with what it includes; made once."""
        if number not in self.ffis:
            made = self.ffis[number] = cffi.FFI()
            for method, arguments, keywords in self.record[number]:
                if method in ("cdef", "embedding_api"):
                    made.cdef(*arguments, **keywords)
                elif method == "include":
                    made.include(self.ffi(arguments[0]["ffi"]))
        return self.ffis[number]

    def described(self, number):
        ffi, lib = getattr(self, self.mode)(number)
        return describe.everything(ffi, lib, self.texts(number))

    def inline(self, number):
        ffi = self.ffi(number)
        return ffi, ffi.dlopen(self.stub)

    def python(self, number):
        ffi = self.module(number, None, {}).ffi
        return ffi, ffi.dlopen(self.stub)

    def compiled(self, number):
        method, source, keywords = self.source(number)
        if method == "verify":
            ffi = self.ffi(number)
            return ffi, ffi.verify(source, tmpdir=self.work, **keywords)
        module = self.module(number, source, keywords)
        return module.ffi, module.lib

    def bare(self, number):
        module = self.module(number, STANDARD + "\n".join(self.texts(number)), {"extra_link_args": [self.stub]})
        return module.ffi, module.lib

    def source(self, number):
        for method, arguments, keywords in self.record[number]:
            source = (
                arguments[1]
                if method.startswith("set_source")
                else arguments[0]
                if arguments
                else keywords.get("source", "")
            )
            if method in ("set_source", "set_source_pkgconfig", "verify") and source is not None:
                kept = {name: keywords[name] for name in KEPT if keywords.get(name)}
                kept["define_macros"] = [tuple(macro) for macro in kept.get("define_macros", ())]
                kept["include_dirs"] = [os.path.abspath(path) for path in kept.get("include_dirs", ())] + [os.getcwd()]
                return method, source, {**kept, "extra_link_args": [self.stub]}
        raise LookupError("no C source")

    def module(self, number, source, keywords):
        """Each included FFI is a module, too."""
        ffi, name = self.ffi(number), "_corpus_%s_%d" % (self.mode, number)
        if name not in sys.modules:
            for method, arguments, _ in self.record[number]:
                if method == "include":
                    getattr(self, self.mode)(arguments[0]["ffi"])
            ffi.set_source(name, source, **keywords)
            ffi.compile(tmpdir=self.work, verbose=0)
            importlib.invalidate_caches()
        return importlib.import_module(name)


def main(record, stub, mode, work, output):
    warnings.simplefilter("ignore")
    with open(record, encoding="utf-8") as file:
        replay = Replay(json.load(file)["ffis"], stub, mode, work)
    told = {}
    for number in range(len(replay.record)):
        if replay.texts(number):
            told[number] = describe.outcome(cffi.FFI(), replay.described, number)
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"version": cffi.__version__, "ffis": told}, file, indent=1, sort_keys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
