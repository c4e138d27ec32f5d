"""
Instructions in text that readers do not see: comments and hidden elements.

Visible text is never looked at: an article may well quote such an instruction.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import BlockKind
from copydesk.finding import Hit
from copydesk.fold import fold
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS: frozenset[str] = frozenset()


def find(context: Context) -> Iterator[Hit]:
    """Yield the first instruction of each comment and each hidden block."""
    views = context.views
    for index, block in enumerate(views.blocks):
        if block.hidden and block.kind is not BlockKind.DIRECTIVE:
            found = _first(context, views.text(index))
            if found:
                yield context.hit(Place(index, *found))
    for comment in views.document.comments:
        found = _first(context, comment.text)
        if found:
            yield Hit(span=comment.span, match=comment.text[found[0] : found[1]])


def _first(context: Context, text: str) -> tuple[int, int] | None:
    folded = fold(text)
    starts = []
    for pattern in context.rule.patterns:
        if pattern.may_match(folded.text):
            match = pattern.compiled.search(folded.text)
            if match:
                starts.append((match.start(), match.end()))
    return folded.to_reader(*min(starts)) if starts else None
