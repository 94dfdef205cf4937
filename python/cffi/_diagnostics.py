"""Which line of a cdef or of a source does a compiler's error belong to?

Compilers speak of lines in the generated file. For each error there, this says which line of the text given to
set_source() it is, or, when it lies in what was generated for a declaration, which line of the cdef that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ERROR = re.compile(r"^(?P<file>[^\n:]+):(?P<line>\d+)(?::\d+)?: (?:fatal )?error: (?P<text>.*)$", re.MULTILINE)
_UNDEFINED = re.compile(r"undefined (?:reference to|symbol:?) [`'‘]?(?P<name>\w+)")
_QUOTED = re.compile(r"[`'‘\"]([^`'‘’\"\n]+)['’\"]")
_WORD = re.compile(r"[A-Za-z_]\w*")
_MOST = 10

NO_HEADERS = (
    "The headers of Python are not installed (Debian, Ubuntu: apt install python3-dev; Fedora: dnf install python3-devel)."
)


def explain(output: str, file_name: str, generated: str, preamble: str, cdefs: Sequence[str]) -> list[str]:
    """One text for each error of `output` that is placed, without repetition."""
    notes: list[str] = []
    if re.search(r"Python\.h['’]? ?(?:file not found|: No such file)", output):
        notes.append(NO_HEADERS)
    for note in _notes(output, file_name, generated.split("\n"), preamble, cdefs):
        if note not in notes:
            notes.append(note)
    return notes[:_MOST]


def _notes(output: str, file_name: str, lines: list[str], preamble: str, cdefs: Sequence[str]) -> Iterator[str]:
    start = _start_of(preamble, lines)
    length = len(preamble.split("\n"))
    for error in _ERROR.finditer(output):
        if not (file_name == error["file"] or file_name.endswith("/" + error["file"]) or error["file"].endswith("/" + file_name)):
            continue
        line = int(error["line"])
        if start is not None and start <= line < start + length:
            yield _placed("the source given to set_source()", line - start + 1, lines[line - 1], error["text"])
        else:
            near = lines[line - 1] if 0 < line <= len(lines) else ""
            names = [word for quoted in _QUOTED.findall(error["text"]) for word in _WORD.findall(quoted)]
            yield from _declared(names + _WORD.findall(near), cdefs, error["text"])
    for missing in _UNDEFINED.finditer(output):
        yield from _declared([missing["name"]], cdefs, missing[0])


def _start_of(preamble: str, lines: list[str]) -> int | None:
    """The line of the generated file at which the preamble begins."""
    position = "\n".join(lines).find(preamble) if preamble.strip() else -1
    return None if position < 0 else "\n".join(lines).count("\n", 0, position) + 1


def _declared(names: Sequence[str], cdefs: Sequence[str], text: str) -> Iterator[str]:
    """The line of a cdef that has the first of the names which any has."""
    for name in names:
        word = re.compile(rf"\b{re.escape(name)}\b")
        for index, cdef in enumerate(cdefs):
            match = word.search(cdef)
            if match and name not in _COMMON:
                line = cdef.count("\n", 0, match.start()) + 1
                where = "cdef()" if len(cdefs) == 1 else f"cdef() number {index + 1}"
                yield _placed(where, line, cdef.split("\n")[line - 1], text)
                return


def _placed(where: str, line: int, shown: str, text: str) -> str:
    return f"{where}, line {line}: {text}\n    {shown.strip()}"


#: Words that nearly every cdef has.
_COMMON = frozenset(
    "char const double enum extern float int long short signed size_t static struct typedef union unsigned void volatile "
    "return sizeof x0 x1 x2 x3".split()
)
