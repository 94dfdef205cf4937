"""What a package's build script gives to cffi: `record.py FOLDER OUTPUT SCRIPT...` runs the scripts in FOLDER.

A script is a file that is run (`setup.py` too: what it calls is answered without building), `path.py:name` as in
cffi_modules, or the name of a module that is imported. Nothing is compiled and no library is opened; modules that are not
installed are made up. Writes JSON: a list of FFI objects, each a list of events in order, [method, arguments, keywords];
another FFI object stands as {"ffi": number}.
"""

import importlib
import importlib.machinery
import json
import os
import runpy
import sys
import traceback
import unittest.mock

import cffi
import cffi.verifier


class NothingThere(Exception):
    """A script uses what it would have built or opened: all that it declares before is recorded."""


class Answer:
    """Stands for a library that is not opened."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NothingThere("%s is asked of a library" % name)


class MadeUp:
    """Answers for every module that the package imports and nobody else finds."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, name, path=None, target=None):
        importer = sys._getframe(1)
        while "importlib" in importer.f_code.co_filename:
            importer = importer.f_back
        asked_by_the_package = os.path.abspath(importer.f_code.co_filename).startswith(self.folder)
        # A package goes on without the declarations of another one; a made-up one has none.
        return (
            importlib.machinery.ModuleSpec(name, self, is_package=True)
            if asked_by_the_package and "cffi" not in name
            else None
        )

    def create_module(self, spec):
        made = unittest.mock.MagicMock(name=spec.name)
        made.__name__, made.__version__, made.__path__, made.__spec__ = spec.name, "99.0", [], spec
        return made

    def exec_module(self, module):
        pass


class Recorder:
    def __init__(self):
        self.ffis, self.numbers, self.notes = [], {}, []

    def number(self, ffi):
        if id(ffi) not in self.numbers:
            self.numbers[id(ffi)] = len(self.ffis)
            self.ffis.append((ffi, []))  # kept alive: the id stays its own
        return self.numbers[id(ffi)]

    def note(self, ffi, method, arguments, keywords):
        number = self.number(ffi)
        self.ffis[number][1].append(
            [method, [self.plain(a) for a in arguments], {k: self.plain(v) for k, v in keywords.items()}]
        )

    def plain(self, value):
        if isinstance(value, cffi.FFI):
            return {"ffi": self.number(value)}
        if isinstance(value, (list, tuple)):
            return [self.plain(item) for item in value]
        if isinstance(value, dict):
            return {str(k): self.plain(v) for k, v in value.items()}
        return (
            value
            if value is None or isinstance(value, (str, int, float, bool))
            else os.fspath(value)
            if isinstance(value, os.PathLike)
            else str(value)
        )

    def install(self):
        for method in ("cdef", "embedding_api", "set_source", "include"):
            self.wrap(method, getattr(cffi.FFI, method))
        self.wrap(
            "set_source_pkgconfig",
            lambda ffi, name, packages, source, *rest, **more: cffi.FFI.set_source(ffi, name, source),
        )
        for method in ("verify", "dlopen"):
            self.wrap(method, lambda ffi, *arguments, **keywords: Answer())
        self.wrap("distutils_extension", lambda ffi, *arguments, **keywords: Answer())
        for method in ("compile", "emit_c_code", "emit_python_code"):
            self.wrap(method, lambda ffi, *arguments, **keywords: "")
        cffi.verifier.Verifier.__init__ = lambda made, ffi, preamble="", *arguments, **keywords: self.note(
            ffi, "verify", [preamble], keywords
        )
        cffi.verifier.Verifier.get_extension = lambda made: Answer()
        for package in ("setuptools", "distutils.core"):
            try:
                __import__(package)
            except ImportError:
                continue
            sys.modules[package].setup = self.setup

    def wrap(self, method, original):
        def wrapper(ffi, *arguments, **keywords):
            result = original(ffi, *arguments, **keywords)
            self.note(ffi, method, arguments, keywords)
            return result

        setattr(cffi.FFI, method, wrapper)

    def setup(self, **keywords):
        scripts = keywords.get("cffi_modules", [])
        for script in [scripts] if isinstance(scripts, str) else scripts:
            self.run(script)

    def run(self, script):
        path, colon, name = script.rpartition(":") if ".py:" in script else (script, "", "")
        sys.argv = [path, "build"] if os.path.basename(path) == "setup.py" else [path]
        try:
            if not path.endswith(".py"):
                importlib.import_module(path)
                return
            sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
            names = runpy.run_path(path, run_name="__cffi__" if colon else "__main__")
            if colon and not isinstance(names[name], cffi.FFI):
                names[name]()
        except (Exception, SystemExit) as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.notes.append(
                "%s: %s: %s (%s:%d)"
                % (script, type(error).__name__, str(error)[:300], os.path.basename(where.filename), where.lineno)
            )


def main(folder, output, *scripts):
    output = os.path.abspath(output)
    os.chdir(folder)
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]
    recorder = Recorder()
    recorder.install()
    sys.meta_path.append(MadeUp(os.getcwd()))
    for script in scripts:
        recorder.run(script)
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"ffis": [events for _, events in recorder.ffis], "notes": recorder.notes}, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
