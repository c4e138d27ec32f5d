"""
What an article offers for checking: its sources, its figures, its names, its voice, counted.

Two rules about the whole article compare these counts with their bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from copydesk.document import BlockKind
from copydesk.rule import Window
from copydesk.scan import Context
from copydesk.support import Support
from copydesk.views import Place, Views

_DIGIT = re.compile(r"\d")


class Facts(NamedTuple):
    """Counts over the visible article."""

    words: int
    """Words of running prose."""
    links: int
    """Links that leave the page."""
    citations: int
    """Footnote markers, citations in the text and entries of a reference list."""
    quotations: int
    """Quotations long enough to be somebody's words, block quotes included."""
    attributions: int
    """Sentences that say who says so."""
    numbers: int
    """Words of the prose that hold a digit."""
    names: int
    """Different words that the prose writes with a capital inside a sentence."""
    voice: int
    """Words by which a writer speaks of himself or to the reader, as the rule lists them."""
    code_blocks: int

    def per_1000_words(self, count: int) -> float:
        """Return a count per 1,000 words of prose."""
        return 1000 * count / max(1, self.words)


def facts_of(context: Context, voice: Iterable[str]) -> Facts:
    """
    Return the counts of one article.

    Args:
        context: Gives the article and what counts as support.
        voice: Lower-case words by which a writer speaks of himself or to the reader.
    """
    views = context.views
    listed = frozenset(voice)
    found = {block: _support(context, block) for block in views.prose}
    kinds = [views.blocks[block].kind for block in views.visible]
    texts = [text for block in views.prose for text in views.word_texts(block)]
    return Facts(
        words=views.prose_word_count,
        links=sum(_leaves(link.target) for _block, link in views.links),
        citations=_count(found.values(), "citation") + kinds.count(BlockKind.REFERENCE),
        quotations=_count(found.values(), "quotation") + kinds.count(BlockKind.QUOTE),
        attributions=sum(_attributed_sentences(views, *entry) for entry in found.items()),
        numbers=sum(1 for text in texts if _DIGIT.search(text)),
        names=len({word for word in views.name_words if word.lower() not in listed}),
        voice=sum(1 for text in texts if text.partition("'")[0] in listed),
        code_blocks=kinds.count(BlockKind.CODE),
    )


def _support(context: Context, block: int) -> list[Support]:
    return context.support.near(Place(block, 0, 0), Window.PARAGRAPH)


def _leaves(target: str) -> bool:
    return bool(target) and not target.startswith(("#", "mailto:", "tel:"))


def _count(found: Iterable[list[Support]], kind: str) -> int:
    return sum(1 for entries in found for support in entries if support.kind == kind)


def _attributed_sentences(views: Views, block: int, found: Iterable[Support]) -> int:
    return len(
        {
            views.sentence_index(block, support.start)
            for support in found
            if support.kind == "attribution" and support.strong
        }
    )
