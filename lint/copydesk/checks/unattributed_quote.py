"""
A quotation of whole sentences with no speaker near it.

Somebody speaks where a verb of speech stands outside quotations in the sentence, in the one
before or after, or, when the quotation opens its paragraph, in the paragraph on either side.
Dialogue, where many quotations follow one another, is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from copydesk.document import Mask
from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {
    "words": 6,
    # a shorter quotation is a term or an aside
    "dialogue": 6,
    # an article with so many quotations without a speaker tells a story
    "speech": ["said"],
    # verbs of speech
    "not_before": ["that"],
    # a verb of speech followed by one of these tells of something else
    "ends": [".", "!", "?", ",", "…"],
    # marks with which a quoted sentence ends
}
SLOTS = frozenset({"words"})

_BEFORE = frozenset('.!?…”’"')
"""Marks after which a quotation starts a sentence; after any other it is led in."""


def find(context: Context) -> Iterator[Hit]:
    """Yield each quotation without a speaker, unless the article is full of them."""
    speech = _Speech(context)
    found = [hit for block in context.blocks() for hit in _in_block(context, block, speech)]
    if len(found) < context.option("dialogue"):
        yield from found


def _in_block(context: Context, block: int, speech: _Speech) -> Iterator[Hit]:
    found = context.views.words(block)
    starts = [found.start(index) for index in range(len(found))]
    for mask in context.views.quotations(block):
        words = bisect_left(starts, mask.end) - bisect_left(starts, mask.start)
        if words < context.option("words") or not _is_whole(context, block, mask):
            continue
        if not speech.near(block, mask):
            place = Place(block, mask.start, mask.end)
            yield context.hit(place, slots={"words": str(words)})


def _is_whole(context: Context, block: int, mask: Mask) -> bool:
    """Return whether a quotation is a whole sentence that nothing leads in."""
    text = context.views.text(block)
    inner = text[mask.start + 1 : mask.end - 1].strip()
    if not inner or not inner[0].isupper() or inner[-1] not in context.rule.options["ends"]:
        return False
    before = mask.start
    while before and text[before - 1].isspace():
        before -= 1
    return not before or text[before - 1] in _BEFORE


class _Speech:
    """Where the verbs of speech of an article stand, outside quotations."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._verbs = frozenset(context.rule.options["speech"])
        self._not_before = frozenset(context.rule.options["not_before"])
        self._position = {block: at for at, block in enumerate(context.views.visible)}
        self._known: dict[int, list[int]] = {}

    def near(self, block: int, mask: Mask) -> bool:
        """Return whether somebody speaks in the sentences or blocks next to a quotation."""
        views = self._context.views
        sentences = views.sentences(block)
        first = max(0, views.sentence_index(block, mask.start) - 1)
        last = min(len(sentences) - 1, views.sentence_index(block, mask.end - 1) + 1)
        starts = self._in_block(block)
        if bisect_left(starts, sentences[first].start) < bisect_left(starts, sentences[last].end):
            return True
        if sentences[0].start < mask.start:
            return False
        at = self._position[block]
        around = (*views.visible[max(0, at - 1) : at], *views.visible[at + 1 : at + 2])
        return any(self._in_block(other) for other in around)

    def _in_block(self, block: int) -> list[int]:
        known = self._known.get(block)
        if known is None:
            known = self._known[block] = list(self._find(block))
        return known

    def _find(self, block: int) -> Iterator[int]:
        views = self._context.views
        found = views.words(block)
        texts = [*views.word_texts(block), ""]
        masks = iter([*views.quotations(block)])
        mask = next(masks, None)
        for index in range(len(found)):
            start = found.start(index)
            while mask is not None and mask.end <= start:
                mask = next(masks, None)
            quoted = mask is not None and mask.start <= start
            spoken = texts[index] in self._verbs and texts[index + 1] not in self._not_before
            if spoken and not quoted:
                yield start
