"""Footnote definitions that no mark in the text points at."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context, block_hit

OPTIONS: dict[str, object] = {}
SLOTS: frozenset[str] = frozenset()


def find(context: Context) -> Iterator[Hit]:
    """Yield the first block of each footnote definition that nothing cites."""
    views = context.views
    cited = {
        marker.label.casefold() for index in views.visible for marker in views.blocks[index].markers
    }
    unused = {
        entry.label.casefold()
        for entry in views.document.definitions
        if entry.footnote and entry.label.casefold() not in cited
    }
    for index in context.blocks():
        label = views.blocks[index].label.casefold()
        if label in unused:
            unused.discard(label)
            yield block_hit(views, index)
