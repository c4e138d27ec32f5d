"""
Words of little content that come back again and again.

Forms of one stem count together. The words that may be a tic are a word list: without a
reference corpus no count tells a topic from a habit.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import MaskKind
from copydesk.finding import Hit
from copydesk.scan import Context, place_of
from copydesk.similarity import plain, stem
from copydesk.views import Place

OPTIONS = {"least": 7, "per_1000_words": 5.0}
"""``least``: uses in the article; ``per_1000_words``: uses per 1,000 words of it."""
SLOTS = frozenset({"count", "rate"})

_OPEN = frozenset({MaskKind.TOPIC})


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each word that is a tic, with all its places."""
    views = context.views
    known = {stem(word) for word in context.list_words("tic-words")}
    uses: dict[str, list[Place]] = {}
    total = 0
    for block in context.blocks():
        words = views.words(block)
        total += len(words)
        for index, word in enumerate(words):
            base = stem(plain(word))
            if base not in known:
                continue
            place = Place(block, words.start(index), words.end(index))
            if not views.is_masked(*place, context.rule.inside | _OPEN):
                uses.setdefault(base, []).append(place)
    for places in uses.values():
        rate = 1000 * len(places) / max(1, total)
        if len(places) < context.option("least") or rate < context.option("per_1000_words"):
            continue
        yield context.hit(
            places[0],
            places=tuple(place_of(views, *place) for place in places[1:]),
            slots={"count": str(len(places)), "rate": f"{rate:.0f}"},
            hits=len(places),
        )
