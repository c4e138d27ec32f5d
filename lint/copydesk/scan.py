"""
Where a rule looks: its blocks, its units, its matches, with everything that hides a match applied.

Kinds and checks get a `Context` and look through it, so that masks, positions in the article,
exceptions and support mean the same for every rule.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from copydesk.document import Block, BlockKind
from copydesk.finding import Edit as FixEdit
from copydesk.finding import Fix, Hit, HitPlace
from copydesk.pattern import Pattern
from copydesk.rule import Edge, Rule, Scope
from copydesk.settings import Settings
from copydesk.span import Span
from copydesk.support import SupportFinder
from copydesk.views import Place, Views


class Match(NamedTuple):
    """One match of a pattern, in reader offsets of its block."""

    block: int
    start: int
    end: int
    pattern: int
    """Ordinal of the pattern among those searched."""

    @property
    def place(self) -> Place:
        return Place(self.block, self.start, self.end)


class Context(NamedTuple):
    """What a kind or check sees: one rule on one document."""

    views: Views
    rule: Rule
    settings: Settings
    candidates: Callable[[Pattern], Sequence[int]]
    """Block indexes in which a pattern may match, in order."""
    support: SupportFinder
    today: str
    """ISO date that stands for today, or "" when nothing says."""

    def option(self, name: str) -> float:
        """Return a numeric option of the rule."""
        return float(self.rule.options[name])

    def text_option(self, name: str) -> str:
        """Return a text option of the rule."""
        return str(self.rule.options[name])

    def list_words(self, name: str) -> frozenset[str]:
        """Return the entries of a word list as a set."""
        return frozenset(self.views.lexicon.words(name))

    def matches(self, patterns: Sequence[Pattern] | None = None) -> Iterator[Match]:
        """
        Yield the visible matches of the rule's patterns, by block, then in order of their start.

        Overlapping matches of one rule are reduced to the first and longest.
        """
        searched = self.rule.patterns if patterns is None else patterns
        blocks = set(self.blocks())
        by_block: dict[int, list[Match]] = {}
        for ordinal, pattern in enumerate(searched):
            for block in self.candidates(pattern):
                if block not in blocks:
                    continue
                found = list(self._matches_in(block, pattern, ordinal))
                if found:
                    by_block.setdefault(block, []).extend(found)
        for block in sorted(by_block):
            yield from self._visible(by_block[block], self._excepted(block))

    def _visible(self, found: list[Match], excepted: list[Span]) -> Iterator[Match]:
        end = -1
        excepted.sort()
        starts = [span.start for span in excepted]
        reach = list(accumulate((span.end for span in excepted), max))
        for match in sorted(found, key=lambda match: (match.start, -match.end, match.pattern)):
            if match.start < end or self.is_hidden(match):
                continue
            before = bisect_left(starts, match.end)
            if before and reach[before - 1] > match.start:
                continue
            yield match
            end = match.end

    def _matches_in(self, block: int, pattern: Pattern, ordinal: int) -> Iterator[Match]:
        units = unit_texts(self.views, block, self.rule, sliced=pattern.anchored)
        for text, to_reader in units:
            for match in pattern.finditer(text):
                yield Match(block, *to_reader(match.start(), match.end()), ordinal)

    def is_hidden(self, match: Match) -> bool:
        """Return whether a mask or support hides a match; exceptions are seen to elsewhere."""
        views, rule = self.views, self.rule
        if views.is_masked(match.block, match.start, match.end, rule.inside):
            return True
        if rule.scope is Scope.SENTENCE and not self._in_one_sentence(match):
            return True
        return bool(rule.unless) and self.support.clears(match.place, rule.unless, rule.within)

    def _in_one_sentence(self, match: Match) -> bool:
        first = self.views.sentence_index(match.block, match.start)
        return first == self.views.sentence_index(match.block, match.end - 1)

    def _excepted(self, block: int) -> list[Span]:
        """Return the reader ranges of a block in which the rule's exceptions hold."""
        return [
            Span(*to_reader(match.start(), match.end()))
            for pattern in self.rule.excepts
            for text, to_reader in unit_texts(self.views, block, self.rule, sliced=True)
            if pattern.may_match(text)
            for match in pattern.finditer(text)
        ]

    def blocks(self) -> list[int]:
        """Return the indexes of the blocks that the rule looks into, in order."""
        rule = self.rule
        key = (rule.kinds, rule.at, rule.max_block_words)
        known = self.views.pools.get(key)
        if known is None:
            known = self.views.pools[key] = eligible_blocks(self.views, rule)
        return known

    def hit(self, match: Match | Place, **details: object) -> Hit:
        """Return a hit at a reader range of one block."""
        return hit(self.views, match.block, match.start, match.end, **details)


def hit(views: Views, block: int, start: int, end: int, **details: object) -> Hit:
    """
    Return a hit at a reader range of one block.

    Args:
        views: The document's views.
        block: Index of the block.
        start: Reader offset.
        end: Reader offset.
        details: Further fields of `finding.Hit`.
    """
    span = views.source_span(block, start, end)
    return Hit(span=span, match=views.text(block)[start:end], block=block, **details)  # type: ignore[arg-type]


def block_hit(views: Views, block: int, **details: object) -> Hit:
    """Return a hit that covers the whole text of one block."""
    return hit(views, block, 0, len(views.text(block)), **details)


def document_hit(views: Views, **details: object) -> Hit:
    """Return a hit about the whole article; it stands on the title."""
    return Hit(span=views.title_span, match=views.title_text, document=True, **details)  # type: ignore[arg-type]


def place_of(views: Views, block: int, start: int, end: int, **details: object) -> HitPlace:
    """Return a further place of a hit at a reader range of one block."""
    return HitPlace(views.source_span(block, start, end), **details)  # type: ignore[arg-type]


def delete_block(views: Views, block: int, *, safe: bool) -> Fix:
    """Return the fix that removes a block, its line ends and one blank line beside it."""
    source = views.document.source
    start, end = views.blocks[block].span
    end = _skip_line_end(source, end)
    blank = _skip_line_end(source, end)
    if blank > end or end >= len(source):
        end = blank
    return Fix(safe, (FixEdit(Span(start, end), ""),))


def _skip_line_end(source: str, at: int) -> int:
    """Return the offset after the rest of a blank line, or ``at`` when text follows on it."""
    end = at
    while end < len(source) and source[end] in " \t":
        end += 1
    if source.startswith("\r\n", end):
        return end + 2
    if end < len(source) and source[end] in "\r\n":
        return end + 1
    return end if end == len(source) else at


def eligible_blocks(views: Views, rule: Rule) -> list[int]:
    """Return the visible blocks of the rule's kinds at the rule's place in the article."""
    if BlockKind.FRONT_MATTER in rule.kinds or BlockKind.FURNITURE in rule.kinds:
        pool = [i for i, block in enumerate(views.blocks) if not block.hidden]
    else:
        pool = list(views.visible)
    found = [i for i in pool if _is_of_kind(views.blocks[i], rule)]
    if rule.at is not None:
        found = _at_edge(views, rule, found)
    if rule.max_block_words:
        found = [i for i in found if len(views.words(i)) <= rule.max_block_words]
    return found


def _is_of_kind(block: Block, rule: Rule) -> bool:
    # A heading known by its shape alone may be any short line, which is what such rules look for.
    short = block.inferred and rule.max_block_words and BlockKind.PARAGRAPH in rule.kinds
    return block.kind in rule.kinds or bool(short)


def _at_edge(views: Views, rule: Rule, found: list[int]) -> list[int]:
    assert_at = rule.at
    if assert_at is None:
        return found
    edge, count, share = assert_at
    if share:
        count = max(count, math.ceil(share * len(found)))
    if edge is Edge.TITLE:
        return [i for i in found if views.blocks[i].kind is BlockKind.TITLE]
    if edge is Edge.LAST_BLOCK:
        last = views.body[-1:]
        return [i for i in found if i in last]
    return found[:count] if edge is Edge.START else found[-count:]


def unit_texts(
    views: Views, block: int, rule: Rule, *, sliced: bool
) -> Iterator[tuple[str, Callable[[int, int], tuple[int, int]]]]:
    """
    Yield the texts that a pattern sees in one block, each with its map to reader offsets.

    Args:
        views: The document's views.
        block: Index of the block.
        rule: Gives the view and the scope unit.
        sliced: Whether the edges matter, so that sentence units must be cut apart.
    """
    if rule.reader_view:
        text, to_reader = views.text(block), _same
        offset_of: Callable[[int], int] = int
    else:
        fold = views.fold(block)
        text, to_reader, offset_of = fold.text, fold.to_reader, fold.from_reader
    if rule.scope is not Scope.SENTENCE or not sliced:
        yield text, to_reader
        return
    for sentence in views.sentences(block):
        low, high = offset_of(sentence.start), offset_of(sentence.end)
        yield text[low:high], _Shifted(low, to_reader)


def _same(start: int, end: int) -> tuple[int, int]:
    return start, end


class _Shifted:
    """A map to reader offsets for a slice of a longer text."""

    __slots__ = ("_low", "_to_reader")

    def __init__(self, low: int, to_reader: Callable[[int, int], tuple[int, int]]) -> None:
        self._low = low
        self._to_reader = to_reader

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        return self._to_reader(start + self._low, end + self._low)
