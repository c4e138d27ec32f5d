"""FIX THESE THREE FIRST: the edits that gain most, with what each clears and gains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.finding import Action, FileResult, Gate
from copydesk.report.layout import Line, Piece, indented, spread, wrap
from copydesk.report.wording import lines_phrase
from copydesk.settings import Severity

_SHOWN = 3
_TITLES = {1: "FIX THIS FIRST", 2: "FIX THESE TWO FIRST", 3: "FIX THESE THREE FIRST"}
_TITLES_WHEN_READY = {
    1: "THE EDIT THAT GAINS MOST",
    2: "THE TWO EDITS THAT GAIN MOST",
    3: "THE THREE EDITS THAT GAIN MOST",
}
_INDENT = 5
_NAMES_LINES = re.compile(r"\b(?:lines? \d|whole article)", re.IGNORECASE)


def action_lines(file: FileResult, gate: Gate, width: int) -> Iterator[Line]:
    """Yield the section, or nothing when no single edit gains anything."""
    actions = file.score.actions[:_SHOWN]
    if not actions:
        return
    gain = f"{actions[0].before} → {actions[-1].after}"
    titles = _TITLES_WHEN_READY if file.score.verdict == "READY" else _TITLES
    title = Piece(f" {titles[len(actions)]}", "bold")
    yield ()
    yield from spread((title,), (Piece(gain, "bold"),), width)
    passing = _first_passing(file, actions, gate)
    for index, action in enumerate(actions):
        yield from _action(action, index + 1, passes=index == passing, width=width)


def what_to_do(action: Action) -> str:
    """Return an action's instruction with its lines, without an end mark."""
    do = action.do.rstrip(" .")
    lines = lines_phrase(action.lines)
    if not lines or _NAMES_LINES.search(do):
        return do
    return f"{do}: {lines}"


def _action(action: Action, number: int, *, passes: bool, width: int) -> Iterator[Line]:
    cleared = [f"clears {len(action.findings)}"] if action.findings else []
    effects = ", ".join([*cleared, *(["gate passes"] if passes else [])])
    scores = f"{action.before} → {action.after}"
    right = Piece(" · ".join(part for part in (effects, scores) if part))
    head = wrap([Piece(what_to_do(action) + ".")], width - _INDENT)
    first = (Piece(f"  {number}  "), *head[0])
    tail = (right,)
    if len(head) == 1:
        yield from spread(first, tail, width)
    else:
        yield first
        yield from indented(head[1:-1], _INDENT)
        yield from spread((Piece(" " * _INDENT), *head[-1]), tail, width)
    if action.detail:
        yield from indented(wrap([Piece(action.detail)], width - _INDENT), _INDENT)


def _first_passing(file: FileResult, actions: Sequence[Action], gate: Gate) -> int:
    """Return the index of the action after which the gate passes, -1 for none."""
    if gate.exit != 1:
        return -1
    levels = {severity.word: severity for severity in Severity}
    level = levels.get(gate.fail_on)
    blocking = {f.id for f in file.findings if level is not None and f.severity >= level}
    for index, action in enumerate(actions):
        blocking -= set(action.findings)
        scored = gate.min_score is None or action.after >= gate.min_score
        if not blocking and scored:
            return index
    return -1
