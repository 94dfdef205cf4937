"""Builds CFFI modules from setup(): setup(cffi_modules=["path/build.py:ffibuilder"]).

setuptools finds this through two entry points: the keyword `cffi_modules` of setup(), and, for projects without a
setup.py, the table of pyproject.toml

    [tool.cffi]
    modules = ["path/build.py:ffibuilder"]

The build scripts run once, when the keyword is seen. C sources are generated into the build folder by build_ext, before
it does anything else; modules for ABI mode are written by build_py, and by build_ext where modules are built in place.

A build_ext class of the project may have a method `pre_run(self, ext, ffi)`: it is called for each module that is
compiled, before its source is generated, and may change the Extension, which the compiler then gets.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NoReturn

from . import recompiler
from ._build import sources, toolchain
from ._build.spec import Source, source_of
from .api import FFI

__all__ = ["add_cffi_module", "cffi_modules", "pyproject_modules"]

#: Stands in the list of sources for the file that is generated when the module is built.
_TO_BE_GENERATED = "$PLACEHOLDER"


def cffi_modules(dist: Any, attr: str, value: Any) -> None:
    """The keyword of setup(): 'path/build.py:ffi_variable', or a list of these."""
    for mod_spec in [value] if isinstance(value, str) else _list(value):
        add_cffi_module(dist, mod_spec)


def pyproject_modules(dist: Any) -> None:
    """Called for each project that setuptools builds: acts on those whose pyproject.toml has the table [tool.cffi]."""
    try:
        with open("pyproject.toml", encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return
    if "tool.cffi" not in text:
        return
    table = _toml(text).get("tool", {}).get("cffi", {})
    unknown = set(table) - {"modules"}
    if unknown:
        _error(f"pyproject.toml: the table [tool.cffi] has 'modules' only, not {', '.join(sorted(map(repr, unknown)))}")
    if "modules" in table and not getattr(dist, "cffi_modules", None):
        cffi_modules(dist, "cffi_modules", table["modules"])


def add_cffi_module(dist: Any, mod_spec: Any) -> None:
    if not isinstance(mod_spec, str):
        _error(f"argument to 'cffi_modules=...' must be a str or a list of str, not {type(mod_spec).__name__!r}")
    ffi = _find_ffi(mod_spec)
    source = source_of(ffi)
    if source is None:
        _error(f"{mod_spec!r}: the set_source() method was not called")
    if source.source is None:
        _add_py_module(dist, ffi, source.module_name)
    else:
        _add_c_module(dist, ffi, source)


def _find_ffi(mod_spec: str) -> FFI:
    path, colon, name = mod_spec.rpartition(":")
    if not colon:
        _error(f"{mod_spec!r} must be of the form 'path/build.py:ffi_variable'")
    if not os.path.exists(path):
        rewritten = path.replace(".", "/") + ".py"
        hint = f" (rewrite cffi_modules to ['{rewritten}:{name}'])" if os.path.exists(rewritten) else ""
        _error(f"{path!r} does not name an existing file{hint}")
    namespace: dict[str, Any] = {"__name__": "__cffi__", "__file__": path}
    with open(path, "rb") as file:
        exec(compile(file.read(), path, "exec"), namespace)
    if name not in namespace:
        _error(f"{mod_spec!r}: object {name!r} not found in module")
    found = namespace[name]
    if not isinstance(found, FFI) and callable(found):
        found = found()
    if not isinstance(found, FFI):
        _error(f"{mod_spec!r}: is no FFI object, and no function that returns one, but {found!r}")
    return found


def _add_c_module(dist: Any, ffi: FFI, source: Source) -> None:
    from setuptools import Extension

    keywords = _with_limited_api(source.keywords)
    sources = [_TO_BE_GENERATED, *map(os.fspath, keywords.pop("sources", ()))]
    extension = Extension(name=source.module_name, sources=sources, **keywords)
    dist.ext_modules = [*(dist.ext_modules or ()), extension]
    _commands(dist)
    dist._cffi_c_modules.append((extension, ffi, source))


def _add_py_module(dist: Any, ffi: FFI, module_name: str) -> None:
    _commands(dist)
    dist._cffi_py_modules[module_name] = ffi
    # It makes setuptools run build_py, and tells find_packages and friends that the module is there.
    dist.py_modules = [*(dist.py_modules or ()), module_name]


def _with_limited_api(keywords: dict[str, Any]) -> dict[str, Any]:
    """Modules use the limited API unless told otherwise, and where Python has one."""
    limited = bool(keywords.get("py_limited_api", True)) and toolchain.has_limited_api()
    keywords = {**keywords, "py_limited_api": limited}
    if limited and toolchain.is_free_threaded():  # for the extension's other sources: the one that we write knows
        keywords["define_macros"] = [*(keywords.get("define_macros") or ()), ("Py_TARGET_ABI3T", "0x030f0000")]
    return keywords


def _limited_api(dist: Any, source: Source) -> Any:
    """Which version's limited API: what set_source() says; else that of the wheel's tag, so that a wheel tagged cp311
    has what came since 3.9; else the oldest."""
    asked = source.keywords.get("py_limited_api", True)
    if not _with_limited_api(source.keywords)["py_limited_api"]:
        return False
    tag = getattr(dist.get_command_obj("bdist_wheel", create=False), "py_limited_api", None)
    tag = tag or dist.get_option_dict("bdist_wheel").get("py_limited_api", (None, None))[1]
    return tag if asked is True and tag else asked


def _commands(dist: Any) -> None:
    """Puts our build_ext and build_py before those that the project has, once."""
    if hasattr(dist, "_cffi_c_modules"):
        return
    from setuptools.command.build_ext import build_ext
    from setuptools.command.build_py import build_py

    dist._cffi_c_modules, dist._cffi_py_modules = [], {}
    dist.cmdclass["build_ext"] = _build_ext_class(dist.cmdclass.get("build_ext", build_ext))
    dist.cmdclass["build_py"] = _build_py_class(dist.cmdclass.get("build_py", build_py))


def _build_ext_class(base: Any) -> Any:
    class CffiBuildExt(base):  # type: ignore[misc]
        """build_ext that generates the C source of CFFI modules first."""

        def run(self) -> None:
            if self.inplace:
                self._cffi_write_py_modules()
            for extension, ffi, source in self.distribution._cffi_c_modules:
                if hasattr(self, "pre_run"):
                    self.pre_run(extension, ffi)
                path = self._cffi_generate(ffi, source)
                extension.sources = [path if name == _TO_BE_GENERATED else name for name in extension.sources]
            super().run()

        def get_source_files(self) -> list[str]:
            return [path for path in super().get_source_files() if path != _TO_BE_GENERATED]

        def _cffi_generate(self, ffi: FFI, source: Source) -> str:
            path: str = os.path.join(self.build_temp, source.module_name + source.source_extension)
            os.makedirs(self.build_temp, exist_ok=True)
            limited = _limited_api(self.distribution, source)
            assert source.source is not None  # those go to _add_py_module
            recompiler.make_c_source(ffi, source.module_name, source.source, path, py_limited_api=limited)
            return path

        def _cffi_write_py_modules(self) -> None:
            build_py = self.get_finalized_command("build_py")
            for name, ffi in self.distribution._cffi_py_modules.items():
                recompiler.make_py_source(ffi, name, _place_in_sources(build_py, name))

    return _named(CffiBuildExt, base)


def _build_py_class(base: Any) -> Any:
    class CffiBuildPy(base):  # type: ignore[misc]
        """build_py that writes the Python source of CFFI modules for ABI mode."""

        def run(self) -> None:
            super().run()
            for name, ffi in self.distribution._cffi_py_modules.items():
                path = _place_in_sources(self, name) if self._cffi_in_place() else self._cffi_output(name)
                os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
                recompiler.make_py_source(ffi, name, path)

        def find_modules(self) -> Any:
            return [found for found in super().find_modules() if not self._cffi_is_generated(found)]

        def check_module(self, module: str, module_file: str) -> bool:
            generated = module in self.distribution._cffi_py_modules
            return (
                False
                if generated and not os.path.isfile(module_file)
                else bool(super().check_module(module, module_file))
            )

        def get_outputs(self, include_bytecode: bool = True) -> list[str]:
            outputs: list[str] = super().get_outputs(include_bytecode)
            written = [self._cffi_output(name) for name in self.distribution._cffi_py_modules]
            return outputs + [path for path in written if path not in outputs]

        def get_output_mapping(self) -> dict[str, str]:
            mapping: dict[str, str] = super().get_output_mapping()
            if self._cffi_in_place():
                for name in self.distribution._cffi_py_modules:
                    mapping[self._cffi_output(name)] = _place_in_sources(self, name)
            return mapping

        def _cffi_in_place(self) -> bool:
            return bool(getattr(self, "editable_mode", False))

        def _cffi_is_generated(self, found: Any) -> bool:
            package, module, _ = found
            return (f"{package}.{module}" if package else module) in self.distribution._cffi_py_modules

        def _cffi_output(self, name: str) -> str:
            return os.path.join(self.build_lib, sources.module_file(name, ".py"))

    return _named(CffiBuildPy, base)


def _place_in_sources(build_py: Any, module_name: str) -> str:
    package, _, module = module_name.rpartition(".")
    return os.path.join(build_py.get_package_dir(package), module + ".py")


def _named(made: Any, base: Any) -> Any:
    # distutils shows and looks up a command by the name of its class.
    made.__name__, made.__qualname__ = base.__name__, base.__qualname__
    return made


def _list(value: Any) -> Iterable[Any]:
    if isinstance(value, Iterable):
        return value
    raise TypeError(f"argument to 'cffi_modules=...' must be a str or a list of str, not {type(value).__name__!r}")


def _toml(text: str) -> dict[str, Any]:
    """Python has a reader since 3.11; before, setuptools brings one under a name that has changed over time."""
    import importlib

    for name in ("tomllib", "tomli", "setuptools.compat.py310", "setuptools.extern.tomli", "setuptools._vendor.tomli"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        loads = getattr(getattr(module, "tomllib", module), "loads", None)
        if loads is not None:
            table: dict[str, Any] = loads(text)
            return table
    _error("pyproject.toml has the table [tool.cffi], but there is nothing to read it with: pip install tomli")


def _error(text: str) -> NoReturn:
    try:
        from setuptools.errors import SetupError
    except ImportError:
        from distutils.errors import DistutilsSetupError as SetupError
    raise SetupError(text)
