"""What can be told of a statement: its value and the class of it, or the error and which `except` clauses catch it; what was printed."""

import contextlib
import io
import re
import sys
import warnings

import cffi

CLASSES = [AttributeError, KeyError, IndexError, LookupError, ValueError, TypeError, OverflowError, ArithmeticError, NotImplementedError, RuntimeError, SystemError, RecursionError,
           OSError, MemoryError, ImportError, BufferError, AssertionError, UnicodeError, Warning, SyntaxError,
           cffi.FFIError, cffi.CDefError, cffi.VerificationError, cffi.VerificationMissing]  # fmt: skip


def masked(text):
    """Addresses replaced; those below 64 KiB are made up by the cases and stay."""
    return re.sub(r"0x[0-9a-fA-F]{5,}", "0x...", text)


def catchers(error, ffis):
    """The names of the classes whose `except` catches it; `ffis` is {name: FFI} (an in-line one of the released package has no error of its own)."""
    names = ["%s" % known.__name__ for known in CLASSES if isinstance(error, known)]
    return sorted(
        names + [name + ".error" for name, ffi in ffis.items() if isinstance(error, getattr(ffi, "error", ()))]
    )


def first_of(caught):
    """The classes that say most: `LookupError` goes without saying for an `IndexError`."""
    implied = {base.__name__ for known in CLASSES if known.__name__ in caught for base in known.__mro__[1:]}
    return "/".join(name for name in caught if name not in implied)


def class_of(value):
    return "%s.%s" % (type(value).__module__, type(value).__qualname__)


def observed(function, ffis):
    """({"value": ..., "class": ...} or {"error": ..., "caught": [...]}, and "printed" when something was, the value or None)."""
    out, value = io.StringIO(), None
    with warnings.catch_warnings(record=True) as told, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        warnings.simplefilter("always")
        try:
            value = function()
            outcome = {"value": masked(repr(value)), "class": class_of(value)}
        except Exception as error:
            outcome = {"error": masked(str(error)), "caught": catchers(error, ffis)}
    printed = ["%s: %s" % (one.category.__name__, one.message) for one in told] + (
        [out.getvalue()] if out.getvalue() else []
    )
    if printed:
        outcome["printed"] = masked("\n".join(printed))
    return outcome, value


def quiet():
    """What falls out of callbacks and destructors is printed, not raised: as one line."""
    sys.unraisablehook = lambda event: print(
        "unraisable %s: %s" % (event.exc_type.__name__, event.exc_value), file=sys.stderr
    )
