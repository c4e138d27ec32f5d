"""Rows of findings: a line number, what stands there, and the rule's name at the right edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from copydesk.finding import Finding
from copydesk.report.excerpt import excerpt_line
from copydesk.report.layout import (
    Line,
    Piece,
    clip,
    indented,
    line_cells,
    spread,
    wrap,
)
from copydesk.report.wording import (
    beside_excerpt,
    elsewhere,
    lines_of,
    opening_quote,
    sentences,
)

_MIN_GUTTER = 5
_GAP = 2
_MIN_ROOM = 26
"""Cells beside a rule name below which the name takes a line of its own."""
_ROWS_PER_RULE = 5
"""Findings of one rule that are shown one by one."""
_LINES_PACKED = 60
"""Line numbers that one packed row lists."""
_MATCH_CELLS = 40
"""What a row quotes of a match that its message does not name."""
_UNKNOWN = "…"


class Sheet(NamedTuple):
    """How the rows of one article are to be set."""

    width: int
    """Cells a line may take."""
    gutter: int
    """Cells of the line numbers, the gap after them included."""
    color: bool
    everything: bool
    """Whether nothing is packed."""


def sheet(lines: int, *, width: int, color: bool, everything: bool) -> Sheet:
    """Return the sheet for an article of some lines; the gutter grows with the line numbers."""
    return Sheet(width, max(_MIN_GUTTER, len(str(lines)) + 1) + _GAP, color, everything)


def by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings gathered by rule, in the order of each rule's first."""
    first: dict[str, int] = {}
    for finding in findings:
        first.setdefault(finding.rule, len(first))
    ordered = sorted(findings, key=lambda finding: first[finding.rule])
    return [list(group) for _, group in groupby(ordered, key=lambda finding: finding.rule)]


def excerpt_rows(group: Sequence[Finding], sheet: Sheet, *, style: str = "") -> Iterator[Line]:
    """Yield the findings of one rule with their excerpts, and once what is wrong with them."""
    shown, packed = _split(group, sheet)
    shared = _shared_message(group)
    for index, finding in enumerate(shown):
        name = _name(finding) if index == 0 else ()
        yield from _head_row(finding, sheet, name, style)
        if not shared:
            said = "" if finding.document else beside_excerpt(finding)
            own = sentences(said, finding.advice, _elsewhere(finding, sheet))
            yield from _paragraph([Piece(own)], sheet)
    yield from packed_row(packed, sheet)
    if shared:
        yield from _paragraph([Piece(sentences(shared, group[0].advice))], sheet)


def message_rows(group: Sequence[Finding], sheet: Sheet, *, style: str = "") -> Iterator[Line]:
    """Yield the findings of one rule as messages, the match marked inside the message."""
    shown, packed = _split(group, sheet)
    for index, finding in enumerate(shown):
        name = _name(finding) if index == 0 else ()
        content = _marked_message(finding, sheet)
        yield from labelled_row(_place(finding), content, name, sheet, style)
    yield from packed_row(packed, sheet)


def labelled_row(
    label: str, content: Iterable[Piece], right: Line, sheet: Sheet, style: str = ""
) -> Iterator[Line]:
    """Yield wrapped content with a label in the gutter and something at the right edge."""
    gutter = Piece(f"{label:>{sheet.gutter - _GAP}}" + " " * _GAP, style)
    room = sheet.width - sheet.gutter
    beside = room - line_cells(right) - _GAP if right else room
    own_line = beside < _MIN_ROOM
    lines = wrap(content, room, first=None if own_line else beside)
    head = (gutter, *lines[0])
    yield from spread(head, right if not own_line else (), sheet.width)
    yield from indented(lines[1:], sheet.gutter)
    if own_line:
        yield from spread((), right, sheet.width)


def packed_row(findings: Sequence[Finding], sheet: Sheet) -> Iterator[Line]:
    """Yield the row that counts what is not shown one by one and says where it is."""
    if not findings:
        return
    lines = [line for finding in findings for line in lines_of(finding)]
    text = f"{len(findings)} more: {' '.join(lines[:_LINES_PACKED])}"
    if len(lines) > _LINES_PACKED:
        text += f" and {len(lines) - _LINES_PACKED} more places (--show all)"
    yield from _paragraph([Piece(text)], sheet)


def _marked_message(finding: Finding, sheet: Sheet) -> list[Piece]:
    """Return message, advice and further places, the match set as such or put in front."""
    text = sentences(finding.message, finding.advice, _elsewhere(finding, sheet))
    match = finding.excerpt.match
    if finding.document or not match:
        return [Piece(text)]
    quoted = opening_quote(finding)
    before, found, after = text.partition(quoted or f"'{match}'")
    if not found:
        before, after = "", f" {text}"
    shown = quoted[1:-1] or (match if found else clip(match, _MATCH_CELLS))
    opening, closing = ("“", "”") if sheet.color else ("“‹", "›”")
    return [Piece(before + opening), Piece(shown, "mark"), Piece(closing + after)]


def _head_row(finding: Finding, sheet: Sheet, name: Line, style: str) -> Iterator[Line]:
    if finding.document:
        headline = finding.message.rstrip().removesuffix(".")
        yield from labelled_row(_place(finding), [Piece(headline)], name, sheet, style)
        return
    room = sheet.width - sheet.gutter
    beside = room - line_cells(name) - _GAP if name else room
    own_line = beside < _MIN_ROOM
    excerpt = excerpt_line(finding.excerpt, room if own_line else beside, color=sheet.color)
    gutter = Piece(f"{_place(finding):>{sheet.gutter - _GAP}}" + " " * _GAP, style)
    yield from spread((gutter, *excerpt), () if own_line else name, sheet.width)
    if own_line:
        yield from spread((), name, sheet.width)


def _paragraph(pieces: Iterable[Piece], sheet: Sheet) -> Iterator[Line]:
    lines = wrap(pieces, sheet.width - sheet.gutter)
    yield from indented((line for line in lines if line), sheet.gutter)


def _split(group: Sequence[Finding], sheet: Sheet) -> tuple[Sequence[Finding], Sequence[Finding]]:
    if sheet.everything or len(group) <= _ROWS_PER_RULE:
        return group, ()
    return group[: _ROWS_PER_RULE - 1], group[_ROWS_PER_RULE - 1 :]


def _shared_message(group: Sequence[Finding]) -> str:
    """Return the message when one will do for all, "" when each needs its own."""
    if len(group) < 2 or any(finding.document or finding.places for finding in group):
        return ""
    messages = {beside_excerpt(finding) for finding in group}
    if len(messages) == 1:
        return messages.pop()
    general = {
        finding.message.replace(f"'{finding.excerpt.match}'", f"'{_UNKNOWN}'")
        if finding.excerpt.match
        else finding.message
        for finding in group
    }
    return general.pop() if len(general) == 1 else ""


def _elsewhere(finding: Finding, sheet: Sheet) -> str:
    return elsewhere(finding, all_lines=sheet.everything)


def _place(finding: Finding) -> str:
    return "all" if finding.document else str(finding.start.line)


def _name(finding: Finding) -> Line:
    return (Piece(finding.name + (" · fix" if finding.fix else ""), "dim"),)
