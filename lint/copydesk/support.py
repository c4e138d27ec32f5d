"""
Support: what stands near a claim and lets a reader check it.

Kinds are link, citation, attribution, quotation, ranking, measure, method and date. Links,
footnote markers, quotations and dates are found by structure; the rest by the patterns of the
word list ``support``. Support is found, never judged true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from copydesk.document import LinkKind
from copydesk.pattern import Pattern
from copydesk.rule import Need, Window
from copydesk.views import Place, Views

KINDS = (
    "link",
    "citation",
    "attribution",
    "quotation",
    "ranking",
    "measure",
    "method",
    "date",
)
"""In the order in which a report prefers them."""

_QUOTED_WORDS = 4
"""A shorter quotation is a term or a title, not somebody's words."""


class Support(NamedTuple):
    """One piece of support in a block."""

    kind: str
    strong: bool
    start: int
    end: int


_Listed = tuple[str, bool, Pattern]
"""Kind, whether it is strong, and the pattern that finds it."""


class SupportFinder:
    """
    Finds support in one document.

    Args:
        views: The document's views.
        patterns: Patterns by kind and strength, see `support_patterns`.
        candidates: Gives the blocks in which a pattern may match; None means all.
    """

    def __init__(
        self,
        views: Views,
        patterns: Iterable[_Listed],
        candidates: Callable[[Pattern], Sequence[int]] | None = None,
    ) -> None:
        self._views = views
        self._patterns = tuple(patterns)
        self._candidates = candidates
        self._known: dict[int, list[Support]] = {}
        self._clearing: dict[tuple[int, frozenset[tuple[str, bool]]], list[Support]] = {}
        self._grouped: dict[
            tuple[int, frozenset[tuple[str, bool]]], tuple[list[Support], list[Support]]
        ] = {}

    def near(self, place: Place, window: Window) -> list[Support]:
        """
        Return the support inside the window of a claim and outside the claim itself.

        Nearest first; a footnote belongs to the block of its marker.
        """
        found = _outside(self._in_block(place.block), place, *self._range(place, window))
        return sorted(found, key=lambda support: (_distance(support, place), support))

    def nearest(self, place: Place, kinds: frozenset[tuple[str, bool]]) -> Support | None:
        """Return the nearest support of some kinds and strengths in the block of a claim."""
        known = self._grouped.get((place.block, kinds))
        if known is None:
            group = [one for one in self._in_block(place.block) if (one.kind, one.strong) in kinds]
            known = self._grouped[place.block, kinds] = group, list(accumulate(group, _farther))
        group, reaching = known
        first = bisect_left(group, place.start, key=_start)
        # of those that start before the claim, the one that ends last is the nearest
        found = reaching[first - 1 : first] if first else []
        for index in range(first, len(group)):
            support = group[index]
            if support.start >= place.end or support.end > place.end:
                found.append(support)
            if support.start >= place.end:
                break
        return min(found, key=lambda support: (_distance(support, place), support), default=None)

    def clears(self, place: Place, needs: Iterable[Need], window: Window) -> bool:
        """Return whether any listed kind of support stands in the window of a claim."""
        wanted = frozenset((need.kind, need.strong) for need in needs)
        found = self._clearing.get((place.block, wanted))
        if found is None:
            found = self._clearing[place.block, wanted] = [
                support
                for support in self._in_block(place.block)
                if (support.kind, False) in wanted
                or (support.strong and (support.kind, True) in wanted)
            ]
        return any(_outside(found, place, *self._range(place, window)))

    def _range(self, place: Place, window: Window) -> tuple[int, int]:
        if window is Window.PARAGRAPH:
            return 0, len(self._views.text(place.block)) + 1
        found = self._views.sentences(place.block)
        first = self._views.sentence_index(place.block, place.start)
        last = self._views.sentence_index(place.block, max(place.start, place.end - 1))
        if window is Window.NEIGHBOURS:
            first, last = max(0, first - 1), min(len(found) - 1, last + 1)
        if not found:
            return 0, len(self._views.text(place.block)) + 1
        return found[first].start, found[last].end + 1

    def _in_block(self, block: int) -> list[Support]:
        known = self._known.get(block)
        if known is None:
            found = [*self._structural(block), *self._matched(block)]
            known = self._known[block] = sorted(found, key=_start)
        return known

    @cached_property
    def _by_block(self) -> dict[int, list[_Listed]]:
        """The patterns worth trying in each block: there may be very many, and very small ones."""
        everywhere = range(len(self._views.blocks))
        found: dict[int, list[_Listed]] = {}
        for listed in self._patterns:
            pattern = listed[2]
            for block in self._candidates(pattern) if self._candidates else everywhere:
                if pattern.may_match(self._views.fold(block).text):
                    found.setdefault(block, []).append(listed)
        return found

    def _structural(self, block: int) -> Iterator[Support]:
        written = self._views.blocks[block]
        for link in written.links:
            deep = link.kind is not LinkKind.AUTOLINK or link.target.count("/") > 2
            yield Support("link", deep, link.start, link.end)
        for marker in written.markers:
            yield Support("citation", True, marker.at, marker.at)
        for mask in self._views.quotations(block):
            words = self._views.text(block)[mask.start : mask.end].count(" ") + 1
            if words >= _QUOTED_WORDS:
                yield Support("quotation", True, mask.start, mask.end)
        for date in self._views.dates(block):
            yield Support("date", bool(date.month), date.start, date.end)

    def _matched(self, block: int) -> Iterator[Support]:
        fold = self._views.fold(block)
        for kind, strong, pattern in self._by_block.get(block, ()):
            for match in pattern.finditer(fold.text):
                yield Support(kind, strong, *fold.to_reader(match.start(), match.end()))


def _outside(found: Sequence[Support], place: Place, low: int, high: int) -> Iterator[Support]:
    """Yield the support that starts in a range and is not part of the claim itself."""
    for index in range(bisect_left(found, low, key=_start), len(found)):
        support = found[index]
        if support.start >= high:
            return
        # a mark right after a claim has no width of its own and stands outside it
        if support.start < place.start or support.end > place.end or support.start >= place.end:
            yield support


def _start(support: Support) -> int:
    return support.start


def _farther(left: Support, right: Support) -> Support:
    return right if right.end > left.end else left


def _distance(support: Support, place: Place) -> int:
    return max(0, support.start - place.end, place.start - support.end)


def support_patterns(
    listed: Iterable[tuple[str, Iterable[str]]], parse: Callable[[str], Pattern]
) -> tuple[tuple[str, bool, Pattern], ...]:
    """
    Return the compiled patterns of the word list ``support``.

    Args:
        listed: Pairs of ``kind:strength`` and patterns in the dialect.
        parse: Turns one pattern's source into a `Pattern`.
    """
    return tuple(
        (key.partition(":")[0], key.endswith(":strong"), parse(source))
        for key, sources in listed
        for source in sources
    )
