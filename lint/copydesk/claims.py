"""
The worklist: every checkable claim of an article with its support, or none.

A claim is a number, a date, an event, a superlative, a named source or a quotation. The list
says what to check and what stands beside it; it never says whether a claim is true.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from copydesk.document import BlockKind, MaskKind
from copydesk.finding import Claim, SupportState
from copydesk.matcher import Matcher
from copydesk.pattern import Pattern
from copydesk.support import Support, SupportFinder
from copydesk.views import Place, Views

_QUOTED_WORDS = 6
"""A shorter quotation is a term or a title."""
_ASIDE = frozenset({MaskKind.CODE, MaskKind.URL, MaskKind.TEMPLATE, MaskKind.MATH})
_KINDS = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.DESCRIPTION,
        BlockKind.QUOTE,
        BlockKind.CAPTION,
    }
)
_TYPES = {"event": "date"}
"""Patterns that are kept apart for their question but are one type on the list."""

ClaimPatterns = Sequence[tuple[str, Pattern]]


class _Found(NamedTuple):
    place: Place
    type: str


def find_claims(
    views: Views, patterns: ClaimPatterns, support: SupportFinder, matcher: Matcher
) -> tuple[Claim, ...]:
    """
    Return the claims of one document in order of the text.

    Args:
        views: The document's views.
        patterns: Pairs of claim type and pattern, dearest type first.
        support: Finds what stands beside a claim.
        matcher: Gives the candidate blocks of a pattern.
    """
    listed = views.lexicon.list("claims")
    seen: dict[tuple[str, str], int] = {}
    claims = []
    for found in sorted(_found(views, patterns, matcher), key=lambda found: found.place):
        claims.append(_claim(views, found, support, listed.numbers, listed.pairs, seen))
    return tuple(claims)


def _found(views: Views, patterns: ClaimPatterns, matcher: Matcher) -> Iterator[_Found]:
    blocks = {i for i in views.visible if views.blocks[i].kind in _KINDS}
    taken: dict[int, list[tuple[int, int]]] = {}
    for type_, place in (*_quotations(views, blocks), *_matched(views, patterns, matcher, blocks)):
        spans = taken.setdefault(place.block, [])
        # the spans taken so far do not overlap, so only the two neighbours can be in the way
        at = bisect_left(spans, (place.start, place.end))
        free_before = at == 0 or spans[at - 1][1] <= place.start
        free_after = at == len(spans) or place.end <= spans[at][0]
        if free_before and free_after:
            spans.insert(at, (place.start, place.end))
            yield _Found(place, type_)


def _quotations(views: Views, blocks: set[int]) -> Iterator[tuple[str, Place]]:
    for block in sorted(blocks):
        for mask in views.quotations(block):
            if views.text(block)[mask.start : mask.end].count(" ") + 1 >= _QUOTED_WORDS:
                yield "quotation", Place(block, mask.start, mask.end)


def _matched(
    views: Views, patterns: ClaimPatterns, matcher: Matcher, blocks: set[int]
) -> Iterator[tuple[str, Place]]:
    for type_, pattern in patterns:
        for block in matcher.candidates(pattern):
            if block not in blocks:
                continue
            fold = views.fold(block)
            for match in pattern.finditer(fold.text):
                place = Place(block, *fold.to_reader(match.start(), match.end()))
                if not views.touches_mask(place, _ASIDE):
                    yield type_, place


def _claim(
    views: Views,
    found: _Found,
    support: SupportFinder,
    worth: Mapping[str, float],
    questions: Mapping[str, str],
    seen: dict[tuple[str, str], int],
) -> Claim:
    place, type_ = found
    text = views.text(place.block)[place.start : place.end]
    sentence = views.sentence_at(place.block, place.start)
    span = views.source_span(place.block, place.start, place.end)
    nearest = _best(support, place, type_)
    key = (type_, text.casefold())
    seen[key] = seen.get(key, 0) + 1
    position = views.lines.position
    held = nearest and views.source_span(place.block, nearest.start, nearest.end)
    return Claim(
        id=hashlib.sha256(f"{type_}\0{key[1]}\0{seen[key]}".encode("utf-8", "replace")).hexdigest()[
            :12
        ],
        type=_TYPES.get(type_, type_),
        start=position(span.start),
        end=position(span.end),
        text=text,
        sentence=views.text(place.block)[sentence.start : sentence.end],
        worth=worth.get(type_, 0.5),
        state=_state(nearest),
        kind=nearest.kind if nearest else "",
        support_start=position(held.start) if held else None,
        support_end=position(held.end) if held else None,
        question=questions.get(type_, ""),
    )


_RANKED = (
    frozenset({("link", True), ("citation", True)}),
    frozenset({("link", False)}),
    frozenset({("attribution", True)}),
    frozenset({("method", True), ("ranking", True)}),
    frozenset({("attribution", False)}),
)
"""What supports a claim on the worklist, best first; a number or date supports only its own."""
_CHECKABLE = 2
"""How many of them lead somewhere: a source is not its own attribution."""


def _best(support: SupportFinder, place: Place, type_: str) -> Support | None:
    for kinds in _RANKED[: _CHECKABLE if type_ == "source" else None]:
        found = support.nearest(place, kinds)
        if found is not None:
            return found
    return None


def _state(support: Support | None) -> SupportState:
    if support is None:
        return SupportState.NONE
    if support.kind in {"link", "citation"}:
        return SupportState.LINKED
    return SupportState.NAMED if support.strong else SupportState.WEAK
