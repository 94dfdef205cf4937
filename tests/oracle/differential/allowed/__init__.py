"""The differences that are on purpose, each with its reason. Everything else that differs is a failure.

An entry matches a case when its patterns match the expression, what the released package did, and what ours did (each
pattern is searched in the text; outcomes are written `value REPR`, `error TYPE: TEXT` or `crash`), and what `also` says
of the two outcomes is true. Its tests, of tests/python, pin what ours does; tools/check_compatibility.py sees to it that
COMPATIBILITY.md tells about each.
"""

import re

from . import backend, constructs, histories, language, modes
from .entry import Difference as Difference

ENTRIES = [*language.ENTRIES, *constructs.ENTRIES, *histories.ENTRIES, *modes.ENTRIES, *backend.ENTRIES]


def reason_for(expression, released, ours):
    """The reason of the first entry that fits, or None: no crash of ours is on purpose."""
    if ours.startswith("crash"):
        return None
    for entry in ENTRIES:
        texts = ((entry.expression, expression), (entry.released, released), (entry.ours, ours))
        if all(re.search(pattern, text) for pattern, text in texts) and entry.also(released, ours):
            return entry.reason
    return None
