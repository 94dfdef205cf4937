"""Which line of a cdef or of a source does a compiler's error belong to?

The generated C tells the compiler where its lines come from (`#line`): the text given to set_source() is
"<cffi source>", the n-th cdef() "<cdef source string n>", the first without a number. For each error there, and for
each in what was generated for a declaration, this shows the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ERROR = re.compile(r"^(?P<file>[^\n:]+):(?P<line>\d+)(?::\d+)?: (?:fatal )?error: (?P<text>.*)$", re.MULTILINE)
_CDEF = re.compile(r"<cdef source string(?: (?P<number>\d+))?>")
_UNDEFINED = re.compile(r"undefined (?:reference to|symbol:?) [`'‘]?(?P<name>\w+)")
_QUOTED = re.compile(r"[`'‘\"]([^`'‘’\"\n]+)['’\"]")
_WORD = re.compile(r"[A-Za-z_]\w*")
_MOST = 10

NO_HEADERS = (
    "The headers of Python are not installed (Debian, Ubuntu: apt install python3-dev; "
    "Fedora: dnf install python3-devel)."
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
    for error in _ERROR.finditer(output):
        line = int(error["line"])
        cdef = _CDEF.fullmatch(error["file"])
        if error["file"] == "<cffi source>":
            yield _placed("the source given to set_source()", line, _line(preamble.split("\n"), line), error["text"])
        elif cdef and int(cdef["number"] or 1) <= len(cdefs):
            number = int(cdef["number"] or 1)
            yield _placed(_cdef_name(number, cdefs), line, _line(cdefs[number - 1].split("\n"), line), error["text"])
        elif (
            file_name == error["file"]
            or file_name.endswith("/" + error["file"])
            or error["file"].endswith("/" + file_name)
        ):
            names = [word for quoted in _QUOTED.findall(error["text"]) for word in _WORD.findall(quoted)]
            yield from _declared(names + _WORD.findall(_line(lines, line)), cdefs, error["text"])
    for missing in _UNDEFINED.finditer(output):
        yield from _declared([missing["name"]], cdefs, missing[0])


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _cdef_name(number: int, cdefs: Sequence[str]) -> str:
    return "cdef()" if len(cdefs) == 1 else f"cdef() number {number}"


def _declared(names: Sequence[str], cdefs: Sequence[str], text: str) -> Iterator[str]:
    """The line of a cdef that has the first of the names which any has."""
    for name in names:
        word = re.compile(rf"\b{re.escape(name)}\b")
        for index, cdef in enumerate(cdefs):
            match = word.search(cdef)
            if match and name not in _COMMON:
                line = cdef.count("\n", 0, match.start()) + 1
                yield _placed(_cdef_name(index + 1, cdefs), line, cdef.split("\n")[line - 1], text)
                return


def _placed(where: str, line: int, shown: str, text: str) -> str:
    return f"{where}, line {line}: {text}\n    {shown.strip()}"


#: Words that nearly every cdef has.
_COMMON = frozenset(
    "char const double enum extern float int long short signed size_t static struct typedef union unsigned void "
    "volatile return sizeof x0 x1 x2 x3".split()
)
