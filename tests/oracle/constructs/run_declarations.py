"""What this interpreter's package says to each case: `run_declarations.py [PART [MODES]]` prints {title: {mode: {question: outcome}}} as JSON.

First each case alone, up to the text of its modules; then those that came so far, compiled together.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "modes"))

import cases
import look
import modes
import observe
import scripts
from isolated import answers

import cffi

ASK = lambda function: observe.observed(function, {"ffi": cffi.FFI})[0]  # noqa: E731


def declared(chosen, mode):
    """What each operation of each case says, and the writing of its modules: no compiler runs."""
    for case in chosen:
        script = scripts.Script("", False)
        for number, operation in enumerate(case.script):
            if operation[0] != "verify":
                yield (
                    (case.title, "step %d: %s" % (number, operation[0])),
                    lambda script=script, operation=operation: script.do(operation) and None,
                )
        if mode in ("python", "api"):
            yield (
                (case.title, "module"),
                lambda script=script: len(script.texts("_m", None if mode == "python" else "")) and None,
            )


def asked_together(chosen, mode):
    ffi, lib = scripts.together(chosen, mode).built(mode, "_%s_%s_%d" % (mode, chosen[0].prefix, len(chosen)))
    for case in chosen:
        yield (case.title, "built"), lambda: None
        for label, function in look.questions(ffi, lib, case):
            yield (case.title, label), function


def observed_together(chosen, mode):
    """Where many fail together, halves of them are tried."""
    found, failed = answers(lambda: asked_together(chosen, mode), ASK)
    if failed is None:
        return found
    if len(chosen) == 1:
        return [[(chosen[0].title, "built"), failed]]
    middle = len(chosen) // 2
    return observed_together(chosen[:middle], mode) + observed_together(chosen[middle:], mode)


def compared_in(mode, chosen):
    found = {}
    for (title, label), outcome in answers(lambda: declared(chosen, mode), ASK)[0]:
        found.setdefault(title, {})[label] = outcome
    fitting = [case for case in chosen if all("value" in outcome for outcome in found[case.title].values())]
    for shape in sorted({case.shape for case in fitting}):
        for (title, label), outcome in observed_together([case for case in fitting if case.shape == shape], mode):
            found[title][label] = outcome
    return found


def main(part="", chosen_modes=""):
    observe.quiet()
    found = {}
    for mode in chosen_modes.split(",") if chosen_modes else modes.MODES:
        chosen = [case for case in cases.all_cases() if mode in case.modes and part in case.title]
        for title, outcomes in compared_in(mode, chosen).items():
            found.setdefault(title, {})[mode] = outcomes
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
