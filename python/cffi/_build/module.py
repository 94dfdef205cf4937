"""One module: its source is written, then compiled and linked.

What compiles is imported when it is needed: most of the time of writing a source alone would go into imports.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import sources, toolchain
from .spec import spec_of

if TYPE_CHECKING:
    from _cffi_backend import _CdefFFI as FFI


@dataclass
class Module:
    """What is to be built, and where. `keywords` are those of set_source()."""

    ffi: FFI
    name: str
    preamble: str | None  # None: a .py module for ABI mode
    folder: str
    source_file: str
    keywords: dict[str, Any]
    verbose: int

    def write_source(self) -> bool:
        """Whether the file changed."""
        os.makedirs(os.path.dirname(self.source_file) or ".", exist_ok=True)
        if self.preamble is None:
            text = sources.python_text(self.ffi, self.name)
        else:
            text = sources.c_text(self.ffi, self.name, self.preamble, self.keywords.get("py_limited_api"))
        return sources.write(self.source_file, text, self.verbose)

    def compiler_keywords(self) -> dict[str, Any]:
        """Those of an Extension. VerificationError: it is an embedded library, and Python's own library is missing."""
        spec = spec_of(self.ffi)
        keywords = spec.compiler_keywords(self.keywords)
        if not spec.is_embedded:
            return keywords
        from . import embedding

        return embedding.keywords(keywords)

    def compile(self, target: Any = None, debug: bool | None = None) -> str:
        """Compiles and links what write_source() has written. Returns the path of the module: `target`, if given."""
        from . import diagnostics, driver
        from .extension import extension_from

        assert self.preamble is not None
        base, path = os.path.realpath(self.folder), os.path.realpath(self.source_file)
        inside = path[len(base) + 1 :] if path.startswith(base + os.sep) else path
        extension = extension_from(self.name, [inside], self.compiler_keywords())
        extension.is_library = spec_of(self.ffi).is_embedded
        output = self._output_file(target)
        try:
            driver.build(extension, output, base=base, verbose=self.verbose, debug=debug)
        except driver.BuildFailure as failure:
            with open(path, encoding="utf-8", newline="") as file:
                generated = file.read()
            notes = diagnostics.explain(failure.output, inside, generated, self.preamble, self.ffi._cdefsources)
            raise driver.failed(failure, notes) from None
        return output

    def _output_file(self, target: Any) -> str:
        folder, name = os.path.split(sources.module_file(self.name, ""))
        if target is None:
            name += self._suffix()
        elif isinstance(target, (str, os.PathLike)):
            name = str(os.fspath(target))
        else:
            raise TypeError(f"'target' must be a file name, not {type(target).__name__}")
        if name.endswith(".*"):
            name = name[:-2] + toolchain.shared_suffix()
        return os.path.realpath(os.path.join(self.folder, folder, name))

    def _suffix(self) -> str:
        if spec_of(self.ffi).is_embedded:
            return toolchain.shared_suffix()
        return toolchain.abi3_suffix() if self.keywords.get("py_limited_api") else toolchain.extension_suffix()
