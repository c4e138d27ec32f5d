"""
One pass over a document for the patterns of all rules: where may each of them match?

Every pattern knows literals of which one must stand in any match. The matcher looks for those
in the joined text of all blocks and gives back candidate blocks, perhaps too many, never too
few; the kind confirms with the pattern itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from copydesk.pattern import Pattern
from copydesk.views import Views

_SEPARATOR = "\n"
"""Stands in no match text, and no pattern's literal may run across it."""


class Matcher:
    """
    Candidate blocks of one document.

    Args:
        views: The document's views.
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._known: dict[tuple[str, bool], frozenset[int]] = {}
        self._all = tuple(range(len(views.blocks)))

    def candidates(self, pattern: Pattern) -> Sequence[int]:
        """Return the indexes of the blocks in which a pattern may match, in order."""
        if not pattern.literals:
            return self._all
        found: set[int] = set()
        for literal in pattern.literals:
            found |= self._blocks_with(literal, pattern.case)
        return sorted(found)

    def _blocks_with(self, literal: str, case: bool) -> frozenset[int]:
        known = self._known.get((literal, case))
        if known is None:
            text, starts = self._reader if case else self._match
            known = self._known[literal, case] = frozenset(_blocks(text, starts, literal))
        return known

    @cached_property
    def _match(self) -> tuple[str, list[int]]:
        return _joined([self._views.fold(block).text for block in self._all])

    @cached_property
    def _reader(self) -> tuple[str, list[int]]:
        return _joined([self._views.text(block) for block in self._all])


def _joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + len(_SEPARATOR))
    return _SEPARATOR.join(texts), starts


def _blocks(text: str, starts: list[int], literal: str) -> set[int]:
    found = set()
    at = text.find(literal)
    while at >= 0:
        block = bisect_right(starts, at) - 1
        found.add(block)
        # The rest of this block holds nothing new.
        at = text.find(literal, starts[block + 1])
    return found
