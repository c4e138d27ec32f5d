"""
Citation marks whose reference is not there.

Footnote marks need their definition. Numbers in square brackets are marks only when the article
has a list of numbered references; without one nothing says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.references import numbered_references
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS: frozenset[str] = frozenset()

_NUMBERS = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,8})\]")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")


def find(context: Context) -> Iterator[Hit]:
    """Yield each mark without its entry."""
    views = context.views
    defined = {entry.label.casefold() for entry in views.document.definitions if entry.footnote}
    known = numbered_references(views)
    listed = set(known.numbers)
    for block in context.blocks():
        if block in known.blocks:
            continue
        for marker in views.blocks[block].markers:
            if marker.label.casefold() not in defined:
                source = views.document.source
                match = source[marker.span.start : marker.span.end]
                yield Hit(span=marker.span, match=match, block=block)
        if views.document.format == "markdown":
            yield from _in_text(context, block, _FOOTNOTE, defined)
        if listed:
            yield from _in_text(context, block, _NUMBERS, listed)


def _in_text(
    context: Context, block: int, pattern: re.Pattern[str], known: set[str]
) -> Iterator[Hit]:
    for match in pattern.finditer(context.views.text(block)):
        place = Place(block, match.start(), match.end())
        labels = [label.casefold() for label in re.split(r"\s?[,;–-]\s?", match[1])]
        if any(label not in known for label in labels) and not context.views.is_masked(
            *place, context.rule.inside
        ):
            yield context.hit(place)
