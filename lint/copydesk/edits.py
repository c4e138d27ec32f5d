"""
The edits an editor would make: findings grouped by what one sitting clears.

An editor does not fix findings, an editor deletes a line, finds a source, writes one ending. The
profile says which rules ask for which edit; here each kind of edit finds its candidates among the
findings at hand. What each would gain is for `actions` to weigh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from copydesk.costs import Ground
from copydesk.finding import Finding, Role
from copydesk.model import Edit, EditRule, Model, concerns
from copydesk.places import portion, starts
from copydesk.settings import RuleClass, Severity
from copydesk.span import Position

__all__ = ["Desk", "Plan", "left_of", "plans"]

_MOST_LINES = 6
"""Lines that a sentence lists before it counts the rest."""
_MOST_ADVICE = 3
_MOST_MATCH = 40
"""Characters of the article that an instruction quotes."""
_HALF = 0.5
"""Share of a paragraph that a finding must cover before deleting it deletes the paragraph."""


class Plan(NamedTuple):
    """One edit, before it is weighed."""

    do: str
    lines: tuple[int, ...]
    spots: frozenset[int]
    """Passages in which it clears what it touches."""
    touches: frozenset[int]
    """Indexes of the findings with places there that it may clear."""
    clears: frozenset[int]
    """Indexes of the findings it clears wherever their places are."""
    detail: str = ""


class Desk:
    """The findings on the table, with the passages they touch."""

    def __init__(self, ground: Ground, findings: Sequence[Finding]) -> None:
        self.ground = ground
        self.findings = findings
        self.spots = [tuple(self.spot(start) for start in starts(finding)) for finding in findings]
        """Of each finding's hits."""
        self.by_rule: dict[str, list[int]] = {}
        """Indexes of findings."""
        for index, finding in enumerate(findings):
            self.by_rule.setdefault(finding.rule, []).append(index)
        self._at: dict[int, list[int]] = {}
        for index, spots in enumerate(self.spots):
            for spot in frozenset(spots):
                self._at.setdefault(spot, []).append(index)

    def spot(self, start: Position) -> int:
        """Return the passage of a position: its paragraph's index, or minus its line."""
        paragraph = self.ground.paragraph_at(start.offset)
        return paragraph if paragraph >= 0 else -start.line

    def main(self, index: int) -> int:
        """Return the passage where a finding starts."""
        return self.spot(self.findings[index].start)

    def twins(self, index: int) -> list[int]:
        """Return the passages that a finding names as other halves."""
        places = self.findings[index].places
        return [self.spot(place.start) for place in places if place.role is Role.TWIN]

    def at(self, spots: Iterable[int]) -> list[int]:
        """Return the indexes of the findings with a hit in some passages."""
        return sorted({index for spot in spots for index in self._at.get(spot, ())})

    def lines(self, spots: Iterable[int]) -> tuple[int, ...]:
        """Return the first lines of passages, sorted."""
        paragraphs = self.ground.paragraphs
        return tuple(
            sorted({paragraphs[spot].first_line if spot >= 0 else -spot for spot in spots})
        )

    def chosen(self, rule: EditRule) -> list[int]:
        """Return the indexes of the findings that an edit is for."""
        chosen = [
            index
            for name, indexes in self.by_rule.items()
            if concerns(rule.rules, name)
            for index in indexes
        ]
        return sorted(chosen)


def plans(desk: Desk, model: Model) -> list[Plan]:
    """Return all edits that the profile knows for these findings, in the profile's order."""
    return [plan for rule in model.edits for plan in _PLANNERS[rule.edit](desk, rule, model)]


def left_of(desk: Desk, plan: Plan, index: int) -> Finding | None:
    """Return what an edit leaves of a finding: all, the part with places elsewhere, or nothing."""
    finding = desk.findings[index]
    if index in plan.clears:
        return None
    spots = desk.spots[index]
    keep = {hit for hit, spot in enumerate(spots) if spot not in plan.spots}
    if index not in plan.touches or len(keep) == len(spots):
        return finding
    return portion(finding, keep) if keep else None


def _deletions(desk: Desk, rule: EditRule, model: Model) -> list[Plan]:
    seeds = [
        index
        for index, finding in enumerate(desk.findings)
        if (concerns(rule.rules, finding.rule) or _deletes(finding))
        and not finding.document
        and _fills_its_spot(desk, index)
    ]
    if not seeds:
        return []
    spots = frozenset(desk.main(index) for index in seeds)
    safe = frozenset(index for index in seeds if _deletes(desk.findings[index], safely=True))
    others = [index for index in seeds if index not in safe]
    detail = _advice(desk, others, besides=frozenset(rule.do.split()[:1])) if others else ""
    return [_plan(desk, rule, spots, desk.at(spots), detail=detail.strip())]


def _fills_its_spot(desk: Desk, index: int) -> bool:
    spot = desk.main(index)
    if spot < 0:
        return True
    paragraph = desk.ground.paragraphs[spot]
    finding = desk.findings[index]
    covered = min(finding.end.offset, paragraph.end) - finding.start.offset
    return covered >= _HALF * (paragraph.end - paragraph.start)


def _deletes(finding: Finding, *, safely: bool = False) -> bool:
    """Return whether a finding's fix only takes text away."""
    fix = finding.fix
    return bool(fix and (fix.safe or not safely) and not any(edit.text for edit in fix.edits))


def _sources(desk: Desk, rule: EditRule, model: Model) -> list[Plan]:
    asked = [
        index
        for index in desk.chosen(rule)
        if desk.findings[index].rule_class is RuleClass.EVIDENCE
        and desk.findings[index].severity >= Severity.WARNING
    ]
    spots = _dearest_spots(desk, asked, model)[: rule.most]
    if not spots:
        return []
    also = [
        index
        for index, finding in enumerate(desk.findings)
        if finding.document and finding.rule in rule.also
    ]
    here = [index for index in asked if set(spots).intersection(desk.spots[index])]
    detail = _advice(desk, here, among=frozenset(spots))
    return [_plan(desk, rule, frozenset(spots), here, also, detail)]


def _merges(desk: Desk, rule: EditRule, model: Model) -> list[Plan]:
    pairs = [index for index in desk.chosen(rule) if desk.twins(index)]
    halves = [frozenset((desk.main(index), *desk.twins(index))) for index in pairs]
    result = []
    for cluster, members in _clusters(halves):
        copies = sorted(cluster, key=lambda spot: desk.lines([spot]))[1:]
        if copies:
            clears = [pairs[member] for member in members]
            spots = frozenset(copies)
            result.append(_plan(desk, rule, spots, desk.at(copies), clears, shown=cluster))
    return result


def _clusters(sets: Sequence[frozenset[int]]) -> list[tuple[frozenset[int], list[int]]]:
    """Return the unions of sets that share a member, each with the indexes of its sets."""
    leader: dict[int, int] = {}

    def find(spot: int) -> int:
        while leader.setdefault(spot, spot) != spot:
            leader[spot] = leader[leader[spot]]
            spot = leader[spot]
        return spot

    for spots in sets:
        for spot in spots:
            leader[find(spot)] = find(min(spots))
    unions: dict[int, tuple[set[int], list[int]]] = {}
    for index, spots in enumerate(sets):
        union, members = unions.setdefault(find(min(spots)), (set(), []))
        union.update(spots)
        members.append(index)
    return [(frozenset(union), members) for union, members in unions.values()]


def _rewrites(desk: Desk, rule: EditRule, model: Model) -> list[Plan]:
    style = [
        index for index in desk.chosen(rule) if desk.findings[index].rule_class is RuleClass.STYLE
    ]
    spots = _dearest_spots(desk, style, model)[: rule.most]
    if not spots:
        return []
    return [_plan(desk, rule, frozenset(spots), style)]


def _mends(desk: Desk, rule: EditRule, model: Model) -> list[Plan]:
    by_rule: dict[str, list[int]] = {}
    for index in desk.chosen(rule):
        by_rule.setdefault(desk.findings[index].rule, []).append(index)
    result = []
    for indexes in by_rule.values():
        spots = _dearest_spots(desk, indexes, model)
        # an error stops the article wherever it stands; of the rest, one sitting's worth is enough
        if all(desk.findings[index].severity < Severity.ERROR for index in indexes):
            spots = spots[: rule.most]
        nowhere = [index for index in indexes if not desk.spots[index]]
        result.append(_plan(desk, rule, frozenset(spots), indexes, nowhere))
    return result


def _plan(
    desk: Desk,
    rule: EditRule,
    spots: frozenset[int],
    touches: Sequence[int],
    clears: Iterable[int] = (),
    detail: str = "",
    *,
    shown: frozenset[int] = frozenset(),
) -> Plan:
    reached = [index for index in touches if not spots.isdisjoint(desk.spots[index])]
    cleared = sorted(clears)
    first = desk.findings[(reached or cleared)[0]]
    lines = desk.lines(shown or spots)
    advice = (first.advice or first.message).rstrip(".")
    do = rule.do.format(
        lines=_lines(lines),
        advice=_lower(advice),
        what=_what([desk.findings[index] for index in [*reached, *cleared]]),
    )
    return Plan(
        do[:1].upper() + do[1:], lines, spots, frozenset(reached), frozenset(cleared), detail
    )


def _dearest_spots(desk: Desk, indexes: Iterable[int], model: Model) -> list[int]:
    cost: dict[int, float] = {}
    for index in indexes:
        for spot in desk.spots[index]:
            share = desk.findings[index].hits / len(desk.spots[index])
            demerits = model.demerits.get(desk.findings[index].severity, 0.0)
            cost[spot] = cost.get(spot, 0.0) + share * demerits
    return sorted(cost, key=lambda spot: (-cost[spot], desk.lines([spot])))


def _advice(
    desk: Desk,
    indexes: Sequence[int],
    among: frozenset[int] = frozenset(),
    besides: frozenset[str] = frozenset(),
) -> str:
    """
    Return what the first few findings advise, each said once, with its lines.

    Args:
        desk: The findings on the table.
        indexes: Of the findings asked.
        among: Passages whose lines are named; all when empty.
        besides: First words of advice that has been given already.
    """
    lines: dict[str, set[int]] = {}
    for index in indexes:
        spots = [spot for spot in desk.spots[index] if not among or spot in among]
        advice = desk.findings[index].advice.rstrip(".")
        # An instruction that begins like this one says it for all of them.
        if advice and advice.split()[0] not in besides:
            lines.setdefault(advice, set()).update(spots)
    said = list(lines.items())[:_MOST_ADVICE]
    return " ".join(f"{_line_head(desk, spots)}: {_lower(advice)}." for advice, spots in said)


def _line_head(desk: Desk, spots: Iterable[int]) -> str:
    lines = _lines(desk.lines(spots))
    return lines[:1].upper() + lines[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _lines(lines: Sequence[int]) -> str:
    """Return "line 7", "lines 3, 5 and 35" or "lines 3, 5, 7 and 12 more"."""
    if not lines:
        return "whole article"
    if len(lines) == 1:
        return f"line {lines[0]}"
    shown = [str(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        last = f"{len(lines) - _MOST_LINES} more"
    else:
        last = shown.pop()
    return f"lines {', '.join(shown)} and {last}"


def _what(findings: Sequence[Finding]) -> str:
    """Return what stands in the first place, for a sentence: ", “delve” and 2 more"."""
    named = [" ".join(finding.excerpt.match.split()) for finding in findings if _quotable(finding)]
    if not named:
        return ""
    match = named[0] if len(named[0]) <= _MOST_MATCH else named[0][: _MOST_MATCH - 1].rstrip() + "…"
    more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
    return f", “{match}”{more}"


def _quotable(finding: Finding) -> bool:
    return bool(finding.excerpt.match) and not finding.document


_Planner = Callable[[Desk, EditRule, Model], list[Plan]]
_PLANNERS: Mapping[Edit, _Planner] = {
    Edit.DELETE: _deletions,
    Edit.SOURCE: _sources,
    Edit.MERGE: _merges,
    Edit.REWRITE: _rewrites,
    Edit.MEND: _mends,
}
