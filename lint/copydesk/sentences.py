"""The sentences of an article's prose as words, for checks that compare them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from copydesk.document import MaskKind
from copydesk.scan import Context
from copydesk.similarity import plain
from copydesk.views import Place

_ASIDE = frozenset(MaskKind) - {MaskKind.QUOTATION, MaskKind.CODE, MaskKind.TEMPLATE}


class Sentence(NamedTuple):
    """One sentence that is the article's own."""

    place: Place
    tokens: tuple[str, ...]
    """Its words, small and without possessive endings."""


def prose_sentences(context: Context) -> Iterator[Sentence]:
    """Yield the sentences of the rule's blocks that touch no quotation, code or template."""
    views = context.views
    for block in context.blocks():
        found = views.words(block)
        for span, indexes in views.sentence_words(block):
            if not views.is_masked(block, span.start, span.end, _ASIDE):
                tokens = tuple(plain(found.text(number)) for number in indexes)
                yield Sentence(Place(block, span.start, span.end), tokens)
