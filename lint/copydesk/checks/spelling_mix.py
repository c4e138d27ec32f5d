"""
British and American spelling in one article.

The rarer side is the mixture: it is reported when the article has so many words of each side
that one slip in a name or a title does not decide. Where both forms of one word stand in the
article, a single pair is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from copydesk.finding import Hit, HitPlace, Role
from copydesk.scan import Context, Match, place_of

OPTIONS: dict[str, object] = {
    "list": "spelling-variants",
    "least": 3,
    # words of the rarer side that make a mixture
    "both_write": "iz",
    # letters of the right-hand forms that writers of the left-hand side use as well
}
SLOTS = frozenset({"other", "rare", "usual"})


class _Word(NamedTuple):
    match: Match
    pair: str
    """The left-hand form of its pair."""
    right: bool
    """Whether it is the right-hand form."""


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit on the first word of the rarer side, with the others as places."""
    words = list(_words(context))
    left = [word for word in words if not word.right]
    right = [word for word in words if word.right]
    both = {word.pair for word in left} & {word.pair for word in right}
    counted = [word for word in right if not _is_shared(context, word) or word.pair in both]
    rare, usual = (left, counted) if len(left) < len(counted) else (counted, left)
    if not rare or not usual:
        return
    if len(rare) < context.option("least") and not both:
        return
    yield _hit(context, rare, usual)


def _words(context: Context) -> Iterator[_Word]:
    views = context.views
    pairs = views.lexicon.list(context.text_option("list")).pairs
    sides = {left: (left, False) for left in pairs}
    sides.update((right, (left, True)) for left, right in pairs.items())
    for block in context.blocks():
        found = views.words(block)
        for index, text in enumerate(views.word_texts(block)):
            side = sides.get(text)
            match = Match(block, found.start(index), found.end(index), 0)
            # A capital may be that of a name: the Labour Party, the World Trade Center.
            written_small = views.text(block)[match.start].islower()
            if side and written_small and not context.is_hidden(match):
                yield _Word(match, *side)


def _is_shared(context: Context, word: _Word) -> bool:
    text = context.views.text(word.match.block)[word.match.start : word.match.end]
    return context.text_option("both_write") in text.lower()


def _hit(context: Context, rare: list[_Word], usual: list[_Word]) -> Hit:
    first, *others = rare
    twin = next((word for word in usual if word.pair == first.pair), usual[0])
    places: list[HitPlace] = [
        place_of(context.views, word.match.block, word.match.start, word.match.end)
        for word in others
    ]
    shown = twin.match
    places.append(place_of(context.views, shown.block, shown.start, shown.end, role=Role.TWIN))
    text = context.views.text(shown.block)[shown.start : shown.end]
    return context.hit(
        first.match,
        places=tuple(places),
        slots={"other": text, "rare": str(len(rare)), "usual": str(len(usual))},
    )
