"""The table of what was compared: each construct in each mode, with the number of questions, or why there were none."""

import modes

NOT_COMPARED = {
    "embedding": "C calls, Python answers: `tests/python/embedding/test_embedding.py`",
    "order": "an order of `verify()` calls",
}


def cell(outcomes, own, title):
    if outcomes is None:
        return NOT_COMPARED["order"] if title.startswith("order") else "not asked"
    refused = [
        label
        for label, outcome in outcomes.items()
        if label.startswith(("step", "module", "built")) and "value" not in outcome
    ]
    if refused and "value" not in own.get(refused[0], {"value": None}):
        return "both refuse (%s)" % refused[0].split(":")[0]
    if refused:
        return "only ours has it (%s)" % refused[0].split(":")[0]
    return str(len(outcomes))


def written(released, ours):
    """The text of the table, of what both packages said."""
    lines = [
        "| construct | " + " | ".join(modes.MODES) + " | embedding |",
        "| --- |" + " --- |" * (len(modes.MODES) + 1),
    ]
    for title, by_mode in released.items():
        cells = [cell(by_mode.get(mode), ours.get(title, {}).get(mode, {}), title) for mode in modes.MODES]
        lines.append("| %s | %s | %s |" % (title.replace("|", "\\|"), " | ".join(cells), NOT_COMPARED["embedding"]))
    return "\n".join(lines) + "\n"
