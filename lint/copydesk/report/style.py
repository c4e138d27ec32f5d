"""STYLE: findings that count together, one line a rule, the dearest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from copydesk.finding import Finding, Score
from copydesk.report.layout import Line, Piece, cells, clip, spread, wrap
from copydesk.report.rows import Sheet, by_rule, excerpt_rows
from copydesk.report.wording import CORROBORATED, count, lines_of, sentence, sentences

_ROWS = 9
_PLACES_CELLS = 18
"""A longer list of lines is counted instead."""
_MIN_TEXT = 44
"""Cells for the text below which it goes under its rule."""
_MIN_MATCH = 14
"""Cells of a clipped match below which the advice stands alone."""
_INDENT = 2


def style_lines(findings: Sequence[Finding], score: Score, sheet: Sheet) -> Iterator[Line]:
    """Yield the section; one line when too few groups agree for style to be believed."""
    if not findings:
        return
    yield ()
    counted = score.overall is None or score.groups_active >= CORROBORATED
    tally = count(len(findings), "warning")
    if len(findings) > 1 and score.overall is not None:
        tally += ", counted together"
    if not counted:
        groups = f"({score.groups_active} of {score.groups_total} groups)"
        tally = f"{count(len(findings), 'style note')}, not counted {groups}"
    yield from spread((Piece(" STYLE", "bold"),), (Piece(tally),), sheet.width)
    if not counted and not sheet.everything:
        return
    groups_of = _dearest_first(by_rule(findings), score)
    if sheet.everything:
        for group in groups_of:
            yield from excerpt_rows(group, sheet)
        return
    # A packed list of one would be as long as its row.
    rows = _ROWS if len(groups_of) > _ROWS + 1 else len(groups_of)
    names = max(cells(group[0].name) for group in groups_of[:rows])
    places = max(cells(_places(group)) for group in groups_of[:rows])
    for group in groups_of[:rows]:
        yield from _row(group, names, places, sheet)
    yield from _packed(groups_of[rows:], sheet.width)


def _dearest_first(groups: list[list[Finding]], score: Score) -> list[list[Finding]]:
    points: dict[str, float] = {}
    for category in score.categories:
        for cost in category.costs:
            points[cost.rule] = points.get(cost.rule, 0) + cost.points
    return sorted(groups, key=lambda group: -_points(group, points))


def _points(group: Sequence[Finding], points: Mapping[str, float]) -> float:
    return points.get(group[0].rule, 0)


def _row(group: Sequence[Finding], names: int, places_width: int, sheet: Sheet) -> Iterator[Line]:
    places = _places(group)
    name = group[0].name
    head = f"{name}{' ' * (names - cells(name) + 2)}{places:<{places_width}}"
    room = sheet.width - _INDENT - cells(head) - 2
    if room >= _MIN_TEXT:
        yield (Piece(f"  {head}  "), *_text(group[0], room, color=sheet.color))
        return
    yield (Piece(f"  {name}  {places}"),)
    under = 2 * _INDENT
    yield (Piece(" " * under), *_text(group[0], sheet.width - under, color=sheet.color))


def _places(group: Sequence[Finding]) -> str:
    lines = [line for finding in group for line in lines_of(finding)]
    listed = " ".join(lines)
    return listed if cells(listed) <= _PLACES_CELLS else f"{len(lines)} places"


def _text(finding: Finding, room: int, *, color: bool) -> Line:
    """Return as much as a line holds: match and advice, message and advice, or one of them."""
    advice = sentence(finding.advice)
    match = "" if finding.document else finding.excerpt.match
    left = room - cells(advice) - len("“”. ")
    if match and left >= min(_MIN_MATCH, cells(match)):
        after = f"”. {advice}" if advice else "”."
        return (Piece("“"), Piece(clip(match, left), "mark" if color else ""), Piece(after))
    message = sentence(finding.message)
    for text in (sentences(message, advice), message, advice):
        if text and cells(text) <= room:
            return (Piece(text),)
    return (Piece(clip(advice or message, room)),)


def _packed(groups: Sequence[Sequence[Finding]], width: int) -> Iterator[Line]:
    if not groups:
        return
    lead = f"{len(groups)} more: "
    items = [f"{group[0].name} {_places(group)}" for group in groups]
    # Items keep together: their inner spaces come back after the lines are broken.
    glued = [item.replace(" ", "\u00a0") for item in items]
    text = " · ".join(glued).replace(" · ", "\u00a0· ")
    room = width - _INDENT - len(lead)
    for index, line in enumerate(wrap([Piece(text)], room)):
        plain = tuple(Piece(piece.text.replace("\u00a0", " ")) for piece in line)
        start = f"  {lead}" if index == 0 else " " * (_INDENT + len(lead))
        yield (Piece(start), *plain)
