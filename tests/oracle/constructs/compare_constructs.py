"""Both packages' outcomes side by side: `compare_constructs.py RELEASED.json OURS.json` prints every unexpected difference."""

import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), folder) for folder in ("differential", "modes")]

import allowed
import observe


def spelled(outcome):
    """As `allowed` knows outcomes, followed by what was printed."""
    if outcome is None:
        return "nothing"
    told = " (printed: %s)" % "; ".join(printed(outcome)) if printed(outcome) else ""
    if "value" in outcome:
        return "value %s%s" % (outcome["value"], told)
    if "error" in outcome:
        return "error %s: %s%s" % (observe.first_of(outcome["caught"]), outcome["error"], told)
    return "crash " + outcome["crash"]


def printed(outcome):
    """Without what destructors say, when one runs is another question (they have tests of their own), and what Python says of
    modules that the released package imports."""
    return [
        line
        for line in outcome.get("printed", "").split("\n")
        if line and not line.startswith(("noted", "DeprecationWarning: the imp module"))
    ]


def masked(outcome):
    """Without the numbers of what has no name, and where the modules of either package lie."""
    texts = {name: re.sub(r"[$](enum_)?[0-9]+", "$N", outcome[name]) for name in ("value", "error") if name in outcome}
    return dict(
        outcome,
        **{
            name: re.sub(r"[^ '\"]*/oracle-modules/(\w|/)+-[0-9a-f]{24}|_cffi__x[0-9a-f]+", "MODULE", text)
            for name, text in texts.items()
        },
    )


def is_part(released, ours):
    """Of the attributes of an object: ours may have more."""
    return set(re.findall(r"\('[^']*', '[^']*'\)|'[^']*'", released)) <= set(
        re.findall(r"\('[^']*', '[^']*'\)|'[^']*'", ours)
    )


def same(expression, released, ours):
    """Equal values of equal classes; or an error that the same `except` clauses catch. What is printed is the same.

    Texts of errors are compared where the mistakes are likelier: in differential/ and programs/.
    """
    if released == ours:
        return True
    if released is None or ours is None or printed(released) != printed(ours):
        return False
    released, ours = masked(released), masked(ours)
    if "value" in released and "value" in ours:
        listed = re.search(r"\bdir\(|attributes\(|vars\(|__all__", expression)
        return released["class"] == ours["class"] and (
            released["value"] == ours["value"] or bool(listed and is_part(released["value"], ours["value"]))
        )
    if "error" in released and "error" in ours:
        return set(released["caught"]) <= set(ours["caught"])
    return False


def is_step(question):
    """Of those without which nothing else can be asked."""
    return question.startswith("step ") or question in ("module", "built")


def differences(released, ours):
    """[(group, mode, question, released, ours, reason or None)]"""
    found = []
    for group in released:
        for mode, outcomes in released[group].items():
            own = ours.get(group, {}).get(mode, {})
            refused = [q for said in (outcomes, own) for q in said if is_step(q) and "value" not in said[q]]
            for question in refused[:1] or list(outcomes) + [q for q in own if q not in outcomes]:
                theirs, mine = outcomes.get(question), own.get(question)
                if not same(question, theirs, mine):
                    texts = spelled(theirs), spelled(mine)
                    reason = allowed.reason_for(question, *texts) or allowed.reason_for(
                        "[%s: %s] %s" % (mode, group, question), *texts
                    )
                    found.append((group, mode, question, *texts, reason))
    return found


def kind(difference):
    """Without what varies from object to object, to count kinds."""
    group, mode, question, released, ours, _ = difference
    return tuple(re.sub(r"[0-9]+", "N", re.sub(r"'[^']*'|<[^>]*>", "_", text))[:90] for text in (released, ours))


def main(released_file, ours_file, most="3"):
    with open(released_file) as released, open(ours_file) as ours:
        found = differences(json.load(released), json.load(ours))
    kinds = {}
    for one in found:
        if one[-1] is None:
            kinds.setdefault(kind(one), []).append(one)
    for members in sorted(kinds.values(), key=len, reverse=True):
        print("=== %d times" % len(members))
        for group, mode, question, released_text, ours_text, _ in members[: int(most)]:
            print(
                "[%s] %s: %s\n    released: %s\n    ours:     %s"
                % (mode, group, question, released_text[:300], ours_text[:300])
            )
    print(
        "%d differences in %d kinds, %d allowed"
        % (sum(map(len, kinds.values())), len(kinds), sum(one[-1] is not None for one in found))
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
