"""
The single hits of a finding, and the part of a finding that some of them make.

A finding's own span and its places of role *same* are its hits; a twin or a support is not one.
Edits and directives often reach only some of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable

from copydesk.finding import Excerpt, Finding, FindingFix, Place, Role
from copydesk.span import Position

__all__ = ["meets", "portion", "starts"]


def starts(finding: Finding) -> list[Position]:
    """Return where a finding's hits start; nowhere for one about the whole article."""
    return [start for start, _ in _ranges(finding)]


def portion(finding: Finding, keep: Collection[int]) -> Finding:
    """
    Return the finding that only some of its hits make.

    Args:
        finding: It keeps its id, its message, its twins and its support.
        keep: Indexes into `starts`, at least one unless it is about the whole article. The first
            of them leads; its surroundings are not known here, so they are left out.
    """
    ranges = _ranges(finding)
    kept = [ranges[index] for index in sorted(keep)]
    dropped = [ranges[index] for index in range(len(ranges)) if index not in keep]
    others = tuple(place for place in finding.places if place.role is not Role.SAME)
    hits = max(1, round(finding.hits * len(kept) / max(len(ranges), 1)))
    start, end, excerpt = finding.start, finding.end, finding.excerpt
    if not finding.document:
        if kept[0] != ranges[0]:
            excerpt = Excerpt("", finding.excerpt.match, "")
        (start, end), *kept = kept
    same = tuple(Place(first, last, Role.SAME) for first, last in kept)
    return finding._replace(
        start=start,
        end=end,
        excerpt=excerpt,
        places=same + others,
        hits=hits,
        fix=_fix_outside(finding.fix, dropped),
    )


def meets(ranges: Iterable[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Return a test, log n a call, of whether a half-open range shares anything with these."""
    ordered = sorted(ranges)
    begins = [start for start, _ in ordered]
    furthest: list[int] = []
    for _, end in ordered:
        furthest.append(max(end, furthest[-1]) if furthest else end)

    def test(start: int, end: int) -> bool:
        before = bisect_left(begins, end)
        return before > 0 and furthest[before - 1] > start

    return test


def _ranges(finding: Finding) -> list[tuple[Position, Position]]:
    main = [] if finding.document else [(finding.start, finding.end)]
    places = finding.places
    return main + [(place.start, place.end) for place in places if place.role is Role.SAME]


def _fix_outside(
    fix: FindingFix | None, dropped: list[tuple[Position, Position]]
) -> FindingFix | None:
    if fix is None or not dropped:
        return fix
    gone = meets((start.byte, end.byte) for start, end in dropped)
    edits = tuple(edit for edit in fix.edits if not gone(edit.start_byte, edit.end_byte))
    return fix._replace(edits=edits) if edits else None
