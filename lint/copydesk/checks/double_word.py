"""The same word twice in a row, but for those that may be."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Edit, Fix, Hit
from copydesk.scan import Context
from copydesk.span import Span
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS: frozenset[str] = frozenset()


def find(context: Context) -> Iterator[Hit]:
    """Yield each doubled word with nothing but white space between."""
    allowed = context.list_words("doubled-words")
    for block in context.blocks():
        words = context.views.words(block)
        text = context.views.text(block)
        for index in range(len(words) - 1):
            word = words.text(index)
            if not _is_doubled(word, words.text(index + 1), allowed):
                continue
            start, end = words.start(index), words.end(index + 1)
            between = text[words.end(index) : words.start(index + 1)]
            place = Place(block, start, end)
            if between.isspace() and not context.views.is_masked(*place, context.rule.inside):
                yield context.hit(place, fix=_fix(context, block, words.end(index), end))


def _is_doubled(word: str, following: str, allowed: frozenset[str]) -> bool:
    # A capital on both is a name; a capital on the second starts a sentence.
    return (
        word.lower() == following.lower()
        and word.isalpha()
        and following[0].islower()
        and word.lower() not in allowed
    )


def _fix(context: Context, block: int, start: int, end: int) -> Fix | None:
    wanted = context.rule.fix
    if wanted is None:
        return None
    span = context.views.source_span(block, start, end)
    return Fix(wanted.safe, (Edit(Span(span.start, span.end), ""),))
